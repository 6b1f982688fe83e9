"""Every page, on a phone and on a desk, by day and by night: readable by everybody, and nothing goes wrong on it.

What opens over a page (menus, dialogs, pickers) is looked at where it is opened, in the tests of its feature.
"""

from collections.abc import Callable
from itertools import chain
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import DESK, Person, befriend
from tests.journeys.server import Server
from tests.pictures import encoded, photo

SMALLEST = {"width": 320, "height": 640}
"""Also what is left of 640 pixels at twice the size."""
DOOR = (
    "/login", "/register", "/invite/abc", "/forgot", "/reset", "/reset#token=a", "/verify#token=a",
    "/unsubscribe#token=a", "/setup#token=a", "/nonsense",
)  # fmt: skip
"""What who is not signed in sees."""
TABS = (
    "account", "profile", "privacy", "security", "sessions", "notifications", "feed", "appearance", "language", "saved",
    "drafts", "hidden", "blocked", "removed", "invites", "apps", "storage", "about", "delete",
)  # fmt: skip
PLACES = ("welcome", "feed", "profile", "friends", "search", "talk", "settings", "more settings")
Life = tuple[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def life(browser: Browser, server: Server) -> Life:
    """A member with a life: gives their name and the addresses of their pages, by place."""
    stamp = uuid4().hex[:6]
    names = ("Ana", "Ben", "Cat", "Dan")
    ana, ben, cat, dan = (Person(browser, server.url, name).register(f"{name.lower()}_{stamp}") for name in names)
    befriend(ana, ben)
    befriend(ben, cat)
    dan.ask("POST", "/users/friends/request", {"userId": ana.id})
    ben.ask("PUT", "/users/profile", {"bio": "Hello", "location": "Łódź", "birthday": "1990-02-03"})
    ben.ask("POST", "/posts", {"text": "For all", "audience": {"kind": "public"}})
    known = {"text": "Around the lake, with #sun: https://example.org", "audience": {"kind": "public"}}
    shared = ben.ask("POST", "/posts", known)
    liked = ana.ask("POST", "/posts", {"text": "Look:", "sharedPostId": shared["id"]})
    for person, kind in ((ana, "love"), (ben, "wow")):
        person.ask("POST", f"/posts/{liked['id']}/reactions", {"type": kind})
    pictures = [ana.upload(encoded(photo(1200, 800 + seed), "JPEG"), alt="a field in the evening") for seed in range(3)]
    post = ana.ask("POST", "/posts", {"text": f"Look at #this, @{ben.username}", "mediaIds": pictures})
    ana.ask("POST", "/posts", {"text": "Tea?", "poll": {"options": ["yes", "no"]}})
    comment = ben.ask("POST", f"/posts/{post['id']}/comments", {"text": "How fine!"})
    ana.ask("POST", f"/posts/{post['id']}/comments", {"text": "Is it not?", "parentId": comment["id"]})
    ben.ask("POST", f"/posts/{post['id']}/reactions", {"type": "love"})
    talk = ben.ask("POST", "/messages/conversations", {"participantIds": [ana.id]})
    for text in ("Are you there?", "It rains."):
        ben.ask("POST", f"/messages/conversations/{talk['id']}/messages", {"text": text})
    ana.ask("POST", "/auth/keys", {"serviceId": "bot", "permissions": ["posts.read"]})
    night = {"from": "22:00", "to": "07:00", "zone": "Europe/Berlin"}
    ana.ask("PUT", "/notifications/preferences", {"quietHours": night})
    for person in (ana, ben, cat, dan):
        person.context.close()
    settings = ["/settings", *(f"/settings/{tab}" for tab in TABS)]
    return ana.username, {
        "welcome": [f"/welcome?step={step}" for step in ("picture", "friends", "post")],
        "feed": ["/", f"/p/{post['id']}", f"/photo/{pictures[0]}?post={post['id']}"],
        "profile": [f"/@{who.username}{tab}" for who in (ana, ben) for tab in ("", "/about", "/photos", "/friends")],
        "friends": ["/friends", *(f"/friends/{tab}" for tab in ("suggestions", "all", "sent", "lists", "birthdays"))],
        "search": ["/search?q=field", *(f"/search?q=look&tab={tab}" for tab in ("people", "posts", "photos"))],
        "talk": ["/m", f"/m/{talk['id']}", "/n"],
        "settings": settings[:10],
        "more settings": settings[10:],
    }


def opened(person: Person, path: str) -> Page:
    """Open a page anew, and wait until everything is there."""
    if "#" in path:  # an address that differs behind the # alone would not be loaded anew
        person.page.goto("about:blank")
    page = person.goto(path)
    page.locator("h1").first.wait_for(state="attached")
    page.locator(".skeleton, main [aria-busy=true]").first.wait_for(state="detached")
    return page


def look(person: Person, path: str) -> list[str]:
    """Open a page and give what is wrong with it: on a phone, on a desk, by day, by night, and on the smallest phone.

    The page is loaded once and then lives through all of it, as it does when somebody turns a tablet.
    """
    page = opened(person, path)
    phone, wrong = page.viewport_size, []
    for width, size in (("phone", phone), ("desk", DESK)):
        assert size
        page.set_viewport_size(size)
        for time in ("day", "night"):
            wrong += [f"{width}, {time}: {one}" for one in person.violations(by_night=time == "night")]
        if person.sideways():
            wrong.append(f"{width}: must be scrolled sideways")
        if page.locator("h1").count() != 1:
            wrong.append(f"{width}: {page.locator('h1').count()} headings of the first level")
    page.set_viewport_size(SMALLEST)
    if person.sideways():
        wrong.append("the smallest phone: must be scrolled sideways")
    page.evaluate("document.documentElement.dir = 'rtl'")
    if person.sideways():
        wrong.append("from right to left: must be scrolled sideways")
    assert phone
    page.set_viewport_size(phone)
    return [f"{path}, {one}" for one in wrong]


@pytest.mark.parametrize("place", PLACES)
def test_every_page_can_be_read_by_everybody(visit: Callable[..., Person], life: Life, place: str) -> None:
    """No page of a member breaks a rule of WCAG 2.2 AA that a program can check, and none is scrolled sideways."""
    username, pages = life
    member = visit("Ana").sign_in(username)
    assert [wrong for path in pages[place] for wrong in look(member, path)] == []


def test_the_way_in_can_be_read_by_everybody(visit: Callable[..., Person]) -> None:
    """Nor does any page that leads into the community."""
    guest = visit("Guest")
    guest.expect(404, "/nonsense")
    assert [wrong for path in DOOR for wrong in look(guest, path)] == []


@pytest.mark.parametrize("outside", [True, False], ids=["at the door", "inside"])
def test_longer_words_fit(visit: Callable[..., Person], life: Life, outside: bool) -> None:
    """In a language with longer words nothing is pushed out of a phone, at the door and inside."""
    username, pages = life
    person = visit("Ana", viewport=SMALLEST) if outside else visit("Ana", viewport=SMALLEST).sign_in(username)
    person.expect(404, "/nonsense")
    person.context.add_cookies([{"name": "minifb-look", "value": "light.xx.m", "url": person.url}])
    wrong = []
    for path in DOOR if outside else chain.from_iterable(pages.values()):
        opened(person, path)
        wrong += [path] if person.sideways() else []
    assert wrong == []
