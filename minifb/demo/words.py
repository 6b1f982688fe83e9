"""What people say: patterns by theme, filled with words that fit who speaks and what was said before."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from random import Random
from typing import Any

import msgspec
from mimesis import Address, Food
from mimesis.locales import Locale

from minifb.demo.people import Resident, Town
from minifb.modules.posts.public import AudienceKind, ReactionType

ARROW = " → "
OPTION = "◦ "
_SLOT = re.compile(r"\{([a-z]+)(\d?)\}")
_MONTHS = re.compile(r"\((\d+)-(\d+)\) ")
_BEGINNING = re.compile(r"(?:^|[.!?] )([a-zà-ÿ])")
_ARTICLE = re.compile(r"\b([Aa]) (?=[aeio])")
_OWN = ("street", "club", "work")
_FAR = (Locale.IT, Locale.FR, Locale.ES, Locale.PT, Locale.SV, Locale.EN_GB)
_ODD = re.compile(r"[^\w ,'-]|[A-Z]{2}|\d")


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something people talk about."""

    posts: list[list[str]]
    """What is said; behind it what there is to choose, if it is a poll, and what others answer to just that."""
    feel: dict[ReactionType, int]
    """How others take it, as weights."""
    any: list[str] = []
    short: list[str] = []
    updates: list[str] = []
    """What the author adds later."""
    share: int = 0
    """How often it is talked about; 0: only on its occasion."""
    kin: list[str] = []
    """Clubs whose members talk about it more."""
    tags: list[str] = []
    emoji: list[str] = []
    to: dict[AudienceKind, int] = msgspec.field(default_factory=lambda: {"friends": 6, "public": 3})
    """Who may see it, as weights."""
    pictures: list[str] = []
    """What somebody may have photographed: scenes."""
    talk: float = 1.0
    """How much it makes others answer."""
    spread: float = 0.0
    """How likely a public post is to be shared."""


class Told(msgspec.Struct):
    """What a post was about, for those who answer."""

    theme: Theme
    text: str
    options: list[str]
    answers: list[str]
    drawn: dict[str, str]


