"""The feed as people see it: what friends post, how one answers it, and how one has it one's own way."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import DESK, PHONE, Person, befriend

Join = Callable[..., Person]


def post(person: Person, text: str, **more: Any) -> str:
    """Post something; gives its id."""
    return str(person.ask("POST", "/posts", {"text": text, **more})["id"])


def card(page: Page, text: str) -> Locator:
    """Find the card with a text."""
    return page.get_by_role("article").filter(has_text=text)


def two(join: Join, **window: Any) -> tuple[Person, Person]:
    """Make two friends, the first of whom looks at the feed."""
    ana, ben = join("Ana", **window), join("Ben")
    befriend(ana, ben)
    return ana, ben


def test_a_tap_likes_and_stays(join: Join) -> None:
    """A tap likes a friend's post at once; it is still so after a reload, and the friend sees it."""
    ana, ben = two(join)
    post(ben, "The first swim of the year was cold.")
    page = ana.goto("/")
    like = card(page, "first swim").get_by_role("button", name="Like", exact=True)
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(card(page, "first swim").get_by_role("button", name="1 reaction")).to_be_visible()
    page.reload()
    expect(card(page, "first swim").get_by_role("button", name="Like", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(card(ben.goto("/"), "first swim").get_by_role("button", name="1 reaction: Like 1")).to_be_visible()


def test_all_reactions_by_keys(join: Join) -> None:
    """The arrow up opens all reactions, arrows walk, Enter gives one, and the focus comes back."""
    ana, ben = two(join, viewport=DESK)
    post(ben, "We moved in together.")
    page = ana.goto("/")
    card(page, "moved in").get_by_role("button", name="Like", exact=True).focus()
    page.keyboard.press("ArrowUp")
    row = page.get_by_role("group", name="Choose a reaction")
    expect(row.get_by_role("button", name="Like")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    given = card(page, "moved in").get_by_role("button", name="Love", exact=True)
    expect(given).to_have_attribute("aria-pressed", "true")
    expect(given).to_be_focused()
    expect(row).to_be_hidden()


def test_hovering_and_a_long_press_offer_all_reactions(join: Join) -> None:
    """A mouse that rests on Like is offered the others, a finger that stays as well; lifting it picks nothing."""
    ana, ben = two(join, viewport=PHONE, has_touch=True)
    post(ben, "Guess who forgot the tent.")
    page = ana.goto("/")
    button = card(page, "tent").get_by_role("button", name="Like", exact=True)
    row = page.get_by_role("group", name="Choose a reaction")
    button.hover()
    row.get_by_role("button", name="Haha").click()
    given = card(page, "tent").get_by_role("button", name="Haha", exact=True).first
    expect(given).to_have_attribute("aria-pressed", "true")
    page.mouse.move(0, 0)
    expect(row).to_be_hidden()
    touch = {"pointerType": "touch", "bubbles": True, "pointerId": 7, "isPrimary": True}
    given.dispatch_event("pointerdown", touch)
    expect(row.get_by_role("button", name="Haha")).to_have_attribute("aria-pressed", "true")
    given.dispatch_event("pointerup", touch)
    given.dispatch_event("click")
    expect(row).to_be_visible()
    row.get_by_role("button", name="Haha").click()
    expect(card(page, "tent").get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "false")


def test_what_the_server_refuses_is_taken_back(join: Join) -> None:
    """A reaction that cannot be sent is taken back, with a way to try again that works."""
    ana, ben = two(join)
    post(ben, "Bread number twelve.")
    page = ana.goto("/")
    ana.expect(503, "/reactions")
    page.route("**/reactions", lambda route: route.fulfill(status=503, json={"code": "unavailable", "title": "No."}))
    like = card(page, "Bread").get_by_role("button", name="Like", exact=True)
    like.click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(like).to_have_attribute("aria-pressed", "false")
    page.unroute("**/reactions")
    again.click()
    expect(like).to_have_attribute("aria-pressed", "true")


def test_new_posts_wait_behind_a_button(join: Join) -> None:
    """New posts are counted about once a minute and shown when the reader asks, not before."""
    ana, ben = two(join)
    post(ben, "Old news.")
    ana.page.clock.install()
    page = ana.goto("/")
    expect(card(page, "Old news")).to_be_visible()
    post(ben, "Fresh from the oven.")
    page.clock.fast_forward(61_000)
    button = page.get_by_role("button", name="1 new post")
    expect(button).to_be_visible()
    expect(card(page, "Fresh from")).to_have_count(0)
    button.click()
    expect(card(page, "Fresh from")).to_be_visible()
    expect(button).to_have_count(0)


def test_the_order_is_kept(join: Join) -> None:
    """Latest first is chosen once and holds after a reload, also on the server."""
    ana, ben = two(join)
    post(ben, "One.")
    page = ana.goto("/")
    page.get_by_role("button", name="Latest").click()
    expect(page.get_by_role("button", name="Latest")).to_have_attribute("aria-pressed", "true")
    expect(card(page, "One.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Latest")).to_have_attribute("aria-pressed", "true")
    assert ana.ask("GET", "/posts/feed/preferences")["mode"] == "latest"


def test_a_quiet_feed_helps_on(join: Join) -> None:
    """Who has no friends yet is shown where to find some; who has read everything is told so."""
    ana, ben = join("Ana"), join("Ben")
    page = ana.goto("/")
    expect(page.get_by_role("main").get_by_role("link", name="Find friends")).to_be_visible()
    befriend(ana, ben)
    post(ben, "Hello there.")
    page.reload()
    expect(page.get_by_text("You are up to date.")).to_be_visible()


def test_hiding_has_a_way_back(join: Join) -> None:
    """A hidden post leaves a line with Undo; undone it is back, else it stays away after a reload."""
    ana, ben = two(join)
    post(ben, "Every single lunch I had.")
    page = ana.goto("/")
    hide(page, "single lunch")
    page.get_by_role("main").get_by_role("button", name="Undo").click()
    expect(card(page, "single lunch")).to_be_visible()
    hide(page, "single lunch")
    page.reload()
    expect(page.get_by_role("link", name="Find friends").or_(page.get_by_text("You are up to date."))).to_be_visible()
    expect(card(page, "single lunch")).to_have_count(0)


def hide(page: Page, text: str) -> None:
    """Hide the post with a text."""
    with page.expect_response(re.compile("/hide$")):
        choose(page, text, re.compile("^Hide this post"))
    expect(card(page, text)).to_have_count(0)


def choose(page: Page, text: str, item: str | re.Pattern[str]) -> None:
    """Choose in the menu of the post with a text."""
    card(page, text).get_by_role("button", name="More about this post").click()
    page.get_by_role("menuitem", name=item).click()


def test_why_a_post_is_there(join: Join) -> None:
    """Every ranked post says why it is there, with factors, and what changes them."""
    ana, ben = two(join)
    post(ben, "My balcony has tomatoes.")
    page = ana.goto("/")
    choose(page, "tomatoes", "Why am I seeing this?")
    told = page.get_by_role("dialog", name="Why am I seeing this?")
    expect(told.get_by_text("Ben is your friend.")).to_be_visible()
    expect(told.get_by_text("How close you are")).to_be_visible()
    told.get_by_role("button", name="See less of Ben").click()
    expect(page.get_by_text(re.compile("You see less of Ben Berg"))).to_be_visible()
    choose(page, "tomatoes", "Why am I seeing this?")
    expect(told.get_by_role("button", name="See Ben as usual")).to_be_visible()


def test_a_poll_takes_a_vote_and_another(join: Join) -> None:
    """A vote shows the shares at once; another option replaces it."""
    ana, ben = two(join)
    post(ben, "Where do we eat?", poll={"options": ["Thai", "Pizza"]})
    page = ana.goto("/")
    poll = card(page, "Where do we").get_by_role("group", name="Poll")
    poll.get_by_role("button", name="Thai").click()
    expect(poll.get_by_role("button", name="Thai 100 %")).to_have_attribute("aria-pressed", "true")
    poll.get_by_role("button", name="Pizza").click()
    expect(poll.get_by_role("button", name="Pizza 100 %")).to_have_attribute("aria-pressed", "true")
    expect(poll.get_by_text("1 vote", exact=True).first).to_be_visible()


def test_who_reacted(join: Join) -> None:
    """The count opens who reacted, by reaction."""
    ana, ben = two(join)
    mine = post(ana, "Passed!")
    ben.ask("POST", f"/posts/{mine}/reactions", {"type": "wow"})
    page = ana.goto("/")
    card(page, "Passed!").get_by_role("button", name="1 reaction").click()
    told = page.get_by_role("dialog", name="Who reacted")
    expect(told.get_by_role("link", name="Ben Berg")).to_be_visible()
    told.get_by_role("tab", name="Wow: 1").click()
    expect(told.get_by_role("link", name="Ben Berg")).to_be_visible()
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_ones_own_post(join: Join) -> None:
    """One's own post can be shown to nobody else, and deleted after a question."""
    ana = join("Ana")
    mine = post(ana, "Something I regret.")
    page = ana.goto("/")
    choose(page, "regret", re.compile("^Who can see it"))
    page.get_by_role("radio", name="Only me").check()
    expect(card(page, "regret").get_by_text("Only me")).to_be_visible()
    page.keyboard.press("Escape")
    assert ana.ask("GET", f"/posts/{mine}")["audience"]["kind"] == "onlyMe"
    choose(page, "regret", "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(card(page, "regret")).to_have_count(0)
    expect(page.get_by_text("Post deleted.")).to_be_visible()


def test_a_report_is_taken(join: Join) -> None:
    """A post can be reported with a reason, and afterwards its author be blocked: then their posts are gone."""
    ana, ben = two(join)
    post(ben, "Buy my coins now!")
    page = ana.goto("/")
    choose(page, "coins", "Report")
    asked = page.get_by_role("dialog", name="Report this post")
    asked.get_by_role("radio", name="Spam").check()
    asked.get_by_role("button", name="Send report").click()
    page.get_by_role("dialog", name="Thank you").get_by_role("button", name="Block Ben Berg").click()
    page.get_by_role("dialog", name="Block Ben Berg?").get_by_role("button", name="Block", exact=True).click()
    expect(page.get_by_text("Ben Berg is blocked.")).to_be_visible()
    expect(card(page, "coins")).to_have_count(0)


def test_the_keys_of_posts(join: Join) -> None:
    """The keys of a post: j goes to the next, l likes it, s saves it, o opens it."""
    ana, ben = two(join, viewport=DESK)
    first = post(ben, "Keyboards are instruments.")
    page = ana.goto("/")
    expect(card(page, "Keyboards")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("l")
    expect(card(page, "Keyboards").get_by_role("button", name="Like", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("s")
    expect(card(page, "Keyboards").get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"/p/{first}$"))


def test_the_last_feed_is_there_offline(join: Join) -> None:
    """Without a connection the feed that was read last is shown, and said to be old."""
    ana, ben = two(join)
    post(ben, "Read me on the train.")
    page = ana.goto("/")
    expect(card(page, "on the train")).to_be_visible()
    page.wait_for_timeout(300)
    page.route("**/posts/feed?*", lambda route: route.abort())
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_text(re.compile("^You are offline. This is your feed of"))).to_be_visible()
    expect(card(page, "on the train")).to_be_visible()


def test_long_texts_are_folded(join: Join) -> None:
    """A long post is folded; all of it is one tap away."""
    ana, ben = two(join)
    post(ben, "Once upon a time. " + "And then it went on. " * 60 + "The end.")
    page = ana.goto("/")
    expect(page.get_by_text("The end.")).to_have_count(0)
    card(page, "Once upon").get_by_role("button", name="Show all").click()
    expect(page.get_by_text("The end.")).to_be_visible()


def test_what_was_seen_is_told(join: Join) -> None:
    """Posts that were on the screen for a second are told to the server, in one request."""
    ana, ben = two(join)
    seen = post(ben, "Look at me.")
    page = ana.goto("/")
    with page.expect_request("**/posts/feed/seen", timeout=20_000) as told:
        expect(card(page, "Look at me")).to_be_visible()
    assert told.value.post_data_json == {"postIds": [seen]}


def test_everybody_can_use_the_feed(join: Join) -> None:
    """What opens over the feed has nothing for axe to find, and never makes it scroll sideways."""
    ana, ben = two(join, viewport=DESK)
    post(ben, "Where do we eat?", poll={"options": ["Thai", "Pizza"], "multiple": True})
    page = ana.goto("/")
    card(page, "Where do we").get_by_role("button", name="Like", exact=True).press("ArrowUp")
    expect(page.get_by_role("group", name="Choose a reaction")).to_be_visible()
    assert not ana.violations()
    assert not ana.violations(by_night=True)
    page.keyboard.press("Escape")
    card(page, "Where do we").get_by_role("button", name="More about this post").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert not ana.violations()
    page.get_by_role("menuitem", name="Why am I seeing this?").click()
    expect(page.get_by_text("How close you are")).to_be_visible()
    assert not ana.violations()
    page.keyboard.press("Escape")
    choose(page, "Where do we", "Report")
    expect(page.get_by_role("radio", name="Spam")).to_be_visible()
    assert not ana.violations()
    assert not ana.violations(by_night=True)
    page.set_viewport_size({"width": 320, "height": 700})
    assert not ana.violations()
    assert not ana.sideways()


@pytest.mark.parametrize("viewport", [PHONE, DESK])
def test_a_way_back_is_at_hand_over_a_dialog(join: Join, viewport: Any) -> None:
    """What was done can be taken back also when a dialog has opened over the page; closed, the message stands below."""
    ana, ben = two(join, viewport=viewport)
    post(ben, "Bread at six, every day.")
    page = ana.goto("/")
    choose(page, "Bread at six", re.compile("^See less of"))
    page.get_by_role("button", name=re.compile("What.s on your mind")).click()
    told = page.get_by_role("dialog").get_by_role("status").filter(has_text="You see less of Ben Berg")
    expect(told).to_be_visible()
    assert not ana.violations()
    undo = told.get_by_role("button", name="Undo").bounding_box()
    assert undo
    assert undo["width"] > undo["height"], "the word stands in one line"
    with page.expect_response(lambda answer: "/posts/feed/authors/" in answer.url):
        told.get_by_role("button", name="Undo").click()
    expect(told).to_have_count(0)
    close(page)
    choose(page, "Bread at six", re.compile("^See less of"))
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def close(page: Page) -> None:
    """Close the dialog that is open."""
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_feed_is_pulled_down_to_be_fetched_anew(join: Join, motion: Any) -> None:
    """On a touch screen the feed is pulled far enough and let go: what is new is there; a short pull does nothing."""
    ana, ben = two(join, has_touch=True, reduced_motion=motion)
    post(ben, "Low tide at four.")
    page = ana.goto("/")
    expect(card(page, "Low tide")).to_be_visible()
    page.locator(".pull").wait_for(state="attached")
    post(ben, "High tide at ten.")
    finger = page.context.new_cdp_session(page)

    def pull(far: int) -> None:
        for type, y in [("touchStart", 300), *(("touchMove", 300 + far * part // 4) for part in range(1, 5))]:
            finger.send("Input.dispatchTouchEvent", {"type": type, "touchPoints": [{"x": 200, "y": y}]})

    def let_go() -> None:
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    pull(60)
    let_go()
    expect(page.locator(".pull i")).to_have_count(0)
    expect(card(page, "High tide")).to_have_count(0)
    pull(160)
    expect(page.locator(".pull i")).to_be_visible()
    let_go()
    expect(card(page, "High tide")).to_be_visible()
    expect(page.locator(".pull i")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).overscrollBehaviorY") == "contain"
    post(ben, "And again at five.")
    page.get_by_role("navigation").get_by_role("link", name="Home").click()
    expect(card(page, "And again")).to_be_visible()
