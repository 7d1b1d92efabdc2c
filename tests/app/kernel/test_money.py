"""Amounts: reading, arithmetic, exact sharing, words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.money import LARGEST, LARGEST_IN_WORDS, ZERO, Money

DIGITS = {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}

amounts = st.integers(-LARGEST, LARGEST).map(Money)
shares = st.lists(st.decimals(0, 1000, places=4), min_size=1, max_size=12).filter(any)
few = settings(max_examples=60)


def read_words(words: str) -> int:
    """Read an amount in words back to fen, by other means than those that wrote it."""
    if "元" in words:
        yuan, rest = words.removesuffix("整").split("元")
    else:
        yuan, rest = "零", words.removesuffix("整")
    return _read_whole(yuan) * 100 + _read_cents(rest)


def _read_whole(words: str) -> int:
    total = group = digit = 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in PLACES:
            group, digit = group + digit * PLACES[char], 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[char], 0, 0
    return total + group + digit


def _read_cents(words: str) -> int:
    fen = 0
    for digit, place in zip(words.lstrip("零")[::2], words.lstrip("零")[1::2], strict=True):
        fen += DIGITS[digit] * {"角": 10, "分": 1}[place]
    return fen


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1409.50", 140950),
        ("1,409.50", 140950),
        ("1,234,567", 123456700),
        ("0.05", 5),
        ("12.3", 1230),
        (" 8 ", 800),
        ("007", 700),
    ],
)
def test_yuan_reads_an_amount(text, fen):
    assert Money.yuan(text) == Money(fen)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("1.234", id="three decimals"),
        pytest.param("1.", id="a point without decimals"),
        pytest.param(".5", id="decimals without yuan"),
        pytest.param("12,34", id="comma in the wrong place"),
        pytest.param("1,2345", id="four digits after a comma"),
        pytest.param("１２", id="full-width digits"),
        pytest.param("١٢", id="other digits"),
        pytest.param("¥12", id="currency sign"),
        pytest.param("1e3", id="exponent"),
        pytest.param("1 000", id="blank inside"),
        pytest.param("-1", id="negative"),
        pytest.param("+1", id="plus"),
        pytest.param("9" * 17, id="more than a column holds"),
        pytest.param("9" * 5000, id="very long"),
    ],
)
def test_yuan_refuses_what_is_no_amount(text):
    with pytest.raises(ValueError, match=r"amount|money"):
        Money.yuan(text)


def test_yuan_reads_a_negative_amount_where_allowed():
    assert Money.yuan("-1,409.50", negative=True) == Money(-140950)


@few
@given(amounts)
def test_grouped_reads_back(amount):
    assert Money.yuan(amount.grouped, negative=True) == amount


@pytest.mark.parametrize("fen", [1.0, "1", Decimal(1), True, None])
def test_money_is_whole_fen_only(fen):
    with pytest.raises(TypeError, match="whole fen"):
        Money(fen)


def test_money_beyond_its_bound_is_refused():
    assert Money(LARGEST).fen < 2**63

    with pytest.raises(ValueError, match="more money"):
        Money(LARGEST) + Money(1)


def test_arithmetic_is_exact():
    assert Money(10) + Money(20) - Money(5) == Money(25)
    assert Money(10) * 3 == 3 * Money(10) == Money(30)
    assert -Money(10) == Money(-10)
    assert sum([Money(1), Money(2)], ZERO) == Money(3)
    assert max(Money(1), Money(-2)) == Money(1)


def test_only_zero_is_false():
    assert [bool(Money(fen)) for fen in (-1, 0, 1)] == [True, False, True]


@pytest.mark.parametrize(
    "compute",
    [
        pytest.param(lambda: Money(1) + 1, id="plus a number"),
        pytest.param(lambda: 1 - Money(1), id="number minus money"),
        pytest.param(lambda: Money(1) * 1.5, id="times a float"),
        pytest.param(lambda: Money(1) * Decimal(2), id="times a decimal"),
        pytest.param(lambda: Money(1) * Money(1), id="times money"),
        pytest.param(lambda: Money(1) * True, id="times a truth value"),
        pytest.param(lambda: Money(1) < 2, id="compared with a number"),
        pytest.param(lambda: Money(1).share(0.3), id="share by a float"),
        pytest.param(lambda: Money(1).split([0.5, 0.5]), id="split by floats"),
    ],
)
def test_money_mixes_with_nothing_else(compute):
    with pytest.raises(TypeError):
        compute()


@pytest.mark.parametrize(
    ("fen", "percent", "share"),
    [
        (1000, 30, 300),
        (999, 50, 499),
        (-999, 50, -500),
        (100, Decimal("12.5"), 12),
        (100, 0, 0),
        pytest.param(LARGEST, Decimal("99." + "9" * 30), LARGEST - 1, id="no digit is lost"),
    ],
)
def test_share_rounds_down(fen, percent, share):
    assert Money(fen).share(percent) == Money(share)


@pytest.mark.parametrize(
    ("fen", "parts", "given_fen"),
    [
        (1000, [50, 30, 20], [500, 300, 200]),
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        pytest.param(102, [50, 25, 25], [52, 25, 25], id="the earliest, even when it is exact"),
        pytest.param(1, [0, 1, 1], [0, 1, 0], id="a share of zero gets no left-over"),
        (0, [1, 2], [0, 0]),
        (5, [Decimal("0.5"), Decimal("0.5")], [3, 2]),
    ],
)
def test_split_gives_left_over_fen_to_the_earliest(fen, parts, given_fen):
    assert [part.fen for part in Money(fen).split(parts)] == given_fen


@pytest.mark.parametrize("parts", [[], [0, 0], [2, -1], [-1, -1]])
def test_split_needs_shares(parts):
    with pytest.raises(ValueError, match="shares are not negative"):
        Money(100).split(parts)


@few
@given(amounts, shares)
def test_split_loses_and_invents_nothing(amount, parts):
    split = amount.split(parts)

    assert sum(split, ZERO) == amount
    assert len(split) == len(parts)


@few
@given(amounts, shares | st.lists(st.integers(1, 100), min_size=1, max_size=12))
def test_split_is_at_most_one_fen_from_the_exact_share(amount, parts):
    whole = sum(map(Fraction, parts))

    for given_part, part in zip(amount.split(parts), parts, strict=True):
        assert abs(given_part.fen - amount.fen * Fraction(part) / whole) <= 1


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("123456789.01", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("200000", "贰拾万元整"),
        ("100001", "壹拾万零壹元整"),
        ("300010", "叁拾万零壹拾元整"),
        ("20000005.10", "贰仟万零伍元壹角整"),
        ("1001000", "壹佰万壹仟元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000", "壹拾亿元整"),
        ("1010000", "壹佰零壹万元整"),
        (
            "999999999999.99",
            "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
        ),
    ],
)
def test_words_of_bills(yuan, words):
    assert Money.yuan(yuan).in_words() == words


@pytest.mark.parametrize("fen", [-1, LARGEST_IN_WORDS + 1])
def test_words_end_where_bills_have_none(fen):
    with pytest.raises(ValueError, match="no words"):
        Money(fen).in_words()


@settings(max_examples=200)
@given(st.integers(0, LARGEST_IN_WORDS) | st.integers(0, 10**8).map(lambda n: n * 100))
def test_words_read_back(fen):
    assert read_words(Money(fen).in_words()) == fen


@few
@given(st.integers(0, LARGEST_IN_WORDS))
def test_words_end_with_fen_or_whole(fen):
    words = Money(fen).in_words()

    assert words.endswith("分") is (fen % 10 != 0)
    assert words.endswith("整") is (fen % 10 == 0)
    assert "零零" not in words
    assert "零元" not in words or fen == 0
