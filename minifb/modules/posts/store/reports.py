"""Reports: the cases of moderators, one for each post or comment, and who reported it."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.reports import REPORTS_SHOWN, CaseState, Filed, Reason
from minifb.modules.posts.rules.visibility import State
from minifb.modules.posts.tables import cases, comments, posts, reports


class Reported(msgspec.Struct, frozen=True):
    """A report as it is kept."""

    case_id: str
    reporter_id: str
    reason: Reason
    note: str
    reported_at: Instant


class Standing(msgspec.Struct, frozen=True):
    """What a target is now."""

    id: str
    text: str
    state: State


_CASE = select(*(cases.c[field] for field in Filed.__struct_fields__))
_REPORT = [reports.c[field] for field in Reported.__struct_fields__]
_PLACE, _AFTER = tuple_(cases.c.since, cases.c.id), tuple_(bindparam("at"), bindparam("id"))

CASE = sql(_CASE.where(cases.c.id == bindparam("case_id")), into=Filed)
CASE_OF = sql(_CASE.where(cases.c.target_id == bindparam("target_id")), into=Filed)
_IN_STATE = _CASE.where(cases.c.state == bindparam("state")).limit(bindparam("limit"))
_LONGEST = _IN_STATE.where(_PLACE > _AFTER).order_by(cases.c.since, cases.c.id)
_LATEST = _IN_STATE.where(_PLACE < _AFTER).order_by(cases.c.since.desc(), cases.c.id.desc())
QUEUE = sql(_LONGEST, into=Filed)
DECIDED = sql(_LATEST, into=Filed)
REMOVED = sql(_LATEST.where(cases.c.author_id == bindparam("author_id")), into=Filed)
ADD_CASE = sql(insert(cases).values({field: bindparam(field) for field in Filed.__struct_fields__}))
SAVE_CASE = sql(
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values({field: bindparam(field) for field in Filed.__struct_fields__ if field not in {"id", "target_id"}})
)
MINE = sql(
    select(*_REPORT)
    .where(reports.c.case_id == bindparam("case_id"))
    .where(reports.c.reporter_id == bindparam("reporter_id")),
    into=Reported,
)
OF_CASE = sql(
    select(*_REPORT)
    .where(reports.c.case_id == bindparam("case_id"))
    .order_by(reports.c.reported_at.desc(), reports.c.reporter_id)
    .limit(REPORTS_SHOWN),
    into=Reported,
)
_NEW = upsert(reports).values({field: bindparam(field) for field in Reported.__struct_fields__})
KEEP = sql(
    _NEW.on_conflict_do_update(
        index_elements=["case_id", "reporter_id"],
        set_={field: _NEW.excluded[field] for field in ("reason", "note", "reported_at")},
    )
)
STANDINGS = sql(
    select(posts.c.id, posts.c.text, posts.c.state)
    .where(among(posts.c.id, "ids"))
    .union_all(select(comments.c.id, comments.c.text, comments.c.state).where(among(comments.c.id, "ids"))),
    into=Standing,
)
# A case that waits for a decision keeps the words, so that nobody escapes one by deleting them.
_FORGET = update(cases).where(cases.c.state != "open").values(text="")
FORGET = sql(_FORGET.where(among(cases.c.target_id, "ids")))
FORGET_UNDER = sql(_FORGET.where(cases.c.post_id == bindparam("post_id")))
REPORTERS_OF = sql(
    select(reports.c.case_id)
    .where(reports.c.reporter_id == bindparam("member_id"))
    .order_by(reports.c.case_id)
    .limit(bindparam("limit"))
)
DROP_REPORTS = sql(
    delete(reports).where(reports.c.reporter_id == bindparam("member_id"), among(reports.c.case_id, "ids"))
)
BY_REASON = sql(
    select(reports.c.case_id, reports.c.reason, func.count())
    .where(among(reports.c.case_id, "ids"))
    .group_by(reports.c.case_id, reports.c.reason)
    .order_by(reports.c.case_id, reports.c.reason)
)
SET_REASONS = sql(
    update(cases)
    .where(cases.c.id == bindparam("case_id"))
    .values(reasons=bindparam("reasons"), reporters=bindparam("reporters"))
)
TOUCH = sql(update(cases).where(cases.c.id == bindparam("case_id")).values(last_at=bindparam("at")))
CASES_OF = sql(
    select(cases.c.id).where(cases.c.author_id == bindparam("member_id")).order_by(cases.c.id).limit(bindparam("limit"))
)
DROP_CASES = [
    sql(delete(reports).where(among(reports.c.case_id, "ids"))),
    sql(delete(cases).where(among(cases.c.id, "ids"))),
]
LATER: tuple[Instant, str] = (FOR_GOOD, "")


def case(tx: Tx, case_id: str) -> Filed | None:
    """Find a case."""
    return tx.one(CASE, case_id=case_id)


def case_of(tx: Tx, target_id: str) -> Filed | None:
    """Find the case of a post or comment."""
    return tx.one(CASE_OF, target_id=target_id)


def queue(tx: Tx, state: CaseState, after: Sequence[Any], limit: int) -> list[Filed]:
    """List cases: open ones in the order they came to wait, decided ones from the latest."""
    statement, begin = (QUEUE, (0, "")) if state == "open" else (DECIDED, LATER)
    at, last_id = after or begin
    return tx.all(statement, state=state, at=at, id=last_id, limit=limit)


def removed(tx: Tx, author_id: str, after: Sequence[Any], limit: int) -> list[Filed]:
    """List what of a member's was taken down, from the latest."""
    at, last_id = after or LATER
    return tx.all(REMOVED, state="upheld", author_id=author_id, at=at, id=last_id, limit=limit)


