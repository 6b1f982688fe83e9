"""The first tables of users."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, UniqueConstraint

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make members, the words they are found by, pairs and blocks."""
    op.create_table(
        "users",
        Column("id", Id, primary_key=True),
        Column("username", Name, nullable=False),
        Column("first_name", Name, nullable=False),
        Column("last_name", Name, nullable=False),
        Column("avatar", Json),
        Column("cover", Json),
        Column("bio", Name),
        Column("birthday", Name),
        Column("location", Name),
        Column("links", Json, nullable=False),
        Column("state", Name, nullable=False),
        Column("suspended", Flag, nullable=False),
        Column("friends", Number, nullable=False),
        Column("posts", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("last_login_at", Time),
        Column("revision", Number, nullable=False),
        Column("username_revision", Number, nullable=False),
        Column("standing_revision", Number, nullable=False),
        Column("posts_revision", Number, nullable=False),
    )
    op.create_index("users_username", "users", ["username", "id"])
    op.create_table(
        "user_words",
        Column("word", Id, nullable=False),
        Column("user_id", Id, nullable=False),
        PrimaryKeyConstraint("word", "user_id"),
    )
    op.create_index("user_words_user", "user_words", ["user_id", "word"])
    op.create_table(
        "friendships",
        Column("id", Id, primary_key=True),
        Column("low_id", Id, nullable=False),
        Column("high_id", Id, nullable=False),
        Column("status", Name, nullable=False),
        Column("by_id", Id),
        Column("quiet_until", Time, nullable=False),
        Column("since", Time, nullable=False),
        Column("revision", Number, nullable=False),
        UniqueConstraint("low_id", "high_id", name="friendships_pair"),
    )
    op.create_index("friendships_low", "friendships", ["low_id", "status", "since"])
    op.create_index("friendships_high", "friendships", ["high_id", "status", "since"])
    op.create_table(
        "blocks",
        Column("by_id", Id, nullable=False),
        Column("blocked_id", Id, nullable=False),
        Column("created_at", Time, nullable=False),
        PrimaryKeyConstraint("by_id", "blocked_id"),
    )
    op.create_index("blocks_blocked", "blocks", ["blocked_id", "by_id"])
