"""System packages: which are needed, which are missing, and how they get here.

Standard library only: this runs before anything is installed. A need is looked for by what it
gives (a program, a library, a font), not by its package name, so other ways to provide it count.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres

OS_RELEASE = Path("/etc/os-release")
FONT = "Noto Serif CJK SC"


class CannotInstall(RuntimeError):
    """Packages are missing and this program may not, or could not, install them."""


@dataclass(frozen=True)
class Need:
    """One system package and how to see that what it gives is here."""

    package: str
    present: Callable[[], bool]
    is_snap_on_ubuntu: bool = False


def chromium() -> str | None:
    """Path of the browser for tests: what CHROMIUM names, else Debian's; None when there is none.

    A CHROMIUM that names no program gives None too: a wrong setting is never papered over.
    """
    return shutil.which(os.environ.get("CHROMIUM") or "chromium")


def has_program(name: str) -> Callable[[], bool]:
    """Return a check for a program on the PATH."""
    return lambda: shutil.which(name) is not None


def has_library(soname: str) -> Callable[[], bool]:
    """Return a check for a shared library, by loading it."""

    def check() -> bool:
        try:
            ctypes.CDLL(soname)
        except OSError:
            return False
        return True

    return check


def has_font() -> bool:
    """Whether fontconfig finds the Chinese font of the printed documents."""
    if not shutil.which("fc-list"):
        return False
    command = ["fc-list", "--format=x", FONT]
    return bool(subprocess.run(command, capture_output=True, check=False).stdout)


def has_venv() -> bool:
    """Whether this Python can make virtual environments with pip in them."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


RUN = [
    Need("python3-venv", has_venv),
    Need("libpango-1.0-0", has_library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", has_library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", has_library("libharfbuzz-subset.so.0")),
    Need("fontconfig", has_program("fc-list")),
    Need("fonts-noto-cjk", has_font),
]
TEST = [
    *RUN,
    Need("chromium", lambda: chromium() is not None, is_snap_on_ubuntu=True),
    Need("postgresql", lambda: postgres.find_binaries() is not None),
    Need("poppler-utils", has_program("pdftotext")),
]
NEEDS = {"run": RUN, "test": TEST}


def missing(needs: Sequence[Need]) -> list[Need]:
    """Return the needs that are not met, in the order of the list."""
    return [need for need in needs if not need.present()]


def ensure(purpose: str) -> None:
    """Install what is missing for this purpose ("run" or "test"), or exit with what to do."""
    try:
        provide(NEEDS[purpose])
    except CannotInstall as refusal:
        sys.exit(str(refusal))


def provide(needs: Sequence[Need]) -> None:
    """Install what is missing, when this user may.

    Raises CannotInstall, with the missing packages and the one line that installs them.
    """
    absent = missing(needs)
    if not absent:
        return
    refuse_snaps(absent)
    prefix = privilege()
    if prefix is None:
        raise CannotInstall(explanation(absent))
    apt_install(absent, prefix)
    absent = missing(needs)
    if absent:
        raise CannotInstall(f"Installed, but still not found.\n{explanation(absent)}")


def refuse_snaps(absent: Sequence[Need]) -> None:
    """Raise CannotInstall where a missing program exists on this system only as a snap."""
    if "CHROMIUM" in os.environ and any(need.package == "chromium" for need in absent):
        raise CannotInstall(f"CHROMIUM names no program: {os.environ['CHROMIUM']}")
    if is_ubuntu() and any(need.is_snap_on_ubuntu for need in absent):
        raise CannotInstall(
            "Chromium is missing, and Ubuntu's own package of it is a snap.\n"
            "Name any Chromium or Chrome on this machine: CHROMIUM=/path/to/chromium make test"
        )


def privilege() -> list[str] | None:
    """Return what to put before apt-get; None when this user may not install packages."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env"]
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n", "env"]
    return None


def apt_install(absent: Sequence[Need], prefix: Sequence[str]) -> None:
    """Install packages without a question; raises CannotInstall when apt-get fails."""
    names = [need.package for need in absent]
    sys.stdout.write(f"Installing system packages: {' '.join(names)}\n")
    sys.stdout.flush()
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300"]
    install = [*apt, "install", "-y", "--no-install-recommends", *names]
    if not (_runs([*apt, "update"]) and _runs(install)):
        raise CannotInstall(f"apt-get failed, see above.\n{explanation(absent)}")


def explanation(absent: Sequence[Need]) -> str:
    """Return the sentence that lists what is missing and the line that installs it."""
    names = " ".join(need.package for need in absent)
    install = f"apt-get install -y --no-install-recommends {names}"
    return (
        f"System packages are missing: {names}\n"
        f"Install them as root on Debian or Ubuntu:\n\n    apt-get update && {install}\n"
    )


def is_ubuntu() -> bool:
    """Whether this system is Ubuntu or made from it."""
    if not OS_RELEASE.exists():
        return False
    lines = OS_RELEASE.read_text("utf-8").splitlines()
    names = [line for line in lines if line.startswith(("ID=", "ID_LIKE="))]
    return any("ubuntu" in line for line in names)


def _succeeds(command: Sequence[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _runs(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0
