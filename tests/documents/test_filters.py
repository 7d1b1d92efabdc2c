"""Money, days, moments and free text as they stand on paper."""

import pytest

from app.web import pdf_filters as filters


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        pytest.param(5_200_000, "¥52,000.00", id="thousands"),
        pytest.param(5, "¥0.05", id="fen only"),
        pytest.param(-300_000, "-¥3,000.00", id="owed"),
    ],
)
def test_money(fen, text):
    assert filters.money(fen) == text


def test_words_stand_beside_the_currency():
    assert filters.words(140_950) == "人民币壹仟肆佰零玖元伍角整"
    assert filters.words(140_950, "") == "壹仟肆佰零玖元伍角整"


@pytest.mark.parametrize(
    ("at", "text"),
    [
        pytest.param("2026-07-22T16:00:00+00:00", "2026年7月22日24:00", id="end of a day"),
        pytest.param("2026-07-22T09:00:00+00:00", "2026年7月22日17:00", id="hour"),
        pytest.param("2026-07-22T09:00:30+08:00", "2026年7月22日09:00:30", id="second"),
        pytest.param("2025-12-31T16:00:00+00:00", "2025年12月31日24:00", id="end of a year"),
    ],
)
def test_cn_deadline(at, text):
    assert filters.cn_deadline(at) == text


def test_moments_are_shown_in_shanghai_time():
    assert filters.cn_moment("2026-12-01T16:00:05+00:00") == "2026年12月2日00:00:05"
    assert filters.cn_moment_words("2026-12-01T09:00:05+00:00") == "2026年12月1日17时00分05秒"
    assert filters.cn_day("2026-12-01T16:00:05+00:00") == "2026年12月2日"
    assert filters.cn_when("2026-12-01") == "2026年12月1日"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        filters.cn_moment("2026-12-01T16:00:05")


def test_no_day_leaves_room_for_ink():
    assert filters.cn_date("").split() == ["年", "月", "日"]


def test_a_month_stays_a_month():
    assert filters.cn_date("2026-09") == "2026年9月"
    assert filters.cn_date("2015-06-18") == "2015年6月18日"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("见附件1。", '见<span class="nb">附件1</span>。', id="annex"),
        pytest.param("在15个工作日内", '在<span class="nb">15个工作日</span>内', id="days"),
        pytest.param("计¥52,000.00，", '计<span class="nb">¥52,000.00</span>，', id="money"),
        pytest.param(
            "2026年6月8日", '<span class="nb">2026年</span><span class="nb">6月8日</span>', id="day"
        ),
        pytest.param(
            "甲中心　SB-GYCT-2025-0086，",
            '甲中心　<span class="nb">SB-GYCT-2025-0086</span>，',
            id="number",
        ),
        pytest.param(
            "关于第五届公益创投拟立项项目的公示",
            '关于第五届公益创投<span class="nb">拟立项项目的公示</span>',
            id="title of a notice",
        ),
        pytest.param("<b>&#39;天", "&lt;b&gt;&amp;#39;天", id="escaped"),
        pytest.param("（0512）6000 0101", '<span class="nb">（0512）6000 0101</span>', id="phone"),
    ],
)
def test_nb(text, html):
    assert filters.nb(text) == html


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")]
)
def test_cn_numeral(number, text):
    assert filters.cn_numeral(number) == text


def test_percent():
    assert filters.percent(1_520_000, 5_200_000) == "29.23%"
    assert filters.percent(1, 0) == "/"


def test_size_and_groups():
    assert [filters.size(n) for n in (1, 640_120, 1_843_201)] == ["1 KB", "625 KB", "1.8 MB"]
    assert filters.groups("6222 0000 0000 012") == "6222 0000 0000 012"
    assert filters.groups("622200000000012") == "6222 0000 0000 012"


def test_runs_keep_the_order():
    rows = [{"k": "a", "n": 1}, {"k": "b", "n": 2}, {"k": "b", "n": 3}, {"k": "a", "n": 4}]

    assert [[row["n"] for row in run] for run in filters.runs(rows, "k")] == [[1], [2, 3], [4]]


def test_field_blocks_keep_the_order_and_pair_short_values():
    short = [{"label": label, "value": "12人"} for label in "甲乙丙"]
    long = {"label": "简介", "value": "长" * 41}

    assert filters.field_blocks([*short, long, short[0]]) == [
        {"rows": [[short[0], short[1]], [short[2]]], "text": None},
        {"rows": [], "text": long},
        {"rows": [[short[0]]], "text": None},
    ]


def test_sentence_ends_once():
    assert filters.sentence("已核查") == "已核查。"
    assert filters.sentence("已核查。 ") == "已核查。"
