"""A snapshot as people read it: labels and values by the rulebook's schema.

The same reading serves the paper, the panellist's page and the officer's page; `say` chooses among
the Chinese and the English words of a thing, papers take the Chinese.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.kernel.money import Money
from app.registry.queries import area_names
from projects.rules.answers import day_of, is_whole, month_of
from projects.rules.rulebook import Rulebook
from projects.rules.rulebook_form import FieldKind, FormField, SectionKind
from projects.rules.sourced import Say, in_chinese

KINDS = {
    "association": ("社会团体", "Social association"),
    "service": ("社会服务机构（民办非企业单位）", "Social service agency"),
    "foundation": ("基金会", "Foundation"),
}


def read_sections(
    rulebook: Rulebook, snapshot: Mapping[str, Any], say: Say = in_chinese
) -> list[dict[str, Any]]:
    """Return the filled sections of a snapshot: [{"key", "title", "fields": [{label, value}]}].

    Sections without fields (budget, attachments, declaration) are left out.
    """
    names = area_names()
    found = []
    for section in rulebook.form.sections:
        values = snapshot["sections"].get(section.key, {})
        fields = [
            {
                "label": say(field.label, field.label_en),
                "value": show(field, values.get(field.key), rulebook, names, say),
            }
            for field in section.fields
        ]
        if section.kind is SectionKind.PROFILE:
            fields = [*organisation_fields(snapshot["organisation"], say), *fields]
        if fields:
            found.append(
                {
                    "key": section.key,
                    "title": say(section.label, section.label_en),
                    "fields": fields,
                }
            )
    return found


def organisation_fields(facts: Mapping[str, Any], say: Say = in_chinese) -> list[dict[str, str]]:
    """Return the facts of the organisation that the snapshot carries."""
    read = (
        (say("单位名称", "Organisation"), facts["name"]),
        (say("统一社会信用代码", "Credit code"), facts["credit_code"]),
        (say("登记类型", "Kind"), say(*KINDS[facts["kind"]])),
        (say("成立登记日期", "Registered on"), _day(facts["registered_on"], say)),
        (say("地址", "Address"), facts["address"]),
        (say("法定代表人", "Legal representative"), facts["legal_representative"]),
        (say("联系人", "Contact person"), facts["contact"]),
        (say("联系电话", "Telephone"), facts["phone"]),
        (say("评估等级", "Evaluation grade"), facts["grade"]),
    )
    return [{"label": label, "value": value} for label, value in read]


def _day(text: str, say: Say) -> str:
    day = day_of(text)
    if day is None:
        return text
    return say(f"{day.year}年{day.month}月{day.day}日", f"{day:%-d %b %Y}")


def _month(text: str, say: Say) -> str:
    month = month_of(text)
    if month is None:
        return text
    return say(f"{month.year}年{month.month}月", f"{month:%b %Y}")


def show(
    field: FormField,
    value: Any,
    rulebook: Rulebook,
    names: Mapping[str, str],
    say: Say = in_chinese,
) -> str:
    """Return one value as text: choices and areas by name, money grouped, yes and no in words."""
    if value is None or value == "" or value == []:
        return ""
    if field.kind is FieldKind.AREAS:
        return say("、", ", ").join(names.get(code, code) for code in value)
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        return _chosen(field, value, rulebook, say)
    return _plain(field.kind, value, say)


def _plain(kind: FieldKind, value: Any, say: Say) -> str:
    if kind is FieldKind.BOOL:
        return say("是", "Yes") if value else say("否", "No")
    if kind is FieldKind.MONEY:
        return f"¥{Money(int(value)).grouped}"
    if kind is FieldKind.MONTH:
        return _month(value, say)
    if kind is FieldKind.DATE:
        return _day(value, say)
    return f"{value:,}" if is_whole(value) else str(value)


def _chosen(field: FormField, value: Any, rulebook: Rulebook, say: Say) -> str:
    labels = {
        option.key: say(option.label, option.label_en) for option in options_of(field, rulebook)
    }
    chosen: Sequence[str] = [value] if isinstance(value, str) else value
    return say("、", ", ").join(labels.get(key, key) for key in chosen)


def options_of(field: FormField, rulebook: Rulebook) -> Sequence[Any]:
    """Return the options of a choice: its own, or the rulebook's fields of work."""
    return rulebook.fields if field.options_from == "fields" else field.options


def read_budget(
    rulebook: Rulebook, lines: Sequence[Mapping[str, Any]], say: Say = in_chinese
) -> dict[str, Any]:
    """Return budget lines as the papers print them, lines of one category together."""
    order = [category.key for category in rulebook.budget.categories]
    labels = {each.key: say(each.label, each.label_en) for each in rulebook.budget.categories}
    return {
        "lines": [
            {
                "category": labels[line["category"]],
                "item": line["content"],
                "unit_price": line["unit_price"],
                "quantity": f"{Decimal(line['quantity']):,f}{line['unit']}",
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
    return when if month_of(when) or day_of(when) else ""


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
