"""What changed and the index has not learnt yet.

A position is the instant of the change, and greater than that of an earlier change of the same document. So whoever
has told the index what it read takes only those off that did not change meanwhile.
"""

from collections.abc import Collection, Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import bindparam, case, delete, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.tables import comments, posts, unindexed

Group = Literal["posts of", "comments of", "comments under"]
"""Documents that change together: those of an author, and those under a post."""


class Change(msgspec.Struct, frozen=True):
    """A document that the index must learn anew."""

    kind: Kind
    id: str
    position: Instant


_row = upsert(unindexed).values({name: bindparam(name) for name in Change.__struct_fields__})
_late = case((unindexed.c.position < _row.excluded.position, _row.excluded.position), else_=unindexed.c.position + 1)
MARK = sql(_row.on_conflict_do_update(index_elements=["kind", "id"], set_={"position": _late}))
NEXT = sql(
    select(*(unindexed.c[name] for name in Change.__struct_fields__))
    .where(unindexed.c.position > 0)
    .order_by(unindexed.c.position, unindexed.c.kind, unindexed.c.id)
    .limit(bindparam("most")),
    into=Change,
)
LEARNT = sql(
    delete(unindexed).where(
        unindexed.c.kind == bindparam("kind"),
        unindexed.c.id == bindparam("id"),
        unindexed.c.position == bindparam("position"),
    )
)
AMONG = sql(select(unindexed.c.id).where(unindexed.c.kind == bindparam("kind"), among(unindexed.c.id, "ids")))
OLDEST = sql(select(unindexed.c.position).where(unindexed.c.position > 0).order_by(unindexed.c.position).limit(1))


def mark(tx: Tx, kind: Kind, ids: Collection[str]) -> None:
    """Note that the index must learn these anew."""
    tx.run_many(MARK, [{"kind": kind, "id": one, "position": tx.now} for one in sorted(ids)])


def next_changes(tx: Tx, most: int) -> list[Change]:
    """Give what the index must learn next, the oldest first."""
    return tx.all(NEXT, most=most)


def learnt(tx: Tx, changes: Sequence[Change]) -> None:
    """Take off what the index learnt, but not what changed since it was read."""
    tx.run_many(LEARNT, [msgspec.structs.asdict(one) for one in changes])


def still(tx: Tx, kind: Kind, ids: Collection[str]) -> set[str]:
    """Find which of these the index knows as they were, not as they are."""
    return {str(row[0]) for row in tx.all(AMONG, kind=kind, ids=list(ids))} if ids else set()


def oldest(tx: Tx) -> Instant | None:
    """Tell since when the index has something to learn; None: it knows everything."""
    at: Instant | None = tx.value(OLDEST)
    return at


_AFTER: Any = bindparam("after")
_WHOSE: Any = bindparam("whose")
GROUPS: tuple[tuple[Group, Any, Any], ...] = (
    ("posts of", posts, posts.c.author_id),
    ("comments of", comments, comments.c.author_id),
    ("comments under", comments, comments.c.post_id),
)
IN_GROUP = {
    group: sql(
        select(table.c.id).where(whose == _WHOSE, table.c.id > _AFTER).order_by(table.c.id).limit(bindparam("most"))
    )
    for group, table, whose in GROUPS
}


def mark_some(tx: Tx, group: Group, whose: str, after: str, most: int) -> str | None:
    """Note that the index must learn some of a group anew; give the last one, None when there were no more."""
    ids = [str(row[0]) for row in tx.all(IN_GROUP[group], whose=whose, after=after, most=most)]
    mark(tx, "posts" if group == "posts of" else "comments", ids)
    return ids[-1] if len(ids) == most else None
