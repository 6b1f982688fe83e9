"""Fixtures that every test may use."""

import gc
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.command import run
from tests.world import World, make_template, open_world

__all__ = ["run"]

# They drive a browser by a package that only `make test-browser` installs.
collect_ignore = [] if find_spec("playwright") else ["browser", "engines"]


def pytest_collection_finish() -> None:
    """Spare the collector what lives as long as the run: thousands of tests, and all that was imported for them."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
async def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every schema in place."""
    return await make_template(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
async def world(tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A whole server with nobody on it yet."""
    async with open_world(tmp_path / "data", template=template) as world:
        yield world
