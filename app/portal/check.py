"""The public check page: is this paper ours, is it unchanged, and what is this SHA-256 of?"""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import FileField, StringField
from wtforms.validators import Length

from app.kernel.digest import sha256_hex
from app.portal.fingerprints import find_fingerprints, is_fingerprint
from app.records.documents import find_by_check_code, successor_of
from app.web.forms import BaseForm, needed, page
from app.web.guard import access, anyone, require

check = Blueprint("check", __name__)


class CheckForm(BaseForm):
    """The check code printed at the foot of a paper, or a printed SHA-256."""

    code = StringField(
        _l("Check code or check value"),
        [needed(_l("Enter the check code printed at the foot of the paper.")), Length(max=80)],
        description=_l(
            "A check code has twelve letters and digits, for example P3WD-8HJ2-6VRN; a check value "
            "is a SHA-256 or its first sixteen digits."
        ),
    )


class CompareForm(BaseForm):
    """A file to compare with the archived one; it is not stored."""

    file = FileField(_l("The file that you received"))


@check.route("/check", methods=["GET", "POST"])
@access(anyone)
def ask() -> ResponseReturnValue:
    form = CheckForm()
    if form.validate_on_submit():
        return redirect(url_for(".show", code=form.code.data))
    return page("portal/check.html", form=form)


@check.route("/check/<code>", methods=["GET", "POST"])
@access(anyone)
def show(code: str) -> ResponseReturnValue:
    require(True)
    if is_fingerprint(code):
        found = find_fingerprints(code)
        return page("portal/check.html", form=CheckForm(code=code), asked=code, fingerprints=found)
    document = find_by_check_code(code)
    compare = CompareForm()
    same: bool | None = None
    if document is not None and compare.validate_on_submit() and compare.file.data:
        chosen = request.files["file"]
        same = sha256_hex(chosen.stream.read()) == document.sha256
    return page(
        "portal/check.html",
        form=CheckForm(code=code),
        compare=compare,
        document=document,
        newer=successor_of(document) if document else None,
        asked=code,
        same=same,
    )
