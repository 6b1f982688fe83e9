"""Notifications in the web app: who did what, at once, and what one wants to hear of."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import DESK, Person, befriend

Join = Callable[..., Person]


def write(person: Person, text: str) -> str:
    """Post something for friends; gives its id."""
    return str(person.ask("POST", "/posts", {"text": text, "audience": {"kind": "friends"}})["id"])


def react(person: Person, post: str, kind: str = "love") -> None:
    """React to a post."""
    person.ask("POST", f"/posts/{post}/reactions", {"type": kind})


def rows(person: Person, text: str = "") -> Locator:
    """The notifications in sight."""
    return person.page.get_by_role("main").get_by_role("article").filter(has_text=text)


def test_reactions_to_one_post_are_one_row(join: Join) -> None:
    """Who reacted to one post stands in one row; following it leads to the post and makes it read."""
    ana, ben, cleo = join("Ana", viewport=DESK), join("Ben"), join("Cleo")
    befriend(ana, ben)
    befriend(ana, cleo)
    post = write(ana, "A quiet morning at the lake")
    react(ben, post)
    react(cleo, post, "like")
    page = ana.goto("/n")
    row = rows(ana, "A quiet morning at the lake")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Cleo Berg and Ben Berg reacted to your post")
    expect(row).to_contain_text("Unread")
    row.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/p/{post}$"))
    page.go_back()
    expect(rows(ana, "A quiet morning at the lake")).not_to_contain_text("Unread")


def test_the_bell_counts_what_came_and_is_cleared_by_a_look(join: Join) -> None:
    """The bell tells at once that something came, and opening the list clears it."""
    ana, ben = join("Ana", viewport=DESK), join("Ben")
    befriend(ana, ben)
    post = write(ana, "Who has a ladder?")
    with ana.page.expect_response(re.compile("mark-all-seen")):
        page = ana.goto("/n")
    ana.goto("/friends")
    react(ben, post)
    bell = page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile(r"Notifications\W+1 new"))
    bell.first.click()
    expect(rows(ana, "Ben Berg reacted")).to_be_visible()
    expect(bell).to_have_count(0)


def test_news_come_on_top_or_wait(join: Join) -> None:
    """At the top of the list what is new appears at once; further down it waits behind a button, and nothing moves."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    posts = [write(ana, f"Note {number}") for number in range(16)]
    for post in posts[:-2]:
        react(ben, post)
    page = ana.goto("/n")
    expect(rows(ana, "Note")).to_have_count(14)
    react(ben, posts[-2])
    expect(rows(ana).first).to_contain_text("Note 14")
    page.mouse.wheel(0, 900)
    while page.evaluate("scrollY") < 300:  # a wheel turns before the page moves
        page.wait_for_timeout(20)
    react(ben, posts[-1])
    waiting = page.get_by_role("button", name="1 new")
    expect(waiting).to_be_visible()
    expect(rows(ana, "Note 15")).to_have_count(0)
    waiting.click()
    expect(rows(ana).first).to_contain_text("Note 15")


