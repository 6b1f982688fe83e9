"""Posts: what was said, and the choice of what somebody may see of it.

A list first chooses ids, with `VISIBLE`; what those are to the viewer is then read by `seen`, whoever asks, and judged
by `rules.may_see`. So there is one way to a post, and lists only shorten it.
"""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select, tuple_, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Span
from minifb.modules.posts.rules import Draft, Said, Seen, replaced
from minifb.modules.posts.store.comments import comments_by
from minifb.modules.posts.store.members import HIDDEN, VIEWER, are_blocked, are_friends, blocked_with
from minifb.modules.posts.store.reactions import reactions_by
from minifb.modules.posts.tables import comments, edits, friends, members, posts, reactions

MAX_INSTANT = 2**62

VISIBLE = and_(
    posts.c.state == "live",
    ~HIDDEN,
    ~are_blocked(VIEWER, members.c.id),
    or_(
        members.c.id == VIEWER,
        posts.c.audience_kind == "public",
        and_(posts.c.audience_kind == "friends", are_friends(VIEWER, members.c.id)),
    ),
)
"""`rules.may_see` in SQL, over authors joined with their posts: what it asks of the author is asked once."""

_DRAFT = [posts.c[field] for field in Draft.__struct_fields__]

SEEN = sql(
    select(
        *(posts.c[field] for field in Seen.__struct_fields__ if field in posts.c),
        HIDDEN.label("author_hidden"),
        members.c.card_revision,
        are_friends(VIEWER, posts.c.author_id).label("friends"),
        are_blocked(VIEWER, posts.c.author_id).label("blocked"),
        reactions.c.type.label("mine"),
    )
    .join(members, members.c.id == posts.c.author_id)
    .outerjoin(reactions, and_(reactions.c.target_id == posts.c.id, reactions.c.user_id == VIEWER))
    .where(among(posts.c.id, "ids")),
    into=Seen,
)
DRAFTS = sql(select(*_DRAFT).where(among(posts.c.id, "ids")), into=Draft)
ADD_POST = sql(
    insert(posts).values(
        {field: bindparam(field) for field in Draft.__struct_fields__}
        | {"state": "live", "edition": 1, "revision": 1, "reactions": "{}"}
        | dict.fromkeys(("comments", "commenters", "shares", "reactors"), 0)
    )
)
SAVE_POST = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(
        {field: bindparam(field) for field in ("text", "spans", "audience_kind", "audience_ids", "edited_at")}
        | {"edition": posts.c.edition + 1, "revision": posts.c.revision + 1}
    )
)
BURY_POST = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(text="", spans="[]", audience_ids="[]", state="deleted", revision=posts.c.revision + 1, reactions="{}")
    .values(dict.fromkeys(("comments", "commenters", "shares", "reactors"), 0))
)
TELL = sql(update(posts).where(posts.c.id == bindparam("post_id")).values(revision=posts.c.revision + 1))
PURGE = [sql(delete(table).where(table.c.post_id == bindparam("post_id"))) for table in (comments, reactions, edits)]
ALL_OF = sql(select(posts.c.id).where(posts.c.author_id == bindparam("author_id"), posts.c.state != "deleted"))
DROP_EDITS = sql(delete(edits).where(among(edits.c.target_id, "ids")))
ADD_EDIT = sql(insert(edits).values({column.name: bindparam(column.name) for column in edits.c}))
EDITS = sql(
    select(edits.c.edition, edits.c.text, edits.c.spans, edits.c.written_at)
    .where(edits.c.target_id == bindparam("target_id"), edits.c.edition < bindparam("before"))
    .order_by(edits.c.edition.desc())
    .limit(bindparam("limit"))
)


def seen(tx: Tx, viewer: str, ids: Collection[str]) -> dict[str, Seen]:
    """Read what posts are to a viewer. The counts leave out whom the viewer does not see for a block."""
    found = {post.id: post for post in tx.all(SEEN, viewer=viewer, ids=list(ids))} if ids else {}
    people = blocked_with(tx, viewer) if viewer and found else []
    if people:
        for post_id, count in comments_by(tx, people, found).items():
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, comments=post.comments - count)
        for post_id, kind in reactions_by(tx, people, found):
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, reactions=replaced(post.reactions, kind, None))
    return found


def drafts(tx: Tx, ids: Collection[str]) -> list[Draft]:
    """Read what posts say."""
    return tx.all(DRAFTS, ids=list(ids))


def add_post(tx: Tx, draft: Draft) -> None:
    """Keep a new post."""
    tx.run(ADD_POST, **msgspec.structs.asdict(draft))


