"""Messages: talking, what is told of it, what happens without a connection, groups and requests."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests import pictures
from tests.browser.conftest import Join
from tests.browser.people import DESK, PHONE, Person, befriend
from tests.browser.steps import script


def talk(one: Person, *others: Person, title: str | None = None) -> str:
    """Begin a conversation; gives its id."""
    body = {"participantIds": [other.id for other in others], "title": title}
    return str(one.ask("POST", "/messages/conversations", body)["id"])


def say(who: Person, conversation: str, text: str, **more: Any) -> dict[str, Any]:
    """Say something over the API."""
    said: dict[str, Any] = who.ask("POST", f"/messages/conversations/{conversation}/messages", {"text": text, **more})
    return said


def box(page: Page) -> Locator:
    """Where one writes."""
    return page.get_by_role("textbox", name=re.compile("^Message to"))


def log(page: Page) -> Locator:
    """What was said."""
    return page.get_by_role("log")


def bubble(page: Page, text: str) -> Locator:
    """One line of it."""
    return log(page).locator(".line", has_text=text)


def menu(page: Page, text: str) -> None:
    """Open what one can do with a line."""
    line = bubble(page, text)
    line.hover()
    line.get_by_role("button", name="React and more").click()


def at_end(page: Page) -> bool:
    """Whether the end of the thread is in sight."""
    left = log(page).evaluate("(log) => log.scrollHeight - log.scrollTop - log.clientHeight")
    return bool(left < 3)


def two(join: Join, **window: Any) -> tuple[Person, Person, str]:
    """Two friends and their conversation."""
    ana, ben = join("Ana", viewport=DESK, **window), join("Ben", viewport=PHONE, has_touch=True)
    befriend(ana, ben)
    return ana, ben, talk(ana, ben)


def test_two_talk(join: Join) -> None:
    """What one writes appears at the other's, with who types, what is unread, and what was read."""
    ana, ben, conversation = two(join)
    ana.goto(f"/m/{conversation}")
    ben.goto("/m")
    box(ana.page).fill("Are you coming?")
    box(ana.page).press("Enter")
    expect(bubble(ana.page, "Are you coming?").get_by_text(re.compile("Sent|Delivered"))).to_be_attached()
    row = ben.page.get_by_role("link", name=re.compile("Ana Berg"))
    expect(row).to_contain_text("Are you coming?")
    expect(row).to_contain_text("1")
    expect(ben.page).to_have_title(re.compile(r"^\(1\) "))
    expect(ben.page.locator("nav.bottom")).to_be_visible()
    row.click()
    expect(ben.page.get_by_role("heading", level=1)).to_have_text("Ana Berg")
    expect(ben.page.locator("nav.bottom")).to_be_hidden()
    expect(bubble(ana.page, "Are you coming?").get_by_text("Read")).to_be_attached()
    box(ben.page).press_sequentially("Yes")
    expect(ana.page.get_by_text("Ben is typing")).to_be_visible()
    ben.page.get_by_role("button", name="Send", exact=True).click()
    expect(bubble(ana.page, "Yes")).to_be_visible()
    expect(ana.page.get_by_text("Ben is typing")).to_have_count(0)
    ben.page.get_by_role("link", name="All conversations").click()
    expect(ben.page.get_by_role("link", name=re.compile("Ana Berg"))).to_contain_text("You: Yes")
    expect(ben.page).to_have_title(re.compile(r"^Messages"))


