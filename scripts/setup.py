"""Prepare this folder: system packages, the virtual environment, the compiled words.

Runs on a bare Python 3.11, before anything is installed. Every step looks first and does nothing
when its work is done, so a second run takes well under a second.

    python3 -m scripts.setup run     what serving the site needs
    python3 -m scripts.setup test    and what the tests need: browser, PostgreSQL, linters
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

from scripts import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
OLDEST_PYTHON = (3, 11)


def main(purpose: str) -> None:
    """Do every step that is still to be done; exit with a sentence when one cannot be."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}.")
    system_packages.ensure(purpose)
    folder = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        install(purpose)
        compile_words()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"Set-up stopped, see above: {' '.join(failure.cmd)}")


def install(purpose: str) -> None:
    """Bring .venv to the state of the lock; the stamp in .venv names the lock that it holds."""
    lock = ROOT / LOCKS[purpose]
    if is_held(purpose):
        return
    if not is_usable():
        sys.stdout.write("Creating .venv\n")
        venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    sys.stdout.write(f"Installing {lock.name} into .venv\n")
    sys.stdout.flush()
    for each in LOCKS:
        stamp_of(each).unlink(missing_ok=True)
    pip = [f"{PYTHON}", "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    pip += ["--require-hashes", "--no-deps", "-r", f"{lock}"]
    subprocess.run(pip, check=True, cwd=ROOT)
    stamp_of(purpose).write_text(fingerprint(purpose), "utf-8")


def is_held(purpose: str) -> bool:
    """Whether .venv holds the lock of this purpose; the lock for tests contains the other."""
    if not is_usable():
        return False
    enough = ["test"] if purpose == "test" else ["run", "test"]
    stamps = [each for each in enough if stamp_of(each).exists()]
    return any(stamp_of(each).read_text("utf-8") == fingerprint(each) for each in stamps)


def is_usable() -> bool:
    """Whether .venv has a Python with pip: not after its interpreter was removed or replaced."""
    try:
        asked = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def stamp_of(purpose: str) -> Path:
    """Return the file that says which lock .venv holds."""
    return VENV / f"holds-{purpose}"


def fingerprint(purpose: str) -> str:
    """Hash of what decides the contents of .venv: the folder it is in and the lock."""
    lock = (ROOT / LOCKS[purpose]).read_bytes()
    return hashlib.sha256(str(ROOT).encode() + b"\n" + lock).hexdigest()


def compile_words() -> None:
    """Turn each translations/**/*.po that is newer than its *.mo into one."""
    stale = [po for po in (ROOT / "translations").glob("*/LC_MESSAGES/*.po") if is_stale(po)]
    for po in stale:
        locale = po.parent.parent.name
        command = [f"{PYTHON}", "-m", "babel.messages.frontend", "--quiet", "compile"]
        command += ["-i", f"{po}", "-o", f"{po.with_suffix('.mo')}", "-l", locale]
        subprocess.run(command, check=True, cwd=ROOT)


def is_stale(po: Path) -> bool:
    """Whether this catalogue was changed after it was compiled, or never was."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "test")
