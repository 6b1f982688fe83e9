"""The first tables of posts."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make posts, comments, edits and reactions, and the copies of what others told us."""
    op.create_table(
        "posts",
        Column("id", Id, primary_key=True),
        Column("author_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("spans", Json, nullable=False),
        Column("audience_kind", Name, nullable=False),
        Column("audience_ids", Json, nullable=False),
        Column("state", Name, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("edited_at", Time),
        Column("edition", Number, nullable=False),
        Column("revision", Number, nullable=False),
        Column("comments", Number, nullable=False),
        Column("commenters", Number, nullable=False),
        Column("shares", Number, nullable=False),
        Column("reactions", Json, nullable=False),
        Column("reactors", Number, nullable=False),
    )
    op.create_index("posts_author", "posts", ["author_id", "created_at", "id", "state", "audience_kind"])
    op.create_table(
        "comments",
        Column("id", Id, primary_key=True),
        Column("post_id", Id, nullable=False),
        Column("under_id", Id, nullable=False),
        Column("depth", Number, nullable=False),
        Column("author_id", Id),
        Column("text", Name, nullable=False),
        Column("spans", Json, nullable=False),
        Column("state", Name, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("edited_at", Time),
        Column("edition", Number, nullable=False),
        Column("replies", Number, nullable=False),
        Column("reactions", Json, nullable=False),
        Column("reactors", Number, nullable=False),
    )
    op.create_index("comments_level", "comments", ["under_id", "created_at", "id"])
    op.create_index("comments_post", "comments", ["post_id", "author_id"])
    op.create_index("comments_author", "comments", ["author_id"])
    op.create_table(
        "edits",
        Column("target_id", Id, nullable=False),
        Column("edition", Number, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("spans", Json, nullable=False),
        Column("written_at", Time, nullable=False),
        PrimaryKeyConstraint("target_id", "edition"),
    )
    op.create_index("edits_post", "edits", ["post_id"])
    op.create_table(
        "reactions",
        Column("target_id", Id, nullable=False),
        Column("user_id", Id, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("type", Name, nullable=False),
        Column("created_at", Time, nullable=False),
        PrimaryKeyConstraint("target_id", "user_id"),
    )
    op.create_index("reactions_people", "reactions", ["target_id", "created_at", "user_id"])
    op.create_index("reactions_post", "reactions", ["post_id"])
    op.create_index("reactions_user", "reactions", ["user_id"])
    op.create_table(
        "members",
        Column("id", Id, primary_key=True),
        Column("username", Name),
        Column("card", Json),
        Column("card_revision", Number, nullable=False),
        Column("suspended", Flag, nullable=False),
        Column("suspended_revision", Number, nullable=False),
        Column("away", Flag, nullable=False),
        Column("away_revision", Number, nullable=False),
        Column("gone", Flag, nullable=False),
        Column("posts", Number, nullable=False),
        Column("posts_revision", Number, nullable=False),
    )
    op.create_index("members_username", "members", ["username"])
    op.create_table(
        "friends",
        Column("member_id", Id, nullable=False),
        Column("friend_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("member_id", "friend_id"),
    )
    op.create_table(
        "blocks",
        Column("by_id", Id, nullable=False),
        Column("blocked_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "blocked_id"),
    )
    op.create_index("blocks_blocked", "blocks", ["blocked_id", "by_id"])
