"""Circles: who people are to each other, as users told us: friends, blocks, lists, follows, mutes.

A fact is taken only when it is not older than the one that is kept.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, Exists, bindparam, delete, exists, or_, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.tables import blocks, follows, friends, list_members, lists, mutes

# ── what a viewer is to an author ──


def are_friends(viewer: Any, author: Any) -> Exists:
    """Match pairs of friends."""
    return exists().where(friends.c.member_id == viewer, friends.c.friend_id == author, friends.c.active)


def are_blocked(viewer: Any, author: Any) -> Any:
    """Match pairs one of whom blocked the other."""
    return or_(
        exists().where(blocks.c.by_id == viewer, blocks.c.blocked_id == author, blocks.c.active),
        exists().where(blocks.c.by_id == author, blocks.c.blocked_id == viewer, blocks.c.active),
    )


VIEWER: BindParameter[Any] = bindparam("viewer")
_BLOCKED_WITH = (
    select(blocks.c.blocked_id)
    .where(blocks.c.by_id == VIEWER, blocks.c.active)
    .union_all(select(blocks.c.by_id).where(blocks.c.blocked_id == VIEWER, blocks.c.active))
)
BLOCKED_WITH = sql(_BLOCKED_WITH)


def blocked_with(tx: Tx, viewer: str) -> list[str]:
    """List whom a viewer blocked or was blocked by."""
    return [str(row[0]) for row in tx.all(BLOCKED_WITH, viewer=viewer)]


# ── the copies ──

_TIE = upsert(friends).values({column.name: bindparam(column.name) for column in friends.c})
KEEP_FRIENDS = sql(
    _TIE.on_conflict_do_update(
        index_elements=["member_id", "friend_id"],
        set_={field: _TIE.excluded[field] for field in ("active", "revision", "since")},
        where=friends.c.revision <= _TIE.excluded.revision,
    )
)
_BLOCK = upsert(blocks).values({column.name: bindparam(column.name) for column in blocks.c})
KEEP_BLOCK = sql(
    _BLOCK.on_conflict_do_update(
        index_elements=["by_id", "blocked_id"],
        set_={"active": _BLOCK.excluded.active, "revision": _BLOCK.excluded.revision},
        where=blocks.c.revision <= _BLOCK.excluded.revision,
    )
)
SUSPECT = sql(_BLOCK.on_conflict_do_update(index_elements=["by_id", "blocked_id"], set_={"active": True}))
PART = sql(
    update(friends)
    .where(friends.c.member_id == bindparam("one"), friends.c.friend_id == bindparam("other"))
    .values(active=False)
)


def keep_friends(tx: Tx, one: str, other: str, since: Instant, *, active: bool, told: int) -> None:
    """Keep whether two members are friends, and since when, unless something newer is known."""
    for me, friend in ((one, other), (other, one)):
        tx.run(KEEP_FRIENDS, member_id=me, friend_id=friend, active=active, revision=told, since=since)


def keep_block(tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
    """Keep whether a member blocks another, unless something newer is known."""
    tx.run(KEEP_BLOCK, by_id=by, blocked_id=blocked_id, active=active, revision=told)


def part(tx: Tx, one: str, other: str) -> None:
    """Take two members for strangers, whatever is known."""
    tx.run(PART, one=one, other=other)
    tx.run(PART, one=other, other=one)


def suspect(tx: Tx, by: str, blocked_id: str) -> None:
    """Take a block for standing, whatever is known."""
    tx.run(SUSPECT, by_id=by, blocked_id=blocked_id, active=True, revision=0)


# ── lists: whose names posts may be said to ──

LIST_REVISION = sql(select(lists.c.revision).where(lists.c.id == bindparam("list_id")))
_LIST = upsert(lists).values({column.name: bindparam(column.name) for column in lists.c})
KEEP_LIST = sql(_LIST.on_conflict_do_update(index_elements=["id"], set_={"revision": _LIST.excluded.revision}))
ON_LIST = sql(select(list_members.c.member_id).where(list_members.c.list_id == bindparam("list_id")))
CONCERNED = sql(
    select(list_members.c.member_id)
    .where(list_members.c.list_id == bindparam("list_id"))
    .union_all(select(lists.c.owner_id).where(lists.c.id == bindparam("list_id")))
)
EMPTY_LIST = sql(delete(list_members).where(list_members.c.list_id == bindparam("list_id")))
PUT_ON_LIST = sql(
    upsert(list_members).values(list_id=bindparam("list_id"), member_id=bindparam("member_id")).on_conflict_do_nothing()
)
OWN_LISTS = sql(select(lists.c.id).where(among(lists.c.id, "ids"), lists.c.owner_id == bindparam("owner_id")))


def keep_list(tx: Tx, list_id: str, owner_id: str, member_ids: Collection[str], told: int) -> set[str]:
    """Keep who is on a list, unless something newer is known; give whom this may concern."""
    known = tx.value(LIST_REVISION, list_id=list_id)
    if known is not None and known > told:
        return set()
    before = {str(row[0]) for row in tx.all(ON_LIST, list_id=list_id)}
    tx.run(KEEP_LIST, id=list_id, owner_id=owner_id, revision=told)
    tx.run(EMPTY_LIST, list_id=list_id)
    tx.run_many(PUT_ON_LIST, [{"list_id": list_id, "member_id": one} for one in sorted(set(member_ids))])
    return before ^ set(member_ids) | {owner_id}


def empty_list(tx: Tx, list_id: str) -> list[str]:
    """Take everybody off a list, whatever is known; give whom this may concern: its owner, and who was on it."""
    concerned = [str(row[0]) for row in tx.all(CONCERNED, list_id=list_id)]
    tx.run(EMPTY_LIST, list_id=list_id)
    return concerned


def own_lists(tx: Tx, owner_id: str, ids: Collection[str]) -> set[str]:
    """Find which of these lists are a member's own."""
    return {str(row[0]) for row in tx.all(OWN_LISTS, owner_id=owner_id, ids=list(ids))}


# ── follows and mutes: what a feed begins with, and what it leaves out ──

_FOLLOW = upsert(follows).values({column.name: bindparam(column.name) for column in follows.c})
KEEP_FOLLOW = sql(
    _FOLLOW.on_conflict_do_update(
        index_elements=["by_id", "followed_id"],
        set_={field: _FOLLOW.excluded[field] for field in ("first", "active", "revision")},
        where=follows.c.revision <= _FOLLOW.excluded.revision,
    )
)
_MUTE = upsert(mutes).values({column.name: bindparam(column.name) for column in mutes.c})
KEEP_MUTE = sql(
    _MUTE.on_conflict_do_update(
        index_elements=["by_id", "muted_id"],
        set_={field: _MUTE.excluded[field] for field in ("until", "revision")},
        where=mutes.c.revision <= _MUTE.excluded.revision,
    )
)


def keep_follow(tx: Tx, by: str, followed_id: str, *, first: bool, active: bool, told: int) -> None:
    """Keep whether a member follows another, and wants to see them first, unless something newer is known."""
    tx.run(KEEP_FOLLOW, by_id=by, followed_id=followed_id, first=first, active=active, revision=told)


def keep_mute(tx: Tx, by: str, muted_id: str, until: Instant, told: int) -> None:
    """Keep until when a member does not want to hear from another, unless something newer is known."""
    tx.run(KEEP_MUTE, by_id=by, muted_id=muted_id, until=until, revision=told)