def test_reply_react_edit_unsend(join: Join) -> None:
    """A line can be answered, reacted to, changed with the arrow up, and taken back; the other sees each at once."""
    ana, ben, conversation = two(join)
    say(ben, conversation, "The boat leaves at nine")
    page = ana.goto(f"/m/{conversation}")
    ben.goto(f"/m/{conversation}")
    menu(page, "The boat leaves")
    page.get_by_role("menuitemradio", name="Love").click()
    expect(bubble(ben.page, "The boat leaves").get_by_role("button", name="Love 1")).to_be_visible()
    bubble(page, "The boat leaves").get_by_role("button", name="Love 1").click()
    expect(bubble(ben.page, "The boat leaves").get_by_role("button", name="Love 1")).to_have_count(0)
    bubble(page, "The boat leaves").hover()
    bubble(page, "The boat leaves").get_by_role("button", name="Reply").click()
    box(page).fill("I bring cofee")
    box(page).press("Enter")
    expect(bubble(ben.page, "I bring cofee").get_by_role("button", name=re.compile("Answer to You"))).to_be_visible()
    box(page).press("ArrowUp")
    expect(box(page)).to_have_value("I bring cofee")
    box(page).fill("I bring coffee")
    box(page).press("Enter")
    expect(bubble(ben.page, "I bring coffee")).to_contain_text("edited")
    menu(page, "I bring coffee")
    page.get_by_role("menuitem", name="Unsend").click()
    page.get_by_role("dialog").get_by_role("button", name="Unsend").click()
    expect(log(ben.page)).not_to_contain_text("coffee")
    expect(log(ben.page)).to_contain_text("This message was unsent")
    menu(page, "The boat leaves")
    page.get_by_role("menuitem", name="Delete for me").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for me").click()
    expect(log(page)).not_to_contain_text("The boat leaves")
    expect(log(ben.page)).to_contain_text("The boat leaves")


