"""Example data of the style guide: invented, boring, and complete enough to show every macro."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from wtforms.fields.choices import SelectChoice

from app.kernel.labels import N_, Labelled
from app.kernel.money import ZERO, Money


class ExampleStatus(Labelled):
    """States that show one tone each."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Submitted")
    IN_REVIEW = "in_review", N_("In review")
    AWARDED = "awarded", N_("Awarded")
    RECTIFYING = "rectifying", N_("Rectifying")
    DISQUALIFIED = "disqualified", N_("Disqualified")
    ARCHIVED = "archived", N_("Archived")


@dataclass(frozen=True)
class ExampleCap:
    """A cap with the ways out, as a rule returns it."""

    label: str
    categories: tuple[str, ...]
    percent: Decimal
    amount: Money
    base: Money
    transfer: Money = ZERO
    cut: Money = ZERO
    of: str = "request"


@dataclass(frozen=True)
class ExampleCriterion:
    """A criterion with its bands."""

    title: str
    maximum: int
    anchors: tuple[tuple[str, str, str, str], ...]
    standard: str = ""
    step: str = "0.5"
    material: tuple[str, str] = ("#reading", "对应材料")


@dataclass(frozen=True)
class ExampleBlocker:
    """Something that is stuck."""

    what: str
    owner: str
    since: datetime
    due: datetime | None
    href: str = "#blockers"
    mine: bool = False
    note: str = ""
    act: str = ""


@dataclass(frozen=True)
class ExampleFile:
    """A file that is there or missing."""

    name: str
    size: int = 0
    href: str = "#files"
    kind: str = ""
    note: str = ""
    remove: str = ""
    required: bool = False
    missing: bool = False


@dataclass(frozen=True)
class ExampleCall:
    """A call as the public home shows it."""

    title: str
    programme: str
    facts: tuple[tuple[str, str], ...]
    days: int
    href: str = "#public"
    act: tuple[str, str] = ("#public", "我要申报")
    closing: bool = False


@dataclass(frozen=True)
class ExampleRow:
    """A row of the payment plan."""

    number: str
    project: str
    organisation: str
    part: str
    amount: Money
    reasons: tuple[tuple[str, str], ...] = ()


CATEGORIES = (
    SelectChoice("staff", "人员费"),
    SelectChoice("volunteers", "志愿者补贴"),
    SelectChoice("activities", "活动费"),
    SelectChoice("materials", "物资费"),
    SelectChoice("management", "管理费"),
    SelectChoice("venue", "场地费"),
)
LINES = (
    ("staff", "专职社工", "1 人 × 10 个月，按劳动合同", "2,800.00", "10", "月", "grant"),
    ("volunteers", "助餐志愿者补贴", "每周 3 次，共 300 人次", "50.00", "300", "人次", "grant"),
    ("activities", "营养健康课堂", "3 个社区各 4 场，含讲师费", "1,500.00", "12", "场", "grant"),
    ("materials", "防跌倒助浴用具", "入户评估 40 户，一户一套", "340.00", "40", "套", "grant"),
    ("materials", "保温餐盒", "服务 100 人，每人 2 个", "65.00", "200", "个", "grant"),
    ("management", "办公与专项审计", "审计费 6,000，办公费 6,400", "12,400.00", "1", "项", "grant"),
    ("venue", "助餐点场地使用", "社区提供，按评估价折算", "2,000.00", "10", "月", "own"),
)
CAPS = (
    ExampleCap("人员费", ("staff",), Decimal(40), Money.yuan("28000"), Money.yuan("100000")),
    ExampleCap(
        "志愿者补贴", ("volunteers",), Decimal(20), Money.yuan("15000"), Money.yuan("100000")
    ),
    ExampleCap(
        "管理费",
        ("management",),
        Decimal(10),
        Money.yuan("12400"),
        Money.yuan("100000"),
        Money.yuan("2400"),
        Money.yuan("2666.67"),
    ),
)
CRITERIA = (
    ExampleCriterion(
        "需求调研与问题分析",
        20,
        (
            ("18", "20", "优", "数据充分"),
            ("14", "17.5", "良", "有依据"),
            ("10", "13.5", "中", "较笼统"),
            ("0", "9.5", "差", "缺依据"),
        ),
        standard="需求有数据支撑，问题分析透彻，服务对象明确。",
    ),
    ExampleCriterion(
        "方案可行性与创新性",
        30,
        (
            ("27", "30", "优", "可直接实施"),
            ("21", "26.5", "良", "少量疑点"),
            ("0", "20.5", "差", "需大改"),
        ),
    ),
    ExampleCriterion(
        "预算合理性", 20, (("18", "20", "优", "逐项有据"), ("0", "17.5", "其他", "偏高或虚列"))
    ),
)
ROWS = (
    ExampleRow(
        "创2026-012-1",
        "“邻里安心铃”独居老人守护项目",
        "安馨社会工作服务中心",
        "中期款",
        Money.yuan("80000"),
    ),
    ExampleRow(
        "创2026-021-1",
        "“童享四点半”社区托管项目",
        "春芽儿童服务中心",
        "中期款",
        Money.yuan("64000"),
    ),
    ExampleRow(
        "创2026-036-1",
        "“小候鸟”流动儿童社区成长支持项目",
        "青禾社会工作服务中心",
        "中期款",
        Money.yuan("80000"),
        (("整改未完成", "办理人：实施单位项目负责人"), ("票据未提交", "办理人：实施单位财务人员")),
    ),
)
PERIOD = [
    (date(2026, 11, 16) + timedelta(n), index)
    for n, index in enumerate((None, 1, 2, 3, 4, None, None, 5, 6, 7, 8, 9, None, None, 10))
]


