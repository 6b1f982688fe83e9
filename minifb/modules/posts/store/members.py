"""Members, friends and blocks: the copies of what others told us, and what a viewer is to an author."""

from collections.abc import Collection
from typing import Any, Literal

import msgspec
from sqlalchemy import BindParameter, Exists, bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # its ON CONFLICT compiles for SQLite as well

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.tables import blocks, friends, members

# ── what people are to each other ──

HIDDEN = or_(members.c.suspended, members.c.away, members.c.gone)


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


# ── the copies: a fact is taken only when it is not older than the one that is kept ──

_NEW = upsert(members).values(
    {column.name: bindparam(column.name) for column in members.c if column.name in {"id", "username", "card"}}
    | {"card_revision": bindparam("told")}
    | dict.fromkeys(("suspended", "away", "gone"), False)
    | dict.fromkeys(("suspended_revision", "away_revision", "posts", "posts_revision"), 0)
)
KEEP_CARD = sql(
    _NEW.on_conflict_do_update(
        index_elements=["id"],
        set_={field: _NEW.excluded[field] for field in ("username", "card", "card_revision")},
        where=(members.c.card_revision <= _NEW.excluded.card_revision) & ~members.c.gone,
    )
)
ADD_MEMBER = sql(_NEW.on_conflict_do_nothing())
_IS = members.c.id == bindparam("member_id")
KEEP_STANDING = {
    kind: sql(
        update(members)
        .where(_IS, members.c[f"{kind}_revision"] <= bindparam("told"))
        .values({kind: bindparam("hidden"), f"{kind}_revision": bindparam("told")})
    )
    for kind in ("suspended", "away")
}
HIDE = sql(update(members).where(_IS).values(suspended=True))
BURY = sql(update(members).where(_IS, ~members.c.gone).values(gone=True, username=None, card=None, posts=0))
COUNT_POST = sql(
    update(members)
    .where(_IS, ~members.c.gone)
    .values(posts=members.c.posts + bindparam("by"), posts_revision=members.c.posts_revision + 1)
)
COUNTED = sql(select(members.c.id, members.c.posts, members.c.posts_revision).where(among(members.c.id, "ids")))
CARD = sql(select(members.c.card).where(_IS))
CARDS = sql(select(members.c.card).where(among(members.c.id, "ids"), members.c.card.is_not(None)))
CALLED = sql(
    select(members.c.username, members.c.id).where(
        among(members.c.username, "usernames"), ~HIDDEN, ~are_blocked(VIEWER, members.c.id)
    )
)


def keep_card(tx: Tx, card: Card, told: int) -> None:
    """Keep a member's card unless a newer one is known."""
    tx.run(KEEP_CARD, id=card.id, username=card.username, card=card, told=told)


def has_card(tx: Tx, member_id: str) -> bool:
    """Tell whether a member's card is known."""
    return tx.value(CARD, member_id=member_id) is not None


def cards(tx: Tx, ids: Collection[str]) -> dict[str, Card]:
    """Find members' cards."""
    found = (msgspec.json.decode(row[0], type=Card) for row in tx.all(CARDS, ids=list(ids)))
    return {card.id: card for card in found}


def called(tx: Tx, viewer: str, usernames: Collection[str]) -> dict[str, str]:
    """Find the ids of members by their usernames, but not of those the viewer does not see."""
    if not usernames:
        return {}
    return {row[0]: row[1] for row in tx.all(CALLED, viewer=viewer, usernames=list(usernames))}


def keep_standing(tx: Tx, member_id: str, kind: Literal["suspended", "away"], *, hidden: bool, told: int) -> bool:
    """Keep whether a member is hidden, unless something newer is known; tell whether it was kept."""
    _meet(tx, member_id)
    return tx.run(KEEP_STANDING[kind], member_id=member_id, hidden=hidden, told=told) > 0


def hide(tx: Tx, member_id: str) -> None:
    """Hide a member whatever is known."""
    _meet(tx, member_id)
    tx.run(HIDE, member_id=member_id)


def bury(tx: Tx, member_id: str) -> bool:
    """Leave nothing of a member but a tombstone; tell whether there was more."""
    _meet(tx, member_id)
    return tx.run(BURY, member_id=member_id) > 0


def _meet(tx: Tx, member_id: str) -> None:
    """Have a row for a member, also when the card comes later."""
    tx.run(ADD_MEMBER, id=member_id, username=None, card=None, told=0)


def count_post(tx: Tx, member_id: str, by: int) -> tuple[int, int]:
    """Count posts of a member more or less; give the number and its version."""
    if by:
        tx.run(COUNT_POST, member_id=member_id, by=by)
    rows = tx.all(COUNTED, ids=[member_id])
    return (rows[0][1], rows[0][2]) if rows else (0, 0)


def post_counts(tx: Tx, ids: Collection[str]) -> dict[str, int]:
    """Tell how many posts members share with anybody."""
    return {row[0]: row[1] for row in tx.all(COUNTED, ids=list(ids))}


_TIE = upsert(friends).values({column.name: bindparam(column.name) for column in friends.c})
KEEP_FRIENDS = sql(
    _TIE.on_conflict_do_update(
        index_elements=["member_id", "friend_id"],
        set_={"active": _TIE.excluded.active, "revision": _TIE.excluded.revision},
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
DROP_FRIENDS = sql(
    delete(friends).where(or_(friends.c.member_id == bindparam("me"), friends.c.friend_id == bindparam("me")))
)
DROP_BLOCKS = sql(delete(blocks).where(or_(blocks.c.by_id == bindparam("me"), blocks.c.blocked_id == bindparam("me"))))


def keep_friends(tx: Tx, one: str, other: str, *, active: bool, told: int) -> None:
    """Keep whether two members are friends, unless something newer is known."""
    for member_id, friend_id in ((one, other), (other, one)):
        tx.run(KEEP_FRIENDS, member_id=member_id, friend_id=friend_id, active=active, revision=told)


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


def drop_relations(tx: Tx, me: str) -> None:
    """Forget whom a member knew."""
    tx.run(DROP_FRIENDS, me=me)
    tx.run(DROP_BLOCKS, me=me)
