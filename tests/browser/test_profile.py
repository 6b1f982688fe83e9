"""Profiles in the browser: who somebody is, what they show to whom, and how one changes one's own."""

import json
import re

from playwright.sync_api import expect

from tests.browser.conftest import Join
from tests.browser.people import DESK, befriend
from tests.pictures import encoded, photo


def test_a_profile_says_who_somebody_is(join: Join) -> None:
    """Name, handle, friends in common, what they tell, and their posts with the pinned one first."""
    ana, ben, cat = join("Ana"), join("Ben"), join("Cat")
    befriend(ana, ben)
    befriend(ben, cat)
    links = [{"title": "Home", "url": "https://example.org"}]
    ben.ask("PUT", "/users/profile", {"bio": "Sings in the choir", "location": "Łódź", "links": links})
    pinned = ben.ask("POST", "/posts", {"text": "Pinned words", "audience": {"kind": "public"}})["id"]
    ben.ask("POST", "/posts", {"text": "Later words", "audience": {"kind": "public"}})
    ben.ask("PUT", f"/posts/{pinned}/pin")
    page = cat.goto(f"/@{ben.username}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Berg")
    expect(page.get_by_text("2 friends")).to_be_visible()
    expect(page.locator("article.profile")).to_contain_text("Sings in the choir")
    cards = page.locator(".profile .stack [data-anchor]")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Pinned words")
    page.get_by_role("link", name="About", exact=True).click()
    expect(page.get_by_text("Łódź")).to_be_visible()
    expect(page.get_by_role("region", name="About").get_by_role("link", name="Home")).to_have_attribute(
        "href", "https://example.org"
    )
    page.get_by_role("link", name="Friends", exact=True).filter(visible=True).last.click()
    expect(page.locator(f'[data-anchor="{cat.id}"], .friends-row', has_text="Ana Berg").first).to_be_visible()


def test_a_stranger_is_told_that_more_is_for_friends(join: Join) -> None:
    """What is hidden is absent, with the reason; friends who are not shown are not listed."""
    ana, ben = join("Ana"), join("Ben")
    ben.ask("PUT", "/users/profile", {"bio": "For friends", "birthday": "1990-02-03"})
    ben.ask("PUT", "/users/privacy", {"bio": "friends", "friends": "friends"})
    ben.ask("POST", "/posts", {"text": "Only for friends"})
    page = ana.goto(f"/@{ben.username}")
    expect(page.get_by_text("Nothing here is for everybody.")).to_be_visible()
    assert page.get_by_text("For friends", exact=True).count() == 0
    page.goto(f"/@{ben.username}/about")
    expect(page.get_by_text("Ben shows some things to friends only.")).to_be_visible()
    assert page.get_by_text("3 February").count() == 0
    ana.expect(403, "/users/friends")
    page.goto(f"/@{ben.username}/friends")
    expect(page.get_by_text("Ben does not show their friends.")).to_be_visible()


def test_ones_own_profile_is_edited(join: Join) -> None:
    """What is written in the dialog stands on the page at once, and what is wrong is said beside its field."""
    ana = join("Ana")
    page = ana.goto(f"/@{ana.username}")
    page.get_by_role("button", name="Edit profile").first.click()
    page.get_by_label("Last name").fill("Amsel")
    page.get_by_label("In a few words").fill("Two lines,\nall mine")
    page.get_by_label("Birthday").fill("1990-02-03")
    page.get_by_role("button", name="Add a link").click()
    page.get_by_label("Address").fill("nothing here")
    ana.expect(422, "/users/profile")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Address").fill("example.org")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Amsel")
    page.get_by_role("link", name="About", exact=True).click()
    expect(page.get_by_text("3 February 1990").or_(page.get_by_text("February 3, 1990"))).to_be_visible()
    expect(page.get_by_role("link", name="example.org")).to_have_attribute("href", "https://example.org")


def test_a_photo_and_a_cover_are_chosen_and_removed(join: Join) -> None:
    """A picture is seen before it is kept, stands on the page and in the bar afterwards, and goes again."""
    ana = join("Ana", viewport=DESK)
    page = ana.goto(f"/@{ana.username}")
    for button, where in (("Change photo", ".profile-face img"), ("Change cover", ".profile-head .cover img")):
        page.get_by_role("button", name=button).click()
        file = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": encoded(photo(1200, 800), "JPEG")}
        page.get_by_role("dialog").locator("input[type=file]").set_input_files(file)
        expect(page.get_by_role("dialog").locator("img")).to_have_attribute("src", re.compile("^blob:"))
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        expect(page.locator(where)).to_be_visible(timeout=30_000)
    expect(page.locator("header.top .avatar img")).to_be_visible()
    page.get_by_role("button", name="Change cover").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".profile-head .cover img")).to_have_count(0)