def add_case(tx: Tx, new: Filed) -> None:
    """Keep a new case."""
    tx.run(ADD_CASE, **msgspec.structs.asdict(new))


def save_case(tx: Tx, changed: Filed) -> None:
    """Keep what a case is now."""
    values = msgspec.structs.asdict(changed)
    tx.run(SAVE_CASE, case_id=values.pop("id"), **{key: values[key] for key in values if key != "target_id"})


def report_of(tx: Tx, case_id: str, reporter_id: str) -> Reported | None:
    """Find a member's report in a case."""
    return tx.one(MINE, case_id=case_id, reporter_id=reporter_id)


def keep_report(tx: Tx, new: Reported) -> None:
    """Keep a report, in the place of an earlier one of that member."""
    tx.run(KEEP, **msgspec.structs.asdict(new))


def touch(tx: Tx, case_id: str) -> None:
    """Note that there is a new report in a case."""
    recount(tx, [case_id])
    tx.run(TOUCH, case_id=case_id, at=tx.now)


def reports_of(tx: Tx, case_id: str) -> list[Reported]:
    """List the reports of a case, the latest first."""
    return tx.all(OF_CASE, case_id=case_id)


def standings(tx: Tx, target_ids: Collection[str]) -> dict[str, Standing]:
    """Tell what became of posts and comments; those that are gone are absent."""
    return {one.id: one for one in tx.all(STANDINGS, ids=list(target_ids))}


def forget(tx: Tx, target_ids: Collection[str]) -> None:
    """Forget the words of what is gone, where nothing waits to be decided."""
    tx.run(FORGET, ids=list(target_ids))


def forget_under(tx: Tx, post_id: str) -> None:
    """Forget the words of a post that is gone, and of all under it, where nothing waits to be decided."""
    tx.run(FORGET_UNDER, post_id=post_id)


def recount(tx: Tx, case_ids: Collection[str]) -> None:
    """Count the reports of cases again."""
    found: dict[str, dict[str, int]] = {case_id: {} for case_id in case_ids}
    for case_id, reason, count in tx.all(BY_REASON, ids=list(case_ids)):
        found[case_id][reason] = count
    rows = [{"case_id": one, "reasons": kinds, "reporters": sum(kinds.values())} for one, kinds in found.items()]
    tx.run_many(SET_REASONS, rows)


# ── the end of a member ──


def drop_by(tx: Tx, member_id: str, limit: int) -> int:
    """Drop some of a member's reports; tell how many."""
    ids = [str(row[0]) for row in tx.all(REPORTERS_OF, member_id=member_id, limit=limit)]
    tx.run(DROP_REPORTS, member_id=member_id, ids=ids)
    recount(tx, ids)
    return len(ids)


def drop_about(tx: Tx, member_id: str, limit: int) -> int:
    """Drop some of the cases about what a member said; tell how many."""
    ids = [str(row[0]) for row in tx.all(CASES_OF, member_id=member_id, limit=limit)]
    for statement in DROP_CASES:
        tx.run(statement, ids=ids)
    return len(ids)
