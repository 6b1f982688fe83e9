"""Compares what migrations made with what the tables say, in the eyes of Alembic."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData

from minifb.kernel.data.migrate import VERSION_TABLES
from minifb.kernel.data.tables import METADATA as KERNEL


def differences(connection: Connection, tables: MetaData | None) -> list[Any]:
    """List where the database and the tables differ: the module's and the kernel's own, types included."""
    wanted = MetaData()
    for metadata in (KERNEL, tables):
        for table in metadata.sorted_tables if metadata is not None else ():
            table.to_metadata(wanted)

    def ours(name: str | None, kind: str, _parents: Any) -> bool:
        # A full-text index is the database's own affair: no table of ours describes it.
        return kind not in {"table", "index"} or (name not in VERSION_TABLES and "_fts" not in (name or ""))

    context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": ours})
    return list(compare_metadata(context, wanted))
