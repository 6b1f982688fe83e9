"""A new version on the server while the app is open: offered, taken when one says so, and whole from then on."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import minifb
from tests.browser.conftest import QUICK, Join
from tests.browser.test_offline import WITH_WORKER, installed, kept
from tests.journeys.server import Server


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product that may be changed, in a folder that counts as a checkout."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(Path(minifb.__file__).parent, folder / "minifb")
    (folder / "pyproject.toml").touch()
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, copy: Path) -> Iterator[Server]:
    """A server that runs the copy."""
    running = Server(tmp_path_factory.mktemp("version") / "data", environ=QUICK)
    running.folder = copy
    running.start()
    yield running
    running.stop()


def build(page: Page) -> str:
    """Which build the page is of."""
    return str(json.loads(page.locator("#site").text_content() or "{}")["build"])


def test_a_new_version_is_offered_and_taken(join: Join, copy: Path) -> None:
    """The app offers what is new and keeps to the old until one reloads by its button; then all of it is new."""
    ana = join("Ana", **WITH_WORKER)
    page = installed(ana)
    offered = page.get_by_text("There is a new version.")
    before = build(page)
    page.reload()
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_attached()
    expect(offered).to_have_count(0)

    words = copy / "minifb/web/assets/locales/en/feed.json"
    words.write_text(words.read_text("utf-8").replace('"feed.title": "Home"', '"feed.title": "House"'), "utf-8")
    assert ana.context.request.get("/login").ok  # somebody opens a page: in a checkout the server then sees the change
    page.get_by_role("button", name="on your mind").click()
    page.get_by_role("textbox", name="Your post").fill("Half a thought")
    page.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")  # one comes back to the tab
    expect(offered).to_be_visible()
    expect(page.get_by_role("textbox", name="Your post")).to_have_value("Half a thought")
    assert build(page) == before
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Throw away").click()

    with page.expect_navigation():
        page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="House", level=1)).to_be_attached()
    after = build(page)
    assert after != before
    for _ in range(100):
        if {name for name in kept(page) if name.startswith("files-")} == {f"files-{after}"}:
            break
        page.wait_for_timeout(100)
    assert f"files-{before}" not in kept(page), "nothing of the old one is kept"
    expect(offered).to_have_count(0)
    page.get_by_role("link", name="Settings").first.click()
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_visible()
