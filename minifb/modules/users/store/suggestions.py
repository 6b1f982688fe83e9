"""Statements that find people somebody may know. The walk through friends of friends runs in the slow lane."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, and_, bindparam, case, delete, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement, among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.rules.suggestions import FEW, Candidate, Kind, Shared
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, CARDS, SHOWN
from minifb.modules.users.store.privacy import allowed, setting
from minifb.modules.users.tables import blocks, friendships, suggestion_dismissals, users

Row = TypeVar("Row")

REACHED_MAX = 200
"""How many friends of friends are ever suggested at once."""


class Weighed(Card):
    """Somebody, and what speaks for suggesting them."""

    weight: int = 0


_ME: BindParameter[Any] = bindparam("me")
_PAIR = {"low": friendships.c.low_id, "high": friendships.c.high_id}
_SIDES = (("low", "high"), ("high", "low"))
_FRIENDS = friendships.c.status == "friends"

MY_FRIENDS = sql(
    select(users.c.id, users.c.friends)
    .where(users.c.id.in_(union_all(*(select(_PAIR[far]).where(_PAIR[near] == _ME, _FRIENDS) for near, far in _SIDES))))
    .where(SHOWN)
    .order_by(users.c.friends, users.c.id)
)

# 1 / log2 of how many friends the friend in between has, in thousandths and by powers of two: whole numbers, so that
# both engines add up to the same order (Adamic and Adar, Friends and Neighbors on the Web, 2003).
_WEIGHT = case(*((users.c.friends < 2**power, 1000 // (power - 1)) for power in range(2, 14)), else_=1000 // 13)

# Never suggested: whom there is something with already, a declined request included, and whom one does not want to see.
_SETTLED = or_(friendships.c.status != "none", friendships.c.quiet_until > 0)
_LEFT_OUT = union_all(
    *(select(_PAIR[far]).where(_PAIR[near] == _ME, _SETTLED) for near, far in _SIDES),
    select(blocks.c.blocked_id).where(blocks.c.by_id == _ME),
    select(blocks.c.by_id).where(blocks.c.blocked_id == _ME),
    select(suggestion_dismissals.c.dismissed_id).where(suggestion_dismissals.c.by_id == _ME),
)


def _reached(near: str, far: str) -> Select[Any]:
    return (
        select(_PAIR[far].label("id"), _WEIGHT.label("weight"))
        .join_from(users, friendships, _PAIR[near] == users.c.id)
        .where(among(users.c.id, "near"), _FRIENDS)
    )


_walked = union_all(*(_reached(*sides) for sides in _SIDES)).subquery("walked")
_score = func.sum(_walked.c.weight)
_best = (
    select(_walked.c.id, _score.label("weight"))
    .where(_walked.c.id != _ME, _walked.c.id.not_in(_LEFT_OUT))
    .group_by(_walked.c.id)
    .order_by(_score.desc(), _walked.c.id)
    .limit(REACHED_MAX)
    .subquery("best")
)
REACHED = sql(
    select(*CARD, _best.c.weight)
    .join(_best, _best.c.id == users.c.id)
    .where(SHOWN, allowed("search", "me"), setting("friends") != "onlyMe")
    .order_by(_best.c.weight.desc(), users.c.id),
    into=Weighed,
)

_OPEN = and_(
    users.c.id != _ME,
    users.c.id.not_in(_LEFT_OUT),
    SHOWN,
    unblocked("me"),
    allowed("search", "me"),
    setting("requests") == "everyone",
)
FILL = {
    "newHere": sql(
        select(*CARD, users.c.created_at.label("weight"))
        .where(_OPEN, users.c.created_at > bindparam("since"))
        .order_by(users.c.created_at.desc(), users.c.id.desc())
        .limit(FEW),
        into=Weighed,
    ),
    "popular": sql(
        select(*CARD, users.c.friends.label("weight"))
        .where(_OPEN, users.c.friends > 0)
        .order_by(users.c.friends.desc(), users.c.id.desc())
        .limit(FEW),
        into=Weighed,
    ),
}


def _theirs(near: str, far: str) -> Select[Any]:
    # Walks their friends and picks mine out of them; to look for each of mine takes longer once there are many.
    mine = case((among(_PAIR[far], "friends"), _PAIR[far]))
    return select(_PAIR[near].label("user_id"), mine.label("friend_id")).where(among(_PAIR[near], "ids"), _FRIENDS)


_common = union_all(*(_theirs(*sides) for sides in _SIDES)).subquery("common")
SHARED = sql(
    select(
        _common.c.user_id,
        func.count(_common.c.friend_id).label("count"),
        func.min(_common.c.friend_id).label("one_id"),
        func.max(_common.c.friend_id).label("other_id"),
    ).group_by(_common.c.user_id),
    into=Shared,
)

DISMISS = sql(
    upsert(suggestion_dismissals)
    .values(by_id=_ME, dismissed_id=bindparam("other"), created_at=bindparam("at"))
    .on_conflict_do_nothing()
)
DROP = sql(
    delete(suggestion_dismissals).where(
        or_(suggestion_dismissals.c.by_id == _ME, suggestion_dismissals.c.dismissed_id == _ME)
    )
)


class Lane:
    """The slow lane, and what is asked there."""

    def __init__(self, connection: AsyncConnection, dialect: str) -> None:
        """Ask on a connection of the slow lane."""
        self._connection = connection
        self._dialect = dialect

    async def friends(self, me: str) -> list[tuple[str, int]]:
        """List somebody's friends with how many friends each has, fewest first."""
        return [(row[0], row[1]) for row in await self._all(MY_FRIENDS, me=me)]

    async def reached(self, me: str, near: Collection[str]) -> list[Candidate]:
        """Find the best of the friends of these friends."""
        rows = await self._all(REACHED, me=me, near=list(near)) if near else []
        return [_candidate(row, "mutualFriends") for row in rows]

    async def shared(self, ids: Collection[str], friends: Collection[str]) -> dict[str, Shared]:
        """Find what members have in common with somebody who has these friends."""
        rows = await self._all(SHARED, ids=list(ids), friends=list(friends)) if ids else []
        return {row.user_id: row for row in rows}

    async def cards(self, ids: Collection[str]) -> dict[str, Card]:
        """Find cards."""
        return {card.id: card for card in (await self._all(CARDS, ids=list(ids)) if ids else [])}

    async def _all(self, statement: Statement[Row], **values: Any) -> list[Row]:
        compiled = statement.on(self._dialect)
        found = await self._connection.exec_driver_sql(compiled.text, tuple(compiled.bind(values)))
        return statement.make_all(found.all())


def fill(tx: Tx, me: str, since: Instant) -> list[Candidate]:
    """Find who is new here, and whom many know."""
    new = [_candidate(row, "newHere") for row in tx.all(FILL["newHere"], me=me, since=since)]
    return new + [_candidate(row, "popular") for row in tx.all(FILL["popular"], me=me)]


def dismiss(tx: Tx, me: str, other: str) -> None:
    """Suggest somebody no more."""
    tx.run(DISMISS, me=me, other=other, at=tx.now)


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase whom a member dismissed, and who dismissed them; tell how many."""
    return tx.run(DROP, me=member_id)


def _candidate(row: Weighed, kind: Kind) -> Candidate:
    return Candidate(Card.of(row), kind, row.weight)
