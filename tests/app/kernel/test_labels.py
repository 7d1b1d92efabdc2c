"""Enums with labels."""

import pickle

import pytest

from app.kernel.labels import N_, Labelled


class Status(Labelled):
    DRAFT = "draft", N_("Draft")
    SENT = "sent", N_("Sent")


def test_a_member_is_its_word():
    assert Status.DRAFT == "draft"
    assert str(Status.DRAFT) == f"{Status.DRAFT}" == "draft"
    assert Status("sent") is Status.SENT
    assert {"draft": 1}[Status.DRAFT] == 1


def test_a_member_has_a_label():
    assert [status.label for status in Status] == ["Draft", "Sent"]


def test_a_member_survives_pickling():
    assert pickle.loads(pickle.dumps(Status.SENT)) is Status.SENT


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="burnt"):
        Status("burnt")


def test_a_member_without_label_is_refused():
    with pytest.raises(ValueError, match="no label"):
        Labelled("Bare", {"DRAFT": "draft"})