def test_offline_and_back(join: Join) -> None:
    """Without a connection one reads and writes on; once it is back, also after a reload, each goes out once."""
    ana, ben, conversation = two(join)
    say(ben, conversation, "Before the tunnel")
    page = ana.goto(f"/m/{conversation}")
    expect(bubble(page, "Before the tunnel")).to_be_visible()
    page.wait_for_timeout(2_000)  # what is kept is written a moment later
    page.route("**/messages/**", lambda route: route.abort())
    box(page).fill("Into the tunnel")
    box(page).press("Enter")
    expect(bubble(page, "Into the tunnel").get_by_text("Waiting for the connection")).to_be_attached()
    say(ben, conversation, "Where are you?")
    ana.faults.clear()
    page.reload()
    expect(bubble(page, "Before the tunnel")).to_be_visible()
    expect(bubble(page, "Into the tunnel")).to_be_visible()
    page.unroute("**/messages/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(bubble(page, "Into the tunnel").get_by_text(re.compile("Sent|Delivered"))).to_be_attached()
    page.reload()
    expect(bubble(page, "Where are you?")).to_be_visible()
    said = ben.ask("GET", f"/messages/conversations/{conversation}/messages")["items"]
    assert [one["text"] for one in said].count("Into the tunnel") == 1
    ana.faults[:] = [fault for fault in ana.faults if "ERR_FAILED" not in fault]


def test_a_refused_message_can_be_tried_again(join: Join) -> None:
    """What the server refuses stays in sight, says why, and goes out when it is tried again."""
    ana, _, conversation = two(join)
    page = ana.goto(f"/m/{conversation}")
    ana.expect(409, "/messages/conversations/")
    answer: dict[str, Any] = {
        "status": 409,
        "json": {"code": "request_unanswered", "detail": "Wait for an answer.", "status": 409},
    }

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(**answer)
        else:
            route.continue_()

    page.route("**/messages/conversations/*/messages", refuse)
    box(page).fill("Hello?")
    box(page).press("Enter")
    failed = bubble(page, "Hello?")
    expect(failed.get_by_role("alert")).to_contain_text("Wait for an answer.")
    page.unroute("**/messages/conversations/*/messages")
    failed.get_by_role("button", name="Try again").click()
    expect(bubble(page, "Hello?").get_by_text(re.compile("Sent|Delivered"))).to_be_attached()


def test_after_a_gap_everything_is_true_again(join: Join) -> None:
    """Who was away finds what was said, changed and unsent meanwhile, without a reload."""
    ana, ben, conversation = two(join)
    old = say(ben, conversation, "An old line")
    gone = say(ben, conversation, "A line to be unsent")
    page = ana.goto(f"/m/{conversation}")
    expect(bubble(page, "An old line")).to_be_visible()
    ana.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    ben.ask("PUT", f"/messages/{old['id']}", {"text": "An old line, mended"})
    ben.ask("DELETE", f"/messages/{gone['id']}")
    for number in range(60):
        say(ben, conversation, f"Meanwhile {number}")
    ana.context.set_offline(False)
    expect(bubble(page, "Meanwhile 59")).to_be_visible(timeout=20_000)
    expect(log(page)).to_contain_text("An old line, mended")
    expect(log(page)).not_to_contain_text("A line to be unsent")
    expect(bubble(page, "Meanwhile")).to_have_count(60)
    ana.faults[:] = [one for one in ana.faults if "ERR_INTERNET_DISCONNECTED" not in one and "WebSocket" not in one]


def test_reading_above_the_end(join: Join) -> None:
    """Earlier lines come without a jump; what is said meanwhile is counted on the button that goes to the end."""
    ana, ben, conversation = two(join)
    for number in range(130):
        filling = "and some more words to fill it " * (number % 5)
        say(ana if number % 3 else ben, conversation, f"Line {number} {filling}")
    page = ana.goto(f"/m/{conversation}")
    expect(bubble(page, "Line 129")).to_be_visible()
    assert at_end(page)
    moved = page.evaluate("""async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const log = document.querySelector(".log");
      log.scrollTop = 250;
      await frame(); await frame();
      const box = log.getBoundingClientRect();
      const line = document.elementFromPoint(box.left + box.width / 2, box.top + 8).closest(".lines > *");
      const before = line.getBoundingClientRect().top;
      for (let i = 0; i < 200 && document.querySelectorAll(".line").length <= 50; i += 1) await frame();
      for (let i = 0; i < 20; i += 1) await frame();
      return [document.querySelectorAll(".line").length, Math.abs(line.getBoundingClientRect().top - before)];
    }""")
    assert moved[0] >= 100
    assert moved[1] < 3
    for number in range(3):
        say(ben, conversation, f"News {number}")
    jump = page.get_by_role("button", name="3 new messages. Go to the latest")
    expect(jump).to_be_visible()
    jump.click()
    expect(bubble(page, "News 2")).to_be_in_viewport()
    expect(jump).to_have_count(0)


def test_the_line_above_what_is_new(join: Join) -> None:
    """A thread opens at the first line that is new, and what is unread is read then."""
    ana, ben, conversation = two(join)
    say(ana, conversation, "Long ago")
    for number in range(40):
        say(ben, conversation, f"New {number}")
    page = ana.goto("/m")
    page.get_by_role("link", name=re.compile("Ben Berg")).click()
    expect(page.get_by_text("New messages")).to_be_in_viewport()
    expect(bubble(page, "New 0").first).to_be_in_viewport()
    page.get_by_role("button", name="Go to the latest").click()
    expect(page.get_by_role("link", name=re.compile("Ben Berg")).locator(".unread-count")).to_have_count(0)


def test_a_message_is_found(join: Join) -> None:
    """Searching shows the line with its words marked, and opens the thread around it."""
    ana, ben, conversation = two(join)
    say(ben, conversation, "The lighthouse keeper knows")
    for number in range(120):
        say(ben, conversation, f"Filling {number}")
    page = ana.goto("/m")
    page.get_by_role("searchbox", name="Search messages").fill("lighthouse")
    hit = page.get_by_role("link", name=re.compile("The lighthouse keeper"))
    expect(hit.locator("mark")).to_have_text("lighthouse")
    hit.click()
    expect(bubble(page, "The lighthouse keeper")).to_be_in_viewport()
    page.get_by_role("button", name="Go to the latest").click()
    expect(bubble(page, "Filling 119")).to_be_in_viewport()


def test_who_writes_what_should_not_be_here(join: Join) -> None:
    """From a message one reports it, is offered to mute who wrote it, blocks them: a group stays, a talk is left."""
    ana, ben, cleo = join("Ana", viewport=DESK), join("Ben"), join("Cleo")
    befriend(ana, ben)
    befriend(ana, cleo)
    group, alone = talk(ana, ben, cleo, title="Sunday walk"), talk(ana, cleo)
    say(ben, group, "Buy my pills")
    say(cleo, alone, "And mine")
    page = ana.goto(f"/m/{group}")

    def chosen(text: str, act: str) -> Locator:
        menu(page, text)
        page.get_by_role("menuitem", name=act).click()
        return page.get_by_role("dialog")

    dialog = chosen("Buy my pills", "Report")
    dialog.get_by_role("radio", name="Spam").check()
    dialog.get_by_role("button", name="Send report").click()
    expect(dialog.get_by_role("button", name="Mute Ben Berg")).to_be_visible()
    assert not ana.violations()
    dialog.get_by_role("button", name="Done").click()
    chosen("Buy my pills", "Block Ben Berg").get_by_role("button", name="Block").click()
    expect(page.get_by_text("Ben Berg is blocked")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sunday walk")
    ana.goto(f"/m/{alone}")
    chosen("And mine", "Block Cleo Berg").get_by_role("button", name="Block").click()
    expect(page).to_have_url(re.compile("/m$"))


def test_a_group(join: Join) -> None:
    """A group is begun, named, joined by others, led, and left."""
    ana, ben, cleo = join("Ana", viewport=PHONE), join("Ben"), join("Cleo")
    befriend(ana, ben)
    befriend(ana, cleo)
    page = ana.goto("/m")
    page.get_by_role("button", name="New conversation").first.click()
    dialog = page.get_by_role("dialog", name="New conversation")
    dialog.get_by_role("checkbox", name=re.compile("Ben Berg")).check()
    dialog.get_by_role("checkbox", name=re.compile("Cleo Berg")).check()
    dialog.get_by_role("textbox", name="Name of the group").fill("Sunday walk")
    dialog.get_by_role("button", name="Start group").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sunday walk")
    expect(log(page)).to_contain_text("You started the group with")
    page.get_by_role("button", name=re.compile("Sunday walk")).click()
    info = page.get_by_role("dialog", name="About the group")
    info.get_by_role("textbox", name="Name of the group").fill("Monday walk")
    late: list[Route] = []
    page.route(re.compile(r"/messages/conversations/[^/]+$"), lambda route: late.append(route))  # noqa: PLW0108 - a built-in cannot be marked as Playwright does
    info.get_by_role("button", name="Save").click()
    info.get_by_role("button", name="What you can do with Ben Berg").click()
    lead = page.get_by_role("menuitem", name="Let manage the group")
    expect(lead).to_be_visible()
    while not late:
        page.wait_for_timeout(50)
    for route in late:  # the answer to the new name does not take the menu away
        route.continue_()
    expect(page.get_by_role("heading", level=1, include_hidden=True)).to_have_text("Monday walk")
    page.wait_for_timeout(300)
    lead.click(timeout=5_000)
    page.unroute_all()
    expect(info.get_by_text("Manages the group")).to_have_count(2)
    info.get_by_role("button", name="What you can do with Cleo Berg").click()
    page.get_by_role("menuitem", name="Remove from group").click()
    page.get_by_role("dialog", name="Remove Cleo Berg?").get_by_role("button", name="Remove from group").click()
    expect(info.get_by_role("heading", name="2 members")).to_be_visible()
    info.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Monday walk")
    expect(log(page)).to_contain_text("You removed Cleo Berg")
    page.get_by_role("button", name="Options of this conversation").click()
    page.get_by_role("menuitem", name="Leave group").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave group").click()
    expect(page.get_by_text("You can no longer write here.")).to_be_visible()


def test_somebody_asks_to_talk(join: Join) -> None:
    """Who is no friend waits in a list of their own, learns nothing, and is answered when one accepts."""
    ana, mia = join("Ana", viewport=DESK), join("Mia")
    conversation = talk(mia, ana)
    say(mia, conversation, "We met at the fair")
    page = ana.goto("/m")
    page.get_by_role("button", name="1 request").click()
    page.get_by_role("link", name=re.compile("Mia Berg")).click()
    expect(bubble(page, "We met at the fair")).to_be_visible()
    expect(page.get_by_role("heading", name="Mia Berg wants to write to you")).to_be_visible()
    expect(box(page)).to_have_count(0)
    page.get_by_role("button", name="Accept").click()
    box(page).fill("Hello Mia")
    box(page).press("Enter")
    mia.goto(f"/m/{conversation}")
    expect(bubble(mia.page, "Hello Mia")).to_be_visible()


def test_a_request_is_ignored(join: Join) -> None:
    """An ignored request leaves the list and can be found again."""
    ana, mia = join("Ana", viewport=DESK), join("Mia")
    say(mia, talk(mia, ana), "Buy my things")
    page = ana.goto("/m")
    page.get_by_role("button", name="1 request").click()
    page.get_by_role("link", name=re.compile("Mia Berg")).click()
    page.get_by_role("button", name="Ignore").click()
    expect(page.get_by_role("link", name=re.compile("Mia Berg"))).to_have_count(0)
    page.get_by_role("button", name="More of your messages").click()
    page.get_by_role("menuitem", name="Ignored requests").click()
    expect(page.get_by_role("link", name=re.compile("Mia Berg"))).to_be_visible()


def test_pictures_and_forwarding(join: Join) -> None:
    """A picture goes with a message; its words can be sent on to another conversation."""
    ana, ben, conversation = two(join)
    cleo = join("Cleo")
    befriend(ana, cleo)
    other = talk(ana, cleo)
    say(ana, other, "Hi Cleo")
    page = ana.goto(f"/m/{conversation}")
    ben.goto(f"/m/{conversation}")
    picture = pictures.encoded(pictures.photo(900, 600), "jpeg")
    page.locator("input[type=file]").set_input_files({"name": "boat.jpg", "mimeType": "image/jpeg", "buffer": picture})
    expect(page.get_by_role("list", name="What goes with the message").get_by_role("img")).to_be_visible()
    box(page).fill("Our boat")
    box(page).press("Enter")
    expect(bubble(ben.page, "Our boat").get_by_role("button", name=re.compile("^Photo"))).to_be_visible(timeout=20_000)
    menu(page, "Our boat")
    page.get_by_role("menuitem", name="Forward").click()
    dialog = page.get_by_role("dialog", name="Forward to")
    dialog.get_by_role("checkbox", name=re.compile("Cleo Berg")).check()
    dialog.get_by_role("button", name="Forward").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("link", name=re.compile("Cleo Berg")).click()
    expect(bubble(page, "Our boat")).to_contain_text("Forwarded")


def test_keys(join: Join) -> None:
    """Alt and the arrows go through the conversations, Esc leaves, Shift and Enter begin a new line."""
    ana, _, conversation = two(join)
    cleo = join("Cleo")
    befriend(ana, cleo)
    say(ana, conversation, "To Ben")
    say(ana, talk(ana, cleo), "To Cleo")
    page = ana.goto(f"/m/{conversation}")
    heading = page.get_by_role("heading", level=1)
    expect(page.get_by_role("link", name=re.compile("Cleo Berg"))).to_be_visible()
    expect(box(page)).to_be_focused()
    page.keyboard.type("One")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("Two")
    page.keyboard.press("Enter")
    expect(bubble(page, "One\nTwo").get_by_text(re.compile("Sent|Delivered"))).to_be_attached()
    page.keyboard.press("Alt+ArrowDown")
    expect(heading).to_have_text("Cleo Berg")
    page.keyboard.press("Alt+ArrowUp")
    expect(heading).to_have_text("Ben Berg")
    log(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menu", name="React and more")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(heading).to_have_text("Messages")


def test_what_comes_while_a_thread_is_fetched(join: Join) -> None:
    """A message that comes between the question for a thread and its answer is there, before and after the answer."""
    ana, ben, conversation = two(join)
    say(ben, conversation, "Before")
    asked: list[tuple[Route, Any]] = []
    ana.page.route(re.compile(r"/messages\?limit="), lambda route: asked.append((route, route.fetch())))
    page = ana.goto(f"/m/{conversation}")
    expect(box(page)).to_be_focused()
    while not asked:
        page.wait_for_timeout(50)
    row = page.locator(".talk-row")
    say(ben, conversation, "Meanwhile")
    expect(row).to_contain_text("Meanwhile")
    page.keyboard.type("Also meanwhile")
    page.keyboard.press("Enter")
    expect(bubble(page, "Also meanwhile")).to_be_visible()
    expect(row).to_contain_text("Also meanwhile")
    for route, response in asked:
        route.fulfill(response=response)
    expect(bubble(page, "Before")).to_be_visible()
    expect(log(page).locator(".line")).to_contain_text(["Before", "Meanwhile", "Also meanwhile"])


def test_a_late_paint(join: Join) -> None:
    """Where one writes has the focus, however late a busy machine paints."""
    ana, _, conversation = two(join)
    say(ana, conversation, "Hello")
    ana.page.add_init_script(script("late"))
    expect(box(ana.goto(f"/m/{conversation}"))).to_be_focused()


def test_a_long_talk(join: Join) -> None:
    """Who goes to the top at one bound finds what is older, and their line stays; at the end the old is let go."""
    ana, _, conversation = two(join)
    for number in range(310):
        say(ana, conversation, f"Word {number} of many")
    page = ana.goto(f"/m/{conversation}")
    line = bubble(page, "Word 260 of")
    line.wait_for()
    log(page).evaluate("(log) => { log.scrollTop = 0; }")
    bubble(page, "Word 210 of").wait_for(state="attached")
    expect(line).to_be_in_viewport()
    log(page).focus()
    lines, first = log(page).locator(".line"), bubble(page, "Word 0 of")
    for _ in range(100):
        page.keyboard.press("Home")
        page.wait_for_timeout(100)
        if first.count():
            break
    expect(lines).to_have_count(310)
    page.keyboard.press("End")
    expect(lines).to_have_count(100)
    expect(lines.last).to_be_in_viewport()
    log(page).evaluate("(log) => { log.scrollTop = 0; }")
    expect(bubble(page, "Word 160 of")).to_be_attached()


def test_wishes(join: Join) -> None:
    """A conversation can be pinned, muted, archived and marked as unread, and each is shown."""
    ana, ben, conversation = two(join)
    say(ben, conversation, "Hello")
    page = ana.goto(f"/m/{conversation}")
    row = page.get_by_role("link", name=re.compile("Ben Berg")).first

    def choose(name: str) -> None:
        page.get_by_role("button", name="Options of this conversation").click()
        page.get_by_role("menuitem", name=name).click()

    choose("Pin to the top")
    expect(page.locator(".talk-row").get_by_text("Pinned")).to_be_attached()
    choose("Mute")
    page.get_by_role("button", name="For a week").click()
    expect(page.locator(".talk-row").get_by_text("Muted")).to_be_attached()
    choose("Archive")
    expect(page.locator(".talk-row")).to_have_count(0)
    choose("Take out of the archive")
    expect(row).to_be_visible()
    choose("Mark as unread")
    expect(page.locator(".talk-row.unread")).to_have_count(1)


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, DESK], ids=["smallest", "desk"])
def test_everybody_can_use_it(join: Join, viewport: Any) -> None:
    """A group with a long name, its dialog and the menu of a line say what they are; nothing is scrolled sideways."""
    ana, ben = join("Ana", viewport=viewport), join("Ben")
    befriend(ana, ben)
    conversation = talk(ana, ben)
    first = say(ben, conversation, "Look at https://example.org, @" + ana.username)
    ana.ask("PUT", f"/messages/{first['id']}/reaction", {"type": "haha"})
    say(ana, conversation, "An answer", replyToId=first["id"])
    group = talk(ana, ben, title="A group with a rather long name that does not fit anywhere on a phone")
    say(ben, group, "W" * 90)
    page = ana.goto("/m")
    expect(page.locator(".talk-row")).to_have_count(2)
    assert not ana.sideways()
    ana.goto(f"/m/{group}")
    expect(bubble(page, "WWWW")).to_be_visible()
    assert not ana.sideways()
    page.get_by_role("button", name=re.compile("^A group")).click()
    expect(page.get_by_role("heading", name="2 members")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("Ben Berg")).to_be_visible()
    assert ana.violations() == []
    assert ana.violations(by_night=True) == []
    ana.goto(f"/m/{conversation}")
    menu(page, "An answer")
    expect(page.get_by_role("menu", name="React and more")).to_be_visible()
    assert ana.violations() == []
    assert ana.violations(by_night=True) == []
