"""Statements of reports of members."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, or_, select, text, tuple_, update

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.users.rules.reports import Filed, ReportState
from minifb.modules.users.tables import member_reports

_c = member_reports.c
_REPORT = select(*(_c[field] for field in Filed.__struct_fields__))
_PLACE, _AFTER = tuple_(_c.reported_at, _c.id), tuple_(bindparam("at"), bindparam("id"))
_IN_STATE = _REPORT.where(_c.state == bindparam("state")).limit(bindparam("limit"))
_DECISION = ("state", "decided_by", "decided_at", "decision")

# A member is reported once by each, as long as nobody decided about it; then again, as often as it takes.
ADD = sql(
    upsert(member_reports)
    .values({field: bindparam(field) for field in Filed.__struct_fields__})
    .on_conflict_do_nothing(index_elements=["member_id", "reporter_id"], index_where=text("state = 'open'"))
)
ONE = sql(_REPORT.where(_c.id == bindparam("report_id")), into=Filed)
LONGEST = sql(_IN_STATE.where(_PLACE > _AFTER).order_by(_c.reported_at, _c.id), into=Filed)
LATEST = sql(_IN_STATE.where(_PLACE < _AFTER).order_by(_c.reported_at.desc(), _c.id.desc()), into=Filed)
DECIDE = sql(
    update(member_reports)
    .where(_c.id == bindparam("report_id"))
    .values({field: bindparam(field) for field in _DECISION})
)
DROP = sql(delete(member_reports).where(or_(_c.member_id == bindparam("me"), _c.reporter_id == bindparam("me"))))


def add(tx: Tx, report: Filed) -> None:
    """Keep a report, unless one by this member about that one waits."""
    tx.run(ADD, **msgspec.structs.asdict(report))


def one(tx: Tx, report_id: str) -> Filed | None:
    """Read a report."""
    return tx.one(ONE, report_id=report_id)


def queue(tx: Tx, state: ReportState, after: Sequence[Any], limit: int) -> list[Filed]:
    """List the reports that wait, the longest first; or those that were decided, the latest reported first."""
    at, last_id = after or ((0, "") if state == "open" else (FOR_GOOD, ""))
    return tx.all(LONGEST if state == "open" else LATEST, state=state, at=at, id=last_id, limit=limit)


def decide(tx: Tx, report: Filed) -> None:
    """Keep what was decided."""
    tx.run(DECIDE, report_id=report.id, **{field: getattr(report, field) for field in _DECISION})


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase a member's reports, and those about them; tell how many."""
    return tx.run(DROP, me=member_id)
