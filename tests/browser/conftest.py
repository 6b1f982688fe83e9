"""A real server and a real browser for tests of the web app. A test fails when anything goes wrong in a window."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import Person, quiet
from tests.journeys.server import Server

CHROMIUM = os.environ.get("MINIFB_TEST_CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
QUICK = {
    "MINIFB_LIMITS_ENABLED": "false",
    "MINIFB_MODULES_AUTH_PASSWORD_MEMORY_KIB": "8",
    "MINIFB_MODULES_AUTH_PASSWORD_PASSES": "1",
    "MINIFB_LOG_LEVEL": "warning",
}
expect.set_options(timeout=15_000)  # what a busy machine needs; a test that passes is not slower for it
Join = Callable[..., Person]
"""`join("Ana", username="ana1", **window)`: a new member at a window of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, and a journey may take a while."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it; MINIFB_TEST_CHROMIUM names another."""
    assert CHROMIUM, "these tests need Chromium: apt-get install chromium, or name it by MINIFB_TEST_CHROMIUM"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the tests of one file, with nobody on it yet."""
    running = Server(tmp_path_factory.mktemp("browser") / "data", environ=QUICK)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def visit(browser: Browser, server: Server, tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Open windows for people who are nobody yet; look afterwards whether anything went wrong in one."""
    people: list[Person] = []

    def opened(first_name: str = "Guest", **window: Any) -> Person:
        people.append(Person(browser, server.url, first_name, **window))
        return people[-1]

    yield opened
    for person in people:
        for number, page in enumerate(person.context.pages):
            page.screenshot(path=tmp_path / f"{person.first_name}-{number}.png")
        person.context.close()
    assert not quiet(people)


@pytest.fixture
def join(visit: Callable[..., Person]) -> Join:
    """Make members, each at a window of their own."""

    def joined(first_name: str = "Ana", *, username: str = "", **window: Any) -> Person:
        return visit(first_name, **window).register(username or f"{first_name.lower()}_{uuid4().hex[:6]}")

    return joined
