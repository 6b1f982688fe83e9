"""The data set: a community made in seconds by writing rows, with people in it who registered over the front door.

Friend counts follow a power law, posts spread over ninety days, and most reactions are on recent posts.
"""

import json
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

from sqlalchemy import Table  # isort: skip

from minifb.modules.auth import tables as auth  # isort: skip
from minifb.modules.posts import tables as posts  # isort: skip
from minifb.modules.users import tables as users  # isort: skip

DAY_US = 86_400_000_000
TALK = """the a of and to in we you it is on for with at by this that sun rain bread river house garden train film
music coffee winter summer morning evening friend family holiday mountain lake city street book game photo song"""
WORDS = TALK.split()


def uuid_at(instant: int, chance: random.Random) -> str:
    """Make a UUIDv7 of an instant, in microseconds."""
    bits = (instant // 1_000) << 80 | 0x7 << 76 | chance.getrandbits(12) << 64 | 0x2 << 62 | chance.getrandbits(62)
    text = f"{bits:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def insert(folder: Path, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows into the database of the module that the table belongs to."""
    names = [column.name for column in table.columns]
    module = {auth.METADATA: "auth", users.METADATA: "users", posts.METADATA: "posts"}[table.metadata]
    text = f"insert into {table.name} ({', '.join(names)}) values ({', '.join('?' * len(names))})"
    with sqlite3.connect(folder / f"{module}.db") as database:
        database.execute("pragma synchronous = off")
        database.executemany(text, ([row.get(name) for name in names] for row in rows))
    database.close()


class Community:
    """Who there is, who knows whom, and who said what."""

    def __init__(self, members: int, posts_count: int, *, friends: int, guests: list[dict[str, Any]]) -> None:
        """Plan a community around guests, the cards of those who registered."""
        self.chance = random.Random(20_260_101)
        self.now = time.time_ns() // 1_000
        self.guests = guests
        began = self.now - 120 * DAY_US
        self.cards = [self._card(number, began + number) for number in range(members - len(guests))] + [
            {key: guest[key] for key in ("id", "username", "firstName", "lastName")} | {"avatar": None}
            for guest in guests
        ]
        self.ids = [card["id"] for card in self.cards]
        self.pairs = self._pairs(friends)
        self.posts = [self._post(number, posts_count) for number in range(posts_count)]

    def _card(self, number: int, instant: int) -> dict[str, Any]:
        name = self.chance.choice(WORDS).title()
        return {
            "id": uuid_at(instant, self.chance),
            "username": f"member{number:06d}",
            "firstName": name,
            "lastName": f"{name}son",
            "avatar": None,
        }

    def _pairs(self, mean: int) -> set[tuple[str, str]]:
        """Draw friendships so that some have few and few have many; everybody has a handful."""
        weights = [self.chance.paretovariate(1.6) for _ in self.ids]
        wanted = min(len(self.ids) * mean // 2, len(self.ids) * (len(self.ids) - 1) // 4)
        pairs: set[tuple[str, str]] = set()
        while len(pairs) < wanted:
            missing = wanted - len(pairs)
            ones, others = self.chance.choices(self.ids, k=missing), self.chance.choices(self.ids, weights, k=missing)
            pairs |= {(min(both), max(both)) for both in zip(ones, others, strict=True) if both[0] != both[1]}
        return pairs

    def _post(self, number: int, of: int) -> dict[str, Any]:
        instant = self.now - 90 * DAY_US + 90 * DAY_US * number // of
        text = " ".join(self.chance.choices(WORDS, k=self.chance.randint(6, 40)))
        return {
            "id": uuid_at(instant, self.chance),
            "author_id": self.chance.choice(self.ids),
            "text": text,
            "spans": "[]",
            "audience_kind": "public" if self.chance.random() < 0.3 else "friends",
            "audience_ids": "[]",
            "state": "live",
            "created_at": instant,
            "edition": 1,
            "revision": 1,
            "comments": 0,
            "commenters": 0,
            "shares": 0,
            "reactions": "{}",
            "reactors": 0,
        }

    def write(self, folder: Path) -> None:
        """Write everything into the databases of a server that is not running."""
        known = {guest["id"] for guest in self.guests}
        strangers = [card for card in self.cards if card["id"] not in known]
        insert(folder, auth.users, (self._account(card) for card in strangers))
        insert(folder, users.users, (self._profile(card) for card in strangers))
        insert(folder, posts.members, (self._copy(card) for card in strangers))
        insert(folder, users.friendships, (self._friendship(*pair) for pair in self.pairs))
        both = [*self.pairs, *((high, low) for low, high in self.pairs)]
        insert(
            folder,
            posts.friends,
            ({"member_id": one, "friend_id": other, "active": 1, "revision": 2} for one, other in sorted(both)),
        )
        reactions = self._reactions()
        insert(folder, posts.posts, self.posts)
        insert(folder, posts.reactions, reactions)

    def _reactions(self) -> list[dict[str, Any]]:
        """Let people react, more often to what is new; the counts go into the posts."""
        found: list[dict[str, Any]] = []
        for number, post in enumerate(self.posts):
            much = 1 + 4 * number // len(self.posts)
            people = set(self.chance.choices(self.ids, k=self.chance.randint(0, much)))
            kinds = {who: self.chance.choice(("like", "like", "love", "haha")) for who in people}
            tally = {kind: list(kinds.values()).count(kind) for kind in sorted(set(kinds.values()))}
            post["reactions"], post["reactors"] = json.dumps(tally, separators=(",", ":")), len(people)
            found += (
                {
                    "target_id": post["id"],
                    "user_id": who,
                    "post_id": post["id"],
                    "type": kind,
                    "created_at": post["created_at"] + 60_000_000,
                }
                for who, kind in kinds.items()
            )
        return found

    def _account(self, card: dict[str, Any]) -> dict[str, Any]:
        email = f"{card['username']}@example.org"
        return {
            "id": card["id"],
            "username": card["username"],
            "email": email,
            "email_key": email,
            "email_verified": 1,
            "first_name": card["firstName"],
            "last_name": card["lastName"],
            "password_hash": "nobody signs in",
            "password_version": 1,
            "role": "member",
            "state": "active",
            "epoch": 0,
            "version": 1,
            "created_at": self.now - 100 * DAY_US,
        }

    def _profile(self, card: dict[str, Any]) -> dict[str, Any]:
        zeros = ("suspended", "friends", "posts", "username_revision", "standing_revision", "posts_revision")
        return dict.fromkeys(zeros, 0) | {
            "id": card["id"],
            "username": card["username"],
            "first_name": card["firstName"],
            "last_name": card["lastName"],
            "links": "[]",
            "state": "active",
            "created_at": self.now - 100 * DAY_US,
            "revision": 1,
        }

    def _copy(self, card: dict[str, Any]) -> dict[str, Any]:
        zeros = ("suspended", "suspended_revision", "away", "away_revision", "gone", "posts", "posts_revision")
        text = json.dumps(card, separators=(",", ":"))
        return dict.fromkeys(zeros, 0) | {
            "id": card["id"],
            "username": card["username"],
            "card": text,
            "card_revision": 1,
        }

    def _friendship(self, low: str, high: str) -> dict[str, Any]:
        return {
            "id": uuid_at(self.now - self.chance.randrange(90 * DAY_US), self.chance),
            "low_id": low,
            "high_id": high,
            "status": "friends",
            "by_id": low,
            "quiet_until": 0,
            "since": self.now - 95 * DAY_US,
            "revision": 2,
        }
