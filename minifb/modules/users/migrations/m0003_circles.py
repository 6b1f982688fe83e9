"""Friend lists, follows, mutes, and whom one does not want suggested; friends of friends found in an index alone."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, UniqueConstraint

from minifb.kernel.data.sql import Flag, Id, Name, Number, Time

REVISION = "0003"


def upgrade(op: Any) -> None:
    """Make the circles around a member."""
    op.create_table(
        "friend_lists",
        Column("id", Id, primary_key=True),
        Column("owner_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("name", Name, nullable=False),
        Column("revision", Number, nullable=False),
        Column("created_at", Time, nullable=False),
        UniqueConstraint("owner_id", "name", name="friend_lists_name"),
    )
    op.create_table(
        "friend_list_members",
        Column("list_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        PrimaryKeyConstraint("list_id", "member_id"),
    )
    op.create_index("friend_list_members_member", "friend_list_members", ["member_id", "list_id"])
    op.create_table(
        "follows",
        Column("by_id", Id, nullable=False),
        Column("followed_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("first", Flag, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "followed_id"),
    )
    op.create_index("follows_by", "follows", ["by_id", "active", "created_at", "followed_id"])
    op.create_index("follows_followed", "follows", ["followed_id", "active", "created_at", "by_id"])
    op.create_table(
        "mutes",
        Column("by_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("until", Time),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "muted_id"),
    )
    op.create_index("mutes_muted", "mutes", ["muted_id", "by_id"])
    op.create_table(
        "suggestion_dismissals",
        Column("by_id", Id, nullable=False),
        Column("dismissed_id", Id, nullable=False),
        Column("created_at", Time, nullable=False),
        PrimaryKeyConstraint("by_id", "dismissed_id"),
    )
    op.create_index("suggestion_dismissals_dismissed", "suggestion_dismissals", ["dismissed_id", "by_id"])
    op.create_index("users_friends", "users", ["friends", "id"])
    op.create_index("users_created", "users", ["created_at", "id"])
    for one, other in (("low", "high"), ("high", "low")):
        op.drop_index(f"friendships_{one}", table_name="friendships")
        op.create_index(f"friendships_{one}", "friendships", [f"{one}_id", "status", "since", f"{other}_id"])
