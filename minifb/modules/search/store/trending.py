"""Statements of trends: who took part in which tags, as one viewer may count them, and vetoes."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, bindparam, case, delete, exists, func, literal_column, select, union_all

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.trending import STEPS, Crowd, Use, Veto
from minifb.modules.search.tables import PEOPLE, actives, tag_answers, tag_uses, vetoes

_NOW: Any = bindparam("now", type_=BigInteger)
_STEP: Any = bindparam("step", type_=BigInteger)
_MIDDLE: Any = bindparam("middle", type_=BigInteger)
_people = PEOPLE.members

# What could trend for anybody at all: of most tags there is so little that nobody need be looked at.
_lately = (
    select(
        tag_uses.c.tag,
        select(func.count())
        .select_from(tag_answers)
        .where(tag_answers.c.post_id == tag_uses.c.post_id)
        .correlate(tag_uses)
        .scalar_subquery()
        .label("answers"),
    )
    .where(tag_uses.c.at > bindparam("since"))
    .cte("lately")
    .prefix_with("MATERIALIZED")  # found by their time, and only then put together by tag
)
LIKELY = sql(
    select(_lately.c.tag)
    .where(~exists().where(vetoes.c.tag == _lately.c.tag))
    .group_by(_lately.c.tag)
    .having(
        func.count() >= bindparam("authors", type_=BigInteger),
        func.count() + func.sum(_lately.c.answers) >= bindparam("people", type_=BigInteger),
    )
)

# Blocks are handed in: there are few of one viewer, and thousands of rows to compare with them.
_shown = (
    select(tag_uses.c.tag, tag_uses.c.post_id, tag_uses.c.author_id, tag_uses.c.at)
    .join(_people, _people.c.id == tag_uses.c.author_id)
    .where(
        among(tag_uses.c.tag, "tags"),
        tag_uses.c.at > bindparam("since"),
        ~PEOPLE.hidden,
        ~among(tag_uses.c.author_id, "blocked"),
    )
)
_posts = _shown.cte("shown")
_acts = union_all(
    select(_posts.c.tag, _posts.c.author_id.label("member_id"), _posts.c.at),
    select(_posts.c.tag, tag_answers.c.member_id, tag_answers.c.at)
    .join_from(_posts, tag_answers, tag_answers.c.post_id == _posts.c.post_id)
    .join(_people, _people.c.id == tag_answers.c.member_id)
    .where(~PEOPLE.hidden, ~among(tag_answers.c.member_id, "blocked")),
).subquery("acts")
_each = (
    select(_acts.c.tag, func.max(_acts.c.at).label("last"), func.min(_acts.c.at).label("first"))
    .group_by(_acts.c.tag, _acts.c.member_id)
    .subquery("each")
)
_age = ((_NOW - _each.c.last) // _STEP).label("age")
_before = func.sum(case((_each.c.first < _MIDDLE, 1), else_=0)).label("before")
CROWDS = sql(
    select(_each.c.tag, _age, func.count().label("people"), _before).group_by(_each.c.tag, literal_column("age")),
    into=Crowd,
)
USES = sql(
    select(
        _posts.c.tag, func.count().label("posts"), func.count(_posts.c.author_id.distinct()).label("authors")
    ).group_by(_posts.c.tag),
    into=Use,
)
ACTIVE = sql(select(func.count()).select_from(actives).where(actives.c.day >= bindparam("since")))

_VETO = vetoes.c.tag == bindparam("tag")
PUT = sql(
    upsert(vetoes).values({name: bindparam(name) for name in ("tag", "id", "by_id", "at")}).on_conflict_do_nothing()
)
LIFT = sql(delete(vetoes).where(_VETO))
VETOES = sql(
    select(vetoes.c.tag, vetoes.c.id, vetoes.c.by_id, vetoes.c.at)
    .where(vetoes.c.id < bindparam("before"))
    .order_by(vetoes.c.id.desc())
    .limit(bindparam("limit")),
    into=Veto,
)
_LAST = "g"
"""After every id there is."""


def likely(tx: Tx, window: int, people: int, authors: int) -> list[str]:
    """Find the tags of a window that have enough posts and answers for so many people."""
    return [row[0] for row in tx.all(LIKELY, since=tx.now - window, people=people, authors=authors)]


def crowds(tx: Tx, tags: Collection[str], window: int, blocked: Collection[str]) -> tuple[list[Crowd], list[Use]]:
    """Count who took part in these tags within a window, and the posts, without some people."""
    asked: dict[str, Any] = {"tags": list(tags), "since": tx.now - window, "blocked": list(blocked)}
    ages = {"now": tx.now, "step": window // STEPS, "middle": tx.now - window // 2}
    return tx.all(CROWDS, **asked, **ages), tx.all(USES, **asked)


def active_since(tx: Tx, day: int) -> int:
    """Count who was active on a day or later."""
    return int(tx.value(ACTIVE, since=day))


def veto(tx: Tx, tag: str, by_id: str) -> bool:
    """Let a tag not trend; tell whether that is new."""
    return tx.run(PUT, tag=tag, id=tx.new_id(), by_id=by_id, at=tx.now) > 0


def lift(tx: Tx, tag: str) -> bool:
    """Let a tag trend again; tell whether it was vetoed."""
    return tx.run(LIFT, tag=tag) > 0


def vetoed(tx: Tx, after: Sequence[Any], limit: int) -> list[Veto]:
    """List vetoes, the latest first."""
    return tx.all(VETOES, before=after[0] if after else _LAST, limit=limit)