class Words:
    """The words of a town."""

    def __init__(self, seed: str, town: Town) -> None:
        """Read the patterns."""
        raw: dict[str, Any] = tomllib.loads((files("minifb.demo") / "words.toml").read_text("utf-8"))
        self._lists: dict[str, list[str]] = raw.pop("lists")
        self._chat: dict[str, list[str]] = raw.pop("chat")
        self.themes: dict[str, Theme] = msgspec.convert(raw, dict[str, Theme])
        self._town = town
        self._shares = {name: theme.share for name, theme in self.themes.items() if theme.share}
        self._rested = {name: list(theme.posts) for name, theme in self.themes.items()}
        """The posts of each theme, the one that was said longest ago first."""
        self._said: set[str] = set()
        food = Food(Locale.EN, seed=f"{seed} food")
        dishes = (food.dish() for _ in range(400))
        self._lists["dish"] = sorted({dish for dish in dishes if not _ODD.search(dish) and len(dish) < 24})
        places = [Address(origin, seed=seed) for origin in _FAR]
        self._lists["city"] = sorted({place.city() for place in places for _ in range(12)})

    def theme_of(self, chance: Random, one: Resident) -> str:
        """Choose what somebody talks about: what their clubs are about three times as often, others' clubs seldom."""
        weights = [
            share * (1.0 if not kin else 3.0 if any(each in one.interests for each in kin) else 0.3)
            for share, kin in ((share, self.themes[name].kin) for name, share in self._shares.items())
        ]
        return chance.choices(list(self._shares), weights)[0]

    def post(self, chance: Random, name: str, author: Resident, friend: Resident | None, month: int) -> Told | None:
        """Say something about a theme that was not said before; None when this author has nothing to say about it."""
        theme, rested = self.themes[name], self._rested[name]
        for _ in range(2 * len(rested)):
            # Among those that rested longest, so that the order is not always the same.
            at = chance.randrange(len(rested) // 3 + 1)
            pattern, *answers = rested[at]
            drawn = {"friend": f"@{friend.username}"} if friend else {}
            text = self._fill(chance, _MONTHS.sub("", pattern), author, drawn) if _in_season(pattern, month) else None
            rested.append(rested.pop(at))
            if text is None or (text in self._said and len(self._said) < 2_000):
                continue
            self._said.add(text)
            options = [
                self._fill(chance, each.removeprefix(OPTION), author, drawn) for each in answers if OPTION in each
            ]
            answers = [each for each in answers if OPTION not in each]
            if theme.emoji and chance.random() < author.cheerful:
                text += f" {chance.choice(theme.emoji)}"
            if theme.tags and chance.random() < author.tagging:
                text += "".join(f" #{tag}" for tag in chance.sample(theme.tags, min(2, len(theme.tags))))
            return Told(theme, voiced(author, text), [each for each in options if each], answers, drawn)
        return None

    def answers(self, chance: Random, told: Told) -> Iterator[list[str]]:
        """Give chains of answers to a post, none of them twice, and every now and then a short word."""
        chains = told.answers + chance.sample(told.theme.any, min(2, len(told.theme.any)))
        chance.shuffle(chains)
        short = told.theme.short or self._chat["short"]
        short = chance.sample(short, min(3, len(short)))
        while chains or short:
            passing = not chains or (short and chance.random() < 0.2)
            yield [short.pop()] if passing else chains.pop().split(ARROW)

    def answer(self, chance: Random, told: Told, pattern: str, who: tuple[Resident, Resident, Resident]) -> str | None:
        """Say one answer; `who` are the speaker, whoever is answered, and the post's author."""
        speaker, answered, author = who
        drawn = told.drawn | {"them": answered.first_name, "author": author.first_name}
        text = self.said(chance, pattern, speaker, drawn)
        told.drawn |= {name: word for name, word in drawn.items() if name in self._lists}
        return text

    def said(self, chance: Random, pattern: str, speaker: Resident, drawn: dict[str, str]) -> str | None:
        """Say something for which these words are drawn already; what it draws is kept there."""
        text = self._fill(chance, pattern, speaker, drawn)
        return voiced(speaker, text) if text else None

    def shared(self, chance: Random) -> str:
        """Give what somebody says who shares a post; most say nothing."""
        return chance.choice(["", "", *self._chat["shared"]])

    def more(self, chance: Random) -> str:
        """Give a pattern that goes on with any thread."""
        return chance.choice(self._chat["more"])

    def thanks(self, chance: Random) -> str:
        """Give a pattern by which an author thanks."""
        return chance.choice(self._chat["thanks"])

    def update(self, chance: Random, told: Told) -> str:
        """Give what the author adds to a post later, or nothing."""
        return chance.choice(told.theme.updates) if told.theme.updates and chance.random() < 0.5 else ""

    def _fill(self, chance: Random, pattern: str, speaker: Resident, drawn: dict[str, str]) -> str | None:
        """Fill a pattern; what is drawn is kept in `drawn`. None when the speaker lacks what it speaks of."""
        words: dict[str, str] = {}
        for slot in _SLOT.finditer(pattern):
            name = slot[1] + slot[2]
            word = drawn.get(name) or self._word(chance, slot[1], slot[2], speaker, drawn)
            if word is None:
                return None
            words[name] = word
            if name not in _OWN:
                drawn[name] = word
        text = _ARTICLE.sub(r"\1n ", pattern.format_map(words))
        return _BEGINNING.sub(lambda found: found[0].upper(), text)

    def _word(self, chance: Random, kind: str, digit: str, speaker: Resident, drawn: dict[str, str]) -> str | None:
        """Draw a word that nobody in this thread has used in another place; or give what belongs to the speaker."""
        if kind in self._lists:
            used = set(drawn.values())
            return chance.choice([word for word in self._lists[kind] if word not in used] or self._lists[kind])
        if kind == "street" and digit:
            return chance.choice(self._town.streets)
        own = {
            "town": self._town.name,
            "street": speaker.street,
            "club": speaker.clubs[0] if speaker.clubs else None,
            "kid": chance.choice(speaker.kids) if speaker.kids else None,
            "partner": speaker.partner or None,
            "work": speaker.work or None,
        }
        return own.get(kind)


def _in_season(pattern: str, month: int) -> bool:
    """Tell whether a post is for this time of the year; November to March goes round the end."""
    season = _MONTHS.match(pattern)
    if season is None:
        return True
    first, last = int(season[1]), int(season[2])
    return first <= month <= last if first <= last else month >= first or month <= last


def voiced(speaker: Resident, text: str) -> str:
    """Write as somebody writes."""
    return text.lower() if speaker.lower else text
