"""How money, days, moments and free text look on a printed Chinese document.

The templates in templates/pdf receive plain JSON: money as whole fen, days and moments as ISO
text. These filters are the only place that turns them into what stands on paper.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from markupsafe import Markup, escape

from app.kernel.clock import local
from app.kernel.money import Money

_BLANK_DAY = "　　　　年　　月　　日"
_DIGITS = "零一二三四五六七八九"
_WIDE_ENOUGH = 40
_HALF = 14
_DAY_LENGTH = len("2026-12-01")
_MONTH_LENGTH = len("2026-12")
_MIB = 1024 * 1024

# What a reader must never find torn across two lines. The lookahead keeps "12个" whole with the
# noun behind it; a year may part from its month, a month never from its day. Numbers of
# applications and projects stay whole, and what a notice lists keeps its name in one piece.
_WHOLE = re.compile(
    r"-?¥-?[\d,]+(?:\.\d+)?"
    r"|附件\d+"
    r"|\d+个(?:工作日|月|社区|自然日)"
    r"|\d{1,2}月\d{1,2}日"
    r"|[A-Z]{2,8}(?:-[A-Z]{2,8})?-\d{4}-\d{3,6}"
    r"|(?:拟立项|候补)项目(?:名单|的公示)?"
    r"|[≥≤]?[\d,]+(?:\.\d+)?(?:%|％|元|人次|人|场次|场|次|户|份|节|对|名|项|年|月|日内|日|小时|分)"
    r"|（0\d{2,3}）\d+(?: \d+)*|0\d{2,3}-\d{7,8}"
)


def money(fen: int) -> str:
    """Amount with its sign of currency: 5200000 → "¥52,000.00"."""
    return f"-¥{yuan(-fen)}" if fen < 0 else f"¥{yuan(fen)}"


def yuan(fen: int) -> str:
    """Amount for a column headed 元: 5200000 → "52,000.00"."""
    return Money(fen).grouped


def yuan_or_slash(fen: int) -> str:
    """Amount for a column headed 元, "/" for nothing, so that no cell stays open."""
    return yuan(fen) if fen else "/"


def words(fen: int, prefix: str = "人民币") -> str:
    """Amount in words, the prefix adjacent as the rules for bills demand.

    fen: whole fen, not negative (a document says in its words who owes whom).
    """
    return prefix + Money(fen).in_words()


def percent(part: int, whole: int) -> str:
    """Share of the whole with two decimals, "/" when there is no whole."""
    if not whole:
        return "/"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def cn_date(day: str) -> str:
    """Day as official papers write it: "2026-12-01" → "2026年12月1日"; "" leaves room for ink.

    A month stays one: "2026-09" → "2026年9月".
    """
    if not day:
        return _BLANK_DAY
    if len(day) == _MONTH_LENGTH:
        first = date.fromisoformat(f"{day}-01")
        return f"{first.year}年{first.month}月"
    value = date.fromisoformat(day)
    return f"{value.year}年{value.month}月{value.day}日"


def cn_day(at: str) -> str:
    """Day on which a moment falls in Shanghai: "2026年3月31日"."""
    return cn_date(_shanghai(at).date().isoformat())


def cn_moment(at: str) -> str:
    """Moment in Shanghai time to the second: "2026年3月31日16:59:58"."""
    value = _shanghai(at)
    return f"{cn_date(value.date().isoformat())}{value:%H:%M:%S}"


def cn_when(at: str) -> str:
    """Day or moment of a signature: on paper only the day is known."""
    return cn_date(at) if len(at) == _DAY_LENGTH else cn_moment(at)


def cn_moment_words(at: str) -> str:
    """Moment in Shanghai time, spelled out: "2026年12月1日17时00分05秒"."""
    value = _shanghai(at)
    return f"{cn_date(value.date().isoformat())}{value:%H时%M分%S秒}"


def cn_deadline(at: str) -> str:
    """Deadline in Shanghai time; midnight belongs to the day that ends: "2026年7月22日24:00"."""
    value = _shanghai(at)
    if value.time() == time.min:
        return f"{cn_date((value.date() - timedelta(days=1)).isoformat())}24:00"
    clock = f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"
    return f"{cn_date(value.date().isoformat())}{clock}"


def cn_numeral(number: int) -> str:
    """Whole number from 1 to 99 in Chinese: 3 → "三", 12 → "十二"."""
    if not 1 <= number <= 99:
        raise ValueError(f"No Chinese numeral for {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def nb(text: object) -> Markup:
    """Free text, escaped, in which amounts, 附件1 and 15个工作日 never break."""
    source = str(text)
    pieces: list[Markup] = []
    end = 0
    for found in _WHOLE.finditer(source):
        pieces.append(escape(source[end : found.start()]))
        pieces.append(Markup('<span class="nb">{}</span>').format(found.group()))
        end = found.end()
    pieces.append(escape(source[end:]))
    return Markup("").join(pieces)


def paras(text: str) -> list[str]:
    """Paragraphs of a long text, "/" when there is none."""
    return [line.strip() for line in text.splitlines() if line.strip()] or ["/"]


def sentence(text: str) -> str:
    """Text that ends as a sentence does, so that ours can follow."""
    plain = text.strip()
    return plain if plain.endswith(("。", "！", "？")) else f"{plain}。"


def or_slash(text: object) -> str:
    """Text of a cell, "/" when it is empty: an official form leaves no hole to fill in later."""
    return str(text).strip() or "/"


def size(count: int) -> str:
    """Size of a file in KB or MB, never "0 KB"."""
    if count >= _MIB:
        return f"{count / _MIB:.1f} MB"
    return f"{max(1, round(count / 1024))} KB"


def groups(code: str, width: int = 4) -> str:
    """Account number in groups of four, as banks print it."""
    bare = code.replace(" ", "")
    return " ".join(bare[at : at + width] for at in range(0, len(bare), width))


def runs(rows: Iterable[Mapping[str, Any]], key: str) -> list[list[Mapping[str, Any]]]:
    """Neighbouring rows with the same value under `key`, in the given order (for rowspan)."""
    result: list[list[Mapping[str, Any]]] = []
    for row in rows:
        if result and result[-1][0][key] == row[key]:
            result[-1].append(row)
        else:
            result.append([row])
    return result


def field_blocks(fields: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Fields of a form in their order, as blocks to lay out.

    Returns blocks {"rows": [[field] | [field, field]], "text": None} for short values and
    {"rows": [], "text": field} for a value that needs the whole width of the page.
    """
    blocks: list[dict[str, Any]] = []
    for field in fields:
        if len(field["value"]) > _WIDE_ENOUGH or "\n" in field["value"].strip():
            blocks.append({"rows": [], "text": field})
            continue
        if not blocks or blocks[-1]["text"] is not None:
            blocks.append({"rows": [], "text": None})
        _place(blocks[-1]["rows"], field)
    return blocks


def _place(rows: list[list[Mapping[str, str]]], field: Mapping[str, str]) -> None:
    last = rows[-1] if rows else []
    if len(last) == 1 and _fits_half(last[0]) and _fits_half(field):
        last.append(field)
    else:
        rows.append([field])


def _fits_half(field: Mapping[str, str]) -> bool:
    return len(field["value"]) <= _HALF and len(field["label"]) <= _HALF


def _shanghai(at: str) -> datetime:
    return local(datetime.fromisoformat(at))


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "yuan": yuan,
    "yuan_or_slash": yuan_or_slash,
    "words": words,
    "percent": percent,
    "cn_date": cn_date,
    "cn_day": cn_day,
    "cn_moment": cn_moment,
    "cn_when": cn_when,
    "cn_moment_words": cn_moment_words,
    "cn_deadline": cn_deadline,
    "cn_numeral": cn_numeral,
    "nb": nb,
    "paras": paras,
    "sentence": sentence,
    "or_slash": or_slash,
    "size": size,
    "groups": groups,
    "runs": runs,
    "field_blocks": field_blocks,
}
