"""How many pages, what stays together, and nothing beyond the edge with long input."""

import pytest
from weasyprint import HTML

from app.web import pdf
from app.web.pdf import render_html
from tests.documents.examples import BUDGET, EXAMPLES, INDICATORS, example
from tests.documents.pages import page_text, printed, text_of

PAGES = {
    "receipt.html": 1,
    "application.html": 6,
    "refusal.html": 1,
    "correction.html": 1,
    "draw.html": 2,
    "pledge.html": 2,
    "scoresheet.html": 2,
    "ranking.html": 2,
    "notice.html": 3,
    "award.html": 1,
    "objection_receipt.html": 1,
    "objection_answer.html": 1,
    "contract.html": 12,
    "payment.html": 1,
    "payment_request.html": 2,
    "selfreport.html": 3,
    "assessment.html": 2,
    "closing.html": 1,
    "approval_sheet.html": 1,
}
LONG_NAME = (
    "示范市东湖高新技术产业开发区和邻里守望互助社会工作"
    "与老年人居家养老综合服务指导中心（有限合伙）分支机构"
)


def boxes_outside(template, **changes):
    """Text boxes that end beyond the right margin of their page, as text."""
    title, context = example(template, **changes)
    press = pdf._press()
    document = HTML(
        string=render_html(template, context, title=title), url_fetcher=press.fetcher
    ).render(font_config=press.fonts, stylesheets=[press.sheet])
    found = []
    for page in document.pages:
        box = page._page_box
        edge = box.margin_left + box.width + 1
        found += [
            part.text
            for part in box.descendants()
            if hasattr(part, "text") and part.text.strip() and part.position_x + part.width > edge
        ]
    return found


def test_every_template_is_covered():
    assert set(PAGES) == set(EXAMPLES) == {path.name for path in pdf.TEMPLATES.glob("[a-z]*.html")}


@pytest.mark.parametrize("template", EXAMPLES)
def test_page_count(template):
    assert len(printed(template).pages) == PAGES[template]


@pytest.mark.parametrize("template", EXAMPLES)
def test_nothing_beyond_the_edge(template):
    assert boxes_outside(template) == []


@pytest.mark.parametrize("template", EXAMPLES)
def test_long_names_stay_inside(template):
    _title, context = example(template)
    longer = {
        key: LONG_NAME
        for key in ("organisation", "project", "payee", "call", "panel", "expert", "bank")
        if key in context
    }

    assert boxes_outside(template, **longer) == []


def test_payment_sheet_with_long_names_is_one_page():
    reader = printed(
        "payment.html",
        project=LONG_NAME,
        payee=LONG_NAME,
        bank="示范银行股份有限公司东湖高新技术产业开发区支行营业部",
    )

    assert len(reader.pages) == 1


def test_application_cover_with_long_names_is_one_page():
    reader = printed("application.html", organisation=LONG_NAME, project=LONG_NAME)

    assert "扫描二维码" in page_text(reader, 1)
    assert "申报单位基本情况" in page_text(reader, 2)


def test_contract_cover_with_long_names_is_one_page():
    _title, context = example("contract.html")
    reader = printed(
        "contract.html", project=LONG_NAME, party_b=context["party_b"] | {"name": LONG_NAME}
    )

    assert "扫描二维码" in page_text(reader, 1)
    assert "统一社会信用代码" in page_text(reader, 2)


def test_budget_of_twenty_lines_stays_on_one_annex_page():
    lines = [*BUDGET["lines"], *BUDGET["lines"][-1:] * 4]
    reader = printed("contract.html", budget={"lines": lines, "note": ""})

    annex = next(
        number
        for number in range(1, len(reader.pages) + 1)
        if page_text(reader, number).startswith("附件1")
    )
    assert "20税费" in page_text(reader, annex) or "20按实际税率核算" in page_text(reader, annex)
    assert "合计" in page_text(reader, annex)


def test_heads_of_long_tables_repeat():
    _title, context = example("draw.html")
    reader = printed("draw.html", candidates=context["candidates"] * 8)

    pages = [page_text(reader, number) for number in range(1, len(reader.pages) + 1)]
    tables = [text for text in pages if "ZJ-" in text]
    assert len(tables) >= 3
    assert all("顺序专家编号姓名" in text for text in tables)


def test_a_very_long_answer_flows_over_pages():
    text = "需求调查显示老年人最关心安全。" * 600
    reader = printed(
        "application.html",
        sections=[{"title": "项目方案", "fields": [{"label": "需求分析", "value": text}]}],
    )

    assert text_of(reader).count("需求调查显示老年人最关心安全。") >= 590


def test_signatures_of_the_contract_are_one_piece():
    reader = printed("contract.html")

    page = next(
        number
        for number in range(1, len(reader.pages) + 1)
        if "（以下无正文）" in page_text(reader, number)
    )
    text = page_text(reader, page)
    assert "附件：1.项目预算明细表" in text
    assert text.count("（盖章）：") == 2
    assert text.count("（签字）：") == 2


def last_page(reader):
    return page_text(reader, len(reader.pages))


@pytest.mark.parametrize("extra", range(8))
@pytest.mark.parametrize(
    ("template", "signs"),
    [
        pytest.param("scoresheet.html", "评审专家（签字）", id="one expert"),
        pytest.param("ranking.html", "现场监督人员（签字）", id="all experts"),
    ],
)
def test_a_row_goes_with_the_signatures(template, signs, extra):
    rows = example(template)[1]["rows"]
    text = last_page(printed(template, rows=rows + rows[-1:] * extra))

    assert signs in text
    assert rows[-1]["number"] in text


@pytest.mark.parametrize("long", range(6))
def test_seal_and_day_of_a_notice_go_with_its_last_lines(long):
    reader = printed("notice.html", basis="示范市公益创投活动管理办法" * (long + 1))

    page = next(
        text
        for number in range(1, len(reader.pages) + 1)
        if "2026年6月5日" in (text := page_text(reader, number))
    )
    assert "特此公示。" in page


def test_three_parties_sign_where_there_are_three():
    _title, context = example("contract.html")
    reader = printed("contract.html", party_c=context["party_a"] | {"name": "示范市东湖街道办事处"})
    text = text_of(reader)

    assert "丙方（盖章）：" in text
    assert "甲方、乙方、丙方各执二份" in text


@pytest.mark.parametrize(
    ("template", "changes"),
    [
        pytest.param(
            "application.html",
            {
                "sections": [],
                "team": [],
                "plan": [],
                "indicators": [],
                "attachments": [],
                "declaration": [],
                "budget": {"lines": [], "note": ""},
                "submitted_at": "",
            },
            id="empty draft",
        ),
        pytest.param("notice.html", {"rows": [], "reserves": []}, id="nothing recommended"),
        pytest.param(
            "ranking.html",
            {"rows": [], "line_after": 0, "notes": [], "experts": []},
            id="nothing ranked",
        ),
        pytest.param(
            "ranking.html",
            {"signers": {"experts": [], "chair": "", "supervisor": "", "clerk": ""}},
            id="nobody named",
        ),
        pytest.param("draw.html", {"candidates": [], "replaced": []}, id="nobody drawn"),
        pytest.param(
            "assessment.html",
            {"items": [], "bonus": [], "deductions": [], "findings": [], "experts": []},
            id="nothing assessed",
        ),
        pytest.param("objection_answer.html", {"findings": [], "measures": []}, id="nothing found"),
        pytest.param("contract.html", {"own_funds": 0, "indicators": INDICATORS}, id="no own"),
    ],
)
def test_empty_lists_are_allowed(template, changes):
    assert len(printed(template, **changes).pages) >= 1
