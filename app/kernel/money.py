"""Money in whole fen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
LARGEST = 10**18 - 1
AMOUNT = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")


@dataclass(frozen=True, order=True)
class Money:
    """An amount of yuan as whole fen; may be negative, fits into BIGINT."""

    fen: int

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError("money is whole fen")
        if abs(self.fen) > LARGEST:
            raise ValueError("more than 9,999 万亿 fen")

    @classmethod
    def yuan(cls, text: str) -> "Money":
        """Read an amount such as "1409.50" or "1,409.50"; raises ValueError for anything else."""
        found = AMOUNT.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"not an amount in yuan: {text!r}")
        whole, part = found.group(1).replace(",", ""), (found.group(2) or "").ljust(2, "0")
        return cls(int(whole) * 100 + int(part))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen) if isinstance(other, Money) else NotImplemented

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
        """Return a percentage of the amount, rounded down to whole fen."""
        exact = Decimal(self.fen) * Decimal(percent) / 100
        return Money(int(exact.to_integral_value(ROUND_FLOOR)))

    def split(self, shares: Sequence[int | Decimal]) -> list["Money"]:
        """Share the amount exactly in proportion; left-over fen go to the earliest shares.

        Raises ValueError for no shares, a negative share, or all zero.
        """
        parts = [Decimal(share) for share in shares]
        whole = sum(parts, Decimal())
        if not parts or min(parts) < 0 or whole == 0:
            raise ValueError("shares are positive")
        sign = -1 if self.fen < 0 else 1
        floors = [int(Decimal(abs(self.fen)) * part // whole) for part in parts]
        left = abs(self.fen) - sum(floors)
        for i, part in enumerate(parts):
            if left and part:
                floors[i] += 1
                left -= 1
        return [Money(sign * fen) for fen in floors]

    @property
    def grouped(self) -> str:
        """The amount with two decimals and thousands, without a sign of currency: 1,409.50."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    def __str__(self) -> str:
        return self.grouped

    def in_words(self) -> str:
        """Return the amount in the words of bills (大写), without 人民币.

        整 stands after 元 and after 角; one 零 for zeros in between; no 零 before 角 when 元 is
        zero. Source: 支付结算办法 附件一. Raises ValueError for a negative amount.
        """
        if self.fen < 0:
            raise ValueError("a negative amount has no words")
        yuan, rest = divmod(self.fen, 100)
        jiao, fen = divmod(rest, 10)
        words = f"{_whole(yuan)}元" if yuan else ""
        if not rest:
            return f"{words or '零元'}整"
        if jiao:
            words += f"{DIGITS[jiao]}角"
        elif words:
            words += "零"
        return f"{words}{DIGITS[fen]}分" if fen else f"{words}整"


def _whole(number: int) -> str:
    words, zero = "", False
    digits = str(number)
    for i, char in enumerate(digits):
        place = len(digits) - 1 - i
        digit = int(char)
        if digit:
            words += ("零" if zero else "") + DIGITS[digit] + PLACES[place % 4]
            zero = False
        else:
            zero = True
        if place % 4 == 0 and place and int(digits[max(0, i - 3) : i + 1]):
            words += GROUPS[place // 4]
            zero = False  # zeros that end a group of four are not spoken
    return words


ZERO = Money(0)
