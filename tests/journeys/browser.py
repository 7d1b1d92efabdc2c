"""A person's browser: opens pages, fills the form that it finds there and presses a button."""

from collections.abc import Mapping
from typing import Any

import webtest

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Browser(webtest.TestApp):
    """One person at one machine. Cookies and the token of every form are kept as browsers do."""

    def form_at(self, url: str, *, button: str = "") -> webtest.Form:
        """Open a page and return its own form. button: the address that the form is sent to."""
        return form_of(self.get(url, status=200), button=button)

    def fill(
        self, url: str, values: Mapping[str, Any] | None = None, *, press: str = "", status: int = 0
    ) -> webtest.TestResponse:
        """Fill the form of a page and send it; a redirect is followed unless a status is asked."""
        form = self.form_at(url)
        for name, value in (values or {}).items():
            enter(form, name, value)
        return send(form, press=press, status=status)

    def press(self, url: str, button: str) -> webtest.TestResponse:
        """Press the button of a page that leads to an address."""
        return send(self.form_at(url, button=button))

    def insist(self, url: str, status: int, **values: str) -> webtest.TestResponse:
        """Send what no page of this person offers, with a valid token all the same."""
        token = self.form_at("/", button="/demo/become")["csrf_token"].value
        return self.post(url, {"csrf_token": token, **values}, status=status)


def form_of(answer: webtest.TestResponse, *, button: str = "") -> webtest.Form:
    """Return the form of a page that is sent to an address, its own one by default."""
    found = {
        form.text: form
        for form in answer.forms.values()
        if form.action == button and "csrf_token" in form.fields
    }
    assert len(found) == 1, f"{len(found)} forms for “{button}” at {answer.request.url}"
    return next(iter(found.values()))


def send(form: webtest.Form, *, press: str = "", status: int = 0) -> webtest.TestResponse:
    """Send a form. press: the name of the button; status: what the answer must have."""
    if status:
        return form.submit(press or None, status=status)
    return form.submit(press or None, status=302).maybe_follow(status=(200, 302))


def enter(form: webtest.Form, name: str, value: Any) -> None:
    """Type, choose, tick or attach. value: text, bool, list of keys, or (file name, content)."""
    fields = form.fields[name]
    if isinstance(value, tuple):
        form[name] = webtest.Upload(*value)
    elif isinstance(value, list):
        wanted = {str(each) for each in value}
        known = {box._value for box in fields}
        assert wanted <= known, f"{wanted - known} cannot be ticked in {name}"
        for box in fields:
            box.checked = box._value in wanted
    elif isinstance(value, bool):
        form[name].checked = value
    else:
        form[name] = str(value)
