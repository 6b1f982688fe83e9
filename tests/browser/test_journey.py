"""The journey everybody makes: in by the front door, friends, a post with photos, talk, and what one was told of."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.steps import in_and_friends, post_with_photos


def test_from_the_front_door_to_the_block(visit: Callable[..., Person]) -> None:
    """Who has never seen it signs up, finds a friend, posts, talks, is told, finds, takes back and shuts out."""
    ana, ben = visit("Ana", service_workers="allow"), visit("Ben", service_workers="allow")
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
    page.get_by_role("main").get_by_role("button", name="Message", exact=True).click()
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
    ana.expect(404, "/users/%40ben_of_journey")  # to each other they are not there any more
    ana.goto("/@ben_of_journey")
    page.get_by_role("main").get_by_role("button", name=re.compile("More")).first.click()
    page.get_by_role("menuitem", name=re.compile("^Block")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Block")).click()
    page.wait_for_timeout(500)
    ben.expect(404, "/users/")
    ben.expect(404, "/posts/user")
    ben.goto("/@ana_of_journey")
    expect(theirs.get_by_role("button", name=re.compile("Add friend|Friends$"))).to_have_count(0)
