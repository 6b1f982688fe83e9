"""What the audience of a post was before, and from when on an author's public posts are public."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Id, Json, Name, Number, Time

REVISION = "0003"


def upgrade(op: Any) -> None:
    """Let an author narrow all earlier posts at once, and read how audiences changed."""
    op.add_column("members", Column("limited_before", Time, nullable=False, server_default=text("0")))
    op.create_table(
        "audience_changes",
        Column("post_id", Id, nullable=False),
        Column("revision", Number, nullable=False),
        Column("before", Json, nullable=False),
        Column("after", Json, nullable=False),
        Column("cause", Name, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("post_id", "revision"),
    )
