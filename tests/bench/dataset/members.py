"""Members, and what they are to each other: users has the truth, posts a copy, auth the accounts."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from minifb.kernel.ids import id_at
from minifb.modules.auth import tables as auth
from minifb.modules.posts import tables as posts
from minifb.modules.users import tables as users
from minifb.modules.users.rules.search import words_of
from tests.bench.dataset.circles import Circles
from tests.bench.dataset.faces import DAY_US, Faces
from tests.bench.dataset.rows import Rows

SOME = 1_000
"""How many members are drawn before their rows are written."""


class Ties:
    """Friendships, requests, blocks, lists, follows and mutes."""

    def __init__(self, faces: Faces, circles: Circles, chance: random.Random) -> None:
        """Write between these people."""
        self.faces, self.circles, self.chance = faces, circles, chance
        self.lists: dict[int, str] = {}
        """The list that a member has, where they have one."""
        self.made = faces.now - 90 * DAY_US
        self.pairs: list[tuple[Any, ...]] = []
        self.blocks: list[tuple[str, str, int]] = []
        self.follows: list[tuple[str, str, bool]] = []
        self.mutes: list[tuple[str, str]] = []
        self.kept: list[tuple[str, str]] = []

    def write(self, folder: Path) -> None:
        """Draw everybody's, writing as it goes."""
        with Rows(folder, "users") as rows:
            members = len(self.faces.ids)
            for first in range(0, members, SOME):
                for number in range(first, min(first + SOME, members)):
                    self._draw(number)
                columns = "id low_id high_id status by_id quiet_until since revision"
                rows.insert(users.friendships, columns, self.pairs)
                self.pairs.clear()
            rows.insert(users.blocks, "by_id blocked_id created_at", self.blocks)
            now, owners = self.faces.now, self.faces.ids
            lists = ((self.lists[number], owners[number], "custom", "Family", 1, now) for number in self.lists)
            rows.insert(users.friend_lists, "id owner_id kind name revision created_at", lists)
            rows.insert(users.friend_list_members, "list_id member_id", self.kept)
            follows = ((*follow, 1, now, 1) for follow in self.follows)
            rows.insert(users.follows, "by_id followed_id first active created_at revision", follows)
            rows.insert(users.mutes, "by_id muted_id revision", ((*mute, 1) for mute in self.mutes))

    def _draw(self, number: int) -> None:
        faces, chance, circles = self.faces, self.chance, self.circles
        me, friends, now = faces.ids[number], circles.draw(number), faces.now
        self.pairs += (self._pair(me, faces.ids[friend], "friends") for friend in friends)
        dice = chance.random()
        if dice < 0.1:
            self.pairs += (self._pair(me, faces.ids[one], "pending") for one in circles.strangers(number, friends, 1))
        elif dice < 0.13:
            gone = circles.strangers(number, friends, 2)
            self.blocks += ((me, faces.ids[one], now - chance.randrange(90 * DAY_US)) for one in gone)
        elif dice < 0.4:
            self.follows += ((me, faces.ids[one], False) for one in circles.strangers(number, friends, 3))
        close = [faces.ids[friend] for friend in circles.close[number]]
        if dice < 0.2:
            self.follows += ((me, friend, True) for friend in close[:2])
        elif dice > 0.95:
            self.mutes += ((me, friend) for friend in close[-1:])
        if dice > 0.7:
            self.lists[number] = id_at(now - chance.randrange(90 * DAY_US), chance.getrandbits(74))
            self.kept += ((self.lists[number], friend) for friend in close[:8])

    def _pair(self, me: str, other: str, status: str) -> tuple[Any, ...]:
        low, high = (me, other) if me < other else (other, me)
        since = self.faces.now - self.chance.randrange(90 * DAY_US)
        self.made += 1_000  # in order, which is quicker to write
        return id_at(self.made, self.chance.getrandbits(74)), low, high, status, me, 0, since, 1 + (status == "friends")

    def copy(self, rows: Rows) -> None:
        """Write what posts keeps of all this."""
        rows.beside("users")
        both = " union all ".join(
            f"select {one} as me, {other} as them, since from users.friendships where status = 'friends'"
            for one, other in (("low_id", "high_id"), ("high_id", "low_id"))
        )
        known = {"member_id": "me", "friend_id": "them", "active": "1", "revision": "2", "since": "since"}
        rows.copy(posts.friends, known, f"from ({both}) order by me, them")
        known = {"by_id": "by_id", "blocked_id": "blocked_id", "active": "1", "revision": "1"}
        rows.copy(posts.blocks, known, "from users.blocks order by by_id, blocked_id")
        rows.copy(posts.lists, same("id owner_id revision"), "from users.friend_lists")
        rows.copy(posts.list_members, same("list_id member_id"), "from users.friend_list_members")
        rows.copy(posts.follows, same("by_id followed_id first active revision"), "from users.follows")
        until = {"until": str(self.faces.now + 3_650 * DAY_US)}
        rows.copy(posts.mutes, same("by_id muted_id revision") | until, "from users.mutes")


def same(columns: str) -> dict[str, str]:
    """Take columns over as they are."""
    return {column: column for column in columns.split()}


class Members:
    """The people themselves, with their counts."""

    def __init__(self, faces: Faces, circles: Circles, said: Sequence[int]) -> None:
        """Write these people, who have so many posts each."""
        self.faces, self.circles, self.said = faces, circles, said

    def write(self, folder: Path) -> None:
        """Write everybody but the guests, whose rows are there and only get their counts."""
        faces = self.faces
        counts = [(self.circles.count[one], self.said[one], guest["id"]) for one, guest in faces.guests.items()]
        with Rows(folder, "auth") as rows:
            columns = (
                "id username email email_key email_verified first_name last_name password_hash password_version role"
            )
            rows.insert(auth.users, f"{columns} state epoch version created_at", self._accounts())
        with Rows(folder, "users") as rows:
            columns = "id username first_name last_name links state friends posts created_at revision posts_revision"
            rows.insert(users.users, columns, self._profiles())
            rows.insert(users.user_words, "word user_id", sorted(self._words()))
            rows.database.executemany(
                "update users set friends = ?, posts = ?, posts_revision = 1 where id = ?", counts
            )
        with Rows(folder, "posts") as rows:
            rows.insert(posts.members, "id username card card_revision posts posts_revision", self._copies())
            rows.database.executemany(
                "update members set posts = ?, posts_revision = 1 where id = ?", (each[1:] for each in counts)
            )

    def _accounts(self) -> Iterator[tuple[Any, ...]]:
        for one in self.faces.members:
            name = self.faces.username(one)
            mail = f"{name}@example.org"
            secret = ("nobody signs in", 1, "member", "active", 0, 1)
            yield self.faces.ids[one], name, mail, mail, 1, *self.faces.names(one), *secret, self.faces.joined[one]

    def _profiles(self) -> Iterator[tuple[Any, ...]]:
        for one in self.faces.members:
            names = (self.faces.username(one), *self.faces.names(one))
            counts = (self.circles.count[one], self.said[one])
            yield self.faces.ids[one], *names, "[]", "active", *counts, self.faces.joined[one], 1, 1

    def _words(self) -> Iterator[tuple[str, str]]:
        for one in self.faces.members:
            names = " ".join((self.faces.username(one), *self.faces.names(one)))
            yield from ((word, self.faces.ids[one]) for word in set(words_of(names)))

    def _copies(self) -> Iterator[tuple[Any, ...]]:
        for one in self.faces.members:
            name, card = self.faces.username(one), self.faces.card(one).decode()
            yield self.faces.ids[one], name, card, 1, self.said[one], 1
