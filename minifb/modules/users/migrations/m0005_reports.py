"""Reports of members."""

from typing import Any

from sqlalchemy import Column, text

from minifb.kernel.data.sql import Id, Json, Name, Time

REVISION = "0005"


def upgrade(op: Any) -> None:
    """Let members be reported, each once by another while that waits."""
    op.create_table(
        "member_reports",
        Column("id", Id, primary_key=True),
        Column("member_id", Id, nullable=False),
        Column("reporter_id", Id, nullable=False),
        Column("reason", Name, nullable=False),
        Column("note", Name, nullable=False),
        Column("shown", Json, nullable=False),
        Column("state", Name, nullable=False),
        Column("reported_at", Time, nullable=False),
        Column("decided_by", Id),
        Column("decided_at", Time),
        Column("decision", Name),
    )
    waits = text("state = 'open'")
    op.create_index(
        "member_reports_once", "member_reports", ["member_id", "reporter_id"],
        unique=True, sqlite_where=waits, postgresql_where=waits,
    )  # fmt: skip
    op.create_index("member_reports_queue", "member_reports", ["state", "reported_at", "id"])
    op.create_index("member_reports_reporter", "member_reports", ["reporter_id"])
    op.create_index("member_reports_member", "member_reports", ["member_id"])
