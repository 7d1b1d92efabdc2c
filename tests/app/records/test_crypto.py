"""Sealed values can be read in their own row only."""

import pytest

from app.records import crypto
from app.records.crypto import Unreadable, blind_index, seal, unseal
from tests.factories.registry import make_organisation

ACCOUNT = "6200000000000000012"
HERE = "organisation.account:aaaa"


@pytest.fixture(autouse=True)
def key(settings):
    crypto.use_key(settings.field_key)


def test_what_was_sealed_is_read_back():
    assert unseal(seal(ACCOUNT, bound_to=HERE), bound_to=HERE) == ACCOUNT


def test_a_sealed_value_does_not_show_what_it_holds():
    assert ACCOUNT not in seal(ACCOUNT, bound_to=HERE)


def test_the_same_value_is_sealed_differently_each_time():
    assert seal(ACCOUNT, bound_to=HERE) != seal(ACCOUNT, bound_to=HERE)


def test_a_value_moved_to_another_row_is_unreadable():
    token = seal(ACCOUNT, bound_to=HERE)

    with pytest.raises(Unreadable):
        unseal(token, bound_to="organisation.account:bbbb")


def test_an_account_copied_to_another_organisation_is_unreadable(work):
    mine, other = make_organisation(), make_organisation()
    other.account_sealed = mine.account_sealed

    assert mine.bank_account == ACCOUNT
    with pytest.raises(Unreadable):
        _ = other.bank_account


def test_a_changed_value_is_unreadable():
    token = seal(ACCOUNT, bound_to=HERE)
    changed = token[:-8] + ("A" if token[-8] != "A" else "B") + token[-7:]

    with pytest.raises(Unreadable):
        unseal(changed, bound_to=HERE)


def test_a_value_of_an_unknown_key_is_unreadable():
    token = "z9:" + seal(ACCOUNT, bound_to=HERE).partition(":")[2]

    with pytest.raises(Unreadable):
        unseal(token, bound_to=HERE)


@pytest.mark.parametrize("token", ["", "a1", "a1:", "a1:%%%", "a1:AAAA"])
def test_what_was_never_sealed_is_unreadable(token):
    with pytest.raises(Unreadable):
        unseal(token, bound_to=HERE)


def test_equal_values_are_found_by_their_index_within_one_purpose():
    assert blind_index("x", purpose="idcard") == blind_index("x", purpose="idcard")
    assert blind_index("x", purpose="idcard") != blind_index("x", purpose="phone")
    assert blind_index("x", purpose="idcard") != blind_index("y", purpose="idcard")
