"""A post's page: what is said about it, how one says something, and what comes by itself."""

import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Join
from tests.browser.people import DESK, PHONE, Person, befriend


def said(page: Page, text: str) -> Locator:
    """The comment that says this."""
    return page.get_by_role("article", name=re.compile("^Comment by")).filter(has_text=text).last


def say(page: Page, text: str) -> None:
    """Write a comment on the post, and send it."""
    field = page.get_by_role("textbox", name="Write a comment")
    field.fill(text)
    field.press("Enter")


def chain(who: Person, post: str, *texts: str) -> list[str]:
    """Comments of which each answers the one before."""
    ids: list[str] = []
    for text in texts:
        new = {"text": text} | ({"parentId": ids[-1]} if ids else {})
        ids.append(who.ask("POST", f"/posts/{post}/comments", new)["id"])
    return ids


def late(route: Route) -> None:
    """Let writes wait half a second."""
    if route.request.method == "POST":
        time.sleep(0.5)
    route.continue_()


def refused(route: Route) -> None:
    """Let writes fail."""
    if route.request.method == "POST":
        route.fulfill(status=503, body="{}")
    else:
        route.continue_()


def pair(join: Join, **window: Any) -> tuple[Person, Person, str]:
    """Two friends, and a post of the first."""
    ana, ben = join("Ana", **window), join("Ben", **window)
    befriend(ana, ben)
    return ana, ben, ana.ask("POST", "/posts", {"text": "Our garden in May"})["id"]


def test_a_comment_is_there_at_once_and_stays(join: Join) -> None:
    """What one writes shows before the server answered, once, and is there after a reload."""
    ana, _, post = pair(join)
    page = ana.goto(f"/p/{post}")
    page.route("**/comments", late)
    field = page.get_by_role("textbox", name="Write a comment")
    field.fill("How lovely")
    page.get_by_role("button", name="Send").click()
    expect(said(page, "How lovely")).to_be_visible(timeout=400)
    expect(field).to_have_value("")
    expect(said(page, "How lovely").get_by_role("button", name="Reply")).to_be_visible()
    page.reload()
    expect(said(page, "How lovely")).to_have_count(1)
    assert not ana.sideways()


def test_threads_are_three_deep_then_go_on(join: Join) -> None:
    """The fourth level is behind "Continue thread", on a page that shows what is answered and what follows."""
    ana, ben, post = pair(join)
    ids = chain(ben, post, "one", "two", "three", "four", "five", "six")
    page = ana.goto(f"/p/{post}")
    expect(said(page, "three")).to_be_visible()
    expect(page.get_by_text("four")).to_have_count(0)
    page.get_by_role("link", name="Continue thread").click()
    expect(page).to_have_url(re.compile(f"/p/{post}\\?comment={ids[2]}"))
    for text in ("one", "two", "three", "four", "five"):
        expect(said(page, text)).to_be_visible()
    page.get_by_role("link", name="Show all comments").click()
    expect(page.get_by_text("four")).to_have_count(0)


def test_a_reply_stands_below_what_it_answers(join: Join) -> None:
    """Replying happens in place, by the button or by the key r, and Esc leaves."""
    ana, ben, post = pair(join, viewport=DESK)
    chain(ben, post, "first")
    page = ana.goto(f"/p/{post}")
    said(page, "first").get_by_role("button", name="Reply").click()
    field = page.get_by_role("textbox", name="Reply to Ben Berg")
    expect(field).to_be_focused()
    field.fill("and a second")
    field.press("Enter")
    expect(field).to_have_count(0)
    inside = said(page, "first").get_by_role("article").filter(has_text="and a second")
    expect(inside).to_be_visible()
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name=re.compile("^Reply to"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name=re.compile("^Reply to"))).to_have_count(0)


def test_what_friends_say_comes_by_itself(join: Join) -> None:
    """A friend's comment appears with a mark while one reads, the counts follow, and nothing in sight moves."""
    ana, ben, post = pair(join)
    for at in range(14):
        ben.ask("POST", f"/posts/{post}/comments", {"text": f"comment {at}"})
    page = ana.goto(f"/p/{post}")
    watched = said(page, "comment 2")
    watched.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    before = watched.bounding_box()
    ben.ask("POST", f"/posts/{post}/comments", {"text": "fresh from the oven"})
    fresh = said(page, "fresh from the oven")
    expect(fresh.get_by_text("New", exact=True)).to_be_attached(timeout=8_000)
    page.wait_for_timeout(300)
    after = watched.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1
    expect(page.get_by_role("heading", name="Comments 15")).to_be_attached()
    expect(page.get_by_role("status").filter(has_text="1 new comment")).to_be_attached()


