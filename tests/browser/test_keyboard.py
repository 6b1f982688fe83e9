"""Everything by keyboard alone: nobody touches a mouse here, and after every key one sees where one is."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Join
from tests.browser.people import DESK, PASSWORD, Person, befriend
from tests.browser.steps import Keys


def card(page: Page, text: str) -> Locator:
    """A post, by what it says."""
    return page.locator("article.post", has_text=text)


def post(who: Person, text: str) -> str:
    """Post something for friends; gives its id."""
    return str(who.ask("POST", "/posts", {"text": text, "audience": {"kind": "friends"}})["id"])


def two(join: Join) -> tuple[Person, Person]:
    """Two friends, the first of whom stands at a desk."""
    ana, ben = join("Ana", viewport=DESK), join("Ben")
    befriend(ana, ben)
    return ana, ben


def test_in_by_the_front_door(join: Join) -> None:
    """One signs in, skips what stands before the page, and goes where one wants, by Tab and Enter."""
    ana = join("Ana", viewport=DESK)
    ana.context.clear_cookies()
    page = ana.goto("/login")
    keys = Keys(page)
    expect(page.get_by_label("Username or e-mail")).to_be_focused()
    keys.type(ana.username)
    keys.go_to(page.get_by_label("Password", exact=True))
    keys.type(PASSWORD)
    keys.go_to(page.get_by_role("button", name="Show password"))
    keys.go_to(page.get_by_role("button", name="Sign in", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=re.compile("on your mind"))).to_be_visible()
    keys.press("Tab")
    expect(page.get_by_role("link", name="To the content")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("button", name=re.compile("on your mind"))).to_be_focused()
    keys.go_to(page.get_by_role("navigation", name="Main").get_by_role("link", name="Friends").first, "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Friends", level=1)).to_be_focused()
    keys.go_to(page.get_by_role("link", name="Lists"))
    keys.press("Enter")
    expect(page.get_by_role("button", name=re.compile("New list")).first).to_be_visible()


def test_the_feed(join: Join) -> None:
    """J and k walk through the posts, l likes, s saves, the arrow up opens all reactions, o opens, c comments."""
    ana, ben = two(join)
    opened = post(ben, "The plums are ripe.")
    for number in range(6):
        post(ben, f"Note {number}. " + "It rained all day, and then some more. " * 12)
    page = ana.goto("/")
    keys = Keys(page)
    expect(card(page, "The plums")).to_be_attached()
    posts = page.locator("article.post")
    page.keyboard.press("j")
    expect(posts.first).to_be_focused()
    keys.look("j")
    for at in range(1, 7):
        keys.press("j")
        expect(posts.nth(at)).to_be_focused()
    keys.press("k", "j")
    plums = posts.nth(6)
    expect(plums).to_contain_text("The plums")
    keys.press("l", "s")
    expect(plums.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(plums.get_by_role("button", name="Save")).to_have_attribute("aria-pressed", "true")
    expect(plums).to_be_focused()
    keys.go_to(plums.get_by_role("button", name="Like", exact=True))
    row = page.get_by_role("group", name="Choose a reaction")
    keys.press("ArrowUp")
    expect(row.get_by_role("button", name="Like")).to_be_focused()
    keys.press("ArrowRight", "ArrowRight", "Escape")
    expect(plums.get_by_role("button", name="Like", exact=True)).to_be_focused()
    keys.press("ArrowUp")
    expect(row.get_by_role("button", name="Like")).to_be_focused()
    keys.press("ArrowRight", "Enter")
    expect(plums.get_by_role("button", name="Love", exact=True)).to_be_focused()

    # its menu and a dialog: the focus stays in it, Esc closes it, and the focus is where it was
    menu = plums.get_by_role("button", name=re.compile("^More"))
    keys.go_to(menu, "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    keys.press("ArrowDown", "End", "Escape")
    expect(menu).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    keys.press("Tab")
    expect(page.get_by_role("menu")).to_have_count(0)
    keys.press("Shift+Tab", "Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    keys.go_to(page.get_by_role("menuitem", name=re.compile("^Block")), "ArrowDown")
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("j")
    keys.go_to(dialog.get_by_role("button", name="Cancel"))
    keys.press("Escape")
    expect(dialog).to_have_count(0)
    expect(menu).to_be_focused()

    # opened, and commented on
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(f"/p/{opened}$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    keys.press("j")
    keys.press("c")
    line = page.get_by_role("textbox", name="Write a comment")
    expect(line).to_be_focused()
    keys.type("We come with baskets")
    keys.press("Control+Enter")
    said = page.get_by_role("article", name=re.compile("Ana Berg")).filter(has_text="baskets")
    expect(said).to_be_visible()
    keys.go_to(said.get_by_role("button", name="Like", exact=True), "Shift+Tab")
    keys.press("ArrowUp", "Enter")
    expect(said.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_post_is_written(join: Join) -> None:
    """N opens the composer; one writes, chooses for whom, and Ctrl+Enter posts it."""
    ana, _ = two(join)
    page = ana.goto("/")
    keys = Keys(page)
    expect(page.get_by_role("button", name=re.compile("on your mind"))).to_be_visible()
    page.keyboard.press("n")
    text = page.get_by_role("textbox", name="Your post")
    expect(text).to_be_focused()
    keys.type("Soup at eight")
    audience = page.get_by_role("button", name=re.compile("^Audience|^For|who", re.IGNORECASE)).first
    keys.go_to(audience, "Shift+Tab")
    keys.press("Enter")
    choice = page.get_by_role("dialog").last
    keys.go_to(choice.get_by_role("radio", checked=True))
    for _ in range(8):
        if choice.get_by_role("radio", name=re.compile("^Only me")).is_checked():
            break
        keys.press("ArrowDown")
    keys.go_to(choice.get_by_role("button", name="Done"))
    keys.press("Enter")
    expect(audience).to_be_focused()
    expect(audience).to_contain_text("Only me")
    keys.go_to(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(card(page, "Soup at eight")).to_contain_text("Only me")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_talk(join: Join) -> None:
    """G m leads to the messages; Enter sends, the arrow up edits, Alt and arrows change the talk, Esc leaves."""
    ana, ben = two(join)
    cleo = join("Cleo")
    befriend(ana, cleo)
    for friend in (ben, cleo):
        talk = friend.ask("POST", "/messages/conversations", {"participantIds": [ana.id]})
        friend.ask(
            "POST", f"/messages/conversations/{talk['id']}/messages", {"text": f"Hello from {friend.first_name}"}
        )
    page = ana.goto("/")
    keys = Keys(page)
    expect(page.get_by_role("button", name=re.compile("on your mind"))).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("m")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Messages")
    expect(heading).to_be_focused()
    keys.go_to(page.get_by_role("link", name=re.compile("Ben Berg")))
    keys.press("Enter")
    expect(heading).to_have_text("Ben Berg")
    line = page.get_by_role("textbox", name="Message to Ben Berg")
    expect(line).to_be_focused()
    keys.type("On my wey")
    keys.press("Enter")
    said = page.get_by_role("log").locator(".line")
    expect(said.last).to_contain_text("On my wey")
    expect(said.last.get_by_text(re.compile("Sent|Delivered"))).to_be_attached()
    keys.press("ArrowUp", "Backspace", "Backspace")
    keys.type("ay")
    keys.press("Enter")
    expect(said.last).to_contain_text("On my way")
    expect(said.last).to_contain_text("edited")

    # a reaction to what was said, and its menu
    keys.go_to(page.get_by_role("log"), "Shift+Tab")
    keys.press("ArrowUp", "ArrowUp")
    expect(said.first).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    keys.press("ArrowUp", "ArrowRight", "Enter")
    expect(said.first.get_by_role("button", name="Love 1")).to_have_attribute("aria-pressed", "true")
    expect(said.first).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    keys.press("ArrowDown", "Escape")
    expect(said.first).to_be_focused()
    keys.press("r")
    expect(line).to_be_focused()
    keys.press("Escape", "Alt+ArrowDown")
    expect(heading).to_have_text("Cleo Berg")
    keys.press("Alt+ArrowUp")
    expect(heading).to_have_text("Ben Berg")
    page.keyboard.press("Escape")
    expect(heading).to_have_text("Messages")
    expect(heading).to_be_focused()


def test_search_help_and_no_more_keys(join: Join) -> None:
    """/ searches, ? tells the keys, and who turns the single keys off is not surprised by one again."""
    ana, ben = two(join)
    post(ben, "The market is on Friday")
    page = ana.goto("/")
    keys = Keys(page)
    expect(card(page, "The market")).to_be_visible()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    keys.look("?")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Search").first
    expect(field).to_be_focused()
    for _ in range(60):
        if ana.ask("GET", f"/search/suggestions?q={ben.username}")["items"]:
            break
        page.wait_for_timeout(200)
    keys.type(ben.username)
    option = page.get_by_role("option", name=re.compile(ben.username))
    expect(option).to_be_visible()
    keys.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    keys.press("ArrowUp")
    expect(option).to_have_attribute("aria-selected", "false")
    keys.press("Escape")
    expect(option).to_have_count(0)
    keys.press("ArrowDown")
    expect(option).to_be_visible()
    keys.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben Berg")

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Account", level=1)).to_be_focused()
    keys.go_to(page.get_by_role("link", name="Appearance"), "Shift+Tab")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Appearance", level=1)).to_be_focused()
    switch = page.get_by_role("switch")
    keys.go_to(switch)
    keys.press("Space")
    expect(switch).not_to_be_checked()
    page.reload()
    expect(switch).not_to_be_checked()
    for key in ("n", "?", "/", "g", "h"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("heading", name="Appearance", level=1)).to_be_visible()
    assert page.evaluate("() => document.activeElement === document.body"), "no key moved the focus"
