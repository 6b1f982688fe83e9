"""What the ranker asks about a viewer: what they did, saw and want less of, and who answered whom they see."""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, exists, func, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement, among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Span
from minifb.modules.posts.rules.feed.ranker import OWN, Act, Place, Sighting
from minifb.modules.posts.store.circles import VIEWER, blocked_with
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.tables import comments, feed_authors, feed_seen, friends, members, posts, reactions

ACTS_MOST = 100
"""So many of each kind of act are looked at, those on the latest posts."""
MENTIONS_MOST = 50
_MENTION = '"kind":"mention"'
_originals = posts.alias("originals")

COMMENTED = sql(
    select(posts.c.author_id, comments.c.created_at, comments.c.spans)
    .join(posts, posts.c.id == comments.c.post_id)
    .where(comments.c.author_id == VIEWER, comments.c.state == "live")
    .order_by(comments.c.id.desc())
    .limit(ACTS_MOST)
)
REACTED = sql(
    select(posts.c.author_id, reactions.c.created_at)
    .join(posts, posts.c.id == reactions.c.target_id)
    .where(reactions.c.user_id == VIEWER)
    .order_by(reactions.c.target_id.desc())
    .limit(ACTS_MOST)
)
SHARED = sql(
    select(_originals.c.author_id, posts.c.created_at)
    .join(_originals, _originals.c.id == posts.c.shared_post_id)
    .where(posts.c.author_id == VIEWER, posts.c.shared_post_id.is_not(None), posts.c.state == "live")
    .order_by(posts.c.shared_post_id.desc(), posts.c.id.desc())
    .limit(ACTS_MOST)
)
MENTIONED = sql(
    select(posts.c.spans, posts.c.created_at)
    .where(
        posts.c.author_id == VIEWER,
        posts.c.state == "live",
        posts.c.created_at >= bindparam("since"),
        posts.c.spans.contains(_MENTION),
    )
    .order_by(posts.c.created_at.desc(), posts.c.id.desc())
    .limit(MENTIONS_MOST)
)
SIGHTINGS = sql(
    select(feed_seen.c.post_id, feed_seen.c.times, feed_seen.c.last).where(
        feed_seen.c.member_id == VIEWER, feed_seen.c.post_id >= bindparam("oldest")
    )
)
LESS = sql(
    select(feed_authors.c.author_id).where(
        feed_authors.c.member_id == VIEWER, feed_authors.c.less_until > bindparam("now")
    )
)
BUMPS = sql(
    select(comments.c.post_id, comments.c.author_id, func.max(comments.c.created_at))
    .join(members, members.c.id == comments.c.author_id)
    .where(
        among(comments.c.post_id, "ids"),
        comments.c.state == "live",
        ~HIDDEN,
        exists().where(friends.c.member_id == VIEWER, friends.c.friend_id == comments.c.author_id, friends.c.active),
    )
    .group_by(comments.c.post_id, comments.c.author_id)
)


def _mentions(spans: str, at: Instant) -> list[Act]:
    if _MENTION not in spans:
        return []
    found = msgspec.json.decode(spans, type=list[Span])
    return [Act(span.user_id, "mention", at) for span in found if span.user_id]


def acts(tx: Tx, viewer: str, since: Instant) -> list[Act]:
    """List what a viewer did toward authors of late."""
    found: list[Act] = []
    for author, at, spans in tx.all(COMMENTED, viewer=viewer):
        found += [Act(author, "comment", at), *_mentions(spans, at)]
    found += [Act(author, "reaction", at) for author, at in tx.all(REACTED, viewer=viewer)]
    found += [Act(author, "share", at) for author, at in tx.all(SHARED, viewer=viewer)]
    for spans, at in tx.all(MENTIONED, viewer=viewer, since=since):
        found += _mentions(spans, at)
    return [act for act in found if act.author_id != viewer]