def examples(at: datetime, *, empty: bool) -> dict[str, Any]:
    """Return what the guide's page shows besides its forms."""
    return {
        "rows": () if empty else ROWS,
        "statuses": tuple(ExampleStatus),
        "deadline": at + timedelta(days=16, hours=6, minutes=17),
        "soon": at + timedelta(minutes=42),
        "caps": CAPS,
        "totals": (Money.yuan("100000"), Money.yuan("20000"), Money.yuan("120000")),
        "criteria": CRITERIA,
        "period": PERIOD,
        "period_today": date(2026, 11, 24),
        "blockers": _blockers(at),
        "files": FILES,
        "calls": CALLS,
        "money": Money.yuan("1409.50"),
        "fund": tuple(Money.yuan(y) for y in ("6000000", "5420000", "3168000", "200000")),
        "parts": (
            ("首期款", Money.yuan("120000"), "paid"),
            ("中期款", Money.yuan("60000"), "blocked"),
            ("尾款", Money.yuan("20000"), ""),
        ),
        "entries": _entries(at),
    }


def _blockers(at: datetime) -> tuple[ExampleBlocker, ...]:
    return (
        ExampleBlocker(
            "整改报告未提交", "青禾社会工作服务中心", at - timedelta(8), at + timedelta(6)
        ),
        ExampleBlocker(
            "专家评估意见待审核",
            "社会组织管理处",
            at - timedelta(4),
            at + timedelta(hours=5),
            mine=True,
        ),
        ExampleBlocker(
            "中期款票据未提交", "青禾社会工作服务中心", at - timedelta(5), None, act="催办"
        ),
    )


def _entries(at: datetime) -> tuple[tuple[str, str, datetime, str], ...]:
    return (
        ("催办“中期款票据”", "短信，已读", at - timedelta(hours=3), "社会组织管理处 经办人"),
        (
            "发出整改通知书",
            "理由：活动记录缺签到表 2 次",
            at - timedelta(7),
            "社会组织管理处 经办人",
        ),
        ("提交中期自评报告", "", at - timedelta(14), "青禾社会工作服务中心"),
    )


FILES = (
    ExampleFile("整改报告", kind="整改报告", required=True, missing=True, note="必须提交"),
    ExampleFile("中期自评报告.pdf", 482_000, note="第 2 版"),
    ExampleFile("活动照片.jpg", 3_400_000, remove="/styleguide"),
)
CALLS = (
    ExampleCall(
        "关于开展第十二届公益创投项目征集活动的通知",
        "公益创投",
        (("资金总额", "600 万元，单个项目不超过 20 万元"), ("截止时间", "12月10日（星期四）17:00")),
        16,
    ),
    ExampleCall(
        "2026 年公益五百行推荐（申报）通知",
        "公益五百行",
        (("入选数量", "拟入选 100 个，不安排资金"), ("截止时间", "11月27日（星期五）17:00")),
        3,
        closing=True,
    ),
)
