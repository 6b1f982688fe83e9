"""Which media a member shows as picture and cover."""

from typing import Any

from sqlalchemy import Column, text

from minifb.kernel.data.sql import Id

REVISION = "0004"


def upgrade(op: Any) -> None:
    """Let members show media of theirs, found again by what it is."""
    for column in ("avatar_id", "cover_id"):
        op.add_column("users", Column(column, Id))
        some = text(f"{column} IS NOT NULL")
        op.create_index(f"users_{column}", "users", [column], sqlite_where=some, postgresql_where=some)
