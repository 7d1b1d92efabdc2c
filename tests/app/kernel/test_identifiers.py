"""Credit codes and identity numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from app.kernel.identifiers import (
    WRONG_BIRTHDAY,
    WRONG_CHARACTERS,
    WRONG_IDENTITY_CHARACTERS,
    WRONG_IDENTITY_LENGTH,
    WRONG_LENGTH,
    BadCreditCode,
    BadIdentityNumber,
    credit_code,
    has_look_alikes,
    identity_number,
    masked_account,
    masked_id,
    masked_name,
)

CODES = [
    "91350100M000100Y43",
    "9144030071526726XG",
    "914403001922038216",
    "91330100799655058B",
    "91110000802100433B",
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def with_check_digit(body: str) -> str:
    return body + uscc.calc_check_digit(body)


def person(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize("code", CODES)
def test_real_credit_codes_are_valid(code):
    assert credit_code(code) == code


def test_an_authority_may_be_a_letter():
    code = with_check_digit("N2320505MF1234567")

    assert credit_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("9135 0100 M000 100Y 43", id="blanks"),
        pytest.param("91350100-M000100Y-43", id="dashes"),
        pytest.param("91350100m000100y43", id="small letters"),
        pytest.param("９１３５０１００Ｍ０００１００Ｙ４３", id="full width"),
        pytest.param("　91350100M000100Y43\n", id="blanks around"),
        pytest.param("9I350IO0M000I0OY43", id="O and I for 0 and 1"),
    ],
)
def test_credit_code_is_made_plain(typed):
    assert credit_code(typed) == "91350100M000100Y43"


def test_look_alikes_are_reported():
    assert has_look_alikes("9I350100M000100Y43")
    assert has_look_alikes("91350100M000lo0Y43".replace("l", "1"))
    assert not has_look_alikes("91350100m000100y43")


@pytest.mark.parametrize(
    ("typed", "message", "facts"),
    [
        pytest.param(
            "91350100M000100Y4",
            WRONG_LENGTH,
            {"given": "91350100M000100Y4", "length": 17},
            id="too short",
        ),
        pytest.param("", WRONG_LENGTH, {"given": "", "length": 0}, id="empty"),
        pytest.param(
            "91350100S000100Y43", WRONG_CHARACTERS, {"given": "91350100S000100Y43"}, id="letter S"
        ),
        pytest.param(
            "913501A0M000100Y43", WRONG_CHARACTERS, {"given": "913501A0M000100Y43"}, id="no area"
        ),
        pytest.param(
            "91350100M000100Y44",
            BadCreditCode.message,
            {"given": "91350100M000100Y44"},
            id="check digit",
        ),
        pytest.param(
            "91350100M000010Y43",
            BadCreditCode.message,
            {"given": "91350100M000010Y43"},
            id="two digits exchanged",
        ),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(typed, message, facts):
    with pytest.raises(BadCreditCode) as refusal:
        credit_code(typed)

    assert (refusal.value.message, refusal.value.facts) == (message, facts)
    assert refusal.value.field == "credit_code"
    assert str(refusal.value) == message % facts


@settings(max_examples=60)
@given(st.sampled_from(CODES), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code, place, char):
    wrong = code[:place] + char + code[place + 1 :]

    if wrong == code:
        assert credit_code(wrong) == code
    else:
        with pytest.raises(BadCreditCode):
            credit_code(wrong)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("32050519800101123", id="identity card"),
        pytest.param("32057619800101123", id="area of no old list"),
        pytest.param("83000019800101001", id="residence permit"),
        pytest.param("32050520000229123", id="leap day"),
    ],
)
def test_identity_numbers_are_valid(body):
    assert identity_number(person(body)) == person(body)


def test_identity_number_is_made_plain():
    number = next(
        person(f"3205051980010112{n}")
        for n in range(10)
        if person(f"3205051980010112{n}")[-1] == "X"
    )

    assert identity_number(f" {number[:6]} {number[6:].lower()} ") == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        pytest.param("320505800101123", WRONG_IDENTITY_LENGTH, id="old number of fifteen digits"),
        pytest.param("3205051980010112A3", WRONG_IDENTITY_CHARACTERS, id="a letter inside"),
        pytest.param(person("32050519810229123"), WRONG_BIRTHDAY, id="no leap day"),
        pytest.param(person("32050519801301123"), WRONG_BIRTHDAY, id="thirteenth month"),
        pytest.param("320505198001011230", BadIdentityNumber.message, id="check digit"),
    ],
)
def test_a_wrong_identity_number_is_told_what_is_wrong(typed, message):
    with pytest.raises(BadIdentityNumber) as refusal:
        identity_number(typed)

    assert refusal.value.message == message
    assert typed not in str(refusal.value)
    assert refusal.value.field == "identity_number"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("320505198001011234", "**************1234"), ("1234", "****"), ("", "")],
)
def test_masked_id_shows_the_last_four(number, shown):
    assert masked_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("6222021234567890123", "**** 0123"), ("1234567", "****"), ("", "")],
)
def test_masked_account_shows_the_last_four(number, shown):
    assert masked_account(number) == shown


@pytest.mark.parametrize(("name", "shown"), [("顾苇青", "顾**"), ("陈立", "陈*"), ("", "")])
def test_masked_name_shows_the_first_character(name, shown):
    assert masked_name(name) == shown
