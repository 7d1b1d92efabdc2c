"""The plan after the award: cut to the amount, nothing scored changed, every change shown."""

from copy import deepcopy
from typing import Any

import pytest

from app.kernel.money import Money
from projects.rules.revision import (
    AmountDiffers,
    BudgetWrong,
    Difference,
    PlanWrong,
    ScoredPartChanged,
    check_revision,
    differences,
    items_of,
)
from projects.rules.rulebook import Rulebook

AWARD = Money.yuan("40000.00")


def line(
    content: str, price: int, quantity: str = "1", category: str = "activity", source: str = "grant"
) -> dict[str, Any]:
    return {
        "category": category,
        "content": content,
        "basis": "",
        "unit_price": price,
        "quantity": quantity,
        "unit": "项",
        "amount": price * int(quantity),
        "source": source,
    }


def activity(name: str, person_times: int) -> dict[str, Any]:
    return {
        "activity": name,
        "when": "2026-09",
        "place": "社区食堂",
        "audience": "独居老人",
        "person_times": person_times,
        "output": "活动记录",
        "responsible": "张三",
    }


def indicator(level: str, name: str, target: int) -> dict[str, Any]:
    return {"level": level, "name": name, "target": target, "unit": "人次", "evidence": "签到表"}


@pytest.fixture
def before() -> dict[str, Any]:
    return {
        "sections": {
            "overview": {"title": "邻里暖灶", "requested": 5_000_000, "starts": "2026-08"},
            "plan": {"approach": "每周三次助餐"},
        },
        "budget": [
            line("助餐", 100_000, "30"),
            line("宣传册", 50_000, "10", "publicity"),
            line("督导", 150_000, "10", "experts"),
        ],
        "tables": {
            "plan_rows": [activity("启动", 50), activity("助餐", 900), activity("总结", 60)],
            "team": [{"name": "张三", "role": "项目主管"}],
            "indicators": [
                indicator("output", "助餐人次", 900),
                indicator("effect", "按时用餐老人", 60),
                indicator("satisfaction", "满意人次", 800),
            ],
        },
    }


@pytest.fixture
def after(before: dict[str, Any]) -> dict[str, Any]:
    plan = deepcopy(before)
    plan["budget"][0] = line("助餐", 100_000, "25")
    plan["budget"][2] = line("督导", 100_000, "10", "experts")
    return plan


def test_a_cut_plan_is_right(rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]):
    check_revision(rulebook, AWARD, before, after)


@pytest.mark.parametrize("fen", [-1, 1])
def test_the_grant_lines_equal_the_award(
    rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any], fen: int
):
    with pytest.raises(AmountDiffers) as refused:
        check_revision(rulebook, Money(AWARD.fen + fen), before, after)

    assert refused.value.facts["difference"] == Money(1)


def test_caps_are_checked_again(rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]):
    after["budget"][2] = line("办公", 100_000, "10", "management")

    with pytest.raises(BudgetWrong) as refused:
        check_revision(rulebook, AWARD, before, after)

    assert refused.value.facts["transfer"] == Money.yuan("6000.00")


def test_the_minimum_request_does_not_bind_an_award(rulebook: Rulebook, before: dict[str, Any]):
    after = {**before, "budget": [line("助餐", 500_000)]}

    check_revision(rulebook, Money.yuan("5000.00"), before, after)


def test_a_scored_text_is_locked(rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]):
    after["sections"]["plan"]["approach"] = "每周一次助餐"

    with pytest.raises(ScoredPartChanged) as refused:
        check_revision(rulebook, AWARD, before, after)

    assert refused.value.facts["label"] == "服务内容与方法"


def test_the_scored_team_is_locked(
    rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]
):
    after["tables"]["team"] = []

    with pytest.raises(ScoredPartChanged):
        check_revision(rulebook, AWARD, before, after)


def test_plan_and_indicators_may_be_cut(
    rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]
):
    after["tables"]["plan_rows"].pop()
    after["tables"]["indicators"][0]["target"] = 750
    after["sections"]["overview"]["requested"] = AWARD.fen

    check_revision(rulebook, AWARD, before, after)


