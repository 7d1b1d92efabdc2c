"""Search terms: two characters of Chinese at a time, whole words of everything else."""

import re
import unicodedata

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(rf"([{HAN}]+)|((?:(?![{HAN}])[^\W_])+)")


def bigrams(text: str) -> list[str]:
    """Return the search terms of a text, in their order and with repetitions.

    Chinese runs give each pair of neighbours (社会组织: 社会, 会组, 组织), a single character
    itself; words and numbers are taken whole, small letters, full-width forms made plain; all
    else separates. The same function serves what is stored and what is looked for: a text holds a
    Chinese phrase of two or more characters where it holds the phrase's terms one after another.
    A single character is found only by prefix.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    terms: list[str] = []
    for han, word in RUN.findall(plain):
        terms += _pairs(han) if han else [word]
    return terms


def _pairs(run: str) -> list[str]:
    if len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]
