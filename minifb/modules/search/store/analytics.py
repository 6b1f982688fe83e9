"""Statements of analytics: totals by day and query, and today's askers as hashes."""

import secrets
from typing import Any

from sqlalchemy import BigInteger, bindparam, cast, delete, func, insert, select

from minifb.kernel.clock import DAY
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.analytics import PEOPLE_MIN, Counted, Counts, asker_of
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.tables import search_askers, search_days, search_salts

_COUNTED = ("searches", "people", "empty", "clicks", "places", "abandoned")
_KEY = ("day", "kind", "query")
_NEW = upsert(search_days).values({name: bindparam(name) for name in (*_KEY, *_COUNTED)})
_days = search_days.c

COUNT = sql(
    _NEW.on_conflict_do_update(index_elements=_KEY, set_={name: _days[name] + _NEW.excluded[name] for name in _COUNTED})
)
SALT = sql(select(search_salts.c.salt).where(search_salts.c.day == bindparam("day")))
NEW_SALT = sql(insert(search_salts).values(day=bindparam("day"), salt=bindparam("salt")))
ASK = sql(upsert(search_askers).values({name: bindparam(name) for name in (*_KEY, "asker")}).on_conflict_do_nothing())
_SINCE = _days.day >= bindparam("since")


def _sum(name: str) -> Any:
    return cast(func.coalesce(func.sum(_days[name]), 0), BigInteger)


_sums = [_sum(name).label(name) for name in _COUNTED]
_most = [(func.max(_days.people) if name == "people" else _sum(name)).label(name) for name in _COUNTED]
SUMS = sql(select(*_sums).where(_SINCE), into=Counts)


def _top(by: str) -> Any:
    """Find what most people looked for, or did not find; of what few looked for nothing."""
    return sql(
        select(*_most, _days.kind, _days.query)
        .where(_SINCE, _days.query != "")
        .group_by(_days.kind, _days.query)
        .having(func.max(_days.people) >= PEOPLE_MIN, _sum(by) > 0)
        .order_by(_sum(by).desc(), func.max(_days.people).desc())
        .limit(bindparam("limit")),
        into=Counted,
    )


TOP, WITHOUT = _top("searches"), _top("empty")

# ── what is over ──

_OVER = (_days.day < bindparam("today"), _days.query != "", _days.people < PEOPLE_MIN)
RARE = sql(select(_days.day, _days.kind, *_sums).where(*_OVER).group_by(_days.day, _days.kind))
DROP_RARE = sql(delete(search_days).where(*_OVER))
DROP_OLD = sql(delete(search_days).where(_days.day < bindparam("before")))
DROP_ASKERS = sql(delete(search_askers).where(search_askers.c.day < bindparam("today")))
DROP_SALTS = sql(delete(search_salts).where(search_salts.c.day < bindparam("today")))


def count(tx: Tx, kind: Kind, query: str, **counts: int) -> None:
    """Count something into today's totals of a query."""
    tx.run(COUNT, day=tx.now // DAY, kind=kind, query=query, **dict.fromkeys(_COUNTED, 0) | counts)


def ask(tx: Tx, kind: Kind, query: str, member_id: str, *, found: bool) -> None:
    """Count that a member looked for something; who it was is known as long as the day lasts, and not by name."""
    day = tx.now // DAY
    salt = tx.value(SALT, day=day)
    if salt is None:
        salt = secrets.token_bytes(32)
        tx.run(NEW_SALT, day=day, salt=salt)
    new = tx.run(ASK, day=day, kind=kind, query=query, asker=asker_of(salt, member_id))
    count(tx, kind, query, searches=1, people=new, empty=int(not found))


def sums(tx: Tx, since: int) -> Counts:
    """Count everything since a day."""
    return tx.one(SUMS, since=since) or Counts(0, 0, 0, 0, 0, 0)


def top(tx: Tx, since: int, limit: int) -> list[Counted]:
    """List what most people looked for since a day."""
    return _sorted(tx.all(TOP, since=since, limit=limit), "searches")


def without(tx: Tx, since: int, limit: int) -> list[Counted]:
    """List what most people looked for and did not find since a day."""
    return _sorted(tx.all(WITHOUT, since=since, limit=limit), "empty")


def _sorted(found: list[Counted], by: str) -> list[Counted]:
    return sorted(found, key=lambda one: (-getattr(one, by), -one.people, one.kind, one.query))


def close_days(tx: Tx, keep_days: int) -> None:
    """Forget of the days that are over who asked, and what few asked for; keep how often that was."""
    today = tx.now // DAY
    for day, kind, *counts in tx.all(RARE, today=today):
        tx.run(COUNT, day=day, kind=kind, query="", **dict(zip(_COUNTED, counts, strict=True)))
    tx.run(DROP_RARE, today=today)
    tx.run(DROP_ASKERS, today=today)
    tx.run(DROP_SALTS, today=today)
    tx.run(DROP_OLD, before=today - keep_days)
