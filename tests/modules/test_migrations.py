"""The history of each module's tables leads to today's tables."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine

from minifb.kernel.module import Module
from minifb.registry import MODULES

BUILT = [module for module in MODULES if module.tables is not None]


def described(name: str | None, kind: str, _parents: Any) -> bool:
    """Tell whether tables of ours describe it; a full-text index is the database's own affair."""
    return kind not in {"table", "index"} or "_fts" not in (name or "")


@pytest.mark.parametrize("module", BUILT, ids=lambda module: module.name)
def test_the_steps_make_the_tables(tmp_path: Path, module: Module) -> None:
    """A database that went through every step is exactly what the tables say."""
    assert module.tables is not None
    engine = create_engine(f"sqlite:///{tmp_path}/{module.name}.db")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": described})
        for step in module.migrations:
            step.upgrade(Operations(context))
        assert compare_metadata(context, module.tables) == []
    engine.dispose()


@pytest.mark.parametrize("module", BUILT, ids=lambda module: module.name)
def test_steps_are_numbered_in_order(module: Module) -> None:
    """Steps are 0001, 0002 and so on."""
    revisions = [step.REVISION for step in module.migrations]
    assert revisions == [f"{at:04}" for at in range(1, len(revisions) + 1)]
