"""Every page, on a phone and on a desk, by day and by night: readable by everybody, and nothing goes wrong on it."""

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.browser.people import DESK, PHONE, Person, befriend
from tests.journeys.server import Server
from tests.pictures import encoded, photo

OPEN = ("/login", "/register", "/forgot", "/nonsense")
"""What who is not signed in sees."""
TABS = (
    "account", "profile", "privacy", "notifications", "appearance", "language", "security", "sessions", "blocked",
    "saved", "hidden", "storage", "delete", "about",
)  # fmt: skip
LOOKS = [pytest.param(*look, id="-".join(map(str, look))) for look in product(("light", "dark"), (390, 1440))]


@pytest.fixture(scope="module")
def pages(browser: Browser, server: Server) -> tuple[str, list[str]]:
    """A member with a life: gives their name and the addresses of their pages."""
    stamp = uuid4().hex[:6]
    ana, ben = (Person(browser, server.url, name).register(f"{name.lower()}_{stamp}") for name in ("Ana", "Ben"))
    befriend(ana, ben)
    pictures = [ana.upload(encoded(photo(1200, 800 + seed), "JPEG"), alt="a field in the evening") for seed in range(3)]
    post = ana.ask("POST", "/posts", {"text": f"Look at #this, @{ben.username}", "mediaIds": pictures})
    ana.ask("POST", "/posts", {"text": "Tea?", "poll": {"options": ["yes", "no"]}})
    comment = ben.ask("POST", f"/posts/{post['id']}/comments", {"text": "How fine!"})
    ana.ask("POST", f"/posts/{post['id']}/comments", {"text": "Is it not?", "parentId": comment["id"]})
    ben.ask("POST", f"/posts/{post['id']}/reactions", {"type": "love"})
    talk = ben.ask("POST", "/messages/conversations", {"participantIds": [ana.id]})
    for text in ("Are you there?", "It rains."):
        ben.ask("POST", f"/messages/conversations/{talk['id']}/messages", {"text": text})
    for person in (ana, ben):
        person.context.close()
    mine = [f"/@{ana.username}{tab}" for tab in ("", "/about", "/photos", "/friends")] + [f"/@{ben.username}"]
    friends = ["/friends", *(f"/friends/{tab}" for tab in ("suggestions", "all", "sent", "lists"))]
    found = ["/search?q=field", "/search?q=ben&tab=people", "/search?q=look&tab=posts"]
    settings = ["/settings", *(f"/settings/{tab}" for tab in TABS)]
    rest = ["/m", f"/m/{talk['id']}", "/n", f"/photo/{pictures[0]}?post={post['id']}"]
    return ana.username, ["/", f"/p/{post['id']}", *mine, *friends, *found, *settings, *rest]


def look(person: Person, path: str) -> list[str]:
    """Open a page and give what is wrong with it."""
    page = person.goto(path)
    page.locator("h1").first.wait_for(state="attached")
    page.locator(".skeleton").first.wait_for(state="detached")
    wrong = [f"{path}: {violation}" for violation in person.violations()]
    if person.sideways():
        wrong.append(f"{path}: must be scrolled sideways")
    if page.locator("h1").count() != 1:
        wrong.append(f"{path}: {page.locator('h1').count()} headings of the first level")
    return wrong


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_every_page_can_be_read_by_everybody(
    visit: Callable[..., Person], pages: tuple[str, list[str]], theme: Any, width: int
) -> None:
    """No page of a member breaks a rule of WCAG 2.2 AA that a program can check, in no look."""
    username, paths = pages
    member = visit("Ana", color_scheme=theme, viewport=PHONE if width == 390 else DESK).sign_in(username)
    assert [wrong for path in paths for wrong in look(member, path)] == []


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_way_in_can_be_read_by_everybody(visit: Callable[..., Person], theme: Any, width: int) -> None:
    """Nor does any page that leads into the community."""
    guest = visit("Guest", color_scheme=theme, viewport=PHONE if width == 390 else DESK)
    guest.expect(404, "/nonsense")
    assert [wrong for path in OPEN for wrong in look(guest, path)] == []


def test_pages_fit_the_smallest_phone(visit: Callable[..., Person], pages: tuple[str, list[str]]) -> None:
    """At 320 pixels, which is also what is left of 640 at twice the size, nothing must be scrolled sideways."""
    username, paths = pages
    member = visit("Ana", viewport={"width": 320, "height": 640}).sign_in(username)
    wide = []
    for path in paths:
        member.goto(path).locator(".skeleton").first.wait_for(state="detached")
        wide += [path] if member.sideways() else []
    assert wide == []


def test_longer_words_fit(visit: Callable[..., Person], pages: tuple[str, list[str]]) -> None:
    """In a language with longer words nothing is cut off or pushed out, and no word stayed behind in the code."""
    username, paths = pages
    member = visit("Ana").sign_in(username)
    member.context.add_cookies([{"name": "minifb-look", "value": "light.xx.m", "url": member.url}])
    wrong = []
    for path in paths:
        page = member.goto(path)
        page.locator(".skeleton").first.wait_for(state="detached")
        wrong += [path] if member.sideways() else []
    assert wrong == []


def test_pages_can_be_read_from_right_to_left(visit: Callable[..., Person], pages: tuple[str, list[str]]) -> None:
    """Turned round for a language that is written from the right, pages still fit."""
    username, paths = pages
    member = visit("Ana", viewport=PHONE).sign_in(username)
    wrong = []
    for path in paths:
        member.goto(path).locator(".skeleton").first.wait_for(state="detached")
        member.page.evaluate("document.documentElement.dir = 'rtl'")
        wrong += [path] if member.sideways() else []
    assert wrong == []
