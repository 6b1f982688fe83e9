"""Statements of what others keep copies of: members a page at a time, and what is between them and others."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import bindparam, exists, func, select

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.people import Bond, Muting
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.public import Follow, FriendList
from minifb.modules.users.store.members import CARD
from minifb.modules.users.tables import blocks, follows, friend_list_members, friend_lists, friendships, mutes, users


class Profiled(Card):
    """A member who has a profile, as others know them."""

    friends: int = 0
    state: str = ""
    revision: int = 0
    suspended: bool = False
    standing_revision: int = 0


PROFILED = sql(
    select(*CARD, *(users.c[field] for field in ("friends", "state", "revision", "suspended", "standing_revision")))
    .where(users.c.id > bindparam("after"), users.c.state != "gone")
    .order_by(users.c.id)
    .limit(bindparam("limit")),
    into=Profiled,
)
_LOW, _HIGH = friendships.c.low_id, friendships.c.high_id
# Whoever blocks makes a version of the pair, so every block has a pair's row.
BONDS = sql(
    select(
        _LOW,
        _HIGH,
        friendships.c.status == "friends",
        exists().where(blocks.c.by_id == _LOW, blocks.c.blocked_id == _HIGH),
        exists().where(blocks.c.by_id == _HIGH, blocks.c.blocked_id == _LOW),
        friendships.c.revision,
    )
    .where(among(_LOW, "ids"))
    .order_by(_LOW, _HIGH)
)
MUTES = sql(
    select(mutes.c.by_id, mutes.c.muted_id, func.coalesce(mutes.c.until, FOR_GOOD), mutes.c.revision)
    .where(among(mutes.c.by_id, "ids"))
    .order_by(mutes.c.by_id, mutes.c.muted_id)
)
FOLLOWS = sql(
    select(follows.c.by_id, follows.c.followed_id, follows.c.first, follows.c.revision)
    .where(among(follows.c.by_id, "ids"))
    .order_by(follows.c.by_id, follows.c.followed_id)
)
# An empty list has a row too, with nobody in it.
LISTS = sql(
    select(
        friend_lists.c.owner_id,
        friend_lists.c.id,
        friend_lists.c.kind,
        friend_lists.c.revision,
        friend_list_members.c.member_id,
    )
    .join(friend_list_members, friend_list_members.c.list_id == friend_lists.c.id, isouter=True)
    .where(among(friend_lists.c.owner_id, "ids"))
    .order_by(friend_lists.c.owner_id, friend_lists.c.id, friend_list_members.c.member_id)
)


def profiled(tx: Tx, after: str, limit: int) -> list[Profiled]:
    """List members who have a profile, in the order of their ids."""
    return tx.all(PROFILED, after=after, limit=limit)


def bonds(tx: Tx, ids: Collection[str]) -> dict[str, list[Bond]]:
    """Find what members are, or were once, to others whose ids are greater."""
    found = defaultdict[str, list[Bond]](list)
    for me, other_id, friends, blocking, blocked, revision in tx.all(BONDS, ids=list(ids)):
        found[me].append(Bond(other_id, bool(friends), bool(blocking), bool(blocked), revision))
    return found


def mutings(tx: Tx, ids: Collection[str]) -> dict[str, list[Muting]]:
    """Find whom members mute, or did once."""
    found = defaultdict[str, list[Muting]](list)
    for me, other_id, until, revision in tx.all(MUTES, ids=list(ids)):
        found[me].append(Muting(other_id, until, revision))
    return found


def following(tx: Tx, ids: Collection[str]) -> dict[str, list[Follow]]:
    """Find whom members follow, or did once; one that ended sees nobody first."""
    found = defaultdict[str, list[Follow]](list)
    for me, other_id, first, revision in tx.all(FOLLOWS, ids=list(ids)):
        found[me].append(Follow(other_id, bool(first), revision))
    return found


def listing(tx: Tx, ids: Collection[str]) -> dict[str, list[FriendList]]:
    """Find the lists that members keep, and who is on them."""
    found = defaultdict[str, list[FriendList]](list)
    for me, list_id, kind, revision, member_id in tx.all(LISTS, ids=list(ids)):
        if not found[me] or found[me][-1].id != list_id:
            found[me].append(FriendList(list_id, kind == "close", [], revision))
        found[me][-1].member_ids.extend([member_id] if member_id else [])
    return found
