"""Polls: one choice of each member in each."""

from collections.abc import Collection

import msgspec
from sqlalchemy import and_, bindparam, delete, func, select, update

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.polls import Asked, Votes, added_up
from minifb.modules.posts.store.circles import VIEWER
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.tables import members, posts, votes

_NEW = upsert(votes).values({column.name: bindparam(column.name) for column in votes.c})
_IN_POLL = votes.c.post_id == bindparam("post_id")
_BY_MEMBER = votes.c.member_id == bindparam("member_id")

PUT = sql(
    _NEW.on_conflict_do_update(
        index_elements=["post_id", "member_id"],
        set_={"options": _NEW.excluded.options, "voted_at": _NEW.excluded.voted_at},
    )
)
TAKE = sql(delete(votes).where(_IN_POLL, _BY_MEMBER))
ASKED = sql(
    select(posts.c.id.label("post_id"), posts.c.poll, posts.c.votes, votes.c.options.label("mine"))
    .outerjoin(votes, and_(votes.c.post_id == posts.c.id, votes.c.member_id == VIEWER))
    .where(among(posts.c.id, "ids"), posts.c.poll.is_not(None)),
    into=Asked,
)
EMPTY = sql(delete(votes).where(_IN_POLL))
SAVE = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(votes=bindparam("votes"), revision=posts.c.revision + 1)
)
CHOICES = sql(
    select(votes.c.options, func.count())
    .join(members, members.c.id == votes.c.member_id)
    .where(_IN_POLL, ~HIDDEN)
    .group_by(votes.c.options)
)


def _options(column: str) -> list[str]:
    return msgspec.json.decode(column, type=list[str])


def asked(tx: Tx, viewer: str, post_ids: Collection[str]) -> dict[str, Asked]:
    """Read the polls in posts, and what a viewer chose."""
    return {one.post_id: one for one in tx.all(ASKED, viewer=viewer, ids=list(post_ids))} if post_ids else {}


def choose(tx: Tx, post_id: str, member_id: str, options: list[str]) -> None:
    """Keep what a member chooses in the place of what they chose before; nothing is no choice."""
    if options:
        tx.run(PUT, post_id=post_id, member_id=member_id, options=options, voted_at=tx.now)
    else:
        tx.run(TAKE, post_id=post_id, member_id=member_id)


def save_votes(tx: Tx, post_id: str, now: Votes | None) -> None:
    """Keep what the votes in a poll add up to."""
    tx.run(SAVE, post_id=post_id, votes=now)


def begin_again(tx: Tx, post_id: str) -> None:
    """Drop all votes in a poll: it asks something else now."""
    tx.run(EMPTY, post_id=post_id)
    save_votes(tx, post_id, None)


def recount(tx: Tx, post_ids: Collection[str]) -> None:
    """Add up the votes in polls again."""
    for post_id in post_ids:
        rows = tx.all(CHOICES, post_id=post_id)
        save_votes(tx, post_id, added_up((_options(row[0]), row[1]) for row in rows))
