"""Reactions: one of each member to each post or comment."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, func, or_, select, tuple_

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.public import ReactionType
from minifb.modules.posts.store.circles import VIEWER, are_blocked
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.tables import comments, members, posts, reactions

_OF = [reactions.c.target_id == bindparam("target_id"), reactions.c.user_id == bindparam("user_id")]
_NEW = upsert(reactions).values({column.name: bindparam(column.name) for column in reactions.c})

PUT = sql(_NEW.on_conflict_do_update(index_elements=["target_id", "user_id"], set_={"type": _NEW.excluded.type}))
TAKE = sql(delete(reactions).where(*_OF))
BY = sql(
    select(reactions.c.target_id, reactions.c.type)
    .join(members, members.c.id == reactions.c.user_id)
    .where(among(reactions.c.target_id, "targets"), among(reactions.c.user_id, "people"), ~HIDDEN)
)
COUNTS = sql(
    select(reactions.c.target_id, reactions.c.type, func.count())
    .join(members, members.c.id == reactions.c.user_id)
    .where(among(reactions.c.target_id, "targets"), ~HIDDEN)
    .group_by(reactions.c.target_id, reactions.c.type)
)
KEPT = sql(
    select(posts.c.reactions)
    .where(posts.c.id == bindparam("id"))
    .union_all(select(comments.c.reactions).where(comments.c.id == bindparam("id")))
)


class Reacting(msgspec.Struct, frozen=True):
    """Somebody in the list of who reacted."""

    user_id: str
    type: ReactionType
    created_at: Instant
    card: Card


PEOPLE = sql(
    select(reactions.c.user_id, reactions.c.type, reactions.c.created_at, members.c.card)
    .join(members, members.c.id == reactions.c.user_id)
    .where(
        reactions.c.target_id == bindparam("target_id"),
        or_(bindparam("kind") == "", reactions.c.type == bindparam("kind")),
        tuple_(reactions.c.created_at, reactions.c.user_id) < tuple_(bindparam("at"), bindparam("id")),
        members.c.card.is_not(None),
        ~HIDDEN,
        ~are_blocked(VIEWER, reactions.c.user_id),
    )
    .order_by(reactions.c.created_at.desc(), reactions.c.user_id.desc())
    .limit(bindparam("limit")),
    into=Reacting,
)


def put(tx: Tx, target_id: str, user_id: str, post_id: str, kind: ReactionType) -> None:
    """Keep a member's reaction, in the place of an earlier one."""
    tx.run(PUT, target_id=target_id, user_id=user_id, post_id=post_id, type=kind, created_at=tx.now)


def take(tx: Tx, target_id: str, user_id: str) -> None:
    """Drop a member's reaction."""
    tx.run(TAKE, target_id=target_id, user_id=user_id)


def people(tx: Tx, viewer: str, target_id: str, kind: str, after: Sequence[Any], limit: int) -> list[Reacting]:
    """List who reacted, the latest first, as far as a viewer may see them."""
    at, last_id = after or (FOR_GOOD, "")
    return tx.all(PEOPLE, viewer=viewer, target_id=target_id, kind=kind, at=at, id=last_id, limit=limit)


def reactions_by(tx: Tx, people: Collection[str], targets: Collection[str]) -> list[tuple[str, ReactionType]]:
    """Find the reactions of these people to these targets, where nothing else hides them."""
    return [(row[0], row[1]) for row in tx.all(BY, targets=list(targets), people=list(people))]


def counts(tx: Tx, targets: Collection[str]) -> Mapping[str, dict[ReactionType, int]]:
    """Count the reactions of members who are not hidden."""
    found: dict[str, dict[ReactionType, int]] = {target: {} for target in targets}
    for target, kind, count in tx.all(COUNTS, targets=list(targets)):
        found[target][kind] = count
    return found


def kept(tx: Tx, target_id: str) -> dict[ReactionType, int]:
    """Read the counts that a post or comment keeps."""
    return msgspec.json.decode(tx.value(KEPT, id=target_id), type=dict[ReactionType, int])
