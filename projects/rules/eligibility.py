"""Who may apply: one engine over the rulebook's rules, the same for applicant and officer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from app.kernel.labels import N_
from projects.rules.rulebook import EligibilityRule, RuleKind


class Outcome(StrEnum):
    """Result of one rule."""

    PASS = "pass"
    FAIL = "fail"
    PERSON = "person"


@dataclass(frozen=True)
class InspectionFact:
    """The published conclusion of one year, in the words of the rule's parameters."""

    year: int
    conclusion: str
    published_on: date


@dataclass(frozen=True)
class GradeFact:
    """An evaluation grade with its validity, both days included."""

    level: int
    valid_from: date
    valid_until: date


@dataclass(frozen=True)
class ListingFact:
    """A stay on a list: "abnormal", "serious" or "violation"."""

    kind: str
    listed_on: date
    removed_on: date | None = None


@dataclass(frozen=True)
class PriorProject:
    """An earlier funded project and how it ended."""

    year: int
    outcome: str


@dataclass(frozen=True)
class OrganisationFacts:
    """What the registry knows of an organisation on one day.

    places: area codes of the project, empty while none is entered; other_applications: the
    organisation's other applications of this call's programme and year, and quota: how many it may
    have in all; other_support: whether the application names other support, of whatever kind, None
    while unanswered.
    """

    kind: str
    credit_code: str
    in_good_standing: bool
    registered_on: date
    has_account: bool
    account_is_own: bool
    inspections: tuple[InspectionFact, ...] = ()
    grades: tuple[GradeFact, ...] = ()
    listings: tuple[ListingFact, ...] = ()
    prior_projects: tuple[PriorProject, ...] = ()
    places: tuple[str, ...] = ()
    other_applications: int = 0
    quota: int = 1
    other_support: bool | None = None


@dataclass(frozen=True)
class Finding:
    """What one rule found, in words: an English msgid and its facts."""

    key: str
    outcome: Outcome
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)


Check = Callable[[EligibilityRule, OrganisationFacts, date], Finding]


def check_eligibility(
    rules: Sequence[EligibilityRule], facts: OrganisationFacts, on: date
) -> tuple[Finding, ...]:
    """Check every rule on one day (Beijing). A rule that no data can answer asks for a person."""
    return tuple(CHECKS[rule.kind](rule, facts, on) for rule in rules)


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)


