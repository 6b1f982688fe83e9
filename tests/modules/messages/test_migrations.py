"""The history of messages' tables leads to today's tables."""

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine

from minifb.modules.messages.migrations import STEPS
from minifb.modules.messages.tables import METADATA


def described(name: str | None, kind: str, _parents: Any) -> bool:
    """Tell whether tables of ours describe it; a full-text index is the database's own affair."""
    return kind not in {"table", "index"} or "_fts" not in (name or "")


def test_the_steps_make_the_tables(tmp_path: Path) -> None:
    """A database that went through every step is exactly what the tables say."""
    engine = create_engine(f"sqlite:///{tmp_path}/messages.db")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": described})
        for step in STEPS:
            step.upgrade(Operations(context))
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_steps_are_numbered_in_order() -> None:
    """Steps are 0001, 0002 and so on."""
    assert [step.REVISION for step in STEPS] == [f"{at:04}" for at in range(1, len(STEPS) + 1)]
