"""What the rules say of an application's working copy: sections, budget, eligibility."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from app.db import session
from app.kernel.clock import local
from app.records.attachments import Attachment, attachments_of
from app.registry.enums import RegistrationStatus
from app.registry.models import Organisation
from app.registry.queries import grades_of, inspections_of, listings_of, past_projects_of
from projects.enums import ApplicationStatus
from projects.models.application import Application
from projects.models.call import Call
from projects.queries.projects import budget_lines, table_rows
from projects.rules.budgets import BudgetItem, BudgetTotals, CapWarning, cap_standings, totals
from projects.rules.completeness import Content, Lack, SectionState, missing, section_states
from projects.rules.eligibility import (
    Finding,
    GradeFact,
    InspectionFact,
    ListingFact,
    OrganisationFacts,
    PriorProject,
    check_eligibility,
)
from projects.rules.rulebook_form import AttachmentRule

CONCLUSIONS = {"passed": "qualified", "basic": "basically_qualified", "failed": "failed"}


def budget_items(application: Application) -> list[BudgetItem]:
    """Return the working copy's budget lines as the rules take them."""
    return [
        BudgetItem(
            line.category,
            line.content,
            line.unit_price,
            line.quantity,
            line.unit,
            line.amount,
            str(line.source),
            line.basis,
        )
        for line in budget_lines(application)
    ]


def content_of(application: Application) -> Content:
    """Return an application's working copy as the rules read it."""
    return Content(
        sections=application.content,
        tables={
            table: [row.cells for row in rows] for table, rows in table_rows(application).items()
        },
        items=budget_items(application),
        slots=frozenset(a.slot for a in attachments_of(application.chain)),
        year=application.call.year,
        declared=application.submitted_at is not None and application.recalled_at is None,
    )


def section_standings(application: Application) -> tuple[SectionState, ...]:
    """Return every section of an application with its state."""
    return section_states(application.call.rulebook, content_of(application))


def problems_of(application: Application) -> tuple[Lack, ...]:
    """Return everything that keeps an application from being submitted."""
    return missing(application.call.rulebook, content_of(application))


@dataclass(frozen=True)
class BudgetStanding:
    """Totals of a budget and how it stands to every cap."""

    totals: BudgetTotals
    caps: tuple[CapWarning, ...]


def budget_standing(application: Application) -> BudgetStanding:
    """Return totals and caps of an application's budget."""
    items = budget_items(application)
    return BudgetStanding(totals(items), cap_standings(application.call.rulebook.budget, items))


@dataclass(frozen=True)
class AttachmentStanding:
    """One listed item with the files that answer it."""

    rule: AttachmentRule
    files: tuple[Attachment, ...]


def attachment_standings(application: Application) -> list[AttachmentStanding]:
    """Return every listed item with its files."""
    files = attachments_of(application.chain)
    return [
        AttachmentStanding(rule, tuple(f for f in files if f.slot == rule.key))
        for rule in application.call.rulebook.attachments
    ]


def eligibility_of(
    call: Call, organisation: Organisation, application: Application | None, at: datetime
) -> tuple[Finding, ...]:
    """Check an organisation against a call's rules on the day of a moment."""
    facts = organisation_facts(call, organisation, application)
    return check_eligibility(call.rulebook.eligibility, facts, local(at).date())


def organisation_facts(
    call: Call, organisation: Organisation, application: Application | None
) -> OrganisationFacts:
    """Return what the registry and the application say of an organisation."""
    overview = application.content.get("overview", {}) if application else {}
    listings = [
        ListingFact(str(each.kind), each.listed_on, each.removed_on)
        for each in listings_of(organisation)
    ]
    support = overview.get("other_support")
    return OrganisationFacts(
        kind=str(organisation.kind),
        credit_code=organisation.credit_code,
        in_good_standing=organisation.standing is RegistrationStatus.NORMAL,
        registered_on=organisation.registered_on,
        has_account=bool(organisation.account_sealed),
        account_is_own=organisation.account_holder == organisation.name,
        inspections=tuple(
            InspectionFact(i.year, CONCLUSIONS[i.conclusion], i.published_on)
            for i in inspections_of(organisation)
        ),
        grades=tuple(
            GradeFact(g.level, g.valid_from, g.valid_until) for g in grades_of(organisation)
        ),
        listings=tuple(listings),
        prior_projects=tuple(
            PriorProject(p.year, OUTCOMES.get(p.outcome, str(p.outcome)))
            for p in past_projects_of(organisation)
        ),
        places=tuple(overview.get("areas") or ()),
        other_applications=_others(call, organisation, application),
        quota=call.rulebook.quota.per_year.value,
        other_support=support if isinstance(support, bool) else None,
    )


OUTCOMES = {"unqualified": "failed"}


def _others(call: Call, organisation: Organisation, application: Application | None) -> int:
    statement = (
        select(func.count())
        .select_from(Application)
        .join(Call, col(Call.id) == col(Application.call_id))
        .where(
            Application.organisation_id == organisation.id,
            Call.programme == call.programme,
            Call.year == call.year,
            Call.area_code == call.area_code,
            col(Application.submitted_at).is_not(None),
            col(Application.status).not_in(
                [ApplicationStatus.WITHDRAWN, ApplicationStatus.DISQUALIFIED]
            ),
        )
    )
    if application is not None and application.id is not None:
        statement = statement.where(Application.id != application.id)
    return session().exec(statement).one()
