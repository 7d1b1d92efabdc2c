"""The receipt of a draw: everything that is needed to run it again, and the check that does."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from evaluations.rules.chance import commitment, seed
from evaluations.rules.draw import (
    Candidate,
    Stratum,
    candidate_hash,
    draw_panel,
    in_code_order,
)


class WrongPlace(StrEnum):
    """Parts of a receipt that the check can find wrong."""

    COMMITMENT = "commitment"
    CANDIDATES = "candidate_hash"
    SEED = "seed"
    RESULT = "result"


def receipt(
    candidates: Iterable[Candidate],
    *,
    secret: bytes,
    number: str,
    size: int,
    composition: Sequence[Stratum] = (),
    excluded: Mapping[str, str] | None = None,
    one_per_unit: bool = True,
) -> dict[str, Any]:
    """Everything that is needed to run the draw again, with its result, as plain data.

    It contains the secret: it exists only after the draw. Raises as `seed` and `draw_panel`.
    """
    listed = in_code_order(candidates)
    key = seed(secret, number)
    drawn = draw_panel(
        listed,
        seed=key,
        size=size,
        composition=composition,
        excluded=excluded,
        one_per_unit=one_per_unit,
    )
    return {
        "commitment": commitment(secret),
        "secret": secret.hex(),
        "number": number.strip(),
        "seed": key.hex(),
        "candidates": [candidate.to_data() for candidate in listed],
        "candidate_hash": candidate_hash(listed),
        "size": size,
        "composition": [{"key": s.key, "minimum": s.minimum} for s in composition],
        "excluded": dict(excluded or {}),
        "one_per_unit": one_per_unit,
        "result": drawn.to_data(),
    }


def differences(receipt_data: Mapping[str, Any], *, published: str) -> tuple[WrongPlace, ...]:
    """Run a draw again from its receipt and say where it does not agree.

    published: the commitment as published before the draw, from its own place, because one that
    stands in the receipt proves nothing. Returns () when everything is equal.
    """
    again = receipt(
        [Candidate.from_data(item) for item in receipt_data["candidates"]],
        secret=bytes.fromhex(receipt_data["secret"]),
        number=receipt_data["number"],
        size=receipt_data["size"],
        composition=[Stratum(s["key"], s["minimum"]) for s in receipt_data["composition"]],
        excluded=receipt_data["excluded"],
        one_per_unit=receipt_data["one_per_unit"],
    )
    wrong = [place for place in WrongPlace if again[place] != receipt_data[place]]
    if not hmac.compare_digest(again["commitment"], published):
        wrong.insert(0, WrongPlace.COMMITMENT)
    return tuple(dict.fromkeys(wrong))
