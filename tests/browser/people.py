"""People at their browsers: each has a window of their own on the real server, where nothing may go wrong."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

PASSWORD = "ein Haus am See mit 7 Birken"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
_BENIGN = re.compile(
    r"was preloaded using link preload but not used|Failed to load resource|Service Worker registration blocked"
)
"""The second says again what the response itself says, which is looked at; the third is how a window begins here."""
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


class Person:
    """Somebody, and the window they look through. What goes wrong in it is kept in `faults`.

    Nothing in the window moves for show, and no worker answers for the server: waiting for either makes
    tests slow and unsteady. Who is about one of them asks for it (`service_workers="allow"`).
    """

    def __init__(self, browser: Browser, url: str, first_name: str, **window: Any) -> None:
        """Open a window."""
        self.url, self.first_name = url, first_name
        self.faults: list[str] = []
        self._expected: list[tuple[int, str]] = []
        defaults: dict[str, Any] = {
            "viewport": PHONE, "locale": "en", "base_url": url, "color_scheme": "light", "reduced_motion": "reduce",
            "service_workers": "block",
        }  # fmt: skip
        self.context: BrowserContext = browser.new_context(**(defaults | window))
        self.context.set_default_timeout(30_000)
        self.id, self.username = "", ""

    @cached_property
    def page(self) -> Page:
        """The tab they look at. Who only says something over the API never needs one, and a tab is dear."""
        return self.open()

    def open(self) -> Page:
        """Open another tab."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on("response", self._answered)
        return page

    def expect(self, status: int, part: str) -> None:
        """Allow answers of this status from addresses that hold `part`: the test is about them."""
        self._expected.append((status, part))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _BENIGN.search(message.text):
            self.faults.append(f"console {message.type}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status < 400 or any(response.status == s and part in response.url for s, part in self._expected):
            return
        self.faults.append(f"{response.status} from {response.request.method} {response.url}")

    # ── what they do beside the page, over the same API and the same cookies ──

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the API as this person; gives the answer, and fails on a refusal."""
        headers = {"X-Minifb": "1", "Origin": self.url, "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body)
        response = self.context.request.fetch(path, method=method, headers=headers, data=data)
        assert response.ok, f"{method} {path}: {response.status} {response.text()}"
        return response.json() if response.status != 204 and response.body() else None

    def register(self, username: str, last_name: str = "Berg") -> "Person":
        """Become a member, signed in with cookies as a browser is."""
        self.username = username
        new = {
            "email": f"{username}@example.org", "username": username, "password": PASSWORD,
            "firstName": self.first_name, "lastName": last_name, "session": "cookie",
        }  # fmt: skip
        self.id = self.ask("POST", "/auth/register", new)["user"]["id"]
        return self

    def sign_in(self, username: str) -> "Person":
        """Come back as a member of this server."""
        told = {"username": username, "password": PASSWORD, "session": "cookie"}
        self.username, self.id = username, self.ask("POST", "/auth/login", told)["user"]["id"]
        return self

    def upload(self, content: bytes, name: str = "photo.jpg", alt: str = "") -> str:
        """Upload a file; gives the medium's id."""
        form: dict[str, Any] = {"file": {"name": name, "mimeType": "image/jpeg", "buffer": content}}
        if alt:
            form["alt"] = alt
        headers = {"X-Minifb": "1", "Origin": self.url}
        response = self.context.request.post("/media/upload", multipart=form, headers=headers)
        assert response.status == 201, response.text()
        return str(response.json()["id"])

    # ── what they see ──

    def goto(self, path: str) -> Page:
        """Open an address and wait until the app stands."""
        self.page.goto(path)
        self.page.locator('html[data-ready="yes"]').wait_for(state="attached")
        return self.page

    def sideways(self) -> bool:
        """Tell whether the page must be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def violations(self, *, by_night: bool = False) -> list[str]:
        """Let axe look at the page; gives what is wrong, in a line each. By night nothing differs but the colours."""
        if by_night:
            self.page.emulate_media(color_scheme="dark")
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        look = "options => axe.run(document, {...options, resultTypes: ['violations']}).then(told => told.violations)"
        found = self.page.evaluate(look, _COLOURS if by_night else _RULES)
        if by_night:
            self.page.emulate_media(color_scheme="light")
        return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def befriend(one: Person, other: Person) -> None:
    """Make two people friends."""
    asked = one.ask("POST", "/users/friends/request", {"userId": other.id})
    other.ask("PUT", f"/users/friends/{asked['id']}/accept")


def quiet(people: Sequence[Person]) -> list[str]:
    """Give everything that went wrong in anybody's window."""
    return [f"{person.first_name}: {fault}" for person in people for fault in person.faults]