def test_a_table_is_not_emptied(rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]):
    after["tables"]["plan_rows"] = []

    with pytest.raises(PlanWrong) as refused:
        check_revision(rulebook, AWARD, before, after)

    assert refused.value.facts["label"] == "活动计划表"


def test_a_row_stays_whole(rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]):
    after["tables"]["indicators"][1]["target"] = ""

    with pytest.raises(PlanWrong) as refused:
        check_revision(rulebook, AWARD, before, after)

    assert (refused.value.facts["row"], refused.value.facts["label"]) == (2, "目标值")


def test_each_kind_of_indicator_stays(
    rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]
):
    del after["tables"]["indicators"][2]

    with pytest.raises(PlanWrong) as refused:
        check_revision(rulebook, AWARD, before, after)

    assert refused.value.facts["kind"] == "满意度"


def test_an_unchanged_plan_has_no_differences(rulebook: Rulebook, before: dict[str, Any]):
    assert differences(rulebook, before, deepcopy(before)) == []


def test_differences_are_shown_as_people_read_them(
    rulebook: Rulebook, before: dict[str, Any], after: dict[str, Any]
):
    after["sections"]["overview"]["requested"] = AWARD.fen

    assert differences(rulebook, before, after) == [
        Difference("项目概况", "申请资助金额（元）", "¥50,000.00", "¥40,000.00"),
        Difference(
            "经费预算",
            "1",
            "活动费｜助餐｜1,000.00 × 30｜¥30,000.00",
            "活动费｜助餐｜1,000.00 × 25｜¥25,000.00",
        ),
        Difference(
            "经费预算",
            "3",
            "专家费｜督导｜1,500.00 × 10｜¥15,000.00",
            "专家费｜督导｜1,000.00 × 10｜¥10,000.00",
        ),
    ]


def test_a_row_taken_out_does_not_change_those_below(rulebook: Rulebook, before: dict[str, Any]):
    after = deepcopy(before)
    del after["tables"]["plan_rows"][0]
    del after["budget"][1]

    assert differences(rulebook, before, after) == [
        Difference(
            "活动计划表", "1", "启动｜2026年9月｜社区食堂｜独居老人｜50｜活动记录｜张三", ""
        ),
        Difference("经费预算", "2", "宣传印刷费｜宣传册｜500.00 × 10｜¥5,000.00", ""),
    ]


def test_a_row_that_is_new(rulebook: Rulebook, before: dict[str, Any]):
    after = deepcopy(before)
    after["budget"].append(line("场地", 30_000, "2", "venue", "own"))

    assert differences(rulebook, before, after) == [
        Difference("经费预算", "4", "", "场地费｜场地｜300.00 × 2｜¥600.00｜自筹资金")
    ]


def test_a_choice_is_shown_by_its_label(rulebook: Rulebook, before: dict[str, Any]):
    after = deepcopy(before)
    after["tables"]["indicators"][0]["level"] = "effect"

    assert differences(rulebook, before, after) == [
        Difference(
            "绩效指标表",
            "1",
            "产出｜助餐人次｜900｜人次｜签到表",
            "效益｜助餐人次｜900｜人次｜签到表",
        )
    ]


def test_differences_in_english(rulebook: Rulebook, before: dict[str, Any]):
    after = deepcopy(before)
    after["sections"]["overview"]["starts"] = "2026-09"
    after["budget"].append(line("场地", 30_000, "2", "venue", "own"))

    assert differences(rulebook, before, after, lambda zh, en: en) == [
        Difference("Overview", "First month", "Aug 2026", "Sep 2026"),
        Difference("Budget", "4", "", "Premises｜场地｜300.00 × 2｜¥600.00｜Own funds"),
    ]


def test_items_of_a_snapshot(before: dict[str, Any]):
    first = items_of(before["budget"])[0]

    assert (first.unit_price, first.amount) == (Money.yuan("1000.00"), Money.yuan("30000.00"))
    assert first.quantity == 30
