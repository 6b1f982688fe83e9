"""Privacy per field, staff by whose names nobody may pass, and members who are away."""

from typing import Any

from sqlalchemy import Column

from minifb.kernel.data.sql import Id, Name, Number, Time

REVISION = "0002"


def upgrade(op: Any) -> None:
    """Make the settings of privacy and the list of staff, and note since when a member is away."""
    op.add_column("users", Column("away_since", Time))
    op.create_table(
        "privacy_settings",
        Column("user_id", Id, primary_key=True),
        Column("bio", Name, nullable=False),
        Column("birthday", Name, nullable=False),
        Column("birth_year", Name, nullable=False),
        Column("location", Name, nullable=False),
        Column("links", Name, nullable=False),
        Column("friends", Name, nullable=False),
        Column("last_seen", Name, nullable=False),
        Column("requests", Name, nullable=False),
        Column("search", Name, nullable=False),
    )
    op.create_table(
        "staff",
        Column("user_id", Id, primary_key=True),
        Column("role", Name, nullable=False),
        Column("revision", Number, nullable=False),
    )
