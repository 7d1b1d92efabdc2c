"""Draws and rankings computed again from what was frozen."""

from sqlmodel import col, select

from app.db import session
from app.kernel.digest import canonical_json, sha256_hex
from evaluations.models.panel import Draw, Panel
from evaluations.models.scorecard import Ranking
from evaluations.rules.draw_receipt import differences as draw_again
from evaluations.rules.frozen import differences as ranking_again


def draw_differences() -> list[str]:
    """Run every draw again from its receipt; returns where one does not agree."""
    statement = (
        select(Draw, Panel.code)
        .join(Panel, col(Panel.id) == col(Draw.panel_id))
        .where(col(Draw.drawn_at).is_not(None))
        .order_by(col(Draw.id))
    )
    found = []
    for draw, code in session().exec(statement):
        assert draw.receipt is not None
        wrong = [str(place) for place in draw_again(draw.receipt, published=draw.commitment)]
        if draw.receipt["candidates"] != draw.candidates:
            wrong.append("candidates")
        if draw.receipt["candidate_hash"] != draw.candidates_hash:
            wrong.append("candidates_hash")
        found += [f"panel {code}, draw {draw.attempt}: {place}" for place in wrong]
    return found


def ranking_differences() -> list[str]:
    """Compute every ranking again from its frozen inputs; returns where one does not agree."""
    found = []
    for ranking in session().exec(select(Ranking).order_by(col(Ranking.id))):
        if ranking.digest != ranking_digest(ranking):
            found.append(f"ranking {ranking.code}: digest")
        again = ranking_again(ranking.inputs, ranking.results)
        found += [f"ranking {ranking.code}: {where}" for where in again]
    return found


def ranking_digest(ranking: Ranking) -> str:
    """Return the SHA-256 over a ranking's inputs and results together."""
    return sha256_hex(canonical_json({"inputs": ranking.inputs, "results": ranking.results}))
