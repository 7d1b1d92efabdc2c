"""Statuses and kinds of calls, applications, notices and projects."""

from app.kernel.labels import N_, Labelled


class CallStatus(Labelled):
    """Where a call stands; whether it is open is computed from its window."""

    DRAFT = "draft", N_("Being prepared")
    PUBLISHED = "published", N_("Published")
    OPENED = "opened", N_("Opened for screening")
    IN_REVIEW = "in_review", N_("In review")
    RANKED = "ranked", N_("Ranked")
    APPROVED = "approved", N_("Approved by the bureau")
    IN_NOTICE = "in_notice", N_("In public notice")
    DECIDED = "decided", N_("Decided")
    CONCLUDED = "concluded", N_("Concluded")
    CANCELLED = "cancelled", N_("Cancelled")


class ApplicationStatus(Labelled):
    """Where an application stands; recalled for changes it stays submitted."""

    DRAFT = "draft", N_("Draft")
    SUBMITTED = "submitted", N_("Submitted")
    RECEIVED = "received", N_("Received")
    QUALIFIED = "qualified", N_("Qualified")
    DISQUALIFIED = "disqualified", N_("Not qualified")
    RECOMMENDED = "recommended", N_("Proposed for funding")
    RESERVE = "reserve", N_("On the reserve list")
    NOT_SELECTED = "not_selected", N_("Not selected")
    AWARDED = "awarded", N_("Award granted")
    ACCEPTED = "accepted", N_("Award accepted")
    DECLINED = "declined", N_("Award declined")
    WITHDRAWN = "withdrawn", N_("Given up")


class LineSource(Labelled):
    """Who pays a budget line."""

    GRANT = "grant", N_("Requested grant")
    OWN = "own", N_("Own funds")
    MATCHING = "matching", N_("Matching funds")


class CheckOutcome(Labelled):
    """Result of one row of the eligibility table."""

    PASS = "pass", N_("Meets the rule")
    FAIL = "fail", N_("Does not meet the rule")
    PERSON = "person", N_("To be checked by a person")


class NoticeStatus(Labelled):
    """Where a public notice stands; whether its period runs is computed."""

    DRAFT = "draft", N_("Draft")
    APPROVED = "approved", N_("Approved")
    PUBLISHED = "published", N_("Published")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class ObjectionStatus(Labelled):
    """Where an objection stands."""

    RECEIVED = "received", N_("Filed, to be examined")
    ACCEPTED = "accepted", N_("In examination")
    REFUSED = "refused", N_("Not accepted for examination")
    UPHELD = "upheld", N_("Upheld")
    DISMISSED = "dismissed", N_("Dismissed")


class ProjectStatus(Labelled):
    """Where a funded project stands."""

    AWARDED = "awarded", N_("Award granted")
    REVISING = "revising", N_("Plan under revision")
    CONFIRMED = "confirmed", N_("Plan confirmed")
    CONTRACTED = "contracted", N_("Agreement signed")
    RUNNING = "running", N_("Under way")
    MIDTERM_PASSED = "midterm_passed", N_("Mid-term evaluation passed")
    COMPLETING = "completing", N_("In completion review")
    COMPLETED = "completed", N_("Completed")
    ARCHIVED = "archived", N_("Archived")
    RECTIFYING = "rectifying", N_("Rectification required")
    TERMINATED = "terminated", N_("Terminated")


class CallPhase(Labelled):
    """What the clock says about a published call."""

    NOT_YET_OPEN = "not_yet_open", N_("Not yet open")
    OPEN = "open", N_("Open for applications")
    CLOSED = "closed", N_("Closed")