def test_what_others_think_of_a_comment_comes_by_itself(join: Join) -> None:
    """A friend's reaction to a comment, and their edit of one, show while the page is open; one's own tap stays."""
    ana, ben, cleo = join("Ana"), join("Ben"), join("Cleo")
    for friend in (ben, cleo):
        befriend(ana, friend)
    path = f"/posts/{ana.ask('POST', '/posts', {'text': 'Who has a ladder?'})['id']}"
    told = ben.ask("POST", f"{path}/comments", {"text": "I have one."})
    page = ana.goto(path.replace("/posts", "/p"))
    one = page.get_by_role("article", name="Comment by Ben Berg")
    one.get_by_role("button", name="Like", exact=True).click()
    expect(one.get_by_role("button", name="1 reaction")).to_be_visible()
    cleo.ask("POST", f"{path}/reactions", {"type": "love", "commentId": told["id"]})
    ben.ask("PUT", f"{path}/comments/{told['id']}", {"text": "I have two."})
    expect(one.get_by_role("button", name="2 reactions: Like 1, Love 1")).to_be_visible(timeout=25_000)
    expect(one.get_by_text("I have two.")).to_be_visible()
    expect(one.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_comment_that_did_not_go_out_can_be_sent_again(join: Join) -> None:
    """What the server did not take stays with the words and a way to try again, and is there once."""
    ana, _, post = pair(join)
    page = ana.goto(f"/p/{post}")
    ana.expect(503, "/comments")
    broken = "**/comments"
    page.route(broken, refused)
    say(page, "Hold on to this")
    expect(page.get_by_role("alert").filter(has_text="Not sent")).to_be_visible()
    page.unroute(broken)
    page.get_by_role("button", name="Try again").click()
    expect(said(page, "Hold on to this").get_by_role("button", name="Reply")).to_be_visible()
    assert [one["text"] for one in ana.ask("GET", f"/posts/{post}/comments")["items"]] == ["Hold on to this"]


def test_ones_own_comment_can_be_changed_and_deleted(join: Join) -> None:
    """An edit keeps what was said before for all to see; deleting is asked about first."""
    ana, ben, post = pair(join, viewport=DESK)
    page = ana.goto(f"/p/{post}")
    say(page, "A tpyo")
    comment = said(page, "A tpyo")
    comment.get_by_role("button", name="More about this comment").click()
    page.get_by_role("menuitem", name="Edit").click()
    field = page.get_by_role("textbox", name="Edit your comment")
    field.fill("A typo")
    page.get_by_role("article", name=re.compile("^Comment by")).get_by_role("button", name="Save").click()
    expect(said(page, "A typo").get_by_role("button", name="edited")).to_be_visible()
    other = ben.goto(f"/p/{post}")
    said(other, "A typo").get_by_role("button", name="edited").click()
    expect(other.get_by_role("dialog", name="Earlier versions").get_by_text("A tpyo")).to_be_visible()
    said(page, "A typo").get_by_role("button", name="More about this comment").click()
    page.get_by_role("menuitem", name="Delete").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("A typo")).to_have_count(0)
    assert ana.ask("GET", f"/posts/{post}/comments")["items"] == []


def test_comments_come_in_two_orders(join: Join) -> None:
    """Top shows what people reacted to first, Newest the latest; the choice is kept."""
    ana, ben, post = pair(join)
    liked, _ = [ben.ask("POST", f"/posts/{post}/comments", {"text": text})["id"] for text in ("liked", "later")]
    ana.ask("POST", f"/posts/{post}/reactions", {"type": "love", "commentId": liked})
    page = ana.goto(f"/p/{post}")
    comments = page.get_by_role("article", name="Comment by Ben Berg")
    expect(comments.first).to_contain_text("liked")
    page.get_by_role("button", name="Newest").click()
    expect(comments.first).to_contain_text("later")
    page.reload()
    expect(comments.first).to_contain_text("later")


def test_one_reacts_to_a_comment(join: Join) -> None:
    """A like on a comment shows at once and is kept; a second tap takes it back."""
    ana, ben, post = pair(join)
    chain(ben, post, "agreed")
    page = ana.goto(f"/p/{post}")
    like = said(page, "agreed").get_by_role("button", name="Like", exact=True)
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(like).to_have_attribute("aria-pressed", "true")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "false")


