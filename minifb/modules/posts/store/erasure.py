"""Erasing some rows at a time: what stands under something that is gone, and what a member leaves.

However much there is, nobody waits for more than some hundred rows; jobs go on until nothing is left.
"""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    bindparam,
    delete,
    func,
    select,
    update,
)

from minifb.kernel.data import erasing
from minifb.kernel.data.erasing import LIMIT, WHOSE, some, some_of
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.store import comments as said
from minifb.modules.posts.store import polls, shares
from minifb.modules.posts.tables import (
    audience_changes,
    blocks,
    comments,
    drafts,
    edits,
    feed_authors,
    feed_preferences,
    feed_seen,
    follows,
    friends,
    hides,
    list_members,
    lists,
    mutes,
    post_people,
    posts,
    reactions,
    saves,
    votes,
)

COUNTED_MAX = 5_000
"""Most rows that are counted again in one unit, unless a single post or comment has more."""


# ── what stands under something that is gone ──

UNDER = (
    some_of(edits.c.target_id),
    some_of(edits.c.post_id),
    some_of(post_people.c.post_id),
    some_of(comments.c.post_id),
    some_of(reactions.c.target_id),
    some_of(reactions.c.post_id),
    some_of(votes.c.post_id),
    some_of(saves.c.post_id),
    some_of(hides.c.post_id),
    some_of(feed_seen.c.post_id),
    some_of(audience_changes.c.post_id),
)


def clear(tx: Tx, gone_id: str, limit: int) -> bool:
    """Drop some of what stands under a post or comment that is gone; tell whether there may be more."""
    return erasing.clear(tx, UNDER, gone_id, limit)


# ── whom they knew, and wanted to see ──

# Friendships are kept both ways: the far rows are found through the near ones, and go first.
_NEAR = friends.alias("near")
_FRIENDS = select(_NEAR.c.friend_id).where(_NEAR.c.member_id == WHOSE).order_by(_NEAR.c.friend_id).limit(LIMIT)
FAR = sql(delete(friends).where(friends.c.member_id.in_(_FRIENDS), friends.c.friend_id == WHOSE))
NEAR = sql(delete(friends).where(friends.c.member_id == WHOSE, friends.c.friend_id.in_(_FRIENDS)))
_LISTS = select(lists.c.id).where(lists.c.owner_id == WHOSE)
RELATIONS = (
    NEAR,
    some_of(blocks.c.by_id),
    some_of(blocks.c.blocked_id),
    some_of(follows.c.by_id),
    some_of(follows.c.followed_id),
    some_of(mutes.c.by_id),
    some_of(mutes.c.muted_id),
    some_of(post_people.c.member_id),
    some_of(list_members.c.member_id),
    some_of(feed_seen.c.member_id),
    some_of(feed_authors.c.member_id),
    some_of(feed_authors.c.author_id),
    some_of(feed_preferences.c.member_id),
    some(list_members, list_members.c.list_id.in_(_LISTS)),
    some_of(lists.c.owner_id),
)


def drop_relations(tx: Tx, member_id: str, limit: int) -> int:
    """Forget some of whom a member knew, and who knew them."""
    tx.run(FAR, whose=member_id, limit=limit)
    return next((done for one in RELATIONS if (done := tx.run(one, whose=member_id, limit=limit))), 0)


# ── what they said and did ──

POSTS_OF = sql(
    select(posts.c.id)
    .where(posts.c.author_id == WHOSE, posts.c.state != "deleted")
    .order_by(posts.c.created_at, posts.c.id)
    .limit(LIMIT)
)
COMMENTS_OF = sql(
    select(comments.c.id, comments.c.under_id, comments.c.post_id, posts.c.comments)
    .join(posts, posts.c.id == comments.c.post_id)
    .where(comments.c.author_id == WHOSE, comments.c.id > bindparam("after"))
    .order_by(comments.c.id)
    .limit(LIMIT)
)
REACTIONS_OF = sql(
    select(reactions.c.target_id, func.coalesce(posts.c.reactors, comments.c.reactors, 0))
    .outerjoin(posts, posts.c.id == reactions.c.target_id)
    .outerjoin(comments, comments.c.id == reactions.c.target_id)
    .where(reactions.c.user_id == WHOSE, reactions.c.target_id > bindparam("after"))
    .order_by(reactions.c.target_id)
    .limit(LIMIT)
)
DROP_REACTIONS = sql(delete(reactions).where(reactions.c.user_id == WHOSE, among(reactions.c.target_id, "ids")))
REACTED_TO = some(reactions, among(reactions.c.target_id, "ids"))
VOTES_OF = sql(
    select(votes.c.post_id)
    .where(votes.c.member_id == WHOSE, votes.c.post_id > bindparam("after"))
    .order_by(votes.c.post_id)
    .limit(LIMIT)
)
DROP_VOTES = sql(delete(votes).where(votes.c.member_id == WHOSE, among(votes.c.post_id, "ids")))
SHARES_OF = sql(
    select(posts.c.shared_post_id)
    .where(posts.c.author_id == WHOSE, posts.c.shared_post_id > bindparam("after"))
    .group_by(posts.c.shared_post_id)
    .order_by(posts.c.shared_post_id)
    .limit(LIMIT)
)
OWN = {
    "drafts": some_of(drafts.c.author_id),
    "saves": some_of(saves.c.member_id),
    "hides": some_of(hides.c.member_id),
}
# What was drawn of a post with other numbers is not used again.
REVISE = sql(update(posts).where(among(posts.c.id, "ids")).values(revision=posts.c.revision + 1))
DROP_EDITS = sql(delete(edits).where(among(edits.c.target_id, "ids")))

