"""A model of who reads what in conversations: as short as the promise, and nothing of how the product keeps it."""

import random
from dataclasses import dataclass, field
from typing import Any

from minifb.kernel.http.policy import Actor

FOR_EVER = 10**9
LIVE = "live"


@dataclass
class Place:
    """A member in a conversation: from when to when they read, by the count of what was said before."""

    joined: int
    left: int = FOR_EVER
    cleared: int = -1
    state: str = "in"
    """in | request | ignored | gone"""


@dataclass
class Room:
    """A conversation."""

    direct: bool
    places: dict[str, Place]


@dataclass
class Said:
    """A message."""

    room: str
    at: int
    sender: str
    text: str
    answers: str | None = None
    state: str = LIVE
    before: list[str] = field(default_factory=list)
    reactions: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)


class Model:
    """Who is in which conversation, what was said there, and who does not want to know whom."""

    def __init__(self, messages: Any, seed: int) -> None:
        """Begin with nobody."""
        self.messages = messages
        self.dice = random.Random(seed)
        self.people: dict[str, Actor] = {}
        self.names: dict[str, str] = {}
        self.blocks: set[tuple[str, str]] = set()
        self.rooms: dict[str, Room] = {}
        self.said: dict[str, Said] = {}
        self.checks = 0

    @property
    def ids(self) -> list[str]:
        """Everybody."""
        return list(self.people)

    def meets(self, one: str, other: str) -> bool:
        """Whether neither of two blocked the other."""
        return not {(one, other), (other, one)} & self.blocks

    def open(self, viewer: str, room_id: str) -> bool:
        """Whether a conversation is there for somebody at all."""
        room = self.rooms[room_id]
        if viewer not in room.places:
            return False
        return not room.direct or all(self.meets(viewer, one) for one in room.places)

    def sees(self, viewer: str, message_id: str | None) -> bool:
        """Whether somebody reads a message, or the place that is left of it."""
        said = self.said.get(message_id or "")
        if said is None or not self.open(viewer, said.room) or viewer in said.hidden:
            return False
        place = self.rooms[said.room].places[viewer]
        return max(place.joined, place.cleared + 1) <= said.at < place.left

    def stands(self, viewer: str, message_id: str) -> bool:
        """Whether somebody reads the words of a message, unfolded."""
        said = self.said[message_id]
        return self.sees(viewer, message_id) and said.state == LIVE and self.meets(viewer, said.sender)

    def read(self, viewer: str, room_id: str) -> list[str]:
        """What somebody reads in a conversation, the latest first."""
        found = [one for one, said in self.said.items() if said.room == room_id and self.sees(viewer, one)]
        return sorted(found, key=lambda one: -self.said[one].at)

    def waits(self, viewer: str, room_id: str) -> bool:
        """Whether a conversation is a request that somebody did not accept."""
        return self.rooms[room_id].places[viewer].state in {"request", "ignored"}

    def same(self, viewer: str, what: str, found: Any, expected: Any) -> None:
        """Compare an answer with the model."""
        self.checks += 1
        assert found == expected, f"{self.names[viewer]}, {what}: {found!r} instead of {expected!r}"