def test_ones_own_page_is_seen_through_other_eyes(join: Join) -> None:
    """As somebody who is no friend one misses what is for friends; as a friend one sees it; "Done" leads back."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    ana.ask("PUT", "/users/profile", {"bio": "For friends"})
    ana.ask("PUT", "/users/privacy", {"bio": "friends"})
    ana.ask("POST", "/posts", {"text": "Among friends"})
    ana.ask("POST", "/posts", {"text": "For all", "audience": {"kind": "public"}})
    page = ana.goto(f"/@{ana.username}")
    expect(page.get_by_text("Among friends")).to_be_visible()
    page.get_by_role("button", name="More about your page").click()
    page.get_by_role("menuitem", name="View as").click()
    page.get_by_role("button", name="Somebody who is no friend").click()
    expect(page.get_by_text("This is what people see who are not your friends.")).to_be_visible()
    expect(page.get_by_text("For all")).to_be_visible()
    assert page.get_by_text("Among friends").count() == 0
    assert page.get_by_text("For friends").count() == 0
    page.get_by_role("button", name="Somebody else").click()
    page.get_by_role("dialog").get_by_role("button", name="Ben Berg").click()
    expect(page.get_by_text("This is what Ben Berg sees.")).to_be_visible()
    expect(page.get_by_text("Among friends")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_role("button", name="Edit profile").first).to_be_visible()


def test_somebody_is_followed_seen_first_muted_and_blocked(join: Join) -> None:
    """The menu of a page says what holds, changes it, and after a block both are gone for each other."""
    ana, ben = join("Ana"), join("Ben")
    page = ana.goto(f"/@{ben.username}")

    def choose(item: str) -> None:
        page.get_by_role("button", name="More about Ben Berg").click()
        page.get_by_role("menuitem", name=item).click()

    choose("Follow")
    choose("See first")
    choose("Snooze for 30 days")
    page.get_by_role("button", name="More about Ben Berg").click()
    for item in ("Stop following", "No longer see first", "Hear from them again"):
        expect(page.get_by_role("menuitem", name=item)).to_be_visible()
    assert ana.ask("GET", "/users/follows")["items"][0]["first"] is True
    assert len(ana.ask("GET", "/users/mutes")["items"]) == 1
    page.keyboard.press("Escape")
    ana.expect(404, "/users/")
    choose("Block")
    page.get_by_role("dialog").get_by_role("button", name="Block").click()
    expect(page.get_by_text("You blocked Ben Berg.")).to_be_visible()
    ben.expect(404, "/users/")
    ben.goto(f"/@{ana.username}")
    expect(ben.page.get_by_text("This page does not exist, or it is not for you to see.")).to_be_visible()
    page.get_by_role("button", name="Lift the block").click()
    expect(page.get_by_role("button", name="Add friend Ben Berg")).to_be_visible()


def test_the_address_of_a_page_is_copied(join: Join) -> None:
    """A link is put on the clipboard; where the browser gives none, it is shown to be taken by hand."""
    ana = join("Ana")
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = f"{ana.url}/@{ana.username}"

    def copied() -> None:
        page.get_by_role("button", name="More about your page").click()
        page.get_by_role("menuitem", name="Copy link").click()

    page = ana.goto(f"/@{ana.username}")
    copied()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    ana.context.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined})")
    ana.goto(f"/@{ana.username}")
    copied()
    by_hand = page.get_by_role("dialog", name="Copy this by hand").get_by_role("textbox")
    expect(by_hand).to_have_value(link)
    expect(by_hand).to_be_focused()
    expect(page.get_by_text("Copied", exact=True)).to_be_hidden()
    assert not ana.violations()


def test_a_person_is_reported_from_their_page(join: Join) -> None:
    """Somebody is reported with a reason, the people who run the place get it, and blocking is one more tap."""
    ana, ben = join("Ana"), join("Ben")
    page = ana.goto(f"/@{ben.username}")
    page.get_by_role("button", name="More about Ben Berg").click()
    page.get_by_role("menuitem", name="Report").click()
    asked = page.get_by_role("dialog", name="Report Ben Berg")
    asked.get_by_role("radio", name="Harassment").check()
    asked.get_by_label("Anything else we should know?").fill("Every evening.")
    assert not ana.violations()
    with page.expect_response(lambda answer: answer.url.endswith(f"/users/{ben.id}/report")) as sent:
        asked.get_by_role("button", name="Send report").click()
    assert sent.value.status == 204
    assert json.loads(sent.value.request.post_data or "") == {"reason": "harassment", "note": "Every evening."}
    done = page.get_by_role("dialog", name="Thank you")
    expect(done.get_by_text("Your report is with the people who run this place.")).to_be_visible()
    expect(done.get_by_role("button", name="Block Ben Berg")).to_be_visible()


def test_a_message_is_written_from_a_profile(join: Join) -> None:
    """The button opens the talk of the two."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    page = ana.goto(f"/@{ben.username}")
    page.get_by_role("button", name="Message", exact=True).click()
    page.wait_for_url("**/m/*")


def test_photos_are_a_grid_that_opens(join: Join) -> None:
    """The photos somebody posted for all are on their page, and one opens large."""
    ana, ben = join("Ana"), join("Ben")
    medium = ben.upload(encoded(photo(900, 900), "JPEG"), alt="An orange field")
    while ben.ask("GET", f"/media/{medium}")["status"] == "processing":
        ben.page.wait_for_timeout(200)
    ben.ask("POST", "/posts", {"text": "Look", "mediaIds": [medium], "audience": {"kind": "public"}})
    page = ana.goto(f"/@{ben.username}/photos")
    page.get_by_role("link", name="An orange field").click()
    expect(page.get_by_role("dialog")).to_be_visible()
