"""The feed: what members saw, of whom they want less, how they want it; and the index it chooses from."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Id, Name, Number, Time

REVISION = "0006"


def upgrade(op: Any) -> None:
    """Let the ranker weigh candidates from one index, and keep what members do about their feed."""
    op.drop_index("posts_author", "posts")
    weighed = ["commenters", "reactors", "sharers"]
    op.create_index("posts_author", "posts", ["author_id", "created_at", "id", "state", "audience_kind", *weighed])
    op.create_table(
        "feed_seen",
        Column("member_id", Id, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("times", Number, nullable=False),
        Column("last", Time, nullable=False),
        PrimaryKeyConstraint("member_id", "post_id"),
    )
    op.create_index("feed_seen_post", "feed_seen", ["post_id"])
    op.create_table(
        "feed_authors",
        Column("member_id", Id, nullable=False),
        Column("author_id", Id, nullable=False),
        Column("less_until", Time, nullable=False),
        PrimaryKeyConstraint("member_id", "author_id"),
    )
    op.create_index("feed_authors_author", "feed_authors", ["author_id", "member_id"])
    op.create_table(
        "feed_preferences",
        Column("member_id", Id, primary_key=True),
        Column("mode", Name),
        Column("balance", Number, nullable=False),
    )
