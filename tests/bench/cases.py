"""What members ask while it is measured: reads beside what they read, writes, and the mix of a busy evening."""

import random
from collections.abc import Iterator
from typing import Any

import msgspec

from tests.bench.measure import Ask, Case
from tests.bench.stage import Stage
from tests.journeys.people import PASSWORD

COMMENT = b'{"text":"What a good thing to read on a morning like this one."}'
MESSAGE = b'{"text":"Shall we meet at the lake tomorrow, if the weather stays like this?"}'
POST = msgspec.json.encode({"text": "A sentence or two, as most posts are, on a day like any other. " * 2})
REACTIONS = [msgspec.json.encode({"type": kind}) for kind in ("like", "love", "haha", "wow")]
FEED, LATEST = "/posts/feed?mode=ranked", "/posts/feed?mode=latest"
MIX = (70, 20, 10)
"""Of a hundred requests of the mix: feeds, other reads, writes."""


class Script:
    """Chooses who asks for what, from what the community really sees."""

    def __init__(self, stage: Stage) -> None:
        """Choose the readers; others ask for their feed once in their life."""
        chance = random.Random(7)
        self.chance, self.stage = chance, stage
        ids = list(stage.community.faces.ids)
        chance.shuffle(ids)
        self.readers, self.others = ids[: stage.scale.readers], ids[stage.scale.readers :]
        self.seen = list(self._feeds())
        """Who sees which posts in their feed."""

    def _feeds(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for who in self.readers:
            page = msgspec.json.decode(self.stage.answer(Ask("GET", FEED, who)).content)
            yield from ((who, post) for post in page["items"])

    def cases(self) -> list[Case]:
        """Say what is measured."""
        who, some = self.readers, self.chance.sample(self.seen, min(2_000, len(self.seen)))
        seen = [(one, f"/posts/{post['id']}") for one, post in some]
        threads = self.stage.community.said.threads or [post["id"] for _, post in some]
        reads = [
            Case(
                "permalink", [Ask("GET", f"/posts/{post['id']}", one) for one, post in some], 160, off=True, twin=True
            ),
            Case("why", [Ask("GET", f"/posts/feed/{post['id']}/why", one) for one, post in some], off=True),
            Case(
                "comments page",
                [Ask("GET", f"/posts/{self.chance.choice(threads)}/comments", one) for one, _ in some],
                off=True,
            ),
            Case("friends page", [Ask("GET", "/users/friends", one) for one in who], off=True),
            Case("people you may know", [Ask("GET", "/users/suggestions", one) for one in who], off=True),
            self._unread(),
            Case("notifications page", [Ask("GET", "/notifications", one) for one in who], 250, off=True),
            Case("conversations page", [Ask("GET", "/messages/conversations", one) for one in who], off=True),
            Case("messages page", [Ask("GET", path, one) for one, path in self._talks()], off=True),
        ]
        feeds = [
            Case("feed, ranked", [Ask("GET", FEED, one) for one in who], 200, 0.60, off=True, twin=True),
            Case("feed, latest", [Ask("GET", LATEST, one) for one in who], 200, off=True, twin=True),
        ]
        first = Case("feed, ranked, first time", [Ask("GET", FEED, one) for one in self.others[:6_000]], 1_500)
        first.once = True
        talk = [(one, path) for (one, path), (_, post) in zip(seen, some, strict=True) if post["can"]["comment"]]
        kinds = (REACTIONS[number % len(REACTIONS)] for number in range(len(seen)))
        react = [Ask("POST", f"{path}/reactions", one, kind) for (one, path), kind in zip(seen, kinds, strict=True)]
        writes = [
            Case("comment", [Ask("POST", f"{path}/comments", one, COMMENT) for one, path in talk]),
            Case("reaction", react, 200),
            Case("message", [Ask("POST", path, one, MESSAGE) for one, path in self._talks()]),
            Case("post", [Ask("POST", "/posts", one, POST) for one in who]),
            Case("post, all consumers done", [Ask("POST", "/posts", one, POST) for one in who], 1_000, settle=True),
        ]
        token = Case("token check", [Ask("GET", "/bench/token", one) for one in who])
        return [token, *feeds, first, *reads, self._mix(feeds[0], reads, writes[:4]), *writes, self._login()]

    def _unread(self) -> Case:
        asks = [Ask("GET", "/notifications/unread-count", one) for one in self.readers]
        return Case("unread count", asks, 140, 0.65, off=True, twin=True)

    def _talks(self) -> list[tuple[str, str]]:
        """Give readers and where the messages are of one of their conversations."""
        of = self.stage.community.talk.of
        return [(one, f"/messages/conversations/{of[one][0]}/messages") for one in self.readers if one in of]

    def _mix(self, feed: Case, reads: list[Case], writes: list[Case]) -> Case:
        chance = self.chance
        kinds = chance.choices(([feed], reads, writes), MIX, k=3_000)
        return Case("mixed: 70 feed, 20 read, 10 write", [chance.choice(chance.choice(kind).asks) for kind in kinds])

    def _login(self) -> Case:
        forms = [{"username": guest["username"], "password": PASSWORD} for guest in self.stage.guests]
        return Case("login", [Ask("POST", "/auth/login", "", msgspec.json.encode(form)) for form in forms])
