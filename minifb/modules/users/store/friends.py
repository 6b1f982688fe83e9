"""Statements of friendships: the pairs, and the lists made of them."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import Select, and_, bindparam, case, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert  # its ON CONFLICT compiles for SQLite as well

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Avatar, Card
from minifb.kernel.ids import pair
from minifb.modules.users.rules.friends import Tie
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN, count_friends
from minifb.modules.users.tables import friendships, users


class Pair(msgspec.Struct, frozen=True):
    """A pair's row: the tie, and what identifies and orders it."""

    id: str
    low_id: str
    high_id: str
    status: str
    by_id: str | None
    quiet_until: Instant
    since: Instant
    revision: int

    @property
    def tie(self) -> Tie:
        """What the two are to each other."""
        return Tie(self.status, self.by_id, self.quiet_until)  # type: ignore[arg-type]

    def other(self, me: str) -> str:
        """Name the other one of the two."""
        return self.high_id if me == self.low_id else self.low_id


_PAIR = [friendships.c[field] for field in Pair.__struct_fields__]
WITH_ME = or_(friendships.c.low_id == bindparam("me"), friendships.c.high_id == bindparam("me"))
OTHER = case((friendships.c.low_id == bindparam("me"), friendships.c.high_id), else_=friendships.c.low_id)

PAIR_OF = sql(
    select(*_PAIR).where(friendships.c.low_id == bindparam("low"), friendships.c.high_id == bindparam("high")),
    into=Pair,
)
PAIR_CALLED = sql(select(*_PAIR).where(friendships.c.id == bindparam("id"), WITH_ME), into=Pair)
PAIRS_WITH = sql(
    select(*_PAIR).where(
        or_(
            and_(friendships.c.low_id == bindparam("me"), among(friendships.c.high_id, "ids")),
            and_(friendships.c.high_id == bindparam("me"), among(friendships.c.low_id, "ids")),
        )
    ),
    into=Pair,
)
SAVE_PAIR = sql(
    (
        _new := upsert(friendships).values({field: bindparam(field) for field in Pair.__struct_fields__})
    ).on_conflict_do_update(
        index_elements=["low_id", "high_id"],
        set_={field: _new.excluded[field] for field in ("status", "by_id", "quiet_until", "since", "revision")},
    )
)
REQUESTS_SENT = sql(
    select(func.count())
    .select_from(friendships)
    .where(WITH_ME, friendships.c.status == "pending", friendships.c.by_id == bindparam("me"))
)
FRIENDS_OF = sql(select(OTHER).where(WITH_ME, friendships.c.status == "friends"))
DROP_PAIRS = sql(delete(friendships).where(WITH_ME))


def pair_of(tx: Tx, one: str, other: str) -> Pair:
    """Find what two members are to each other; a pair that never met is a fresh row, not kept yet."""
    low, high = pair(one, other)
    return tx.one(PAIR_OF, low=low, high=high) or Pair(tx.new_id(), low, high, "none", None, 0, tx.now, 0)


def pair_called(tx: Tx, me: str, friendship_id: str) -> Pair | None:
    """Find a pair of mine by its id."""
    return tx.one(PAIR_CALLED, me=me, id=friendship_id)


def pairs_with(tx: Tx, me: str, ids: Collection[str]) -> dict[str, Pair]:
    """Find what I am to each of these members; pairs that never met are absent."""
    return {row.other(me): row for row in tx.all(PAIRS_WITH, me=me, ids=list(ids))} if ids else {}


def save_pair(tx: Tx, row: Pair, tie: Tie) -> Pair:
    """Keep what a pair has become, as its next version."""
    since = row.since if tie.status == row.status else tx.now
    changed = msgspec.structs.replace(
        row, status=tie.status, by_id=tie.by_id, quiet_until=tie.quiet_until, since=since, revision=row.revision + 1
    )
    tx.run(SAVE_PAIR, **msgspec.structs.asdict(changed))
    return changed


def requests_sent(tx: Tx, me: str) -> int:
    """Count my requests that wait."""
    return int(tx.value(REQUESTS_SENT, me=me))


def drop_of(tx: Tx, me: str) -> int:
    """Erase all pairs of a member; tell how many."""
    friends = [str(row[0]) for row in tx.all(FRIENDS_OF, me=me)]
    if friends:
        count_friends(tx, friends, -1)
    return tx.run(DROP_PAIRS, me=me)


# ── lists: each in a total order, after a position ──

MAX_INSTANT = 2**62


class Met(msgspec.Struct, frozen=True):
    """Somebody in a list of friends or requests."""

    friendship_id: str
    status: Literal["pending", "declined", "friends"]
    by_id: str | None
    since: Instant
    id: str
    username: str
    first_name: str
    last_name: str
    avatar: Avatar | None

    @property
    def card(self) -> Card:
        """The other member."""
        return Card(
            id=self.id,
            username=self.username,
            first_name=self.first_name,
            last_name=self.last_name,
            avatar=self.avatar,
        )


def _met() -> Select[Any]:
    return (
        select(
            friendships.c.id.label("friendship_id"),
            friendships.c.status,
            friendships.c.by_id,
            friendships.c.since,
            *CARD,
        )
        .join(users, users.c.id == OTHER)
        .where(WITH_ME, SHOWN, unblocked("viewer"))
        .where(tuple_(friendships.c.since, friendships.c.id) < tuple_(bindparam("since"), bindparam("id")))
        .order_by(friendships.c.since.desc(), friendships.c.id.desc())
        .limit(bindparam("limit"))
    )


LISTS = {
    "friends": sql(_met().where(friendships.c.status == "friends"), into=Met),
    "requests": sql(_met().where(friendships.c.status == "pending", friendships.c.by_id != bindparam("me")), into=Met),
    "sent": sql(
        _met().where(
            or_(friendships.c.status == "pending", friendships.c.status == "declined"),
            friendships.c.by_id == bindparam("me"),
        ),
        into=Met,
    ),
}


def met(tx: Tx, status: str, me: str, viewer: str, after: Sequence[Any], limit: int) -> list[Met]:
    """List a member's friends, or requests, newest first, as somebody may see them."""
    since, last_id = after or (MAX_INSTANT, "")
    return tx.all(LISTS[status], me=me, viewer=viewer, since=since, id=last_id, limit=limit)
