"""The installed app: it starts without the net, keeps one member's things from the next, and shows what is pushed."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.people import DESK, PASSWORD, Person

Join = Callable[..., Person]
WITH_WORKER: dict[str, Any] = {"viewport": DESK, "service_workers": "allow"}
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    kept[name] = (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname);
  }
  return kept;
}"""


SHOWN = """async () => {
  const all = await (await navigator.serviceWorker.ready).getNotifications();
  return all.map((one) => [one.title, one.tag, new URL(one.icon).pathname]);
}"""


def kept(page: Page) -> dict[str, list[str]]:
    """What the browser keeps of the app: addresses by cache."""
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return found


def installed(person: Person) -> Page:
    """Open the app and wait until its worker has what a start without a net needs."""
    page = person.goto("/")
    for _ in range(150):
        if "/notifications" in kept(page).get(f"member-{person.id}", []):
            return page
        page.wait_for_timeout(200)
    raise AssertionError(kept(page))


def without_net(person: Person) -> None:
    """Take the net away; what a browser says about that is no fault of the page."""
    person.context.set_offline(True)
    person.page.wait_for_timeout(100)


def forgive(person: Person) -> None:
    """Leave out of the faults that the net was away."""
    person.faults[:] = [
        one for one in person.faults if not re.search("ERR_INTERNET_DISCONNECTED|ERR_FAILED|cannot be reached", one)
    ]


def test_the_last_feed_is_there_without_a_net(join: Join) -> None:
    """Loaded again without a net, the app shows what was read last, says so, and finds its way to other pages."""
    ana = join("Ana", **WITH_WORKER)
    ana.ask("POST", "/posts", {"text": "The ferry runs again", "audience": {"kind": "friends"}})
    page = installed(ana)
    expect(page.get_by_text("The ferry runs again")).to_be_visible()
    without_net(ana)
    page.reload()
    expect(page.get_by_text("The ferry runs again")).to_be_visible()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Notifications").first.click()
    expect(page.get_by_role("heading", name="Notifications", level=1)).to_be_visible()
    page.goto("/settings")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    ana.context.set_offline(False)
    forgive(ana)


def test_nothing_of_a_member_stays_after_they_left(join: Join, visit: Callable[..., Person]) -> None:
    """Signing out empties what was kept; who signs in next on this device is shown nothing of it, net or not."""
    ana = join("Ana", **WITH_WORKER)
    ana.ask("POST", "/posts", {"text": "For Ana's eyes alone", "audience": {"kind": "onlyMe"}})
    ben = join("Ben")
    page = installed(ana)
    page.get_by_role("button", name="You and your settings").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page).to_have_url(re.compile("/login"))
    assert [name for name in kept(page) if name.startswith("member")] == []
    ana.ask("POST", "/auth/login", {"username": ben.username, "password": PASSWORD, "session": "cookie"})
    ana.id = ben.id
    installed(ana)
    assert [name for name in kept(page) if name.startswith("member-0")] == [f"member-{ben.id}"]
    without_net(ana)
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(page.get_by_text("For Ana's eyes alone")).to_have_count(0)
    ana.context.set_offline(False)
    forgive(ana)


def test_another_member_never_gets_what_one_read(join: Join) -> None:
    """Also when a session ended without a sign-out, what was kept for one goes before the next is shown anything."""
    ana, ben = join("Ana", **WITH_WORKER), join("Ben")
    page = installed(ana)
    ana.context.clear_cookies()
    ana.ask("POST", "/auth/login", {"username": ben.username, "password": PASSWORD, "session": "cookie"})
    former, ana.id = ana.id, ben.id
    installed(ana)
    assert f"member-{former}" not in kept(page)


def push(person: Person, page: Page, *told: dict[str, Any]) -> None:
    """Deliver pushes to the worker while no page of the app is open, as the browser does when a push service sends."""
    wire = person.context.new_cdp_session(page)
    found: list[str] = []
    wire.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(_ids(event)))
    wire.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    page.goto("about:blank")
    for one in told:
        sent = {"origin": person.url, "registrationId": found[0], "data": json.dumps(one)}
        wire.send("ServiceWorker.deliverPushMessage", sent)
    page.wait_for_timeout(500)
    person.goto("/")


def _ids(event: dict[str, Any]) -> list[str]:
    return [one["registrationId"] for one in event["registrations"]]


def test_a_push_is_shown_once_in_the_members_language(join: Join) -> None:
    """A push is shown in the member's language with its picture, and replaces an earlier one of the same thing."""
    ana = join("Ana", locale="de", **WITH_WORKER)
    ana.context.grant_permissions(["notifications"], origin=ana.url)
    page = installed(ana)
    page.wait_for_timeout(300)
    told = {
        "web_push": 8030, "app_badge": "2",
        "notification": {
            "title": "New message", "navigate": f"{ana.url}/friends", "tag": "one",
            "data": {"notificationId": "one", "kind": "message"},
        },
    }  # fmt: skip
    push(ana, page, told, told)
    for _ in range(50):
        if page.evaluate(SHOWN):
            break
        page.wait_for_timeout(100)
    found = page.evaluate(SHOWN)
    assert [one[:2] for one in found] == [["Neue Nachricht", "one"]]
    assert ana.context.request.get(found[0][2]).ok


def test_the_browser_can_install_it(join: Join) -> None:
    """The manifest names the community, an icon of every size it needs that is there, and shortcuts."""
    ana = join("Ana")
    manifest = ana.ask("GET", "/manifest.webmanifest")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    assert (manifest["display"], manifest["start_url"]) == ("standalone", "/")
    for icon in manifest["icons"]:
        assert ana.context.request.get(icon["src"]).ok
    for shortcut in manifest["shortcuts"]:
        ana.goto(shortcut["url"])
        expect(ana.page.get_by_role("heading", level=1)).to_have_count(1)
