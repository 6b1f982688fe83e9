"""The index across the death of the server: what was answered is found, whatever the index was doing."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.journeys.people import Person
from tests.journeys.server import PROGRAM, Server

pytestmark = [pytest.mark.crash, pytest.mark.timeout(240)]

OPEN = {"MINIFB_LIMITS_ENABLED": "false"}


def found(who: Person, words: str) -> tuple[int, bool]:
    """Count what posts are found, and tell whether something may be missing."""
    count, cursor = 0, ""
    while True:
        page = who.get(f"/search/posts?q={words}&sort=newest&limit=100{cursor}")
        count += len(page["items"])
        if page["next"] is None:
            return count, page["degraded"]
        cursor = f"&cursor={page['next']}"


def comes(true: Callable[[], bool]) -> None:
    """Wait for something."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)


def test_what_was_answered_is_found(tmp_path: Path) -> None:
    """Killed while many post and the index follows, and again while it is made anew: each post is found, and once."""
    server = Server(tmp_path / "data", environ={**OPEN, "MINIFB_MODULES_SEARCH_INDEX_PACE_MS": "10"})
    answered = []

    def talk(who: Person) -> None:
        try:
            while True:
                said = who.post("/posts", {"text": "plums", "audience": {"kind": "public"}})
                answered.append(said["id"])
        except (httpx2.HTTPError, AssertionError):
            return

    try:
        server.start()
        people = [Person(server.url, name).register() for name in ("ann", "bob", "cid")]
        for _ in range(2):
            threads = [threading.Thread(target=talk, args=(one,)) for one in people]
            for thread in threads:
                thread.start()
            time.sleep(0.5)
            server.kill()
            for thread in threads:
                thread.join()
            server.start()
        # Posts whose answer was lost on the way may be there too, at most one of each who was talking each time.
        comes(lambda: found(people[0], "plums")[0] >= len(answered))
        count, degraded = found(people[0], "plums")
        assert len(answered) <= count <= len(answered) + 6
        assert not degraded
        server.kill()
        shutil.rmtree(server.data / "search")
        server.start()
        server.kill()
        server.start()
        comes(lambda: found(people[0], "plums") == (count, False))
        words = [*PROGRAM, "reindex", "--data", str(server.data)]
        refused = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **OPEN}, check=False)
        assert refused.returncode == 78
        assert "in use by another process" in refused.stderr
        assert server.stop() == 0
        told = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **OPEN}, check=True)
        assert f"the index is new: {count + 3:,} documents" in told.stdout
    finally:
        server.kill()
