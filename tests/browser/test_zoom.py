"""Bigger, wider apart, in the colours of one's own: the pages hold when they are looked at in another way."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Person, befriend, quiet
from tests.browser.steps import script
from tests.journeys.server import Server
from tests.pictures import encoded, photo

HALF = {"width": 640, "height": 400}
"""A window of 1280 by 800 at 200 %."""
SPACED = (
    "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;",
    "margin-block-end: 2em !important;",
)
"""What WCAG 1.4.12 asks pages to bear: for all text, and below paragraphs."""
SPACE = script("space")
CUT = script("cut")
REACHED = script("covered")
LOST = script("lost")


@pytest.fixture(scope="module")
def life(browser: Browser, server: Server) -> Iterator[tuple[Person, dict[str, str]]]:
    """A member with posts, pictures and a talk, in a small window that shows everything twice as big."""
    stamp = uuid4().hex[:6]
    window = {"viewport": HALF, "device_scale_factor": 2}
    ana = Person(browser, server.url, "Ana", **window).register(f"ana_{stamp}")
    ben = Person(browser, server.url, "Ben").register(f"ben_{stamp}")
    befriend(ana, ben)
    pictures = [ana.upload(encoded(photo(900, 600 + seed), "JPEG"), alt="a field in the evening") for seed in range(2)]
    post = ana.ask("POST", "/posts", {"text": f"Look at #this, @{ben.username}. " * 9, "mediaIds": pictures})
    ana.ask("POST", "/posts", {"text": "Tea?", "poll": {"options": ["yes, with milk and much sugar", "no"]}})
    comment = ben.ask("POST", f"/posts/{post['id']}/comments", {"text": "How fine! " * 20})
    ana.ask("POST", f"/posts/{post['id']}/comments", {"text": "Is it not?", "parentId": comment["id"]})
    ben.ask("POST", f"/posts/{post['id']}/reactions", {"type": "love"})
    talk = ben.ask("POST", "/messages/conversations", {"participantIds": [ana.id]})
    for number in range(12):
        text = f"{number}: it rains, and it will go on raining until tomorrow."
        (ana, ben)[number % 2].ask("POST", f"/messages/conversations/{talk['id']}/messages", {"text": text})
    ben.context.close()
    places = {"feed": "/", "post": f"/p/{post['id']}", "talk": f"/m/{talk['id']}"}
    yield ana, places
    ana.context.close()
    assert not quiet([ana])


def shown(ana: Person, path: str) -> Page:
    """Open a page and wait until it is whole."""
    page = ana.goto(path)
    page.locator("h1").first.wait_for(state="attached")
    page.locator(".skeleton").first.wait_for(state="detached")
    return page


def pressed(page: Page, role: str, name: str) -> list[str]:
    """Give why something cannot be pressed, where that is so."""
    found = page.get_by_role(role, name=re.compile(f"^{name}")).first  # type: ignore[arg-type]
    expect(found).to_be_visible()
    wrong = found.evaluate(REACHED)
    return [wrong] if wrong else []


def test_at_twice_the_size(life: tuple[Person, dict[str, str]]) -> None:
    """At 200 % nothing is scrolled sideways, what matters can be pressed, and dialogs are scrolled to their end."""
    ana, places = life
    wrong: list[str] = []
    page = shown(ana, places["feed"])
    for name in ("Like", "Share", "Save"):
        wrong += pressed(page, "button", name)
    wrong += pressed(page, "link", "Comment")
    wrong += pressed(page, "button", "What.s on your mind")
    for place in ("Home", "Friends", "Messages", "Notifications"):
        wrong += pressed(page, "link", place)
    wrong += ["feed"] if ana.sideways() else []

    page.get_by_role("button", name="on your mind").click()
    dialog = page.get_by_role("dialog", name="New post")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    dialog.get_by_role("textbox").fill("A line.\n" * 30)
    dialog.get_by_role("button", name="Poll").click()
    dialog.get_by_role("button", name="Post later").click()
    for role, name in (("button", "Close"), ("button", "Schedule")):
        wrong += pressed(page, role, name)
    last = dialog.locator(".dialog-body").locator("input, select").last
    last.scroll_into_view_if_needed()
    wrong += [found] if (found := last.evaluate(REACHED)) else []
    wrong += ["composer"] if ana.sideways() else []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Throw away").click()

    page = shown(ana, places["post"])
    wrong += pressed(page, "button", "Like") + pressed(page, "textbox", "Write a comment")
    wrong += ["post"] if ana.sideways() else []
    page = shown(ana, places["talk"])
    wrong += pressed(page, "textbox", "Message to Ben Berg") + pressed(page, "button", "Send")
    assert page.get_by_role("log").evaluate("(log) => log.clientHeight") > 100, "what was said has some room"
    wrong += ["talk"] if ana.sideways() else []
    for tab in ("", "/privacy", "/notifications", "/security"):
        shown(ana, f"/settings{tab}")
        wrong += [f"settings{tab}"] if ana.sideways() else []
    assert wrong == []


def spaced(page: Page) -> None:
    """Set the text wider apart, as a reader may."""
    page.evaluate(SPACE, list(SPACED))


@pytest.mark.parametrize("width", [390, 1280])
def test_text_may_be_set_wider_apart(life: tuple[Person, dict[str, str]], width: int) -> None:
    """With more room between lines, words and letters no text is cut off (WCAG 1.4.12)."""
    ana, places = life
    ana.page.set_viewport_size({"width": width, "height": 800})
    wrong = []
    for path in (*places.values(), "/settings/privacy", "/n", "/friends/all"):
        page = shown(ana, path)
        before = set(page.evaluate(CUT))
        spaced(page)
        wrong += [f"{path}: {one}" for one in page.evaluate(CUT) if one not in before]
        wrong += [f"{path}: must be scrolled sideways"] if ana.sideways() else []
    ana.page.set_viewport_size(HALF)  # type: ignore[arg-type]
    assert wrong == []


def test_in_the_colours_of_ones_own(life: tuple[Person, dict[str, str]]) -> None:
    """With forced colours everything that can be pressed is seen, and what is chosen can be told from what is not."""
    ana, places = life
    page = ana.page
    page.emulate_media(forced_colors="active")
    wrong = []
    for path in (*places.values(), "/settings/appearance", "/friends/all"):
        shown(ana, path)
        wrong += [f"{path}: {one}" for one in page.evaluate(LOST)]
    page.emulate_media(forced_colors="none")
    assert wrong == []
