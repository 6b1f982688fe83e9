"""Posts: what was said, and lists of what somebody may see of it, chosen with `visibility.VISIBLE`."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select, tuple_, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Span
from minifb.modules.posts.rules.comments import Said
from minifb.modules.posts.rules.posts import Content
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.store.circles import VIEWER, are_blocked
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.store.visibility import AUDIENCE_OF_FRIEND, VISIBLE, seen
from minifb.modules.posts.tables import comments, edits, friends, members, post_people, posts, reactions

MAX_INSTANT = 2**62

_CONTENT = [posts.c[field] for field in Content.__struct_fields__]

CONTENTS = sql(select(*_CONTENT).where(among(posts.c.id, "ids")), into=Content)
SAVED = ("text", "spans", "audience_kind", "audience_ids", "audience_list", "comments_from", "edited_at")
ADD_POST = sql(
    insert(posts).values(
        {field: bindparam(field) for field in Content.__struct_fields__}
        | {"state": "live", "edition": 1, "revision": 1, "reactions": "{}"}
        | dict.fromkeys(("comments", "commenters", "shares", "reactors"), 0)
    )
)
SAVE_POST = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(
        {field: bindparam(field) for field in SAVED}
        | {"edition": posts.c.edition + 1, "revision": posts.c.revision + 1}
    )
)
BURY_POST = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(
        text="",
        spans="[]",
        audience_ids="[]",
        audience_list=None,
        state="deleted",
        revision=posts.c.revision + 1,
        reactions="{}",
    )
    .values(dict.fromkeys(("comments", "commenters", "shares", "reactors"), 0))
)
NAME = sql(insert(post_people).values(post_id=bindparam("post_id"), member_id=bindparam("member_id")))
UNNAME = sql(delete(post_people).where(post_people.c.post_id == bindparam("post_id")))
TELL = sql(update(posts).where(posts.c.id == bindparam("post_id")).values(revision=posts.c.revision + 1))
PURGE = [
    sql(delete(table).where(table.c.post_id == bindparam("post_id")))
    for table in (comments, reactions, edits, post_people)
]
ALL_OF = sql(select(posts.c.id).where(posts.c.author_id == bindparam("author_id"), posts.c.state != "deleted"))
DROP_EDITS = sql(delete(edits).where(among(edits.c.target_id, "ids")))
ADD_EDIT = sql(insert(edits).values({column.name: bindparam(column.name) for column in edits.c}))
EDITS = sql(
    select(edits.c.edition, edits.c.text, edits.c.spans, edits.c.written_at)
    .where(edits.c.target_id == bindparam("target_id"), edits.c.edition < bindparam("before"))
    .order_by(edits.c.edition.desc())
    .limit(bindparam("limit"))
)


def contents(tx: Tx, ids: Collection[str]) -> list[Content]:
    """Read what posts say."""
    return tx.all(CONTENTS, ids=list(ids))


def add_post(tx: Tx, content: Content) -> None:
    """Keep a new post, and whom it names."""
    tx.run(ADD_POST, **msgspec.structs.asdict(content))
    _name(tx, content)


def save_post(tx: Tx, content: Content) -> None:
    """Keep what a post says now, as its next edition."""
    values = msgspec.structs.asdict(content)
    tx.run(SAVE_POST, post_id=content.id, **{key: values[key] for key in SAVED})
    tx.run(UNNAME, post_id=content.id)
    _name(tx, content)


def _name(tx: Tx, content: Content) -> None:
    if content.audience_kind in {"specific", "friendsExcept"}:
        tx.run_many(NAME, [{"post_id": content.id, "member_id": one} for one in content.audience_ids])


def add_edit(tx: Tx, target: Content | Said, edition: int, post_id: str) -> None:
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


_SHOWN = and_(posts.c.state == "live", or_(posts.c.author_id == VIEWER, AUDIENCE_OF_FRIEND))
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