Row = tuple[Any, ...]


def posts_of(tx: Tx, member_id: str, limit: int) -> list[str]:
    """List some posts of a member that are there, seen or not."""
    return [str(row[0]) for row in tx.all(POSTS_OF, whose=member_id, limit=limit)]


def affordable(rows: Sequence[Row], where: int, size: int) -> list[Row]:
    """Cut rows short of where counting again what they count in would take too long; at least one stays."""
    sizes: dict[str, int] = {}

    def fits(row: Row) -> bool:
        sizes[row[where]] = row[size]
        return len(sizes) == 1 or sum(sizes.values()) <= COUNTED_MAX

    return list(takewhile(fits, rows))


def drop_comments(tx: Tx, member_id: str, limit: int, later: Callable[[str], None]) -> int:
    """Erase some comments of a member; `later` takes those to which there are too many reactions to drop them now."""
    rows = affordable(tx.all(COMMENTS_OF, whose=member_id, after="", limit=limit), 2, 3)
    ids = [str(row[0]) for row in rows]
    if not ids:
        return 0
    said.bury(tx, ids)
    tx.run(DROP_EDITS, ids=ids)
    if tx.run(REACTED_TO, ids=ids, limit=limit) == limit:
        for one in ids:
            later(one)
    _recount_around(tx, rows, ids)
    return len(ids)


def recount_comments(tx: Tx, member_id: str, after: str, limit: int) -> str | None:
    """Count again around some comments of a member; give where to go on."""
    found = tx.all(COMMENTS_OF, whose=member_id, after=after, limit=limit)
    rows = affordable(found, 2, 3)
    _recount_around(tx, rows, [])
    return _reached(rows, len(found), limit)


def _recount_around(tx: Tx, rows: Sequence[Row], ids: Sequence[str]) -> None:
    said.recount_replies(tx, {*ids, *(row[1] for row in rows)})
    post_ids = {str(row[2]) for row in rows}
    said.recount_comments(tx, post_ids)
    tx.run(REVISE, ids=list(post_ids))


def drop_reactions(tx: Tx, member_id: str, limit: int) -> int:
    """Erase some reactions of a member."""
    rows = affordable(tx.all(REACTIONS_OF, whose=member_id, after="", limit=limit), 0, 1)
    ids = [str(row[0]) for row in rows]
    done = tx.run(DROP_REACTIONS, whose=member_id, ids=ids)
    _recount_reacted(tx, ids)
    return done


def recount_reactions(tx: Tx, member_id: str, after: str, limit: int) -> str | None:
    """Count again some of what a member reacted to; give where to go on."""
    found = tx.all(REACTIONS_OF, whose=member_id, after=after, limit=limit)
    rows = affordable(found, 0, 1)
    _recount_reacted(tx, [str(row[0]) for row in rows])
    return _reached(rows, len(found), limit)


def _recount_reacted(tx: Tx, ids: Sequence[str]) -> None:
    said.recount_reactions(tx, ids)
    tx.run(REVISE, ids=list(ids))


def _reached(rows: Sequence[Row], found: int, limit: int) -> str | None:
    return str(rows[-1][0]) if len(rows) < found or found == limit else None


def drop_votes(tx: Tx, member_id: str, limit: int) -> int:
    """Erase some votes of a member."""
    ids = [str(row[0]) for row in tx.all(VOTES_OF, whose=member_id, after="", limit=limit)]
    tx.run(DROP_VOTES, whose=member_id, ids=ids)
    polls.recount(tx, ids)
    return len(ids)


def recount_votes(tx: Tx, member_id: str, after: str, limit: int) -> str | None:
    """Add up again some of the polls that a member voted in; give where to go on."""
    rows = tx.all(VOTES_OF, whose=member_id, after=after, limit=limit)
    polls.recount(tx, [str(row[0]) for row in rows])
    return _reached(rows, len(rows), limit)


def recount_shares(tx: Tx, member_id: str, after: str, limit: int) -> str | None:
    """Count again some of what a member shared; give where to go on."""
    rows = tx.all(SHARES_OF, whose=member_id, after=after, limit=limit)
    shares.recount(tx, [str(row[0]) for row in rows])
    return _reached(rows, len(rows), limit)


def drop_own(tx: Tx, kind: str, member_id: str, limit: int) -> int:
    """Erase some of what a member kept to themselves."""
    return tx.run(OWN[kind], whose=member_id, limit=limit)
