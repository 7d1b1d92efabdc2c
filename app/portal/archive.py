"""The archive package of a project: all papers and files, a manifest with their hashes."""

import io
import zipfile
from datetime import datetime
from typing import Any

from app.db import Database
from app.kernel.digest import canonical_json, sha256_hex
from app.records import files
from app.records.attachments import attachments_of
from app.records.audit import trail
from app.records.documents import documents_of
from app.web.archive import archived
from evaluations.queries.assessments import assessments_of
from funding.queries.contracts import contract_of, disbursements_of
from projects.models.project import Project
from projects.queries.applications import last_submission
from projects.queries.projects import activities_of, expenses_of

# Every entry carries the same time, so that equal contents give equal bytes.
STAMP = (2026, 1, 1, 0, 0, 0)


def chains_of(project: Project) -> list[str]:
    """Return the audit chains of everything that belongs to a project."""
    contract = contract_of(project)
    chains = [project.application.chain, project.chain]
    chains += [a.chain for a in activities_of(project)] + [e.chain for e in expenses_of(project)]
    if contract is not None:
        chains += [contract.chain, *(d.chain for d in disbursements_of(contract))]
    return chains + [a.chain for a in assessments_of(project)]


def build_package(project: Project, database: Database, *, at: datetime) -> bytes:
    """Return the ZIP: papers, files, application, plan, trail, and the manifest of them all."""
    chains = chains_of(project)
    entries: list[tuple[str, str, bytes]] = []
    for number, paper in enumerate(documents_of(*chains), start=1):
        content = archived(paper, database)
        entries.append((f"文书/{number:02d} {paper.title}.pdf", paper.number, content))
    for number, file in enumerate(attachments_of(*chains), start=1):
        entries.append((f"附件/{number:03d} {file.name}", file.chain, files.get(file.sha256)))
    submission = last_submission(project.application)
    data: dict[str, Any] = {
        "数据/申报书.json": submission.snapshot if submission else {},
        "数据/实施方案（修订稿）.json": project.baseline or {},
        "数据/操作日志.json": [
            [e.chain, e.seq, e.at, e.actor_name, e.event, e.source, e.target, e.digest]
            for chain in chains
            for e in trail(chain)
        ],
    }
    entries += [(name, "", canonical_json(value).encode()) for name, value in data.items()]
    return _zip(entries, project, at)


def _zip(entries: list[tuple[str, str, bytes]], project: Project, at: datetime) -> bytes:
    manifest = {
        "project": project.number,
        "title": project.title,
        "made_at": at,
        "files": [
            {"path": name, "number": number, "size": len(content), "sha256": sha256_hex(content)}
            for name, number, content in entries
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        everything = [*entries, ("清单.json", "", canonical_json(manifest).encode())]
        for name, _number, content in everything:
            package.writestr(zipfile.ZipInfo(name, STAMP), content)
    return out.getvalue()
