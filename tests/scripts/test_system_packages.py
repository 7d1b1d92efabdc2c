import sys

import pytest

from scripts import system_packages
from scripts.system_packages import CannotInstall, Need, missing, provide

HERE = Need("here", lambda: True)
ABSENT = Need("absent", lambda: False)
BROWSER = Need("chromium", lambda: False, is_snap_on_ubuntu=True)


@pytest.fixture
def no_apt(monkeypatch):
    """An ordinary user who may not install packages."""
    monkeypatch.setattr(system_packages, "privilege", lambda: None)


@pytest.fixture
def ubuntu(monkeypatch, tmp_path):
    release = tmp_path / "os-release"
    release.write_text('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', "utf-8")
    monkeypatch.setattr(system_packages, "OS_RELEASE", release)


def test_missing_keeps_what_is_not_present():
    assert missing([HERE, ABSENT, BROWSER]) == [ABSENT, BROWSER]


def test_provide_does_nothing_when_all_is_here(monkeypatch):
    monkeypatch.setattr(system_packages, "apt_install", None)

    provide([HERE])


def test_provide_lists_exactly_what_is_missing(no_apt):
    with pytest.raises(CannotInstall) as refused:
        provide([HERE, ABSENT, Need("libabsent-0", lambda: False)])

    first, *_, line = str(refused.value).splitlines()
    assert first == "System packages are missing: absent libabsent-0"
    assert line.endswith("apt-get install -y --no-install-recommends absent libabsent-0")


def test_provide_looks_again_after_installing(monkeypatch):
    installed = []
    monkeypatch.setattr(system_packages, "privilege", lambda: ["env"])
    monkeypatch.setattr(system_packages, "apt_install", lambda absent, prefix: installed.append(1))

    provide([Need("late", lambda: bool(installed))])
    with pytest.raises(CannotInstall, match="still not found"):
        provide([ABSENT])


def test_provide_asks_for_the_path_of_chromium_on_ubuntu(ubuntu, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)

    with pytest.raises(CannotInstall, match="CHROMIUM=/path/to/chromium make test"):
        provide([BROWSER])


def test_chromium_that_names_no_program_is_not_papered_over(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")

    assert system_packages.chromium() is None
    with pytest.raises(CannotInstall, match="CHROMIUM names no program: /no/such/browser"):
        provide([BROWSER])


def test_chromium_is_what_the_environment_names(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)

    assert system_packages.chromium() == sys.executable


def test_library_is_looked_for_by_loading_it():
    assert system_packages.has_library("libc.so.6")()
    assert not system_packages.has_library("libabsent.so.0")()