def test_one_tap_from_a_comment_is_help(join: Join) -> None:
    """Anybody else's comment can be reported, and who wrote it muted or blocked, from its menu."""
    ana, ben, post = pair(join)
    chain(ben, post, "rude words")
    page = ana.goto(f"/p/{post}")
    more = said(page, "rude words").get_by_role("button", name="More about this comment")
    more.click()
    for act in ("Report", "Mute this person", "Block this person"):
        expect(page.get_by_role("menuitem", name=act)).to_be_visible()
    page.get_by_role("menuitem", name="Report").click()
    expect(page.get_by_role("dialog", name=re.compile("Report"))).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    more.click()
    page.get_by_role("menuitem", name="Block this person").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Block")).click()
    expect(page.get_by_text("rude words")).to_have_count(0)


def test_what_may_not_be_seen_is_not_available(join: Join) -> None:
    """A post that was removed and one for other people look the same; one that goes while it is read does too."""
    ana, ben, post = pair(join)
    page = ben.goto(f"/p/{post}")
    expect(page.get_by_text("Our garden in May")).to_be_visible()
    ben.expect(404, "/posts/")
    ana.ask("DELETE", f"/posts/{post}")
    expect(page.get_by_role("heading", name="This post is not available")).to_be_visible()
    secret = ana.ask("POST", "/posts", {"text": "mine", "audience": {"kind": "onlyMe"}})["id"]
    ben.goto(f"/p/{secret}")
    expect(page.get_by_role("heading", name="This post is not available")).to_be_visible()


def test_passers_by_read_only(join: Join, visit: Any) -> None:
    """Who is not signed in reads a public post with its comments, and is asked to sign in to say something."""
    ana, ben, _ = pair(join)
    post = ana.ask("POST", "/posts", {"text": "For all to read", "audience": {"kind": "public"}})["id"]
    chain(ben, post, "me too", "and me")
    guest = visit("Guest", viewport=PHONE)
    page = guest.goto(f"/p/{post}")
    expect(said(page, "and me")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_role("button", name="Reply")).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in to comment")).to_be_visible()
    assert not guest.violations()


def test_the_field_is_at_hand_on_phones(join: Join) -> None:
    """However long the thread, the field stands above the bar at the bottom."""
    ana, ben, post = pair(join, viewport=PHONE)
    for at in range(15):
        ben.ask("POST", f"/posts/{post}/comments", {"text": f"comment {at}"})
    page = ana.goto(f"/p/{post}")
    expect(said(page, "comment 14")).to_be_attached()
    field = page.get_by_role("textbox", name="Write a comment")
    expect(field).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 600)
    expect(field).to_be_in_viewport(ratio=1)


def test_the_keys_of_a_post(join: Join) -> None:
    """J and k go from comment to comment, e changes one's own, r answers the one that has the focus."""
    ana, _ben, post = pair(join, viewport=DESK)
    chain(ana, post, "mine")
    page = ana.goto(f"/p/{post}")
    expect(said(page, "mine")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(said(page, "mine")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_role("textbox", name="Edit your comment")).to_be_focused()
    page.keyboard.press("Escape")
    expect(said(page, "mine")).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Reply to Ana Berg")).to_be_focused()


def test_everybody_can_use_the_page(join: Join) -> None:
    """A thread, a reply being written and a menu over it have nothing against the rules."""
    ana, ben, post = pair(join, viewport=DESK)
    chain(ben, post, "one", "two", "three")
    page = ana.goto(f"/p/{post}")
    said(page, "three").get_by_role("button", name="Reply").click()
    said(page, "three").get_by_role("button", name="More about this comment").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert not ana.violations()
    assert not ana.violations(by_night=True)


def test_back_is_where_one_was(join: Join) -> None:
    """Going to a profile and back shows the thread as it was left, and what was written and not sent."""
    ana, ben, post = pair(join, viewport=DESK)
    for at in range(25):
        ben.ask("POST", f"/posts/{post}/comments", {"text": f"comment {at}"})
    page = ana.goto(f"/p/{post}")
    page.get_by_role("textbox", name="Write a comment").fill("half a thought")
    left = said(page, "comment 8")
    left.scroll_into_view_if_needed()
    before = left.bounding_box()
    left.get_by_role("link", name="Ben Berg").click()
    expect(page).to_have_url(re.compile("/@ben"))
    page.go_back()
    expect(said(page, "comment 8")).to_be_in_viewport()
    after = said(page, "comment 8").bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) < 120
    expect(page.get_by_role("textbox", name="Write a comment")).to_have_value("half a thought")
