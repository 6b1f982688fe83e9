"""Posts: what was said, and lists of what somebody may see of it, chosen with `visibility.VISIBLE`."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, delete, insert, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.comments import Said
from minifb.modules.posts.rules.posts import Content, Earlier
from minifb.modules.posts.rules.visibility import Seen, State
from minifb.modules.posts.store.visibility import VISIBLE
from minifb.modules.posts.tables import edits, members, post_people, posts

_CONTENT = [posts.c[field] for field in Content.__struct_fields__]

CONTENTS = sql(select(*_CONTENT).where(among(posts.c.id, "ids")), into=Content)
_AUDIENCE = ("audience_kind", "audience_ids", "audience_list", "comments_from")
SAVED = ("text", "spans", *_AUDIENCE, "edited_at", "poll", "media")
ADD_POST = sql(
    insert(posts).values(
        {field: bindparam(field) for field in Content.__struct_fields__}
        | {"state": "live", "edition": 1, "revision": 1, "reactions": "{}"}
        | dict.fromkeys(("comments", "commenters", "shares", "sharers", "reactors"), 0)
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
        shared_post_id=None,
        poll=None,
        media="[]",
        votes=None,
        pinned_at=None,
    )
    .values(dict.fromkeys(("comments", "commenters", "shares", "sharers", "reactors"), 0))
)
NAME = sql(insert(post_people).values(post_id=bindparam("post_id"), member_id=bindparam("member_id")))
UNNAME = sql(delete(post_people).where(post_people.c.post_id == bindparam("post_id")))
TELL = sql(update(posts).where(posts.c.id == bindparam("post_id")).values(revision=posts.c.revision + 1))
SET_STATE = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(state=bindparam("state"), revision=posts.c.revision + 1)
)
ADD_EDIT = sql(insert(edits).values({column.name: bindparam(column.name) for column in edits.c}))
EDITS = sql(
    select(*(edits.c[field] for field in Earlier.__struct_fields__))
    .where(edits.c.target_id == bindparam("target_id"), edits.c.edition < bindparam("before"))
    .order_by(edits.c.edition.desc())
    .limit(bindparam("limit")),
    into=Earlier,
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
        poll_options=target.poll_options if isinstance(target, Content) else [],
        media=target.media if isinstance(target, Content) else [],
        written_at=target.edited_at or target.created_at,
    )


def edits_of(tx: Tx, target_id: str, before: int, limit: int) -> list[Earlier]:
    """Read earlier editions, the latest first."""
    return tx.all(EDITS, target_id=target_id, before=before, limit=limit)


def bury_post(tx: Tx, post_id: str) -> None:
    """Leave a tombstone of a post."""
    tx.run(BURY_POST, post_id=post_id)


def set_state(tx: Tx, post_id: str, state: State) -> None:
    """Take a post out of sight, or put it back, as it is told next."""
    tx.run(SET_STATE, post_id=post_id, state=state)


def tell(tx: Tx, post: Seen) -> int:
    """Count something that is told about a post; give its version."""
    tx.run(TELL, post_id=post.id)
    return post.revision + 1


# ── lists of posts: ids in the order (created_at, id), newest first ──


_AUTHORED = members.join(posts, posts.c.author_id == members.c.id)


def _page(authors: Any, visible: Any) -> Select[Any]:
    return (
        select(posts.c.created_at, posts.c.id)
        .select_from(authors)
        .where(
            tuple_(posts.c.created_at, posts.c.id) < tuple_(bindparam("at"), bindparam("id")),
            visible,
        )
        .order_by(posts.c.created_at.desc(), posts.c.id.desc())
        .limit(bindparam("limit"))
    )


BY_AUTHOR = sql(_page(_AUTHORED, VISIBLE).where(members.c.id == bindparam("author")))
SHARING = sql(_page(_AUTHORED, VISIBLE).where(posts.c.shared_post_id == bindparam("original")))
PINNED = sql(
    select(posts.c.pinned_at, posts.c.id)
    .select_from(_AUTHORED)
    .where(members.c.id == bindparam("author"), posts.c.pinned_at.is_not(None), VISIBLE)
    .order_by(posts.c.pinned_at.desc(), posts.c.id.desc())
)


def by_author(tx: Tx, viewer: str, author: str, after: Sequence[Any], limit: int) -> list[tuple[Instant, str]]:
    """Choose the newest posts of one member."""
    at, last_id = after or (FOR_GOOD, "")
    rows = tx.all(BY_AUTHOR, viewer=viewer, author=author, at=at, id=last_id, limit=limit)
    return [(row[0], row[1]) for row in rows]


def sharing(tx: Tx, viewer: str, original: str, after: Sequence[Any], limit: int) -> list[tuple[Instant, str]]:
    """Choose the newest posts that share an original."""
    at, last_id = after or (FOR_GOOD, "")
    rows = tx.all(SHARING, viewer=viewer, original=original, at=at, id=last_id, limit=limit)
    return [(row[0], row[1]) for row in rows]


def pinned(tx: Tx, viewer: str, author: str) -> list[tuple[Instant, str]]:
    """Choose what a member keeps on top of their page, the latest pinned first."""
    return [(row[0], row[1]) for row in tx.all(PINNED, viewer=viewer, author=author)]
