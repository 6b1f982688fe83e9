"""Statements of follows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, delete, func, or_, select, tuple_

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.rules.follows import Follow
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.tables import follows, users


class Met(Card):
    """Somebody who follows or is followed."""

    created_at: Instant = 0
    first: bool = False


_BY_ME = follows.c.by_id == bindparam("me")
_ME = follows.c.followed_id == bindparam("me")

FOLLOW = sql(
    select(*(follows.c[field] for field in Follow.__struct_fields__)).where(
        _BY_ME, follows.c.followed_id == bindparam("other")
    ),
    into=Follow,
)
SAVE = sql(
    (
        _new := upsert(follows).values({field: bindparam(field) for field in Follow.__struct_fields__})
    ).on_conflict_do_update(
        index_elements=["by_id", "followed_id"],
        set_={field: _new.excluded[field] for field in ("active", "first", "created_at", "revision")},
    )
)
FOLLOWED_COUNT = sql(select(func.count()).select_from(follows).where(_BY_ME, follows.c.active))
FIRST_COUNT = sql(select(func.count()).select_from(follows).where(_BY_ME, follows.c.active, follows.c.first))
DROP = sql(delete(follows).where(or_(_BY_ME, _ME)))


def _met(other: Any) -> Select[Any]:
    return (
        select(*CARD, follows.c.created_at, follows.c.first)
        .join(follows, other == users.c.id)
        .where(follows.c.active, SHOWN, unblocked("me"))
        .where(tuple_(follows.c.created_at, other) < tuple_(bindparam("since"), bindparam("id")))
        .order_by(follows.c.created_at.desc(), other.desc())
        .limit(bindparam("limit"))
    )


_FOLLOWED = _met(follows.c.followed_id).where(_BY_ME)
LISTS = {
    "followed": sql(_FOLLOWED, into=Met),
    "first": sql(_FOLLOWED.where(follows.c.first), into=Met),
    "not first": sql(_FOLLOWED.where(~follows.c.first), into=Met),
    "followers": sql(_met(follows.c.by_id).where(_ME), into=Met),
}
BEYOND = (FOR_GOOD, "")


def follow_of(tx: Tx, me: str, other: str) -> Follow:
    """Find how somebody follows another; who never did has a fresh row, not kept yet."""
    return tx.one(FOLLOW, me=me, other=other) or Follow(me, other, False, False, tx.now, 0)


def save_follow(tx: Tx, changed: Follow) -> None:
    """Keep a follow."""
    tx.run(SAVE, **msgspec.structs.asdict(changed))


def count_followed(tx: Tx, me: str) -> int:
    """Count whom somebody follows."""
    return int(tx.value(FOLLOWED_COUNT, me=me))


def count_first(tx: Tx, me: str) -> int:
    """Count whom somebody sees first."""
    return int(tx.value(FIRST_COUNT, me=me))


def met(tx: Tx, which: str, me: str, after: Sequence[Any], limit: int) -> list[Met]:
    """List whom somebody follows, or who follows them, newest first."""
    since, last_id = after or BEYOND
    return tx.all(LISTS[which], me=me, since=since, id=last_id, limit=limit)


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase a member's follows, and those of them; tell how many."""
    return tx.run(DROP, me=member_id)
