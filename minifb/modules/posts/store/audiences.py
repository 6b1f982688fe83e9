"""Audiences: who reads what is said to one, how those of posts changed, and past posts that became for friends."""

from collections.abc import Collection
from typing import Any, Literal

import msgspec
from sqlalchemy import Select, and_, bindparam, delete, exists, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.public import Audience, AudienceKind
from minifb.modules.posts.rules.audiences import CHANGES_KEPT, Reader
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.store.circles import are_blocked, are_friends
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.tables import audience_changes, blocks, friends, list_members, members, posts

# ── who reads it ──

_AUTHOR: Any = bindparam("author")
_NAMED = among(members.c.id, "ids")
_LISTED = exists().where(among(list_members.c.list_id, "ids"), list_members.c.member_id == members.c.id)
_MET = and_(members.c.card.is_not(None), ~HIDDEN, ~are_blocked(_AUTHOR, members.c.id))
_FACTS = (
    members.c.id,
    members.c.card,
    are_friends(_AUTHOR, members.c.id).label("friends"),
    are_blocked(_AUTHOR, members.c.id).label("blocked"),
    _NAMED.label("named"),
    _LISTED.label("listed"),
)


_MINE = friends.alias("mine")


def _friends(*which: Any) -> Any:
    """Choose among the friends of an author."""
    return (
        members.join(_MINE, _MINE.c.friend_id == members.c.id),
        _MINE.c.member_id == _AUTHOR,
        _MINE.c.active,
        *which,
    )


_WHO: dict[AudienceKind, Any] = {
    "friends": _friends(),
    "friendsExcept": _friends(~_NAMED),
    "list": _friends(_LISTED),
    "specific": (members, _NAMED, members.c.id != _AUTHOR),
}


def _chosen(what: Any, who: Any) -> Select[Any]:
    source, *which = who
    return select(*what).select_from(source).where(*which, _MET)


def _page(what: Any, who: Any) -> Select[Any]:
    return _chosen(what, who).where(members.c.id > bindparam("after")).order_by(members.c.id).limit(bindparam("limit"))


READERS = {kind: sql(_page(_FACTS, who), into=Reader) for kind, who in _WHO.items()}
COUNTS = {kind: sql(_chosen((func.count(),), who)) for kind, who in _WHO.items()}

# Whom an audience leaves out, as far as its author knows: who blocked the author is nobody's to tell.
_BLOCKED = members.join(blocks, blocks.c.blocked_id == members.c.id)
_LEFT_OUT = {
    "friendsExcept": select(members.c.id, members.c.card).where(_NAMED, _MET),
    "public": select(members.c.id, members.c.card)
    .select_from(_BLOCKED)
    .where(blocks.c.by_id == _AUTHOR, blocks.c.active, members.c.card.is_not(None), ~HIDDEN),
}
LEFT_OUT = {kind: sql(one.order_by(members.c.id).limit(bindparam("limit"))) for kind, one in _LEFT_OUT.items()}
LEFT_OUT_COUNTS = {kind: sql(select(func.count()).select_from(one.subquery())) for kind, one in _LEFT_OUT.items()}


def readers(tx: Tx, post: Seen, after: str, limit: int) -> list[Reader]:
    """List who reads a post beside its author, where that is not everybody."""
    if post.audience_kind not in READERS:
        return []
    asked = {"author": post.author_id, "ids": post.audience_ids, "after": after, "limit": limit}
    return tx.all(READERS[post.audience_kind], **asked)


def count_readers(tx: Tx, post: Seen) -> int:
    """Count who reads a post beside its author, where that is not everybody."""
    if post.audience_kind not in COUNTS:
        return 0
    return int(tx.value(COUNTS[post.audience_kind], author=post.author_id, ids=post.audience_ids))


def left_out(tx: Tx, post: Seen, limit: int) -> tuple[list[Card], int]:
    """List the first of those whom the audience of a post leaves out, and how many they are."""
    if post.audience_kind not in LEFT_OUT:
        return [], 0
    asked = {"author": post.author_id, "ids": post.audience_ids}
    rows = tx.all(LEFT_OUT[post.audience_kind], **asked, limit=limit)
    cards = [msgspec.json.decode(row[1], type=Card) for row in rows]
    return cards, int(tx.value(LEFT_OUT_COUNTS[post.audience_kind], **asked))


