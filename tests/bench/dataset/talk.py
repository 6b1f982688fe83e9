"""What people write to each other: with their closest friends in pairs, with a few of them in a group."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minifb.kernel.ids import id_at, pair_subject
from minifb.modules.messages import tables
from tests.bench.dataset.circles import Circles
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.people import copy_people
from tests.bench.dataset.rows import Rows

SOME = 2_000
"""How many conversations are made before their rows are written."""
PAIRS, GROUP, LINES = 3, 6, 12
"""Of each member: with how many friends they write at least; how big their group is; how long it goes."""
MINUTE_US = 60_000_000
CONVERSATIONS = "id kind pair title by_id created_at updated_at last_seq members revision"
PARTICIPANTS = "conversation_id member_id role state joined_at delivered_seq read_seq seen_seq"
MESSAGES = "id conversation_id seq sender_id kind text spans media_ids state reactions created_at revision"


class Talk:
    """Conversations, and what is said in them."""

    def __init__(self, faces: Faces, circles: Circles, texts: list[str], chance: random.Random) -> None:
        """Let these people talk to those they are close to."""
        self.faces, self.circles, self.texts, self.chance = faces, circles, texts, chance
        self.of: dict[str, list[str]] = {}
        """In which conversations a member is."""
        self._empty()

    def _empty(self) -> None:
        self.conversations: list[tuple[Any, ...]] = []
        self.participants: list[tuple[Any, ...]] = []
        self.messages: list[tuple[Any, ...]] = []

    def write(self, folder: Path) -> None:
        """Let them talk, writing as it goes, beside what messages knows of its people."""
        with Rows(folder, "messages") as rows:
            copy_people(rows, tables.PEOPLE, self.faces.now)
            for people in self._together():
                self._talk(people)
                if len(self.conversations) == SOME:
                    self._keep(rows)
            self._keep(rows)

    def _keep(self, rows: Rows) -> None:
        rows.insert(tables.conversations, CONVERSATIONS, self.conversations)
        rows.insert(tables.conversation_participants, PARTICIPANTS, self.participants)
        rows.insert(tables.messages, MESSAGES, self.messages)
        self._empty()

    def _together(self) -> Iterator[list[int]]:
        """Say who talks with whom; a pair is found by the one of the two who comes first among close friends."""
        for one, close in enumerate(self.circles.close):
            for other in close[:PAIRS]:
                if one < other or one not in self.circles.close[other][:PAIRS]:
                    yield [one, other]
            if self.chance.random() < 0.2 and len(close) >= GROUP:
                yield [one, *close[: GROUP - 1]]

    def _talk(self, people: list[int]) -> None:
        chance, ids = self.chance, [self.faces.ids[one] for one in people]
        many = chance.randint(LINES // 2, LINES * 3 // 2)
        last = self.faces.now - int(chance.random() * 30 * DAY_US)
        began = last - many * 10 * MINUTE_US
        talk = id_at(began, chance.getrandbits(74))
        pair, title = (pair_subject(*ids), None) if len(ids) == 2 else (None, "The usual people")
        kind = "direct" if pair else "group"
        self.conversations.append((talk, kind, pair, title, ids[0], began, last, many, len(ids), many))
        for place, member_id in enumerate(ids):
            self.of.setdefault(member_id, []).append(talk)
            seen = many - (chance.randint(1, 4) if chance.random() < 0.3 else 0)
            role = "admin" if not place and not pair else "member"
            self.participants.append((talk, member_id, role, "in", began, many, seen, seen))
        for seq in range(1, many + 1):
            at = last - (many - seq) * 10 * MINUTE_US
            said = (chance.choice(ids), "text", chance.choice(self.texts), "[]", "[]", "live", "{}", at, seq)
            self.messages.append((id_at(at, chance.getrandbits(74)), talk, seq, *said))
