"""Shelves: what members save and hide, each on their own, and what authors pin."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy import Table, bindparam, delete, func, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import Statement, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.tables import hides, posts, saves

Shelf = Literal["saved", "hidden"]
SHELVES: dict[Shelf, Table] = {"saved": saves, "hidden": hides}


def _put(shelf: Table) -> Statement[Any]:
    names = [(column.name, "at" if column.name.endswith("_at") else column.name) for column in shelf.c]
    return sql(upsert(shelf).values({name: bindparam(bound) for name, bound in names}).on_conflict_do_nothing())


def _take(shelf: Table) -> Statement[Any]:
    mine = shelf.c.member_id == bindparam("member_id")
    return sql(delete(shelf).where(mine, shelf.c.post_id == bindparam("post_id")))


def _latest(shelf: Table) -> Statement[Any]:
    [at] = [column for column in shelf.c if column.name.endswith("_at")]
    place = tuple_(at, shelf.c.post_id)
    return sql(
        select(at, shelf.c.post_id)
        .where(shelf.c.member_id == bindparam("member_id"), place < tuple_(bindparam("at"), bindparam("id")))
        .order_by(at.desc(), shelf.c.post_id.desc())
        .limit(bindparam("limit"))
    )


PUT = {name: _put(shelf) for name, shelf in SHELVES.items()}
TAKE = {name: _take(shelf) for name, shelf in SHELVES.items()}
LATEST = {name: _latest(shelf) for name, shelf in SHELVES.items()}
PIN = sql(
    update(posts)
    .where(posts.c.id == bindparam("post_id"))
    .values(pinned_at=bindparam("at"), revision=posts.c.revision + 1)
)
PINNED = sql(
    select(func.count())
    .select_from(posts)
    .where(posts.c.author_id == bindparam("author"), posts.c.pinned_at.is_not(None), posts.c.state == "live")
)


def put(tx: Tx, shelf: Shelf, member_id: str, post_id: str) -> None:
    """Put a post on a member's shelf, if it is not there yet."""
    tx.run(PUT[shelf], member_id=member_id, post_id=post_id, at=tx.now)


def take(tx: Tx, shelf: Shelf, member_id: str, post_id: str) -> bool:
    """Take a post from a member's shelf; tell whether it was there."""
    return tx.run(TAKE[shelf], member_id=member_id, post_id=post_id) > 0


def latest(tx: Tx, shelf: Shelf, member_id: str, after: Sequence[Any], limit: int) -> list[tuple[Instant, str]]:
    """List what is on a member's shelf, the latest first."""
    at, last_id = after or (FOR_GOOD, "")
    return [(row[0], row[1]) for row in tx.all(LATEST[shelf], member_id=member_id, at=at, id=last_id, limit=limit)]


def pin(tx: Tx, post_id: str, at: Instant | None) -> None:
    """Keep a post on top of its author's page, or no longer."""
    tx.run(PIN, post_id=post_id, at=at)


def pinned(tx: Tx, author_id: str) -> int:
    """Count the posts that a member has pinned."""
    return int(tx.value(PINNED, author=author_id))
