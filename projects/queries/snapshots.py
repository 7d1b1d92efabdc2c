"""Snapshots: everything of an application or a plan as plain data, ready to be frozen."""

from typing import Any

from app.records.attachments import attachments_of
from app.registry.models import Organisation
from app.registry.queries import grades_of, inspections_of
from projects.models.application import Application
from projects.models.project import Project
from projects.queries.projects import budget_lines, table_rows


def application_snapshot(application: Application) -> dict[str, Any]:
    """Return an application's working copy with its organisation and its files.

    Shape: {"organisation", "sections", "budget", "tables", "attachments", "call", "rules"}.
    """
    return {
        "call": application.call.code,
        "rules": application.call.rules_digest,
        "organisation": organisation_facts(application.organisation),
        "sections": application.content,
        "budget": budget_data(application),
        "tables": table_data(application),
        "attachments": [
            {"slot": a.slot, "name": a.name, "size": a.size, "sha256": a.sha256, "code": a.code}
            for a in attachments_of(application.chain)
        ],
    }


def plan_snapshot(project: Project) -> dict[str, Any]:
    """Return a project's plan in force: texts, budget and tables, cut to the awarded amount."""
    return {
        "amount": project.amount.fen,
        "sections": project.revision,
        "budget": budget_data(project),
        "tables": table_data(project),
    }


def budget_data(owner: Application | Project) -> list[dict[str, Any]]:
    """Return budget lines as plain data; amounts in fen, quantities as text."""
    return [
        {
            "category": line.category,
            "content": line.content,
            "basis": line.basis,
            "unit_price": line.unit_price.fen,
            "quantity": format(line.quantity, "f"),
            "unit": line.unit,
            "amount": line.amount.fen,
            "source": str(line.source),
        }
        for line in budget_lines(owner)
    ]


def table_data(owner: Application | Project) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the form's tables as plain data."""
    return {table: [dict(row.cells) for row in rows] for table, rows in table_rows(owner).items()}


def organisation_facts(organisation: Organisation) -> dict[str, Any]:
    """Return the facts of an organisation that an application takes with it; no account number."""
    grades = grades_of(organisation)
    inspections = inspections_of(organisation)
    return {
        "code": organisation.code,
        "name": organisation.name,
        "credit_code": organisation.credit_code,
        "kind": str(organisation.kind),
        "registered_on": organisation.registered_on.isoformat(),
        "address": organisation.address,
        "legal_representative": organisation.legal_representative,
        "contact": organisation.contact,
        "phone": organisation.phone,
        "bank": organisation.bank,
        "account_holder": organisation.account_holder,
        "grade": f"{grades[0].level}A" if grades else "",
        "inspection": (f"{inspections[0].year}:{inspections[0].conclusion}" if inspections else ""),
    }
