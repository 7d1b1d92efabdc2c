"""Long work: the job table is the truth, a lost queue loses nothing."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel, col, or_, select

from app.db import session, status_column
from app.kernel.labels import N_, Labelled

LEASE = timedelta(seconds=30)
ATTEMPTS = 5


class JobStatus(Labelled):
    """Where a job stands."""

    QUEUED = "queued", N_("Queued")
    RUNNING = "running", N_("Running")
    DONE = "done", N_("Done")
    FAILED = "failed", N_("Failed")


class Job(SQLModel, table=True):
    """One piece of work, done at least once; handlers are idempotent.

    key: unique together with kind, so that a recurring or repeated job exists once.
    Leases use real time, never the demo's.
    """

    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    key: str = Field(max_length=120)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    status: JobStatus = Field(default=JobStatus.QUEUED, sa_type=status_column(JobStatus))
    attempts: int = 0
    created_at: datetime
    leased_until: datetime | None = None
    finished_at: datetime | None = None
    error: str = Field(default="", max_length=500)


def enqueue(kind: str, key: str, *, at: datetime, **payload: Any) -> None:
    """Ask for a piece of work once; a second request for the same key changes nothing."""
    known = select(Job.id).where(Job.kind == kind, Job.key == key)
    if session().exec(known).first() is None:
        session().add(Job(kind=kind, key=key, payload=payload, created_at=at))


def lease_job(*, real_now: datetime) -> Job | None:
    """Take the oldest waiting job, or one whose worker stopped answering."""
    statement = (
        select(Job)
        .where(
            or_(
                col(Job.status) == JobStatus.QUEUED,
                (col(Job.status) == JobStatus.RUNNING) & (col(Job.leased_until) < real_now),
            )
        )
        .order_by(col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session().exec(statement).first()
    if job is not None:
        job.status = JobStatus.RUNNING
        job.attempts += 1
        job.leased_until = real_now + LEASE
    return job


def finish_job(job: Job, *, real_now: datetime) -> None:
    """Record that a job is done."""
    job.status, job.finished_at, job.error = JobStatus.DONE, real_now, ""


def fail_job(job: Job, error: str, *, real_now: datetime) -> None:
    """Record a failure; the job is tried again until its attempts are used up."""
    job.error = error[:500]
    job.leased_until = None
    job.status = JobStatus.FAILED if job.attempts >= ATTEMPTS else JobStatus.QUEUED
    job.finished_at = real_now if job.status is JobStatus.FAILED else None