def test_what_is_taken_back_goes(join: Join) -> None:
    """A reaction that is taken back leaves the list while one looks at it."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    post = write(ana, "Soup again")
    react(ben, post)
    ana.goto("/n")
    expect(rows(ana, "Soup again")).to_have_count(1)
    ben.ask("DELETE", f"/posts/{post}/reactions")
    expect(rows(ana, "Soup again")).to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "told", "friends"), [("Accept", "are friends now", 1), ("Decline", "Request removed", 0)]
)
def test_a_friend_request_is_answered_in_its_row(join: Join, answer: str, told: str, friends: int) -> None:
    """A friend request is accepted or declined where it is read, and says what became of it."""
    ana, ben = join("Ana"), join("Ben")
    ben.ask("POST", "/users/friends/request", {"userId": ana.id})
    page = ana.goto("/n")
    row = rows(ana, "wants to be your friend")
    with page.expect_response(re.compile("/users/friends/")):
        row.get_by_role("button", name=answer).click()
    expect(row).to_contain_text(told)
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    assert len(ana.ask("GET", "/users/friends")["items"]) == friends


def test_unread_ones_alone_and_all_read(join: Join) -> None:
    """One may look at the unread alone, by an address of its own, and take all as read."""
    ana, ben = join("Ana", viewport=DESK), join("Ben")
    befriend(ana, ben)
    for text in ("Rain", "Wind"):
        react(ben, write(ana, text))
    page = ana.goto("/n")
    rows(ana, "Rain").get_by_role("button", name=re.compile("^More about")).click()
    page.get_by_role("menuitem", name="Mark as read").click()
    expect(rows(ana, "Rain")).not_to_contain_text("Unread")
    page.get_by_role("button", name="Unread", exact=True).click()
    expect(page).to_have_url(re.compile("show=unread"))
    expect(rows(ana, "Wind")).to_have_count(1)
    expect(rows(ana, "Rain")).to_have_count(0)
    with page.expect_response(re.compile("mark-all-read")):
        page.get_by_role("button", name="Mark all as read").click()
    expect(rows(ana, "Wind")).not_to_contain_text("Unread")
    assert ana.ask("GET", "/notifications/unread-count")["count"] == 0
    page.reload()
    expect(page.get_by_text("You have read everything.")).to_be_visible()


def test_unread_ones_alone_by_a_key(join: Join) -> None:
    """The key u shows unread ones alone, and all of them again; both stand in the address."""
    ana, ben = join("Ana"), join("Ben")
    ben.ask("POST", "/users/friends/request", {"userId": ana.id})
    page = ana.goto("/n")
    expect(page.get_by_role("article").filter(has_text="Ben Berg")).to_be_visible()
    ana.ask("POST", "/notifications/mark-all-read")
    page.keyboard.press("u")
    expect(page.get_by_text("You have read everything.")).to_be_visible()
    expect(page).to_have_url(re.compile("show=unread"))
    page.keyboard.press("u")
    expect(page.get_by_role("article").filter(has_text="Ben Berg")).to_be_visible()


def test_a_row_is_removed_muted_and_turned_off(join: Join) -> None:
    """From a row one removes it, mutes its post and turns its kind off, which can be undone at once."""
    ana, ben = join("Ana", viewport=DESK), join("Ben")
    befriend(ana, ben)
    post = write(ana, "Bread")
    ben.ask("POST", f"/posts/{post}/comments", {"text": "With butter"})
    react(ben, post)
    page = ana.goto("/n")

    def choose(text: str, item: str) -> None:
        rows(ana, text).get_by_role("button", name=re.compile("^More about")).click()
        page.get_by_role("menuitem", name=item).click()

    choose("With butter", "Turn off this kind")
    expect(page.get_by_text("Turned off: Comments")).to_be_visible()
    kinds = ana.ask("GET", "/notifications/preferences")["kinds"]
    assert kinds["comment"] == {"inApp": False, "email": False, "push": False}
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    choose("With butter", "Mute this post")
    expect(page.get_by_text("You hear no more about this post.")).to_be_visible()
    assert [one["postId"] for one in ana.ask("GET", "/notifications/mutes")["items"]] == [post]
    assert ana.ask("GET", "/notifications/preferences")["kinds"]["comment"]["push"]
    choose("Bread", "Remove")
    expect(rows(ana, "reacted")).to_have_count(0)
    page.reload()
    expect(rows(ana, "With butter")).to_have_count(1)
    expect(rows(ana, "reacted")).to_have_count(0)


def test_notifications_are_for_everybody(join: Join) -> None:
    """The list and the menu over it have no barriers that axe finds, fit the narrowest phone, and speak German."""
    ana, ben = join("Ana", viewport={"width": 320, "height": 700}, locale="de"), join("Ben")
    befriend(ana, ben)
    react(ben, write(ana, "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen sind wieder da"))
    page = ana.goto("/n")
    expect(rows(ana, "Ben Berg hat auf deinen Beitrag reagiert")).to_be_visible()
    assert not ana.sideways()
    page.get_by_role("button", name=re.compile("^Mehr zu")).first.click()
    expect(page.get_by_role("menuitem", name="Entfernen")).to_be_visible()
    assert ana.violations() == []
    assert ana.violations(by_night=True) == []
