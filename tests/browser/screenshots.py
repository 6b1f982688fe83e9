"""`make screenshots`: every page of the member app in four looks, taken of the demo community, into docs/screenshots.

python -m tests.browser.screenshots [WORD]      only pages whose name holds WORD
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright
from rich.progress import track

from minifb.demo.scenes import SCENES
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.people import DESK, PHONE
from tests.journeys.server import Server

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
LOOKS = tuple(product(("light", "dark"), (PHONE, DESK)))
OUTSIDE = {
    "sign-in": "/login", "sign-up": "/register", "forgot": "/forgot", "not-there": "/nothing/here",
    "reset": "/reset#token=picture", "verify": "/verify#token=picture", "unsubscribe": "/unsubscribe#token=picture",
    "setup": "/setup#token=picture",
}  # fmt: skip
SETTINGS = (
    "account", "profile", "privacy", "security", "sessions", "notifications", "feed", "appearance", "language", "saved",
    "drafts", "hidden", "blocked", "removed", "invites", "apps", "storage", "about", "delete",
)  # fmt: skip
OWNER = {"settings-community": "/settings/community"} | {
    f"setup-{step}": f"/setup?step={step}" for step in ("name", "door", "mail")
}
"""What only who runs the place finds."""
PRESSED = {
    "composer": ("/", "on your mind"),
    "post-menu": ("/", "More about this post"),
    "report": ("/", "More about this post", "^Report"),
    "why": ("/", "More about this post", "^Why"),
    "reactors": ("/", "[0-9] reactions?:"),
    "new-conversation": ("/m", "New conversation"),
}
"""What opens over a page: where it is, and what is pressed there, one after another."""
QUALITY = 72
SETTLE_MS = 900
"""What pictures and placeholders need to be there."""


def main(word: str) -> None:
    """Make a community, sign in as its member, and take every picture."""
    if not subprocess.run(["fc-list", ":lang=und-zsye"], check=True, capture_output=True).stdout:
        sys.exit("There is no font with emoji here, so pictures would show boxes (Debian: fonts-noto-color-emoji)")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data", environ={"MINIFB_LIMITS_ENABLED": "false", "MINIFB_LOG_LEVEL": "error"})
        accounts = _community(Path(folder) / "data")
        server.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                taken = 0
                for theme, size in LOOKS:
                    window: dict[str, Any] = {"viewport": size, "color_scheme": theme, "locale": "en"}
                    context = browser.new_context(base_url=server.url, service_workers="block", **window)
                    taken += _tour(context, f"{size['width']}-{theme}", word, accounts)
                    context.close()
                browser.close()
        finally:
            server.stop()
    print(f"{taken} pictures in {FOLDER.relative_to(Path.cwd())}")


def _community(data: Path) -> dict[str, tuple[str, str]]:
    """Fill a data folder with the demo community; gives the name and password of a member and of the owner."""
    print("making the demo community (about a minute)")
    said = subprocess.run(
        [sys.executable, "-m", "minifb", "demo", "--data", str(data)], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r"^ *(\w+) +(.+? \d+) +[^,\d\n]+, (member|owner)$", said, re.MULTILINE)
    accounts = {role: (name, password) for name, password, role in reversed(found)}
    assert len(accounts) == 2, said
    return accounts


def _tour(context: BrowserContext, look: str, word: str, accounts: dict[str, tuple[str, str]]) -> int:
    """Take the pictures of one look: first as a stranger, then as a member, last as the owner."""
    page = context.new_page()
    taken = _all(page, OUTSIDE, look, word, "outside")
    username = accounts["member"][0]
    headers = _enter(page, accounts["member"])
    _photographed(context, username, headers)
    taken += _all(page, _inside(context, username), look, word, "inside")
    taken += _all(page, PRESSED, look, word, "opened")
    context.clear_cookies()
    _enter(page, accounts["owner"])
    return taken + _all(page, OWNER, look, word, "as the owner")


def _all(page: Page, pages: Mapping[str, str | tuple[str, ...]], look: str, word: str, whose: str) -> int:
    wanted = {name: way for name, way in pages.items() if word in name}
    for name, way in track(wanted.items(), f"{look}, {whose}"):
        path, *pressed = (way,) if isinstance(way, str) else way
        _take(page, path, f"{name}-{look}", pressed)
    return len(wanted)


def _enter(page: Page, account: tuple[str, str]) -> dict[str, str]:
    """Sign in; gives the headers a page would send."""
    page.goto("/login")
    headers = {"X-Minifb": "1", "Origin": "/".join(page.url.split("/", 3)[:3])}
    told = {"username": account[0], "password": account[1], "session": "cookie"}
    answer = page.context.request.post("/auth/login", data=told, headers=headers)
    assert answer.ok, answer.text()
    return headers


def _photographed(context: BrowserContext, username: str, headers: dict[str, str]) -> None:
    """See to it that the newest post in sight has photos, whatever the community talked of last."""
    api = context.request
    me = api.get("/users/profile").json()["id"]
    if api.get(f"/posts/user/{me}?limit=1").json()["items"][0]["media"]:
        return
    ids = []
    for number, scene in enumerate(("lake", "hills", "flowers", "forest")):
        drawn = BytesIO()
        SCENES[scene]((1600, 1200), Random(number)).save(drawn, "JPEG", quality=88)
        file: dict[str, Any] = {"name": f"{scene}.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}
        sent = api.post("/media/upload", multipart={"file": file, "alt": f"The {scene}"}, headers=headers)
        ids.append(sent.json()["id"])
    text = "Up at five, back at noon, and not one person on the whole way round. #lake"
    answer = api.post("/posts", data={"text": text, "mediaIds": ids}, headers=headers)
    assert answer.ok, answer.text()


def _inside(context: BrowserContext, username: str) -> dict[str, str]:
    """Name the pages of a member, with a post that has pictures and much talk, and a conversation."""
    posts = context.request.get("/posts/feed?limit=100").json()["items"]
    me = context.request.get("/users/profile").json()["id"]
    [pictured] = context.request.get(f"/posts/user/{me}?limit=1").json()["items"]
    talked = max(posts, key=lambda post: int(post["counts"]["comments"]))
    talk = context.request.get("/messages/conversations").json()["items"][0]["id"]
    friend = next(post["author"]["username"] for post in posts if post["author"]["username"] != username)
    return {
        "feed": "/",
        "post": f"/p/{talked['id']}",
        "post-photo": f"/p/{pictured['id']}",
        "photo": f"/photo/{pictured['media'][0]['id']}?post={pictured['id']}",
        "profile": f"/@{friend}",
        "profile-about": f"/@{friend}/about",
        "profile-photos": f"/@{friend}/photos",
        "profile-friends": f"/@{friend}/friends",
        "own-profile": f"/@{username}",
        "friends": "/friends",
        "friends-all": "/friends/all",
        "friends-suggestions": "/friends/suggestions",
        "friends-lists": "/friends/lists",
        "friends-sent": "/friends/sent",
        "friends-birthdays": "/friends/birthdays",
        "messages": "/m",
        "conversation": f"/m/{talk}",
        "notifications": "/n",
        "search": "/search?q=garden",
        "search-people": "/search?q=a&tab=people",
        "search-photos": "/search?q=lake&tab=photos",
        "search-posts": "/search?q=garden&tab=posts",
        "search-comments": "/search?q=garden&tab=comments",
        "welcome": "/welcome",
        "welcome-friends": "/welcome?step=friends",
        "welcome-post": "/welcome?step=post",
        "settings": "/settings",
    } | {f"settings-{tab}": f"/settings/{tab}" for tab in SETTINGS}


def _take(page: Page, path: str, name: str, pressed: Sequence[str] = ()) -> None:
    page.goto("about:blank")  # an address that differs by its fragment alone would not be loaded
    page.goto(path)
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    page.locator(".skeleton").first.wait_for(state="detached")
    for one in pressed:
        named = re.compile(one)
        page.get_by_role("button", name=named).or_(page.get_by_role("menuitem", name=named)).first.click()
    page.wait_for_timeout(SETTLE_MS)
    FOLDER.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(page.screenshot())).convert("RGB").save(FOLDER / f"{name}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
