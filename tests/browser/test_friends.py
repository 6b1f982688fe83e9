"""Friends in the browser: asking, answering with time to think again, lists, suggestions, birthdays, invitations."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Join
from tests.browser.people import DESK, befriend


def test_a_request_is_accepted_and_the_button_says_so_on_both_sides(join: Join) -> None:
    """Ana asks on Ben's page, Ben sees it on the bar and accepts, and Ana's page knows without being loaded anew."""
    ana, ben = join("Ana"), join("Ben")
    ben.goto("/")
    page = ana.goto(f"/@{ben.username}")
    page.get_by_role("button", name="Add friend Ben Berg").click()
    expect(page.get_by_role("button", name="Requested Ben Berg")).to_be_visible()
    bar = ben.page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Friends.*1 new"))
    bar.filter(visible=True).click()
    ben.page.get_by_role("button", name="Accept Ana Berg").click()
    expect(ben.page.get_by_text("You and Ana will be friends")).to_be_visible()
    expect(ben.page.get_by_text("You and Ana are friends now")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("button", name="Friends Ben Berg")).to_be_visible()


def test_an_answer_can_be_taken_back_before_it_is_sent(join: Join) -> None:
    """For six seconds the server hears nothing of a no, and after "Undo" it never does."""
    ana, ben = join("Ana"), join("Ben")
    ana.ask("POST", "/users/friends/request", {"userId": ben.id})
    ben.page.clock.install()
    page = ben.goto("/friends")
    page.get_by_role("button", name="Decline Ana Berg").click()
    expect(page.get_by_text("Declined. Ana is not told")).to_be_visible()
    page.get_by_role("button", name="Undo Ana Berg").click()
    expect(page.get_by_role("button", name="Accept Ana Berg")).to_be_visible()
    page.clock.fast_forward(7_000)
    page.reload()
    expect(page.get_by_role("button", name="Accept Ana Berg")).to_be_visible()
    assert len(ben.ask("GET", "/users/friends?status=requests")["items"]) == 1


def test_an_answer_is_sent_when_the_page_is_left(join: Join) -> None:
    """Whoever answers and goes elsewhere has answered: nothing is lost with the time to think again."""
    ana, ben = join("Ana"), join("Ben")
    ana.ask("POST", "/users/friends/request", {"userId": ben.id})
    page = ben.goto("/friends")
    page.get_by_role("button", name="Accept Ana Berg").click()
    expect(page.get_by_text("You and Ana will be friends")).to_be_visible()
    page.goto("/livez")
    for _ in range(20):
        if ben.ask("GET", "/users/friends")["items"]:
            break
        page.wait_for_timeout(100)
    assert len(ben.ask("GET", "/users/friends")["items"]) == 1


def test_requests_are_answered_by_keys(join: Join) -> None:
    """The key j goes to the next request, a accepts it, d declines it."""
    ana, ben, cat = join("Ana"), join("Ben"), join("Cat", viewport=DESK)
    for one in (ana, ben):
        one.ask("POST", "/users/friends/request", {"userId": cat.id})
    page = cat.goto("/friends")
    expect(page.get_by_role("button", name="Accept Ana Berg")).to_be_visible()
    for key in "jajd":
        page.keyboard.press(key)
    expect(page.get_by_text("You and Ben will be friends")).to_be_visible()
    expect(page.get_by_text("Declined. Ana is not told")).to_be_visible()


def test_a_request_is_taken_back(join: Join) -> None:
    """What one sent is listed, and goes from the other's list when it is taken back."""
    ana, ben = join("Ana"), join("Ben")
    ana.ask("POST", "/users/friends/request", {"userId": ben.id})
    page = ana.goto("/friends/sent")
    page.get_by_role("button", name="Requested Ben Berg").click()
    with page.expect_response(re.compile("/users/friends/")):
        page.get_by_role("menuitem", name="Take the request back").click()
    expect(page.get_by_role("button", name="Add friend Ben Berg")).to_be_visible()
    assert ben.ask("GET", "/users/friends?status=requests")["items"] == []


def test_suggestions_say_why_and_can_be_dismissed(join: Join) -> None:
    """A friend of a friend is suggested with that friend's name; dismissed, they do not come again."""
    ana, ben, cat = join("Ana"), join("Ben"), join("Cat")
    befriend(ana, ben)
    befriend(ben, cat)
    page = ana.goto("/friends/suggestions")
    row = page.locator(f'[data-anchor="{cat.id}"]')
    expect(row).to_contain_text("Friends with Ben Berg")
    row.get_by_role("button", name="Do not suggest Cat Berg any more").click()
    expect(row).to_be_hidden()
    page = ana.goto("/friends/suggestions")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-anchor], .empty").first).to_be_visible()
    assert page.locator(f'[data-anchor="{cat.id}"]').count() == 0


def test_friends_are_found_and_put_in_order(join: Join) -> None:
    """Letters find those whose names begin with them, accents or not; by name they stand in the alphabet's order."""
    ana, zoe, ben = join("Ana"), join("Zoë", username="zoe_amsel"), join("Ben")
    befriend(ana, ben)
    befriend(ana, zoe)
    page = ana.goto("/friends/all")
    names = page.locator(".friends-row strong")
    expect(names).to_have_text(["Zoë Berg", "Ben Berg"])
    page.get_by_role("button", name="Name", exact=True).click()
    expect(names).to_have_text(["Ben Berg", "Zoë Berg"])
    page.get_by_role("searchbox", name="Search your friends").fill("zoe")
    expect(names).to_have_text(["Zoë Berg"])
    assert "q=zoe" in page.url


def test_a_list_is_made_filled_renamed_and_deleted(join: Join) -> None:
    """A list of one's own has the friends that were ticked, another name when it gets one, and goes when asked."""
    ana, ben = join("Ana"), join("Ben")
    befriend(ana, ben)
    page = ana.goto("/friends/lists")
    expect(page.locator(".list-row strong", has_text="Close friends")).to_be_visible()
    page.get_by_role("button", name="New list").click()
    page.get_by_label("Name of the list").fill("Choir")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="People Choir").click()
    page.get_by_role("checkbox", name="Ben Berg").check()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".list-row", has_text="Choir")).to_contain_text("1 person")
    page.get_by_role("button", name="More about the list Choir").click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("Name of the list").fill("Singers")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="More about the list Singers").click()
    page.get_by_role("menuitem", name="Delete").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".list-row", has_text="Singers")).to_be_hidden()
    assert [one["kind"] for one in ana.ask("GET", "/users/lists")["items"]] == ["close"]


def test_an_invitation_is_a_link_that_lets_somebody_in(join: Join) -> None:
    """The link that is made leads to the page where somebody joins."""
    ana = join("Ana")
    page = ana.goto("/friends")
    page.get_by_role("button", name="Invite somebody").first.click()
    page.get_by_role("button", name="Make a link").click()
    assert "/invite/" in page.get_by_label("Your link").input_value()
