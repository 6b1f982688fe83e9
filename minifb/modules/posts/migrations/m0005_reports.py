"""Reports and what staff decided, the end of a member in parts, and comments by how much they were answered."""

from typing import Any

from sqlalchemy import Column, Index, PrimaryKeyConstraint, text

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

REVISION = "0005"


def upgrade(op: Any) -> None:
    """Make the cases of moderators, and what erasing piece by piece keeps and looks up."""
    op.create_table(
        "cases",
        Column("id", Id, primary_key=True),
        Column("target_id", Id, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("author_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("audience_kind", Name, nullable=False),
        Column("state", Name, nullable=False),
        Column("since", Time, nullable=False),
        Column("revision", Number, nullable=False),
        Column("reasons", Json, nullable=False),
        Column("reporters", Number, nullable=False),
        Column("first_at", Time, nullable=False),
        Column("last_at", Time, nullable=False),
        Column("decided_by", Id),
        Column("decision", Name),
        Index("cases_target", "target_id", unique=True),
        Index("cases_queue", "state", "since", "id"),
        Index("cases_author", "author_id", "state", "since", "id"),
        Index("cases_post", "post_id"),
    )
    op.create_table(
        "reports",
        Column("case_id", Id, nullable=False),
        Column("reporter_id", Id, nullable=False),
        Column("reason", Name, nullable=False),
        Column("note", Name, nullable=False),
        Column("reported_at", Time, nullable=False),
        PrimaryKeyConstraint("case_id", "reporter_id"),
        Index("reports_reporter", "reporter_id", "case_id"),
    )
    op.create_table(
        "erasures",
        Column("member_id", Id, primary_key=True),
        Column("report", Flag, nullable=False),
        Column("counts", Json, nullable=False),
    )
    op.add_column("members", Column("role", Name, nullable=False, server_default="member"))
    op.add_column("members", Column("role_revision", Number, nullable=False, server_default=text("0")))
    op.add_column("comments", Column("answers", Number, nullable=False, server_default=text("0")))
    op.execute(text("UPDATE comments SET answers = reactors + replies"))
    op.create_index("comments_top", "comments", ["under_id", "answers", "created_at", "id"])
    op.drop_index("comments_author", "comments")
    op.create_index("comments_author", "comments", ["author_id", "id"])
    op.drop_index("reactions_user", "reactions")
    op.create_index("reactions_user", "reactions", ["user_id", "target_id"])
    op.create_index("follows_followed", "follows", ["followed_id", "by_id"])
    op.create_index("mutes_muted", "mutes", ["muted_id", "by_id"])
