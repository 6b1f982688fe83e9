"""The parts of posts: polls, shares, drafts, and the shelves that posts are put on."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Id, Json, Name, Number, Time

REVISION = "0004"


def upgrade(op: Any) -> None:
    """Let a post hold a poll, share another one and be pinned; make votes, drafts, saves and hides."""
    op.add_column("posts", Column("shared_post_id", Id))
    op.add_column("posts", Column("sharers", Number, nullable=False, server_default=text("0")))
    op.add_column("posts", Column("poll", Json))
    op.add_column("posts", Column("votes", Json))
    op.add_column("posts", Column("pinned_at", Time))
    for name, columns, partly in (
        ("posts_shared", ["shared_post_id", "created_at", "id"], "shared_post_id"),
        ("posts_sharer", ["author_id", "shared_post_id"], "shared_post_id"),
        ("posts_pinned", ["author_id", "pinned_at"], "pinned_at"),
    ):
        some = text(f"{partly} IS NOT NULL")
        op.create_index(name, "posts", columns, sqlite_where=some, postgresql_where=some)
    op.add_column("edits", Column("poll_options", Json, nullable=False, server_default="[]"))
    op.create_table(
        "votes",
        Column("post_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        Column("options", Json, nullable=False),
        Column("voted_at", Time, nullable=False),
        PrimaryKeyConstraint("post_id", "member_id"),
    )
    op.create_index("votes_member", "votes", ["member_id", "post_id"])
    op.create_table(
        "drafts",
        Column("id", Id, primary_key=True),
        Column("author_id", Id, nullable=False),
        Column("content", Json, nullable=False),
        Column("publish_at", Time),
        Column("problem", Name),
        Column("created_at", Time, nullable=False),
        Column("updated_at", Time, nullable=False),
    )
    op.create_index("drafts_author", "drafts", ["author_id", "updated_at", "id"])
    for shelf, when in (("saves", "saved_at"), ("hides", "hidden_at")):
        op.create_table(
            shelf,
            Column("member_id", Id, nullable=False),
            Column("post_id", Id, nullable=False),
            Column(when, Time, nullable=False),
            PrimaryKeyConstraint("member_id", "post_id"),
        )
        op.create_index(f"{shelf}_latest", shelf, ["member_id", when, "post_id"])
        op.create_index(f"{shelf}_post", shelf, ["post_id"])
