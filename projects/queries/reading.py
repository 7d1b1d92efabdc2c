"""A snapshot as people read it: labels and values by the rulebook's schema, in Chinese.

The same reading serves the paper, the panellist's page and the officer's page.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.kernel.money import Money
from app.registry.queries import area_names
from app.web.pdf_filters import cn_date
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField, SectionKind

ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?")
KINDS = {
    "association": "社会团体",
    "service": "社会服务机构（民办非企业单位）",
    "foundation": "基金会",
}


def read_sections(rulebook: Rulebook, snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the filled sections of a snapshot: [{"key", "title", "fields": [{label, value}]}].

    Sections without fields (budget, attachments, declaration) are left out.
    """
    names = area_names()
    found = []
    for section in rulebook.form.sections:
        values = snapshot["sections"].get(section.key, {})
        fields = [
            {"label": field.label, "value": show(field, values.get(field.key), rulebook, names)}
            for field in section.fields
        ]
        if section.kind is SectionKind.PROFILE:
            fields = [*organisation_fields(snapshot["organisation"]), *fields]
        if fields:
            found.append({"key": section.key, "title": section.label, "fields": fields})
    return found


def organisation_fields(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the facts of the organisation that the snapshot carries."""
    return [
        {"label": "单位名称", "value": facts["name"]},
        {"label": "统一社会信用代码", "value": facts["credit_code"]},
        {"label": "登记类型", "value": KINDS.get(facts["kind"], facts["kind"])},
        {"label": "成立登记日期", "value": day_in_words(str(facts["registered_on"] or ""))},
        {"label": "地址", "value": facts["address"]},
        {"label": "法定代表人", "value": facts["legal_representative"]},
        {"label": "联系人", "value": facts["contact"]},
        {"label": "联系电话", "value": facts["phone"]},
        {"label": "评估等级", "value": facts["grade"]},
    ]


def show(field: FormField, value: Any, rulebook: Rulebook, names: Mapping[str, str]) -> str:
    """Return one value as text: choices and areas by name, money grouped, yes and no in words."""
    if value is None or value == "" or value == []:
        return ""
    if field.kind is FieldKind.BOOL:
        return "是" if value else "否"
    if field.kind is FieldKind.MONEY:
        return f"¥{Money(int(value)).grouped}"
    if field.kind is FieldKind.AREAS:
        return "、".join(names.get(code, code) for code in value)
    if field.kind in (FieldKind.MONTH, FieldKind.DATE):
        return day_in_words(str(value))
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return _chosen(field, value, rulebook)
    return str(value)


def day_in_words(text: str) -> str:
    """Return a day or a month in ISO form as papers write it, other text as it is."""
    return cn_date(text) if ISO_DAY.fullmatch(text) else text


def _chosen(field: FormField, value: Any, rulebook: Rulebook) -> str:
    labels = {option.key: option.label for option in options_of(field, rulebook)}
    chosen: Sequence[str] = [value] if isinstance(value, str) else value
    return "、".join(labels.get(key, key) for key in chosen)


def options_of(field: FormField, rulebook: Rulebook) -> Sequence[Any]:
    """Return the options of a choice: its own, or the rulebook's fields of work."""
    return rulebook.fields if field.options_from == "fields" else field.options


def read_budget(rulebook: Rulebook, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return budget lines as the papers print them, lines of one category together."""
    order = [category.key for category in rulebook.budget.categories]
    labels = {category.key: category.label for category in rulebook.budget.categories}
    return {
        "lines": [
            {
                "category": labels[line["category"]],
                "item": line["content"],
                "unit_price": line["unit_price"],
                "quantity": f"{line['quantity']}{line['unit']}",
                "times": "1",
                "amount": line["amount"],
                "granted": line["amount"] if line["source"] == "grant" else 0,
                "own": 0 if line["source"] == "grant" else line["amount"],
                "note": line["basis"],
            }
            for line in sorted(lines, key=lambda line: order.index(line["category"]))
        ],
        "note": "",
    }


LEVELS = {"output": "产出", "effect": "效益", "satisfaction": "满意度"}


def read_indicators(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return indicator rows as the papers print them."""
    return [
        {
            "dimension": LEVELS.get(row.get("level", ""), ""),
            "kind": "",
            "name": row.get("name", ""),
            "target": f"{row.get('target', '')}{row.get('unit', '')}",
            "evidence": row.get("evidence", ""),
        }
        for row in rows
    ]


def read_plan(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return planned activities as the application paper prints them."""
    return [
        {
            "name": row.get("activity", ""),
            "starts": planned_for(row),
            "ends": planned_for(row),
            "place": row.get("place", ""),
            "audience": row.get("audience", ""),
            "headcount": f"{row.get('person_times', '')}人次" if row.get("person_times") else "",
            "output": row.get("output", ""),
            "owner": row.get("responsible", ""),
        }
        for row in rows
    ]


def planned_for(row: Mapping[str, Any]) -> str:
    """Return the month (or day) an activity is planned for in ISO form, "" when none is given."""
    when = str(row.get("when") or "")
    return when if ISO_DAY.fullmatch(when) else ""


def read_team(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the team as the application paper prints it."""
    return [
        {
            "name": row.get("name", ""),
            "education": row.get("education", ""),
            "qualification": row.get("qualification", ""),
            "duty": row.get("role", ""),
            "phone": row.get("phone", ""),
        }
        for row in rows
    ]
