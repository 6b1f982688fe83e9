"""Posts as they are kept. A fact is taken only when it is not older; what is gone leaves a tombstone without words."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, select

from minifb.kernel.data.sql import Statement, among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.documents import PostRow
from minifb.modules.search.tables import posts


def keeping(table: Any) -> Statement[Any]:
    """Make the statement that keeps a document unless something newer is known; when it was said, stays."""
    names = [column.name for column in table.c]
    row = upsert(table).values({name: bindparam(name) for name in names})
    return sql(
        row.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row.excluded[name] for name in names if name not in {"id", "created_at"}},
            where=table.c.revision <= row.excluded.revision,
        )
    )


KEEP = keeping(posts)
GONE_SINCE = sql(
    select(posts.c.id).where(posts.c.id == bindparam("post_id"), posts.c.gone, posts.c.revision > bindparam("told"))
)
ROWS = sql(
    select(*(posts.c[field] for field in PostRow.__struct_fields__)).where(among(posts.c.id, "ids")), into=PostRow
)


def keep(tx: Tx, row: PostRow) -> bool:
    """Keep a post unless something newer is known; tell whether it was kept."""
    return tx.run(KEEP, **{field: getattr(row, field) for field in row.__struct_fields__}) > 0


def rows(tx: Tx, ids: Collection[str]) -> dict[str, PostRow]:
    """Find posts as they are kept, tombstones too."""
    return {row.id: row for row in tx.all(ROWS, ids=list(ids))} if ids else {}


def gone_since(tx: Tx, post_id: str, told: int) -> bool:
    """Tell whether a post went after something of this revision was told of it."""
    return tx.value(GONE_SINCE, post_id=post_id, told=told) is not None