def _registered(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    prefixes = rule.names("prefixes")
    if not facts.credit_code.startswith(prefixes):
        return Finding(
            rule.key,
            Outcome.FAIL,
            N_("The credit code %(code)s does not belong to a registered social organisation."),
            {"code": facts.credit_code},
        )
    if not facts.in_good_standing:
        return Finding(rule.key, Outcome.FAIL, N_("The registration is not in good standing."))
    return Finding(
        rule.key,
        Outcome.PASS,
        N_("Registered since %(since)s, in good standing."),
        {"since": facts.registered_on.isoformat()},
    )


def _place(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    within = rule.text("within")
    outside = [code for code in facts.places if not code.startswith(within)]
    if outside:
        return Finding(
            rule.key,
            Outcome.FAIL,
            N_("These places lie outside the city: %(places)s."),
            {"places": "、".join(outside)},
        )
    if not facts.places:
        return Finding(
            rule.key, Outcome.PERSON, N_("The places of the project are not entered yet.")
        )
    return Finding(rule.key, Outcome.PASS, N_("All places of the project lie in the city."))


def _inspection(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    published = [each for each in facts.inspections if each.published_on <= on]
    if not published:
        month, day = map(int, rule.text("exempt_after").split("-"))
        young = facts.registered_on > date(on.year - rule.number("years_back"), month, day)
        if young:
            return Finding(
                rule.key,
                Outcome.PASS,
                N_("Registered on %(since)s; not yet subject to an annual inspection."),
                {"since": facts.registered_on.isoformat()},
            )
        return Finding(
            rule.key, Outcome.FAIL, N_("No conclusion of an annual inspection is published.")
        )
    latest = max(published, key=lambda each: (each.published_on, each.year))
    told = {"year": latest.year, "on": latest.published_on.isoformat()}
    if latest.year < on.year - rule.number("years_back"):
        return Finding(
            rule.key,
            Outcome.FAIL,
            N_("The latest published conclusion is of %(year)s; a newer one is missing."),
            told,
        )
    if latest.conclusion in rule.names("passing"):
        return Finding(
            rule.key,
            Outcome.PASS,
            N_("Annual inspection %(year)s passed, published on %(on)s."),
            told,
        )
    if latest.conclusion in rule.names("person"):
        return Finding(
            rule.key,
            Outcome.PERSON,
            N_("Annual inspection %(year)s only basically passed; an officer decides."),
            told,
        )
    return Finding(
        rule.key,
        Outcome.FAIL,
        N_("Annual inspection %(year)s not passed, published on %(on)s."),
        told,
    )


def _grade(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    least = rule.number("minimum")
    valid = [g for g in facts.grades if g.valid_from <= on <= g.valid_until]
    best = max((g.level for g in valid), default=0)
    told = {"level": best, "minimum": least}
    if best >= least:
        return Finding(
            rule.key, Outcome.PASS, N_("Grade %(level)sA, valid; %(minimum)sA is needed."), told
        )
    if best:
        return Finding(
            rule.key, Outcome.FAIL, N_("Grade %(level)sA; at least %(minimum)sA is needed."), told
        )
    return Finding(
        rule.key, Outcome.FAIL, N_("No valid grade; at least %(minimum)sA is needed."), told
    )


def _listing(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    return _not_listed(rule, facts, on, rule.text("list"))


def _violations(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    return _not_listed(rule, facts, on, "violation")


def _not_listed(rule: EligibilityRule, facts: OrganisationFacts, on: date, kind: str) -> Finding:
    years = rule.number("years")
    since = _years_before(on, years)
    hits = [
        each
        for each in facts.listings
        if each.kind == kind
        and each.listed_on <= on
        and (each.removed_on is None or each.removed_on > since)
    ]
    if hits:
        last = max(hits, key=lambda each: each.removed_on or date.max)
        told = {"from": last.listed_on.isoformat(), "years": years}
        if last.removed_on is None or last.removed_on > on:
            return Finding(rule.key, Outcome.FAIL, N_("Listed since %(from)s."), told)
        return Finding(
            rule.key,
            Outcome.FAIL,
            N_("Listed on %(from)s, removed on %(until)s; the last %(years)s years count."),
            {**told, "until": last.removed_on.isoformat()},
        )
    return Finding(
        rule.key, Outcome.PASS, N_("No entry within the last %(years)s years."), {"years": years}
    )


def _declared(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    return Finding(
        rule.key, Outcome.PERSON, N_("Covered by the declaration; an officer checks it.")
    )


def _bank(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    if not facts.has_account:
        return Finding(rule.key, Outcome.FAIL, N_("No bank account is on record."))
    if not facts.account_is_own:
        return Finding(
            rule.key, Outcome.FAIL, N_("The bank account is not in the organisation's own name.")
        )
    return Finding(rule.key, Outcome.PASS, N_("Bank account in the organisation's own name."))


def _quota(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    free = facts.other_applications < facts.quota
    return Finding(
        rule.key,
        Outcome.PASS if free else Outcome.FAIL,
        N_("Other applications this year: %(count)s; at most %(most)s are allowed in all."),
        {"count": facts.other_applications, "most": facts.quota},
    )


def _prior_failure(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    years, bad = rule.number("years"), rule.names("outcomes")
    hits = [p for p in facts.prior_projects if p.outcome in bad and on.year - p.year <= years]
    if hits:
        return Finding(
            rule.key,
            Outcome.FAIL,
            N_("A project of %(year)s was liquidated, terminated or failed its evaluation."),
            {"year": hits[0].year},
        )
    return Finding(rule.key, Outcome.PASS, N_("No earlier project failed within the period."))


def _funding(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    if facts.other_support is None:
        return Finding(
            rule.key, Outcome.PERSON, N_("The application does not yet say whether it has support.")
        )
    if facts.other_support:
        return Finding(
            rule.key,
            Outcome.PERSON,
            N_("The application names other support; an officer checks that none is public money."),
        )
    return Finding(rule.key, Outcome.PASS, N_("Declared: no other public money."))


def _person(rule: EligibilityRule, facts: OrganisationFacts, on: date) -> Finding:
    return Finding(rule.key, Outcome.PERSON, N_("An officer checks this."))


CHECKS: dict[RuleKind, Check] = {
    RuleKind.REGISTERED: _registered,
    RuleKind.PLACE: _place,
    RuleKind.INSPECTION: _inspection,
    RuleKind.GRADE: _grade,
    RuleKind.LISTING: _listing,
    RuleKind.VIOLATIONS: _violations,
    RuleKind.DECLARED: _declared,
    RuleKind.BANK: _bank,
    RuleKind.QUOTA: _quota,
    RuleKind.FUNDING: _funding,
    RuleKind.PRIOR_FAILURE: _prior_failure,
    RuleKind.PERSON: _person,
}
