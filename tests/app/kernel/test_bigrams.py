"""Search terms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.bigrams import bigrams

chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("社会组织", ["社会", "会组", "组织"], id="pairs overlap"),
        pytest.param("益", ["益"], id="single character"),
        pytest.param("Suyi 2026", ["suyi", "2026"], id="words in small letters"),
        pytest.param("太仓7届A类", ["太仓", "7", "届", "a", "类"], id="runs end at other kinds"),
        pytest.param("SB-GYCT-2026-0012", ["sb", "gyct", "2026", "0012"], id="official number"),
        pytest.param("苏民协〔2026〕12号", ["苏民", "民协", "2026", "12", "号"], id="brackets"),
        pytest.param("ＡＢ　１２", ["ab", "12"], id="full width"),
        pytest.param("为老、助残", ["为老", "助残"], id="punctuation separates"),
        pytest.param("a_b", ["a", "b"], id="underscore separates"),
        pytest.param("一〇五社区", ["一〇", "〇五", "五社", "社区"], id="zero of dates"),
        pytest.param("\U00020bb7野家", ["\U00020bb7野", "野家"], id="rare characters"),
        pytest.param(" \n、。", [], id="nothing to find"),
        pytest.param("", [], id="empty"),
    ],
)
def test_bigrams(text, terms):
    assert bigrams(text) == terms


@settings(max_examples=60)
@given(chinese, chinese, chinese)
def test_a_phrase_is_found_where_it_stands(before, phrase, after):
    stored, wanted = bigrams(before + phrase + after), bigrams(phrase)

    assert any(stored[i : i + len(wanted)] == wanted for i in range(len(stored)))


@settings(max_examples=60)
@given(st.text())
def test_terms_are_their_own_terms(text):
    for term in bigrams(text):
        assert bigrams(term) == [term]
