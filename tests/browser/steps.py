"""The first steps of everybody's journey, as a person takes them: by the words on the page."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import PASSWORD, Person
from tests.pictures import encoded, photo


def script(name: str) -> str:
    """Read what a page is asked to find out by itself: a function in JavaScript."""
    return (Path(__file__).parent / "scripts" / f"{name}.js").read_text("utf-8").strip()


def picture(number: int) -> Any:
    """Give a photo as a phone hands it over."""
    content = encoded(photo(1600, 1200 + number), "JPEG")
    return {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": content}


def sign_up(person: Person, username: str) -> Page:
    """Become a member by the form; gives the page that welcomes them."""
    page = person.goto("/register")
    page.get_by_label("First name").fill(person.first_name)
    page.get_by_label("Last name").fill("Berg")
    page.get_by_label("Username").fill(username)
    page.get_by_label("E-mail").fill(f"{username}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Welcome, {person.first_name}!")
    person.username = username
    return page


def in_and_friends(ana: Person, ben: Person) -> tuple[Page, Page]:
    """Come in with a face, and become friends: the first steps of the journey."""
    theirs = sign_up(ben, "ben_of_journey")
    page = sign_up(ana, "ana_of_journey")
    page.locator("input[type=file]").set_input_files([picture(0)])
    expect(page.get_by_text("That is you!")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Next").or_(page.get_by_role("link", name="Next")).click()
    page.get_by_label("Search for a name").fill("Ben")
    page.get_by_role("button", name=re.compile("Add friend")).first.click()
    expect(page.get_by_text("Requested")).to_be_visible()
    ben.goto("/friends")
    theirs.get_by_role("button", name=re.compile("^Accept")).first.click()
    ana.goto("/@ben_of_journey")
    expect(page.get_by_role("button", name=re.compile("Friends")).first).to_be_visible(timeout=20_000)
    return page, theirs


def post_with_photos(page: Page, ana: Person, count: int) -> None:
    """Write a post with photos and see it at the top of one's feed."""
    ana.goto("/")
    page.get_by_role("button", name=re.compile("What.s on your mind")).click()
    page.get_by_role("dialog").get_by_role("textbox", name="Your post").fill("A day by the #lake")
    page.get_by_role("dialog").locator("input[type=file]").set_input_files([picture(each + 1) for each in range(count)])
    expect(page.get_by_role("dialog").get_by_role("progressbar")).to_have_count(0, timeout=30_000)
    page.get_by_role("dialog").get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("article").first).to_contain_text("A day by the #lake", timeout=20_000)


class Keys:
    """Somebody who has a keyboard and nothing else. After each key they must see where they are."""

    def __init__(self, page: Page) -> None:
        """Use this page."""
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.look(key)

    def type(self, text: str) -> None:
        """Write."""
        self.page.keyboard.type(text)
        self.look(text)

    def go_to(self, target: Locator, key: str = "Tab", most: int = 60) -> None:
        """Walk with a key until something has the focus; every stop on the way is looked at."""
        expect(target).to_be_attached()  # who walks past what is not there yet walks out of the page
        for _ in range(most):
            if target.count() == 1 and target.evaluate("one => one === document.activeElement"):
                return
            self.press(key)
        raise AssertionError(f"{target} is not reached by {key}; the focus is on {self.page.evaluate(FOCUSED)}")

    def look(self, key: str = "") -> None:
        """Fail unless what has the focus is seen: not under a bar, and marked (WCAG 2.4.7 and 2.4.11)."""
        wrong = ""
        for _ in range(20):  # what moves there comes to rest
            if not (wrong := self.page.evaluate(UNSEEN)):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"after {key}: {wrong}")


FOCUSED = "() => document.activeElement.outerHTML.slice(0, 200)"
UNSEEN = script("unseen")
"""What is wrong with how the focus is seen; nothing, if it is."""
