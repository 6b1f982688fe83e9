"""Media in messages, and the pictures of groups."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, false

from minifb.kernel.data.sql import Flag, Id, Json, Number

REVISION = "0003"


def upgrade(op: Any) -> None:
    """Let messages and groups hold media."""
    op.create_table(
        "message_media",
        Column("holder_id", Id, nullable=False),
        Column("media_id", Id, nullable=False),
        Column("shown", Json, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("holder_id", "media_id"),
    )
    op.create_index("message_media_media", "message_media", ["media_id"])
    op.add_column("conversation_participants", Column("declined", Flag, nullable=False, server_default=false()))
