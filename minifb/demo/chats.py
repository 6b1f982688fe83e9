"""Who writes to whom: pairs of friends; families, streets and clubs in groups; a few who are no friends yet."""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from random import Random
from typing import Literal

import msgspec

from minifb.demo.people import Group, Kind, Resident, Town
from minifb.demo.talk import HOURS
from minifb.demo.ties import Friends
from minifb.demo.words import ARROW, Words
from minifb.kernel.clock import DAY, HOUR, MINUTE, SECOND, Instant
from minifb.modules.messages.public import ReactionType

AGAIN = "+"
PAIRS = 1.2
"""How many talks with one other somebody has, who is neither quiet nor loud."""
GROUPS: dict[Kind, float] = {"household": 0.5, "street": 0.35, "club": 0.8, "work": 0.4}
"""How likely people of each kind of group write to each other as a group."""
GROUP_MAX = 24
CHATTY = 2_000
"""In a larger town people wait longer from one talk to the next, so that it is filled within the hour."""
FEEL: dict[ReactionType, int] = {"love": 5, "haha": 4, "like": 4, "wow": 1}


class Line(msgspec.Struct):
    """A message somebody will write."""

    author: int
    at: Instant
    text: str
    feel: dict[int, ReactionType]
    """How others take it."""


class Chat(msgspec.Struct):
    """A conversation, and all that is written in it."""

    number: int
    people: list[int]
    """Who is in it; the first one begins."""
    title: str
    """Of a group; empty between two."""
    lines: list[Line]
    read_by: list[int]
    """Who has read it all; the others have something left."""
    knows: bool = True
    """Whether the two are friends; else it is a request, and nobody has answered it yet."""


