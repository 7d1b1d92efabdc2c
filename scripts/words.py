"""Bring the catalogue up to what the code says, and name the messages without Chinese.

    python -m scripts.words

Reads translations/babel.cfg, writes messages.pot and zh_Hans_CN's messages.po (sorted, without
dates and line numbers, so that a change shows only the changed words) and compiles it. What the
code no longer says is dropped; nothing is guessed from similar messages.
"""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "translations" / "messages.pot"
LOCALE = "zh_Hans_CN"
CATALOGUE = ROOT / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"
MARKS = ["N_", "_l", "lazy_gettext", "lazy_pgettext:1c,2"]
HEADER = f"""\
msgid ""
msgstr ""
"Project-Id-Version: Suyi 1\\n"
"Language: {LOCALE}\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def main() -> int:
    """Extract, update, compile; return 1 when a message has no Chinese."""
    extract()
    catalogue = updated()
    write(catalogue)
    missing = list(untranslated(catalogue))
    for text in missing:
        sys.stdout.write(f"Without Chinese: {text}\n")
    sys.stdout.write(f"{len(catalogue)} messages, {len(missing)} without Chinese.\n")
    return 1 if missing else 0


def extract() -> None:
    """Write every marked message to the template."""
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    command += ["-F", "translations/babel.cfg", "--no-location", "--sort-output", "--omit-header"]
    command += [part for mark in MARKS for part in ("-k", mark)]
    subprocess.run([*command, "-o", f"{TEMPLATE}", "."], cwd=ROOT, check=True)


def updated() -> Catalog:
    """Return the catalogue with exactly the template's messages, keeping their Chinese."""
    with TEMPLATE.open("rb") as file:
        template = read_po(file)
    catalogue = Catalog(locale=LOCALE)
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            catalogue = read_po(file, locale=LOCALE)
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def write(catalogue: Catalog) -> None:
    """Write the catalogue as text for people and compiled for the program."""
    body = BytesIO()
    write_po(body, catalogue, width=0, sort_output=True, omit_header=True, ignore_obsolete=True)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(HEADER + body.getvalue().decode().lstrip("\n"), "utf-8")
    with CATALOGUE.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Yield each message (its English singular) that has no Chinese yet."""
    for message in catalogue:
        chinese = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(chinese):
            yield message.id if isinstance(message.id, str) else message.id[0]


if __name__ == "__main__":
    sys.exit(main())
