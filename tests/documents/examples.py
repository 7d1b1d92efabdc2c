"""One full, boring context for each printed document, exactly as an operation would freeze it.

They lie as JSON in the folder beside this file, because that is how the database keeps them.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    whole = json.loads(path.read_text(encoding="utf-8"))
    return whole["title"], whole["context"]


EXAMPLES = {f"{path.stem}.html": _load(path) for path in sorted(FOLDER.glob("*.json"))}

ORGANISATION = EXAMPLES["contract.html"][1]["party_b"]["name"]
PROJECT = EXAMPLES["contract.html"][1]["project"]
BUDGET = EXAMPLES["contract.html"][1]["budget"]
INDICATORS = EXAMPLES["contract.html"][1]["indicators"]


def example(template: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Title and a private copy of the example context, with top-level changes."""
    title, context = _load(FOLDER / f"{template.removesuffix('.html')}.json")
    return title, context | changes
