"""A real server and a real browser for tests of the web app. A test fails when anything goes wrong in a window."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.people import Person, quiet
from tests.journeys.server import Server

CHROMIUM = os.environ.get("MINIFB_TEST_CHROMIUM") or shutil.which("chromium")
WITHOUT = [
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AvoidUnnecessaryBeforeUnloadCheckSync", "OptimizationHints",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "MediaRouter",
    "PaintHolding", "ThirdPartyStoragePartitioning",
]  # fmt: skip
"""The first two draw suggestions below an address bar that nobody sees, in a process of their own for each window;
the others are Playwright's own, which this list takes the place of."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    f"--disable-features={','.join(WITHOUT)}",
]  # fmt: skip
QUICK = {
    "MINIFB_LIMITS_ENABLED": "false",
    "MINIFB_MODULES_AUTH_PASSWORD_MEMORY_KIB": "8",
    "MINIFB_MODULES_AUTH_PASSWORD_PASSES": "1",
    "MINIFB_LOG_LEVEL": "warning",
}
expect.set_options(timeout=15_000)  # what a busy machine needs; a test that passes is not slower for it
FAILED = pytest.StashKey[bool]()
Join = Callable[..., Person]
"""`join("Ana", username="ana1", **window)`: a new member at a window of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser, and a journey may take a while."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(180))
    # Two run beside each other, a file each: what takes longest must not come last, when nobody shares the work.
    items.sort(key=lambda item: item.path.name != "test_pages.py")


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed: then pictures are taken of what its people saw."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(
    browser: Browser, server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Person]]:
    """Open windows for people who are nobody yet; look afterwards whether anything went wrong in one."""
    people: list[Person] = []

    def opened(first_name: str = "Guest", **window: Any) -> Person:
        people.append(Person(browser, server.url, first_name, **window))
        return people[-1]

    yield opened
    for person in people:
        if request.node.stash.get(FAILED, False) or person.faults:
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