# ── how it changed ──


class Change(msgspec.Struct, frozen=True):
    """A change of a post's audience."""

    revision: int
    before: Audience
    after: Audience
    cause: Literal["changed", "limited"]
    at: Instant


_OF = audience_changes.c.post_id == bindparam("post_id")
NOTE = sql(insert(audience_changes).values({column.name: bindparam(column.name) for column in audience_changes.c}))
_KEPT = audience_changes.alias("kept")
_LATEST = (
    select(_KEPT.c.revision)
    .where(_KEPT.c.post_id == bindparam("post_id"))
    .order_by(_KEPT.c.revision.desc())
    .limit(CHANGES_KEPT)
)
CHANGES = sql(
    select(*(audience_changes.c[field] for field in Change.__struct_fields__))
    .where(_OF, audience_changes.c.revision < bindparam("until"))
    .order_by(audience_changes.c.revision.desc())
    .limit(bindparam("limit")),
    into=Change,
)
FORGET = sql(delete(audience_changes).where(_OF, audience_changes.c.revision.not_in(_LATEST)))


def note(tx: Tx, post: Seen, before: Audience, after: Audience) -> None:
    """Note, for its author, that a post is said to another audience; the latest changes are kept.

    What was in force before already, because past posts were limited, is noted as that.
    """
    if after == before:
        return
    cause = "limited" if before != post.audience == after else "changed"
    tx.run(NOTE, post_id=post.id, revision=post.revision + 1, before=before, after=after, cause=cause, at=tx.now)
    tx.run(FORGET, post_id=post.id)


def changes(tx: Tx, post_id: str, until: int, limit: int) -> list[Change]:
    """Read how the audience of a post changed, the latest first."""
    return tx.all(CHANGES, post_id=post_id, until=until, limit=limit)


# ── past posts ──

_PAST = and_(
    posts.c.author_id == _AUTHOR,
    posts.c.audience_kind == "public",
    posts.c.created_at < bindparam("before"),
)
COUNT_PAST = sql(
    select(func.count())
    .select_from(posts)
    .where(_PAST, posts.c.created_at >= bindparam("since"), posts.c.state == "live")
)
# Also what staff removed, which may come back; a tombstone says nothing to anybody.
PAST = sql(
    select(posts.c.id, posts.c.state)
    .where(_PAST, posts.c.state != "deleted")
    .order_by(posts.c.created_at, posts.c.id)
    .limit(bindparam("limit"))
)
LIMITED = sql(select(members.c.limited_before).where(members.c.id == _AUTHOR))
LIMIT = sql(update(members).where(members.c.id == _AUTHOR).values(limited_before=bindparam("before")))
NARROW = sql(
    update(posts)
    .where(among(posts.c.id, "ids"))
    .values(audience_kind="friends", audience_ids="[]", audience_list=None, revision=posts.c.revision + 1)
)


def limited_before(tx: Tx, author_id: str) -> Instant:
    """Tell from before which instant the public posts of a member are for friends; 0: none are."""
    return int(tx.value(LIMITED, author=author_id) or 0)


def is_limited(tx: Tx, post: Seen) -> bool:
    """Tell whether a post is one of those that are being limited."""
    return post.created_at < limited_before(tx, post.author_id)


def limit(tx: Tx, author_id: str, before: Instant) -> None:
    """Take the public posts of a member from before an instant for posts to friends."""
    tx.run(LIMIT, author=author_id, before=before)


def count_past(tx: Tx, author_id: str, since: Instant, before: Instant) -> int:
    """Count the public posts of a member that are there, between two instants."""
    return int(tx.value(COUNT_PAST, author=author_id, since=since, before=before))


def past(tx: Tx, author_id: str, before: Instant, limit: int) -> list[tuple[str, str]]:
    """List public posts of a member from before an instant as (id, state), the oldest first."""
    return [(row[0], row[1]) for row in tx.all(PAST, author=author_id, before=before, limit=limit)]


def narrow(tx: Tx, ids: Collection[str]) -> None:
    """Say posts to friends."""
    tx.run(NARROW, ids=list(ids))