class Chats:
    """All that is written, thought out one conversation after the other."""

    def __init__(self, seed: str, town: Town, friends: Friends, until: Instant) -> None:
        """Read the talks."""
        raw = tomllib.loads((files("minifb.demo") / "chats.toml").read_text("utf-8"))
        pairs: dict[str, list[str]] = raw["pairs"]
        groups: dict[str, list[str]] = raw["groups"]
        self._seed, self._town, self._friends, self._until = seed, town, friends, until
        self._words = Words(f"{seed} chats", town)
        self._calm = max(1.0, len(town.residents) / CHATTY)
        self._rested = {name: list(talks) for name, talks in (pairs | groups).items()}

    def all(self) -> Iterator[Chat]:
        """Give every conversation."""
        number = 0
        chance = Random(f"{self._seed} chats")
        for chat in (*self._in_pairs(chance), *self._in_groups(chance), *self._by_strangers(chance)):
            if chat.lines:
                chat.number = number
                number += 1
                yield chat

    # ── who with whom ──

    def _in_pairs(self, chance: Random) -> Iterator[Chat]:
        people = self._town.residents
        for one in people:
            near = self._friends.at(one.number, self._until)
            mine = {other: how for other, how in near.items() if other > one.number and people[other].busy + one.busy}
            wanted = int(PAIRS * min(one.busy, 3.0) + chance.random())
            for other in sorted(mine, key=lambda each: (-mine[each] * chance.random(), each))[:wanted]:
                yield self._talk_in_pair(chance, one, people[other])

    def _talk_in_pair(self, chance: Random, one: Resident, other: Resident) -> Chat:
        kind: Literal["family", "clubs", "friends"] = "friends"
        if one.home == other.home:
            kind = "family"
        elif set(one.clubs) & set(other.clubs) and chance.random() < 0.4:
            kind = "clubs"
        pair = [one, other] if chance.random() < 0.5 else [other, one]
        chat = Chat(0, [each.number for each in pair], "", [], [])
        at = self._another_day(chance, max(one.joined, other.joined) + 3 * DAY, 8)
        while at < self._until and len(chat.lines) < 60:
            at = self._pair_talks(chance, chat, pair, self._draw(chance, kind), at)
            at = self._another_day(chance, at, 25 * self._calm)
            chance.shuffle(pair)
        chat.read_by = chat.people if chance.random() < 0.75 else [chat.lines[-1].author] if chat.lines else []
        return chat

    def _in_groups(self, chance: Random) -> Iterator[Chat]:
        for group in self._town.groups:
            if chance.random() >= GROUPS[group.kind]:
                continue
            members = group.members[:GROUP_MAX]
            founder = next((number for number in members if self._town.residents[number].busy), None)
            if founder is None:
                continue
            known = self._friends.at(founder, self._until)
            together = [founder, *(number for number in members if number in known)]
            if len(together) > 2:
                yield self._talk_in_group(chance, group, together)

    def _talk_in_group(self, chance: Random, group: Group, together: list[int]) -> Chat:
        people = self._town.residents
        title = f"Home, {people[together[0]].street}" if group.kind == "household" else group.name
        chat = Chat(0, together, title[0].upper() + title[1:], [], [])
        at = self._another_day(chance, max(people[number].joined for number in together), 6)
        while at < self._until and len(chat.lines) < 120:
            at = self._group_talks(chance, chat, self._draw(chance, group.kind), at)
            at = self._another_day(chance, at, 14 * self._calm)
        chat.read_by = [number for number in together if chance.random() < 0.8]
        return chat

    def _by_strangers(self, chance: Random) -> Iterator[Chat]:
        """Let a few write to somebody they are no friends of; to the first two, so that there is a request to see."""
        people = self._town.residents
        for whom in {0, *chance.sample(range(len(people)), max(1, len(people) // 25))}:
            by = chance.choice(people)
            apart = by.number in self._friends.at(whom, self._until) or self._friends.parted(by.number, whom)
            at = self._until - int(chance.uniform(0.2, 9) * DAY)
            if by.number == whom or apart or max(by.joined, people[whom].joined) > at:
                continue
            text = self._words.said(chance, self._draw(chance, "strangers"), by, {"them": people[whom].first_name})
            if text:
                line = Line(by.number, at, text, {})
                yield Chat(0, [by.number, whom], "", [line], [by.number], knows=False)

    # ── what is said ──

    def _draw(self, chance: Random, kind: str) -> str:
        """Choose a talk among those that rested longest."""
        rested = self._rested[kind]
        talk = rested.pop(chance.randrange(len(rested) // 2 + 1))
        rested.append(talk)
        return talk

    def _pair_talks(self, chance: Random, chat: Chat, pair: list[Resident], talk: str, at: Instant) -> Instant:
        names: dict[str, str] = {}
        speaker, other = pair[1], pair[0]
        for piece in talk.split(ARROW):
            if not piece.startswith(AGAIN):
                speaker, other = other, speaker
            names["them"] = other.first_name
            at = self._later(chance, at, quick=piece.startswith(AGAIN))
            if not self._say(chance, chat, speaker, piece.removeprefix(AGAIN), names, at):
                break
        return at

    def _group_talks(self, chance: Random, chat: Chat, talk: str, at: Instant) -> Instant:
        people, names = self._town.residents, dict[str, str]()
        speaker = people[chat.people[0] if not chat.lines else chance.choice(chat.people)]
        for piece in talk.split(ARROW):
            at = self._later(chance, at, quick=piece.startswith(AGAIN))
            if not self._say(chance, chat, speaker, piece.removeprefix(AGAIN), names, at):
                break
            names["them"] = speaker.first_name
            others = [number for number in chat.people if number != speaker.number]
            speaker = people[chance.choice(others)]
        return at

    def _say(
        self, chance: Random, chat: Chat, speaker: Resident, piece: str, names: dict[str, str], at: Instant
    ) -> bool:
        """Add a line; tell whether there was time and a word for it."""
        text = self._words.said(chance, piece, speaker, names) if at < self._until else None
        if not text:
            return False
        others = [number for number in chat.people if number != speaker.number]
        feel: dict[int, ReactionType] = {}
        if chance.random() < 0.16:
            feel[chance.choice(others)] = chance.choices(list(FEEL), list(FEEL.values()))[0]
        chat.lines.append(Line(speaker.number, at, text, feel))
        return True

    @staticmethod
    def _another_day(chance: Random, at: Instant, days: float) -> Instant:
        """Let them talk again some days later, when people have time."""
        at += int((0.3 + chance.expovariate(1 / days)) * DAY)
        return at - at % DAY + chance.choices(range(24), HOURS)[0] * HOUR + chance.randrange(HOUR)

    @staticmethod
    def _later(chance: Random, at: Instant, *, quick: bool) -> Instant:
        """Let an answer come after a while, and nothing but a few in the night."""
        at += 15 * SECOND + int((20 * SECOND if quick else 3 * MINUTE) * chance.lognormvariate(0, 1.1))
        hour = at % DAY // HOUR
        return at if hour >= 7 or chance.random() < 0.05 else at - at % DAY + 7 * HOUR + chance.randrange(2 * HOUR)
