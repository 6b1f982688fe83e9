"""A real server, and a window of another engine on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import QUICK
from tests.engines.windows import Firefox, WebKit, Window
from tests.journeys.server import Server

THEIRS = ("DeprecationWarning", "ResourceWarning", "pytest.PytestUnraisableExceptionWarning")
"""What the drivers do and we cannot mend."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser that is not Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.engines)
            item.add_marker(pytest.mark.timeout(240))
            for kind in THEIRS:
                item.add_marker(pytest.mark.filterwarnings(f"ignore::{kind}"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with nobody on it yet."""
    running = Server(tmp_path_factory.mktemp("engines") / "data", environ=QUICK)
    running.start()
    yield running
    running.stop()


@pytest.fixture(params=[Firefox, WebKit], ids=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Iterator[Window]:
    """A window, in which nothing may go wrong."""
    opened: Window = request.param(server.url, tmp_path)
    try:
        yield opened
        assert opened.faults() == []
    finally:
        opened.close()
