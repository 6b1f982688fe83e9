"""Comments as they are kept, tombstones too."""

from collections.abc import Collection

from sqlalchemy import select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.documents import CommentRow
from minifb.modules.search.store.posts import keeping
from minifb.modules.search.tables import comments

KEEP = keeping(comments)
ROWS = sql(
    select(*(comments.c[field] for field in CommentRow.__struct_fields__)).where(among(comments.c.id, "ids")),
    into=CommentRow,
)


def keep(tx: Tx, row: CommentRow) -> bool:
    """Keep a comment unless something newer is known; tell whether it was kept."""
    return tx.run(KEEP, **{field: getattr(row, field) for field in row.__struct_fields__}) > 0


def rows(tx: Tx, ids: Collection[str]) -> dict[str, CommentRow]:
    """Find comments as they are kept, tombstones too."""
    return {row.id: row for row in tx.all(ROWS, ids=list(ids))} if ids else {}
