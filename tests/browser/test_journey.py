"""The journey everybody makes: in by the front door, friends, a post with photos, talk, and what one was told of."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import PASSWORD, Person
from tests.pictures import encoded, photo


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


def test_from_the_front_door_to_the_block(visit: Callable[..., Person]) -> None:
    """Who has never seen it signs up, finds a friend, posts, talks, is told, finds, takes back and shuts out."""
    ana, ben = visit("Ana"), visit("Ben")
    page, theirs = in_and_friends(ana, ben)
    post_with_photos(page, ana, 3)

    # the friend sees it, reacts, comments; it shows at hers without loading anew
    ben.goto("/")
    card = theirs.get_by_role("article").filter(has_text="A day by the")
    expect(card.locator("img").nth(2)).to_be_visible(timeout=30_000)
    card.get_by_role("button", name="Like", exact=True).first.click()
    card.get_by_role("link", name=re.compile("Comment")).or_(
        card.get_by_role("button", name=re.compile("Comment"))
    ).first.click()
    theirs.get_by_role("textbox", name="Write a comment").fill("How fine!")
    theirs.get_by_role("textbox", name="Write a comment").press("Control+Enter")
    expect(theirs.get_by_text("How fine!")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"Notifications\W+\d new")).first).to_be_visible(timeout=20_000)

    # they talk, live
    ana.goto("/@ben_of_journey")
    page.get_by_role("button", name="Message").or_(page.get_by_role("link", name="Message")).first.click()
    line = page.get_by_role("textbox", name=re.compile("Message to Ben"))
    line.fill("Are you there?")
    line.press("Enter")
    expect(page.get_by_role("log").get_by_text("Are you there?")).to_be_visible()
    theirs.get_by_role("link", name=re.compile(r"Messages\W+1 new")).first.click()
    theirs.get_by_role("link", name=re.compile("Ana Berg")).first.click()
    expect(theirs.get_by_role("log").get_by_text("Are you there?")).to_be_visible()
    expect(
        page.get_by_role("log").get_by_label("Read").or_(page.get_by_role("log").get_by_text("Read")).first
    ).to_be_attached()
    answer = theirs.get_by_role("textbox", name=re.compile("Message to Ana"))
    answer.press_sequentially("Soon", delay=30)
    expect(page.get_by_text("Ben is typing").or_(page.get_by_label("Ben is typing")).first).to_be_attached(
        timeout=15_000
    )
    answer.press("Enter")
    expect(page.get_by_role("log").get_by_text("Soon")).to_be_visible()

    # she takes back what she said; it is gone at his too
    page.get_by_role("log").get_by_text("Are you there?").hover()
    page.get_by_role("button", name="React and more").first.click()
    page.get_by_role("menuitem", name="Unsend").click()
    page.get_by_role("dialog").get_by_role("button", name="Unsend").click()
    expect(theirs.get_by_role("log").get_by_text("Are you there?")).to_have_count(0, timeout=15_000)

    # she was told of everything, and finds her post by half a word
    ana.goto("/n")
    expect(page.get_by_role("main")).to_contain_text("How fine!")
    ana.goto("/search?q=lak&tab=posts")
    expect(page.get_by_role("main").get_by_text("A day by the").first).to_be_visible(timeout=20_000)

    # and she shuts him out: he finds neither her nor what they said
    ana.goto("/@ben_of_journey")
    page.get_by_role("main").get_by_role("button", name=re.compile("More")).first.click()
    page.get_by_role("menuitem", name=re.compile("^Block")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Block")).click()
    page.wait_for_timeout(500)
    ben.expect(404, "/users/")
    ben.expect(404, "/posts/user")
    ben.goto("/@ana_of_journey")
    expect(theirs.get_by_role("button", name=re.compile("Add friend|Friends$"))).to_have_count(0)
