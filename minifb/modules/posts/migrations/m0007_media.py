"""Media in posts and drafts."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Id, Json, Number

REVISION = "0007"


def upgrade(op: Any) -> None:
    """Let posts, their earlier editions and drafts hold media."""
    op.add_column("posts", Column("media", Json, nullable=False, server_default="[]"))
    op.add_column("edits", Column("media", Json, nullable=False, server_default="[]"))
    op.add_column("drafts", Column("revision", Number, nullable=False, server_default=text("1")))
    op.create_table(
        "post_media",
        Column("holder_id", Id, nullable=False),
        Column("media_id", Id, nullable=False),
        Column("shown", Json, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("holder_id", "media_id"),
    )
    op.create_index("post_media_media", "post_media", ["media_id"])
