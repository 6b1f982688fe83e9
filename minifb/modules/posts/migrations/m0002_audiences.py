"""Audiences that name people or lists, and the copies of lists, follows and mutes."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Flag, Id, Name, Number, Time

REVISION = "0002"


def upgrade(op: Any) -> None:
    """Let a post say who may comment and whom its audience names."""
    op.add_column("posts", Column("audience_list", Id))
    op.add_column("posts", Column("comments_from", Name, nullable=False, server_default="everyone"))
    op.create_table(
        "post_people",
        Column("post_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        PrimaryKeyConstraint("post_id", "member_id"),
    )
    op.create_index("post_people_member", "post_people", ["member_id"])
    op.add_column("members", Column("circle", Number, nullable=False, server_default=text("0")))
    op.add_column("friends", Column("since", Time, nullable=False, server_default=text("0")))
    op.create_table(
        "lists",
        Column("id", Id, primary_key=True),
        Column("owner_id", Id, nullable=False),
        Column("revision", Number, nullable=False),
    )
    op.create_index("lists_owner", "lists", ["owner_id"])
    op.create_table(
        "list_members",
        Column("list_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        PrimaryKeyConstraint("list_id", "member_id"),
    )
    op.create_index("list_members_member", "list_members", ["member_id"])
    op.create_table(
        "follows",
        Column("by_id", Id, nullable=False),
        Column("followed_id", Id, nullable=False),
        Column("first", Flag, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "followed_id"),
    )
    op.create_table(
        "mutes",
        Column("by_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("until", Time, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "muted_id"),
    )
