"""Statements of friendships: the pairs, and the lists made of them."""

from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
    union_all,
    update,
)

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import Statement, among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Avatar, Card
from minifb.kernel.ids import pair
from minifb.modules.users.rules.friends import Tie
from minifb.modules.users.rules.members import Member
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN
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
COUNT_FOR_FRIENDS = sql(
    update(users)
    .where(users.c.id.in_(select(OTHER).where(WITH_ME, friendships.c.status == "friends")))
    .values(friends=users.c.friends + bindparam("by"))
)
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


def count_for_friends(tx: Tx, me: str, by: int) -> None:
    """Count a friend more or less for all friends of a member who is shown again, or no longer."""
    tx.run(COUNT_FOR_FRIENDS, me=me, by=by)


def drop_of(tx: Tx, me: str) -> int:
    """Erase all pairs of a member; tell how many."""
    return tx.run(DROP_PAIRS, me=me)


# ── lists: each in a total order, after a position ──


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
        return Card.of(self)


_BEFORE = tuple_(bindparam("since"), bindparam("id"))


def _met(*which: ColumnElement[bool]) -> Statement[Met]:
    """List some of my pairs: both halves of them newest first along their index, then the newest of both."""
    columns = [
        friendships.c.id.label("friendship_id"),
        *(friendships.c[field] for field in ("status", "by_id", "since")),
    ]
    halves = [
        select(*columns, *CARD)
        .join(users, users.c.id == friendships.c[theirs])
        .where(friendships.c[mine] == bindparam("me"), *which, SHOWN, unblocked("viewer"))
        .where(tuple_(friendships.c.since, friendships.c.id) < _BEFORE)
        .order_by(friendships.c.since.desc(), friendships.c.id.desc())
        .limit(bindparam("limit"))
        .subquery()
        for mine, theirs in (("low_id", "high_id"), ("high_id", "low_id"))
    ]
    both = union_all(*(select(half) for half in halves)).subquery()
    newest = select(both).order_by(both.c.since.desc(), both.c.friendship_id.desc()).limit(bindparam("limit"))
    return sql(newest, into=Met)


_BY_ME = friendships.c.by_id == bindparam("me")
LISTS = {
    "friends": _met(friendships.c.status == "friends"),
    "requests": _met(friendships.c.status == "pending", ~_BY_ME),
    # What was declined still looks sent.
    "sent": _met(friendships.c.status.in_(["pending", "declined"]), _BY_ME),
}

_theirs = friendships.alias("theirs")
_MUTUAL = [
    WITH_ME,
    friendships.c.status == "friends",
    SHOWN,
    exists()
    .select_from(_theirs)
    .where(
        or_(
            and_(_theirs.c.low_id == users.c.id, _theirs.c.high_id == bindparam("whose")),
            and_(_theirs.c.high_id == users.c.id, _theirs.c.low_id == bindparam("whose")),
        ),
        _theirs.c.status == "friends",
    )
    .correlate(users),
    unblocked("viewer"),
]
MUTUAL = sql(
    select(*CARD)
    .join(friendships, users.c.id == OTHER)
    .where(*_MUTUAL, tuple_(users.c.username, users.c.id) > tuple_(bindparam("username"), bindparam("id")))
    .order_by(users.c.username, users.c.id)
    .limit(bindparam("limit")),
    into=Card,
)
MUTUAL_COUNT = sql(select(func.count()).select_from(friendships).join(users, users.c.id == OTHER).where(*_MUTUAL))


def mutual(tx: Tx, me: Member, other: Member, after: Sequence[Any], limit: int) -> list[Card]:
    """List the friends I have in common with another member, as far as I may see them, by username."""
    username, last_id = after or ("", "")
    return tx.all(MUTUAL, **_fewer(me, other), username=username, id=last_id, limit=limit)


def count_mutual(tx: Tx, me: Member, other: Member) -> int:
    """Count the friends I have in common with another member, as far as I may see them."""
    return int(tx.value(MUTUAL_COUNT, **_fewer(me, other)))


def _fewer(me: Member, other: Member) -> dict[str, str]:
    """Walk through the friends of whoever has fewer of them."""
    few, many = (me, other) if me.friends <= other.friends else (other, me)
    return {"me": few.id, "whose": many.id, "viewer": me.id}


def met(tx: Tx, status: str, me: str, viewer: str, after: Sequence[Any], limit: int) -> list[Met]:
    """List a member's friends, or requests, newest first, as somebody may see them."""
    since, last_id = after or (FOR_GOOD, "")
    return tx.all(LISTS[status], me=me, viewer=viewer, since=since, id=last_id, limit=limit)
