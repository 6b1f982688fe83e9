"""The modules as they are, as whoever works on the app has them: each is fetched by itself, and nothing goes wrong."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import QUICK
from tests.browser.people import DESK, Person, befriend
from tests.browser.steps import sign_up
from tests.journeys.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that joins no modules."""
    running = Server(tmp_path_factory.mktemp("raw") / "data", environ=QUICK | {"MINIFB_SERVER_LINKED": "false"})
    running.start()
    yield running
    running.stop()


def test_the_first_steps_unlinked(visit: Callable[..., Person]) -> None:
    """Somebody signs up, posts, reacts and talks, and sees every page once, with modules that were not joined."""
    ana, ben = visit("Ana", viewport=DESK), visit("Ben").register("ben_raw")
    page = sign_up(ana, "ana_raw")
    assert page.evaluate(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/lib/router.js'))"
    )
    ana.id = ana.ask("GET", "/users/profile")["id"]
    befriend(ana, ben)

    ana.goto("/")
    page.get_by_role("button", name="on your mind").click()
    page.get_by_role("textbox", name="Your post").fill("A day by the lake")
    page.keyboard.press("Control+Enter")
    card = page.get_by_role("article").filter(has_text="A day by the lake")
    card.get_by_role("button", name="Like", exact=True).click()
    expect(card.get_by_role("button", name="1 reaction: Like 1")).to_be_visible()
    card.get_by_role("link", name="Comment").click()
    page.get_by_role("textbox", name="Write a comment").fill("It was cold")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article").filter(has_text="It was cold").last).to_be_visible()

    page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Messages")).click()
    page.goto("/@ben_raw")
    page.get_by_role("main").get_by_role("button", name="Message", exact=True).click()
    page.get_by_role("textbox", name="Message to Ben Berg").fill("Are you there?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text(re.compile("Sent|Delivered"))).to_be_attached()

    for path, tabs in (
        ("/@ana_raw", "main"),
        ("/friends", "main"),
        ("/search?q=lake", "main"),
        ("/settings", "Settings"),
    ):
        ana.goto(path).locator("h1").first.wait_for(state="attached")
        places = page.get_by_role("navigation", name="Settings") if tabs == "Settings" else page.get_by_role("main")
        links = places.locator(".place, .tabs a")
        for at in range(links.count()):
            links.nth(at).click()
            expect(page.locator(".skeleton"), page.url).to_have_count(0)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
    ana.goto("/n").locator("h1").first.wait_for(state="attached")
    guest = visit("Guest")
    for path in ("/login", "/forgot", "/reset?token=x", "/verify?token=x"):
        guest.expect(422, "/auth/")
        guest.expect(404, "/auth/")
        guest.goto(path).locator("h1").first.wait_for(state="attached")