def sightings(tx: Tx, viewer: str, oldest: str, at: Instant) -> dict[str, Sighting]:
    """Tell how often a viewer had seen posts at an instant, from the post with an id on."""
    found: dict[str, Sighting] = {}
    for post_id, times, last in tx.all(SIGHTINGS, viewer=viewer, oldest=oldest):
        before = times if last <= at else times - 1  # what a session showed does not change its own order
        if before > 0:
            found[post_id] = Sighting(before, last)
    return found


def less(tx: Tx, viewer: str) -> set[str]:
    """List of whom a viewer wants to see less."""
    return {str(row[0]) for row in tx.all(LESS, viewer=viewer, now=tx.now)}


def bumps(tx: Tx, viewer: str, since: Mapping[str, Instant], until: Instant) -> dict[str, int]:
    """Count the friends who commented on posts, each after its own instant and before one for all."""
    found: dict[str, int] = {}
    rows = tx.all(BUMPS, viewer=viewer, ids=list(since)) if since else []
    for post_id, _, at in rows:
        if since[post_id] < at <= until:
            found[post_id] = found.get(post_id, 0) + 1
    return found


_SHARES = (
    exists()
    .where(_originals.c.author_id == VIEWER, _originals.c.shared_post_id == posts.c.id)
    .where(_originals.c.state == "live", _originals.c.audience_kind != "onlyMe")
)
_REACTIONS = exists().where(reactions.c.target_id == posts.c.id)
OWN_PART = sql(
    select(
        posts.c.id,
        and_(
            posts.c.commenters > 0,
            exists()
            .where(comments.c.post_id == posts.c.id, comments.c.author_id == VIEWER)
            .where(comments.c.state == "live"),
        ),
        and_(posts.c.reactors > 0, _REACTIONS.where(reactions.c.user_id == VIEWER)),
        and_(posts.c.reactors > 0, _REACTIONS.where(reactions.c.user_id == posts.c.author_id)),
        and_(posts.c.sharers > 0, _SHARES),
    ).where(among(posts.c.id, "ids"))
)
"""Whether the viewer commented, reacted, and shared; and between them whether the author reacted."""


def _part_of(post_id: Any, who: Any, *conditions: Any) -> Statement[Any]:
    return sql(
        select(post_id, func.count(who.distinct()))
        .join(members, members.c.id == who)
        .where(among(post_id, "ids"), among(who, "people"), ~HIDDEN, *conditions)
        .group_by(post_id)
    )


PARTS_OF = (
    _part_of(comments.c.post_id, comments.c.author_id, comments.c.state == "live"),
    _part_of(reactions.c.target_id, reactions.c.user_id),
    _part_of(posts.c.shared_post_id, posts.c.author_id, posts.c.state == "live", posts.c.audience_kind != "onlyMe"),
)
"""How many of some people commented, reacted and shared."""


def exactly(tx: Tx, viewer: str, chosen: Collection[Place]) -> list[Place]:
    """Count the distinct people who answered, as far as the viewer sees them; viewer and author apart."""
    ids = [place.id for place in chosen if place.commenters + place.reactors + place.sharers]
    lesser = {post_id: [0, 0, 0] for post_id in ids}
    own = {place.id for place in chosen if place.tie == OWN}
    for post_id, commented, reacted, by_author, shared in tx.all(OWN_PART, viewer=viewer, ids=ids) if ids else []:
        # What posts keep leaves their authors out already, but for the reaction.
        lesser[post_id] = [0, by_author, 0] if post_id in own else [commented, reacted + by_author, shared]
    people = blocked_with(tx, viewer) if ids else []
    for at, statement in enumerate(PARTS_OF if people else ()):
        for post_id, count in tx.all(statement, ids=ids, people=people):
            lesser[post_id][at] += count
    return [_less(place, *lesser[place.id]) if any(lesser.get(place.id, ())) else place for place in chosen]


def _less(place: Place, commenters: int, reactors: int, sharers: int) -> Place:
    return msgspec.structs.replace(
        place,
        commenters=max(0, place.commenters - commenters),
        reactors=max(0, place.reactors - reactors),
        sharers=max(0, place.sharers - sharers),
    )