def save_post(tx: Tx, draft: Draft) -> None:
    """Keep what a post says now, as its next edition."""
    values = msgspec.structs.asdict(draft)
    tx.run(SAVE_POST, post_id=draft.id, **{key: values[key] for key in SAVED})


SAVED = ("text", "spans", "audience_kind", "audience_ids", "edited_at")


def add_edit(tx: Tx, target: Draft | Said, edition: int, post_id: str) -> None:
    """Keep an earlier edition of a post or comment."""
    tx.run(
        ADD_EDIT,
        target_id=target.id,
        edition=edition,
        post_id=post_id,
        text=target.text,
        spans=target.spans,
        written_at=target.edited_at or target.created_at,
    )


def edits_of(tx: Tx, target_id: str, before: int, limit: int) -> list[tuple[int, str, list[Span], Instant]]:
    """Read earlier editions, the latest first."""
    rows = tx.all(EDITS, target_id=target_id, before=before, limit=limit)
    return [(row[0], row[1], msgspec.json.decode(row[2], type=list[Span]), row[3]) for row in rows]


def bury_post(tx: Tx, post_id: str) -> None:
    """Leave a tombstone of a post, and nothing under it."""
    tx.run(BURY_POST, post_id=post_id)
    for statement in PURGE:
        tx.run(statement, post_id=post_id)


def all_of(tx: Tx, author_id: str) -> list[Seen]:
    """List all posts of a member that are there, seen or not."""
    ids = [str(row[0]) for row in tx.all(ALL_OF, author_id=author_id)]
    return list(seen(tx, author_id, ids).values())


def drop_edits(tx: Tx, target_ids: Collection[str]) -> None:
    """Drop what comments said before."""
    tx.run(DROP_EDITS, ids=list(target_ids))


def tell(tx: Tx, post: Seen) -> int:
    """Count something that is told about a post; give its version."""
    tx.run(TELL, post_id=post.id)
    return post.revision + 1


# ── lists of posts: ids in the order (created_at, id), newest first ──


# What a post asks of its author is asked once an author, before their posts are looked at.
_NEAR = (
    select(members.c.id)
    .select_from(friends.join(members, members.c.id == friends.c.friend_id))
    .where(friends.c.member_id == VIEWER, friends.c.active, ~HIDDEN, ~are_blocked(VIEWER, members.c.id))
    .union_all(select(members.c.id).where(members.c.id == VIEWER, ~HIDDEN))
    .cte("near")
    .prefix_with("MATERIALIZED")
)
_AUTHORED = members.join(posts, posts.c.author_id == members.c.id)


def _page(authors: Any, visible: Any) -> Select[Any]:
    return (
        select(posts.c.created_at, posts.c.id)
        .select_from(authors)
        .where(
            posts.c.created_at >= bindparam("floor"),
            tuple_(posts.c.created_at, posts.c.id) < tuple_(bindparam("at"), bindparam("id")),
            visible,
        )
        .order_by(posts.c.created_at.desc(), posts.c.id.desc())
        .limit(bindparam("limit"))
    )


_SHOWN = and_(
    posts.c.state == "live", or_(posts.c.author_id == VIEWER, posts.c.audience_kind.in_(("public", "friends")))
)
"""`VISIBLE` for posts of oneself and of friends."""

FEED = sql(_page(_NEAR.join(posts, posts.c.author_id == _NEAR.c.id), _SHOWN))
BY_AUTHOR = sql(_page(_AUTHORED, VISIBLE).where(members.c.id == bindparam("author")))
FRIENDS_OF = sql(
    select(func.count()).select_from(friends).where(friends.c.member_id == bindparam("id"), friends.c.active)
)


def friend_count(tx: Tx, member_id: str) -> int:
    """Count a member's friends."""
    return int(tx.value(FRIENDS_OF, id=member_id))


def feed(tx: Tx, viewer: str, after: Sequence[Any], floor: Instant, limit: int) -> list[tuple[Instant, str]]:
    """Choose the newest posts of a member and their friends, back to an instant."""
    at, last_id = after or (MAX_INSTANT, "")
    return [(row[0], row[1]) for row in tx.all(FEED, viewer=viewer, floor=floor, at=at, id=last_id, limit=limit)]


def by_author(tx: Tx, viewer: str, author: str, after: Sequence[Any], limit: int) -> list[tuple[Instant, str]]:
    """Choose the newest posts of one member."""
    at, last_id = after or (MAX_INSTANT, "")
    rows = tx.all(BY_AUTHOR, viewer=viewer, author=author, floor=0, at=at, id=last_id, limit=limit)
    return [(row[0], row[1]) for row in rows]
