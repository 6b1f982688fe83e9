"""Push, from the question to the notification and what follows it: all real but the way through a push service.

A browser under test is given no address at a push service. So one of our own gives it: the server signs, seals and
sends there as it does anywhere, and what arrives is handed to the app's worker as the browser would.
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, Worker, expect

from minifb.kernel.clock import SystemClock
from tests.browser.conftest import QUICK
from tests.browser.people import Person, befriend
from tests.browser.steps import script
from tests.browser.test_offline import WITH_WORKER, installed
from tests.journeys.server import Server
from tests.pushes import Browser, PushService, push_service

Join = Callable[..., Person]
SUBSCRIBES = script("subscribes")
CLICK = script("click")

TITLES = "async () => (await self.registration.getNotifications()).map(({ title }) => title)"


@pytest.fixture(scope="module")
def pushes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PushService]:
    """A push service."""
    with start_blocking_portal() as portal:
        running = push_service(tmp_path_factory.mktemp("authority"), SystemClock())
        with portal.wrap_async_context_manager(running) as service:
            yield service


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, pushes: PushService) -> Iterator[Server]:
    """A server that may send there."""
    told = {"MINIFB_OUTBOUND_ALLOW": "127.0.0.1/32", "MINIFB_MODULES_NOTIFICATIONS_PUSH_HOSTS": "localhost"}
    running = Server(tmp_path_factory.mktemp("push") / "data", environ=QUICK | told)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def at(join: Join, pushes: PushService) -> Callable[..., tuple[Person, Browser]]:
    """Make a member at a browser that answers so when it is asked for the permission."""

    def made(answer: str) -> tuple[Person, Browser]:
        ana, browser = join("Ana", **WITH_WORKER), pushes.browser()
        told = {**browser.subscription, "answer": answer}
        ana.context.grant_permissions(["notifications"], origin=ana.url)
        ana.context.add_init_script(f"({SUBSCRIBES})({json.dumps(told)})")
        return ana, browser

    return made


def asked(page: Page) -> int:
    """How often the browser was made to ask."""
    return int(page.evaluate("() => Number(localStorage.getItem('asked') ?? 0)"))


def arrived(browser: Browser, count: int) -> dict[str, Any]:
    """Wait until so many pushes came; gives the last, unsealed."""
    for _ in range(200):
        if len(browser.shown) >= count:
            return browser.shown[-1]
        time.sleep(0.1)
    raise AssertionError(browser.shown)


def worker_of(person: Person) -> Worker:
    """The worker of the app."""
    return next(one for one in person.context.service_workers if one.url.endswith("/sw.js"))


class Rings:
    """Hands pushes to the worker, as the browser does; begun at a page of the app, it goes on without one."""

    def __init__(self, person: Person) -> None:
        """Find the worker."""
        self.person, self.page, self.worker = person, person.page, worker_of(person)
        self.wire = person.context.new_cdp_session(person.page)
        self.found: list[str] = []
        self.wire.on("ServiceWorker.workerRegistrationUpdated", self._told)
        self.wire.send("ServiceWorker.enable")
        while not self.found:
            self.page.wait_for_timeout(50)

    def _told(self, event: dict[str, Any]) -> None:
        self.found.extend(one["registrationId"] for one in event["registrations"])

    def deliver(self, told: dict[str, Any], patience: int = 100) -> str:
        """Hand one over; gives the title of what is shown."""
        sent = {"origin": self.person.url, "registrationId": self.found[0], "data": json.dumps(told)}
        self.wire.send("ServiceWorker.deliverPushMessage", sent)
        for _ in range(patience):
            if found := self.worker.evaluate(TITLES):
                (title,) = found
                return str(title)
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing is shown")


def test_from_the_question_to_the_page_it_was_about(at: Callable[..., tuple[Person, Browser]], join: Join) -> None:
    """Asked among the notifications and never before, she says yes; a comment rings, and a click opens its post."""
    ana, browser = at("yes")
    ben = join("Ben")
    befriend(ana, ben)
    post = ana.ask("POST", "/posts", {"text": "Who has a ladder?", "audience": {"kind": "friends"}})
    page = installed(ana)
    card = page.get_by_role("region", name="Hear it when somebody answers?")
    expect(card).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name=re.compile("^Notifications")).click()
    expect(card).to_be_visible()
    assert asked(page) == 0
    card.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("This device tells you from now on.")).to_be_visible()
    expect(card).to_have_count(0)
    assert asked(page) == 1
    (device,) = ana.ask("GET", "/notifications/push/subscriptions")["items"]
    assert device["device"].startswith("Chrome")

    # while no page of hers is open, a friend comments: the server signs and seals, and what comes out is shown
    rings = Rings(ana)
    page.goto("about:blank")
    ben.ask("POST", f"/posts/{post['id']}/comments", {"text": "I have two"})
    told = arrived(browser, 1)
    assert told["notification"]["navigate"].startswith(f"{ana.url}/p/{post['id']}")
    assert "urgency" in browser.heads[0]
    assert rings.deliver(told) == "New comment on your post"

    # no window is open: one is opened there; one is open: it goes there
    assert rings.worker.evaluate(CLICK) == [told["notification"]["navigate"]]
    assert rings.deliver(told) == "New comment on your post"
    ana.goto("/friends")
    assert rings.worker.evaluate(CLICK) == []
    expect(page).to_have_url(re.compile(f"/p/{post['id']}"))
    expect(page.get_by_role("article").filter(has_text="I have two").last).to_be_visible()
    assert rings.worker.evaluate(TITLES) == []


def test_who_looks_at_the_app_is_not_rung(at: Callable[..., tuple[Person, Browser]], join: Join) -> None:
    """After the first message one is asked once; a trial comes through, and while one looks nothing else rings."""
    ana, browser = at("yes")
    ben = join("Ben")
    befriend(ana, ben)
    talk = ana.ask("POST", "/messages/conversations", {"participantIds": [ben.id]})
    installed(ana)
    page = ana.goto(f"/m/{talk['id']}")
    line = page.get_by_role("textbox", name="Message to Ben Berg")
    line.fill("Are you there?")
    line.press("Enter")
    question = page.get_by_text("Shall this device tell you when the answer comes?")
    expect(question).to_be_visible()
    assert asked(page) == 0
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("This device tells you from now on.")).to_be_visible()
    line.fill("Hello?")
    line.press("Enter")
    expect(question).to_have_count(0)
    rings = Rings(ana)
    ana.goto("/settings/notifications")
    ben.ask("POST", f"/messages/conversations/{talk['id']}/messages", {"text": "Yes!"})
    said = arrived(browser, 1)
    assert said["notification"]["data"]["kind"] == "message"
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("Sent to 1 device.")).to_be_visible()
    trial = arrived(browser, 2)
    page.bring_to_front()
    with pytest.raises(AssertionError, match="nothing is shown"):
        rings.deliver(said, patience=4)
    assert rings.deliver(trial) == "This device gets your notifications"
    page.get_by_role("switch", name="Notifications on this device").click()
    expect(page.get_by_role("switch", name="Notifications on this device")).not_to_be_checked()
    for _ in range(50):
        if not ana.ask("GET", "/notifications/push/subscriptions")["items"]:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the device is still rung")


@pytest.mark.parametrize("answer", ["no", "blocked"])
def test_who_does_not_want_it_is_left_alone(at: Callable[..., tuple[Person, Browser]], answer: str) -> None:
    """Who says no is told so and never asked again; where the browser blocks it, the settings say how to allow it."""
    ana, _ = at(answer)
    page = ana.goto("/n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    card = page.get_by_role("region", name="Hear it when somebody answers?")
    if answer == "no":
        card.get_by_role("button", name="Turn on").click()
        expect(page.get_by_text("The browser did not allow it.")).to_be_visible()
        assert asked(page) == 1
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    page.wait_for_timeout(300)
    expect(card).to_have_count(0)
    ana.goto("/settings/notifications")
    switch = page.get_by_role("switch", name="Notifications on this device")
    expect(switch).to_be_disabled()
    expect(switch).not_to_be_checked()
    expect(page.get_by_text("The browser blocks them. Allow notifications for this page")).to_be_visible()
    assert asked(page) == (1 if answer == "no" else 0)
    assert ana.ask("GET", "/notifications/push/subscriptions")["items"] == []
