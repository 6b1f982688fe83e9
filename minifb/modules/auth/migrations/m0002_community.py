"""What the owner says about the community in the browser."""

from typing import Any

from sqlalchemy import Column

from minifb.kernel.data.sql import Name, Number

REVISION = "0002"


def upgrade(op: Any) -> None:
    """Make room for one row."""
    op.create_table(
        "community",
        Column("id", Number, primary_key=True, autoincrement=False),
        Column("name", Name),
        Column("sign_up", Name),
    )
