"""The web app out of the one file: the first steps of a member, in a real browser."""

from pathlib import Path

import pytest

from tests.journeys.server import Server

pytestmark = [pytest.mark.binary, pytest.mark.timeout(240)]

BINARY = Path(__file__).parents[2] / "dist" / "minifb"


def test_a_community_out_of_one_file(tmp_path: Path) -> None:
    """From an empty folder: two people sign up, show a face, become friends, and one posts three photos."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS
    from tests.browser.people import Person, quiet
    from tests.browser.steps import in_and_friends, post_with_photos

    assert BINARY.exists(), "dist/minifb is missing: make binary"
    assert CHROMIUM, "this needs Chromium: apt-get install chromium"
    folder = tmp_path / "empty"
    folder.mkdir()
    server = Server(folder / "data", command=[str(BINARY)], bare=True)
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            ana, ben = (Person(browser, server.url, name) for name in ("Ana", "Ben"))
            page, _ = in_and_friends(ana, ben)
            post_with_photos(page, ana, 3)
            assert quiet([ana, ben]) == []
            browser.close()
        assert server.stop() == 0, server.last_words()
    finally:
        server.kill()
