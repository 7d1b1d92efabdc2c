"""Money in whole fen: reading, arithmetic, exact sharing, and the words of bills (大写)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿")
LARGEST = 10**18 - 1
# 9,999 亿 9,999 万 9,999 元: above it, bills have no agreed words.
LARGEST_IN_WORDS = 10**14 - 1
AMOUNT = re.compile(r"(-?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?")


@dataclass(frozen=True, order=True)
class Money:
    """An amount of yuan as whole fen; may be negative.

    fen: at most 10**18 - 1 on either side of zero, so every amount and the sum of any nine fit
    into BIGINT. Raises TypeError for anything but a whole number and ValueError beyond the bound.
    """

    fen: int

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError("money is whole fen")
        if abs(self.fen) > LARGEST:
            raise ValueError("more money than a column holds")

    @classmethod
    def yuan(cls, text: str, *, negative: bool = False) -> "Money":
        """Read an amount in yuan such as "1409.50" or "1,409.50".

        negative: whether a leading minus is allowed. Raises ValueError for anything else: a third
        decimal, misplaced commas, a currency sign, full-width digits, an amount beyond the bound.
        """
        found = AMOUNT.fullmatch(text.strip())
        if found is None or (found[1] and not negative):
            raise ValueError(f"not an amount in yuan: {text[:40]!r}")
        digits = found[2].replace(",", "") + (found[3] or "").ljust(2, "0")
        if len(digits.lstrip("0")) > len(str(LARGEST)):
            raise ValueError("more money than a column holds")
        return cls(int(found[1] + digits))

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.fen - other.fen)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __mul__(self, times: int) -> "Money":
        if isinstance(times, bool) or not isinstance(times, int):
            return NotImplemented
        return Money(self.fen * times)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.fen != 0

    def share(self, percent: Decimal | int) -> "Money":
        """Return a percentage of the amount, rounded down (towards minus infinity) to whole fen.

        percent: 30 means 30 %. Raises TypeError for a float.
        """
        return Money(floor(self.fen * _exact(percent) / 100))

    def split(self, shares: Sequence[Decimal | int]) -> list["Money"]:
        """Share the whole amount in proportion; left-over fen go to the earliest shares.

        shares: proportions of any size, e.g. [50, 30, 20]; a share of zero gets nothing, not even
        a left-over fen. A negative amount is split like its opposite. Returns one amount per
        share; their sum is the amount, and each is at most one fen from the exact share (one whole
        fen when an early share was exact already: 1.02 by [50, 25, 25] begins with 0.52).
        Raises ValueError for no shares, a negative share or only zeros, TypeError for a float.
        """
        parts = [_exact(share) for share in shares]
        whole = sum(parts, Fraction())
        if not whole or min(parts) < 0:
            raise ValueError("shares are not negative, and one at least is more than zero")
        given = [floor(abs(self.fen) * part / whole) for part in parts]
        left = abs(self.fen) - sum(given)
        # Each rounding loses less than one fen, so there are fewer left-over fen than takers.
        takers = [i for i, part in enumerate(parts) if part]
        for i in takers[:left]:
            given[i] += 1
        sign = -1 if self.fen < 0 else 1
        return [Money(sign * fen) for fen in given]

    @property
    def grouped(self) -> str:
        """The amount with two decimals and thousands, without a currency sign: 1,409.50."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    def __str__(self) -> str:
        return self.grouped

    def in_words(self) -> str:
        """Return the amount in the words of bills (大写), without 人民币 before it.

        整 stands after 元 and after 角; zeros in between are one 零; the optional 零 (万 or 元
        place 0, next place not) is left out: 107000.53 is 壹拾万柒仟元伍角叁分.
        Source: 支付结算办法 附件一. Raises ValueError below zero and above 9,999 亿.
        """
        if not 0 <= self.fen <= LARGEST_IN_WORDS:
            raise ValueError("bills have no words for this amount")
        yuan, rest = divmod(self.fen, 100)
        if not rest:
            return f"{_whole(yuan)}元整"
        jiao, fen = divmod(rest, 10)
        words = f"{_whole(yuan)}元" if yuan else ""
        if jiao:
            words += f"{DIGITS[jiao]}角"
        elif words:
            words += DIGITS[0]
        return f"{words}{DIGITS[fen]}分" if fen else f"{words}整"


def _exact(number: Decimal | int) -> Fraction:
    if isinstance(number, float):
        raise TypeError("money is never shared by floats")
    return Fraction(number)


def _whole(number: int) -> str:
    """Return a whole number in words; zeros that end a group of four are not spoken."""
    if not number:
        return DIGITS[0]
    words, zero = "", False
    digits = str(number)
    for i, char in enumerate(digits):
        place = len(digits) - 1 - i
        if char == "0":
            zero = True
        else:
            words += (DIGITS[0] if zero else "") + DIGITS[int(char)] + PLACES[place % 4]
            zero = False
        if place % 4 == 0 and int(digits[max(0, i - 3) : i + 1]):
            words += GROUPS[place // 4]
            zero = False
    return words


ZERO = Money(0)
