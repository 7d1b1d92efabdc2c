"""Refusals: a sentence, its facts, its field."""

import pytest

from app.kernel.errors import DomainError, Forbidden, IllegalMove, NotFound, Stale
from app.kernel.money import Money


class TooDear(DomainError):
    message = "%(asked)s is more than %(cap)s."
    field = "amount"
    numbered = True


def test_a_refusal_says_its_sentence_with_its_facts():
    error = TooDear(asked=Money(100000), cap=Money(50000))

    assert str(error) == "1,000.00 is more than 500.00."
    assert error.facts == {"asked": Money(100000), "cap": Money(50000)}
    assert (error.field, error.status, error.numbered) == ("amount", 422, True)


def test_a_refusal_takes_its_own_sentence_and_field():
    error = TooDear("Ask for less than %(cap)s.", field="total", cap=7)

    assert (str(error), error.field) == ("Ask for less than 7.", "total")
    assert (TooDear.message, TooDear.field) == ("%(asked)s is more than %(cap)s.", "amount")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        pytest.param(TooDear(cap=1), "%(asked)s is more than %(cap)s. {'cap': 1}", id="fact lacks"),
        pytest.param(DomainError("100% sure"), "100% sure", id="no facts"),
        pytest.param(DomainError("5 % of %(n)s", n=1), "5 % of %(n)s {'n': 1}", id="stray sign"),
        pytest.param(DomainError("At most %(n)s %%.", n=5), "At most 5 %.", id="percent sign"),
    ],
)
def test_showing_a_refusal_never_fails(error, text):
    assert str(error) == text


@pytest.mark.parametrize(
    ("kind", "status"),
    [(DomainError, 422), (Forbidden, 403), (NotFound, 404), (IllegalMove, 409), (Stale, 409)],
)
def test_kinds_of_refusal_have_their_status(kind, status):
    assert kind().status == status
    assert kind is DomainError or kind().message
