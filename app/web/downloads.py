"""Files as answers: shown or saved, never run."""

from urllib.parse import quote

from flask import Response


def answer(content: bytes, name: str, media_type: str, *, inline: bool) -> Response:
    """Return a file that a browser shows or saves but never runs."""
    response = Response(content, mimetype=media_type)
    kind = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    if media_type != "application/pdf":
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
