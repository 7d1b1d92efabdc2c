"""The moment of a request: when it arrived, so that a slow body loses nobody the deadline."""

from datetime import datetime

from flask import Flask, current_app, g


def install(app: Flask, clock: object) -> None:
    """Stamp every request at its arrival."""
    app.extensions["clock"] = clock

    @app.before_request
    def _arrive() -> None:
        g.arrived = current_app.extensions["clock"].now()


def now() -> datetime:
    """Return the moment at which the current request arrived, aware UTC."""
    arrived: datetime = g.arrived
    return arrived
