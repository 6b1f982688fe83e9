"""Conversations of a few sizes, everybody in one of each: what the sockets talk in."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minifb.kernel.ids import id_at, pair_subject
from minifb.modules.messages import tables
from minifb.modules.notifications import tables as notifications
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.people import copy_people
from tests.bench.dataset.rows import Rows

CONVERSATIONS = "id kind pair title by_id created_at updated_at last_seq members revision"
PARTICIPANTS = "conversation_id member_id role state joined_at"


class Rooms:
    """Members in rows: the first two are the first conversation of two, the first twenty that of twenty."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        """Plan conversations of these sizes."""
        self.sizes = sizes
        self.people: list[str] = []
        self._ids: dict[int, list[str]] = {}

    def conversation(self, size: int, place: int) -> str:
        """Give the conversation of a size in which the member at a place is."""
        return self._ids[size][place // size]

    def write(self, folder: Path, faces: Faces) -> None:
        """Write them into the database of a server that is not running, beside who is told of what is said."""
        self.people = list(faces.ids)
        chance, at = random.Random(11), faces.now - DAY_US
        for size in self.sizes:
            self._ids[size] = [id_at(at, chance.getrandbits(74)) for _ in range(0, len(self.people), size)]
        with Rows(folder, "messages") as rows:
            copy_people(rows, tables.PEOPLE, faces.now, peaceful=True)  # everybody is to hear everybody
            rows.insert(tables.conversations, CONVERSATIONS, self._conversations(at))
            rows.insert(tables.conversation_participants, PARTICIPANTS, self._participants(at))
        with Rows(folder, "notifications") as rows:
            copy_people(rows, notifications.PEOPLE, faces.now, peaceful=True)

    def _conversations(self, at: int) -> Iterator[tuple[Any, ...]]:
        for size, ids in self._ids.items():
            for number, conversation_id in enumerate(ids):
                people = self.people[number * size : (number + 1) * size]
                kind, pair, title = ("direct", pair_subject(*people), None) if size == 2 else ("group", None, "Room")
                yield conversation_id, kind, pair, title, people[0], at, at, 0, len(people), 1

    def _participants(self, at: int) -> Iterator[tuple[Any, ...]]:
        for size, ids in self._ids.items():
            for place, member_id in enumerate(self.people):
                yield ids[place // size], member_id, "member" if place % size else "admin", "in", at
