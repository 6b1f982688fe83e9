"""What a feed may choose from, and whether a page of it is still what it was.

Whose posts come into a feed at all is `_NEAR`: oneself, friends, and for their public posts those whom one follows,
without the muted. What is chosen here is shortened by audience; who may see it is decided by the gate.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, and_, bindparam, case, func, literal, or_, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.feed.ranker import FOLLOWED, FRIEND, OWN, Candidate
from minifb.modules.posts.store.circles import VIEWER
from minifb.modules.posts.store.visibility import AUDIENCE_OF_FRIEND
from minifb.modules.posts.tables import follows, friends, hides, members, mutes, posts

_NOW: BindParameter[Any] = bindparam("now")
_LIMIT: BindParameter[Any] = bindparam("limit")

# ── what a feed chooses from ──


def _tied(member: Any, tie: int, since: Any, first: Any) -> Select[Any]:
    return select(
        member.label("id"),
        literal(tie, Integer, literal_execute=True).label("tie"),
        since.label("since"),
        first.label("first"),
    )


_NOBODY = literal(0, Integer, literal_execute=True)
_TIES = (
    _tied(friends.c.friend_id, FRIEND, friends.c.since, _NOBODY)
    .where(friends.c.member_id == VIEWER, friends.c.active)
    .union_all(
        _tied(follows.c.followed_id, FOLLOWED, _NOBODY, case((follows.c.first, 1), else_=0)).where(
            follows.c.by_id == VIEWER, follows.c.active
        ),
        _tied(members.c.id, OWN, _NOBODY, _NOBODY).where(members.c.id == VIEWER),
    )
    .subquery("ties")
)
_MUTED = select(mutes.c.muted_id).where(mutes.c.by_id == VIEWER, mutes.c.until > _NOW)
_NEAR = (
    select(_TIES.c.id, *(func.max(_TIES.c[name]).label(name) for name in ("tie", "since", "first")))
    .where(_TIES.c.id.not_in(_MUTED))
    .group_by(_TIES.c.id)
    .cte("near")
    .prefix_with("MATERIALIZED")
)
_HIDES = select(hides.c.post_id).where(hides.c.member_id == VIEWER)
_KEPT = [posts.c[name] for name in ("id", "author_id", "created_at", "commenters", "reactors", "sharers")]


def _chosen(*conditions: ColumnElement[bool] | among) -> Select[Any]:
    return (
        select(*_KEPT, _NEAR.c.tie, _NEAR.c.first, _NEAR.c.since)
        .select_from(_NEAR.join(posts, posts.c.author_id == _NEAR.c.id))
        .where(
            posts.c.state == "live",
            or_(
                _NEAR.c.tie == OWN,
                posts.c.audience_kind == "public",
                and_(_NEAR.c.tie == FRIEND, AUDIENCE_OF_FRIEND),
            ),
            posts.c.id.not_in(_HIDES),
            *conditions,
        )
    )


CANDIDATES = sql(
    _chosen(
        posts.c.created_at >= bindparam("floor"),
        tuple_(posts.c.created_at, posts.c.id) < tuple_(bindparam("at"), bindparam("id")),
    )
    .order_by(posts.c.created_at.desc(), posts.c.id.desc())
    .limit(_LIMIT),
    into=Candidate,
)
# The order costs a third of all, and who ranks makes an order of their own.
WITHIN = sql(_chosen(posts.c.created_at.between(bindparam("floor"), bindparam("at"))).limit(_LIMIT), into=Candidate)
STILL = sql(_chosen(among(posts.c.id, "ids")), into=Candidate)
NEAR_COUNT = sql(
    select(
        select(func.count()).where(friends.c.member_id == VIEWER, friends.c.active).scalar_subquery()
        + select(func.count()).where(follows.c.by_id == VIEWER, follows.c.active).scalar_subquery()
    )
)
NEAR_AMONG = sql(select(_NEAR.c.id).where(among(_NEAR.c.id, "ids")).limit(1))


def candidates(tx: Tx, viewer: str, floor: Instant, before: Sequence[Any], limit: int) -> list[Candidate]:
    """Choose the newest posts before a place (created_at, id), back to an instant."""
    at, last_id = before or (FOR_GOOD, "")
    return tx.all(CANDIDATES, viewer=viewer, now=tx.now, floor=floor, at=at, id=last_id, limit=limit)


def within(tx: Tx, viewer: str, floor: Instant, at: Instant, limit: int) -> list[Candidate] | None:
    """Choose all posts between two instants, in no order; None when there are more than a limit."""
    found = tx.all(WITHIN, viewer=viewer, now=tx.now, floor=floor, at=at, limit=limit + 1)
    return found if len(found) <= limit else None


def still(tx: Tx, viewer: str, ids: Collection[str]) -> dict[str, Candidate]:
    """Find which posts may still be chosen."""
    return {post.id: post for post in tx.all(STILL, viewer=viewer, now=tx.now, ids=list(ids))} if ids else {}


def near_count(tx: Tx, viewer: str) -> int:
    """Count whose posts come into a feed, roughly."""
    return int(tx.value(NEAR_COUNT, viewer=viewer))


def any_near(tx: Tx, viewer: str, authors: Collection[str]) -> bool:
    """Tell whether the posts of one of these come into a feed."""
    return tx.value(NEAR_AMONG, viewer=viewer, now=tx.now, ids=list(authors)) is not None


# ── whether a page is still what it was ──


_MY_CIRCLE = select(members.c.circle).where(members.c.id == VIEWER).scalar_subquery()
_OF_POSTS = (
    select(func.sum(posts.c.revision + members.c.card_revision + members.c.circle))
    .join(members, members.c.id == posts.c.author_id)
    .where(among(posts.c.id, "ids"))
    .scalar_subquery()
)
VERSION = sql(select(func.coalesce(_MY_CIRCLE, 0) + func.coalesce(_OF_POSTS, 0)))


def version(tx: Tx, viewer: str, ids: list[str]) -> int:
    """Give a number that grows with whatever changes what these posts are to a viewer."""
    return int(tx.value(VERSION, viewer=viewer, ids=ids))
