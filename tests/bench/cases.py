"""What is measured over HTTP: a community with guests who registered over the front door, and what they ask."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import msgspec

from tests.bench.dataset import Community
from tests.bench.measure import Case, on_core, request
from tests.bench.server import constant
from tests.journeys.people import PASSWORD, Person
from tests.journeys.server import PROGRAM, Server

ENVIRON = {"MINIFB_LIMITS_ENABLED": "false", "MINIFB_LOG_LEVEL": "warning"}
COMMENT = b'{"text":"What a good thing to read on a morning like this one."}'
POST = msgspec.json.encode({"text": "A sentence or two, as most posts are, on a day like any other. " * 2})
KINDS = ("like", "love", "haha", "wow")


@dataclass
class Scale:
    """How big the community is."""

    members: int
    posts: int
    friends: int
    guests: int = 48
    who_sign_in: int = 16


SCALES = {
    "tiny": Scale(200, 2_000, 40, guests=12, who_sign_in=4),
    "small": Scale(1_000, 20_000, 100),
    "medium": Scale(10_000, 200_000, 130),
    "large": Scale(100_000, 1_000_000, 130),
}


class Bench:
    """A server full of people, ready to be measured."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        """Plan it in a folder."""
        self.folder = folder
        self.scale = scale
        self.chance = random.Random(7)
        self.guests: list[dict[str, Any]] = []
        self.tokens: list[str] = []
        self.community: Community
        command = on_core(0, PROGRAM[0], "-m", "tests.bench.server")
        self.server = Server(folder / "data", command=command, environ=ENVIRON)

    def fill(self) -> None:
        """Let guests register, then write everybody else's rows into the files of the stopped server."""
        server = Server(self.folder / "data", port=self.server.port, environ=ENVIRON)
        server.start()
        with ThreadPoolExecutor(4) as pool:
            names = (f"guest{number:03d}" for number in range(self.scale.guests + self.scale.who_sign_in))
            self.guests = list(pool.map(lambda name: registered(server.url, name), names))
        assert server.stop() == 0, server.last_words()
        scale = self.scale
        self.community = Community(scale.members, scale.posts, friends=scale.friends, guests=self.guests)
        self.community.write(self.folder / "data")

    def start(self) -> float:
        """Start the server that is measured, and let the guests in."""
        took = self.server.start()
        with ThreadPoolExecutor(4) as pool:
            names = [guest["username"] for guest in self.guests[: self.scale.guests]]
            self.tokens = list(pool.map(lambda name: signed_in(self.server.url, name), names))
        return took

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.server.process is not None
        return self.server.process.pid

    def cases(self) -> list[Case]:
        """Say what is measured, each with the constant of the size of its answer."""
        chance, tokens = self.chance, self.tokens
        public = [post["id"] for post in self.community.posts if post["audience_kind"] == "public"][-5_000:]
        some = [(chance.choice(tokens), chance.choice(public)) for _ in range(2_000)]
        sign_in = [
            msgspec.json.encode({"username": guest["username"], "password": PASSWORD})
            for guest in self.guests[self.scale.guests :]
        ]
        kind = [msgspec.json.encode({"type": each}) for each in KINDS]
        found = [
            Case("token check", [request("GET", "/bench/token", token) for token in tokens]),
            Case("permalink", [request("GET", f"/posts/{post}", token) for token, post in some]),
            Case("feed, latest", [request("GET", "/posts/feed?mode=latest", token) for token in tokens]),
            Case("post", [request("POST", "/posts", token, POST) for token in tokens]),
            Case("comment", [request("POST", f"/posts/{post}/comments", token, COMMENT) for token, post in some]),
            Case(
                "reaction",
                [
                    request("POST", f"/posts/{post}/reactions", token, kind[number % len(kind)])
                    for number, (token, post) in enumerate(some)
                ],
            ),
            Case("login", [request("POST", "/auth/login", "", body) for body in sign_in]),
        ]
        for case in found:
            case.constant = request("GET", constant(self.size(case.requests[0])))
        return found

    def size(self, text: str) -> int:
        """Send a request once, see that it is answered well, and tell how big the answer is."""
        head, _, body = text.partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines if not line.startswith(("Host", "Content-Length")))
        answer = httpx2.request(method, self.server.url + path, headers=headers, content=body.encode())
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text}"
        return len(answer.content)


def registered(url: str, name: str) -> dict[str, Any]:
    """Register a guest; give the card."""
    person = Person(url, name)
    form = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    user: dict[str, Any] = person.post("/auth/register", form | {"firstName": "Guest", "lastName": name})["user"]
    person.http.close()
    return user


def signed_in(url: str, name: str) -> str:
    """Sign a guest in; give the token."""
    person = Person(url, name)
    token: str = person.post("/auth/login", {"username": name, "password": PASSWORD}, expect=200)["accessToken"]
    person.http.close()
    return token


def machine() -> str:
    """Say what kind of machine this is, without saying which one."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores, {model}"
