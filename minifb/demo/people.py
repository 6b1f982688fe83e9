"""Who lives in the town: households on streets, with work, children, clubs and habits."""

import re
import unicodedata
from random import Random
from typing import Literal

import msgspec
from mimesis import Person
from mimesis.enums import Gender
from mimesis.locales import Locale

from minifb.kernel.clock import DAY, HOUR, Instant
from minifb.modules.auth.rules.names import RESERVED

Kind = Literal["household", "street", "club", "work"]


class Size(msgspec.Struct, frozen=True):
    """How large a community is."""

    members: int
    days: int
    """How long it has been there."""
    posts: int
    faces: int = 0
    """How many have a picture of themselves: those who talk most."""
    pictured: float = 0.0
    """How likely a post shows something, if it is about what can be seen."""


SIZES = {
    "small": Size(members=50, days=120, posts=650, faces=32, pictured=0.06),
    "village": Size(members=2_000, days=180, posts=20_000, faces=120, pictured=0.01),
    "town": Size(members=20_000, days=240, posts=150_000, faces=200, pictured=0.002),
}

ORIGINS: dict[Locale, int] = {
    Locale.EN_GB: 55,
    Locale.DE: 7,
    Locale.IT: 7,
    Locale.ES: 6,
    Locale.FR: 5,
    Locale.TR: 5,
    Locale.PT: 5,
    Locale.NL: 4,
    Locale.SV: 3,
    Locale.DA: 3,
}
"""Where the families come from, as weights: their names are of that language, their talk is the town's."""

TOWNS = ("Alder", "Elm", "Hazel", "Otter", "Raven", "Fern", "Oak", "Swan", "Thistle", "Heron")
ENDINGS = ("brook", "ford", "bridge", "ham", "wick", "mere", "field", "combe")
STREETS = (
    *("Mill", "Church", "Station", "Orchard", "River", "School", "Garden", "Chapel", "Bakers", "Meadow", "Willow"),
    *("Tanners", "Lower", "Upper", "North", "Bridge", "Cherry", "Forge", "Harbour", "Linden", "Weavers", "Quarry"),
)
WAYS = ("Lane", "Road", "Street", "Row", "Close", "Hill", "Walk", "End")
CLUBS = {
    "football": ("{} FC", "{} Wanderers", "{} United"),
    "choir": ("the {} Choir", "the {} Voices"),
    "running": ("the {} Runners", "the {} Lane Joggers"),
    "allotment": ("the {} Allotments", "the {} Gardeners"),
    "books": ("the {} Book Club", "the {} Readers"),
    "parents": ("the {} School Parents", "the {} Playgroup"),
    "cycling": ("the {} Wheelers",),
    "band": ("the {} Brass Band",),
    "volleyball": ("{} Volleyball",),
}
WORKS = (
    *("the primary school", "the clinic", "the town hall", "the print shop", "the brewery", "the library", "the hotel"),
    *("the joinery", "the post office", "the garage", "the nursery", "the care home", "the sawmill", "the farm shop"),
)
BIOS = (
    "{street}. {interest}, mostly.",
    "Lives on {street}, works at {work}.",
    "Two children, one dog, no time.",
    "Here for the neighbours and the photos of their cats.",
    "{interest} and strong coffee.",
    "Born here, went away, came back.",
    "Ask me about {interest}. Or don't, I'll tell you anyway.",
    "New in {town}, happy about every hint.",
    "Mostly reading along.",
    "{work} by day, {interest} by night.",
)
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "\u0131": "i", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "å": "a"}
)


class Resident(msgspec.Struct):
    """Somebody who lives here."""

    number: int
    first_name: str
    last_name: str
    username: str
    origin: str
    street: str
    home: int
    """The household."""
    joined: Instant
    birthday: tuple[int, int, int]
    partner: str = ""
    kids: list[str] = []
    work: str = ""
    clubs: list[str] = []
    interests: list[str] = []
    """Kinds of clubs; what they talk about more often than others do."""
    bio: str | None = None
    busy: float = 1.0
    """How much they say; few say much."""
    liked: float = 1.0
    """How many know them."""
    cheerful: float = 0.2
    """How likely a small picture ends what they say."""
    tagging: float = 0.2
    lower: bool = False
    """Whether capitals are too much trouble."""
    id: str = ""
    """Known when they have registered."""


class Group(msgspec.Struct, frozen=True):
    """People who meet anyway."""

    kind: Kind
    name: str
    members: list[int]


class Town(msgspec.Struct, frozen=True):
    """A place and whoever lives there, in the order of their coming."""

    name: str
    streets: list[str]
    groups: list[Group]
    residents: list[Resident]


def settle(seed: str, size: Size, began: Instant) -> Town:
    """Let a town's people move in."""
    chance = Random(f"{seed} people")
    name = chance.choice(TOWNS) + chance.choice(ENDINGS)
    streets = _streets(chance, max(4, size.members // 18))
    residents = _move_in(chance, seed, size, streets)
    residents.sort(key=lambda one: one.joined)
    for number, one in enumerate(residents):
        one.number = number
        one.joined += began
    groups = [*_by(residents, "household"), *_by(residents, "street"), *_clubs(chance, name, residents, size.members)]
    groups += _works(chance, residents)
    for one in residents:
        one.bio = _bio(chance, one, name)
    return Town(name=name, streets=streets, groups=groups, residents=residents)


def _streets(chance: Random, count: int) -> list[str]:
    every = [f"{one} {way}" for one in STREETS for way in WAYS]
    every += [f"{part} {street}" for part in ("Old", "New", "Little", "Far", "East", "West") for street in every]
    return chance.sample(every, count)


def _move_in(chance: Random, seed: str, size: Size, streets: list[str]) -> list[Resident]:
    """Fill streets with households; families come together, the first one on the first day."""
    callers = {origin: Person(origin, seed=f"{seed} {origin}") for origin in ORIGINS}
    taken: set[str] = set()
    residents: list[Resident] = []
    for house in range(size.members):
        origin = chance.choices(list(ORIGINS), list(ORIGINS.values()))[0] if house else Locale.EN_GB
        came = (
            int(size.days * 0.5 * chance.random() ** 2.2) * DAY + chance.randrange(7 * HOUR, 22 * HOUR) if house else 0
        )
        adults = chance.choices((1, 2, 3), (38, 48, 14))[0] if house else 2
        kids = [callers[origin].first_name() for _ in range(chance.choices((0, 1, 2, 3), (52, 20, 20, 8))[0])]
        street, family = chance.choice(streets), callers[origin].last_name()
        home = [_resident(chance, callers[origin], origin, taken, family) for _ in range(adults)]
        for number, one in enumerate(home[: size.members - len(residents)]):
            one.street, one.home, one.kids = street, house, kids
            one.joined = came + number * chance.randrange(2 * HOUR, 60 * HOUR)
            one.partner = home[1 - number].first_name if adults == 2 else ""
            residents.append(one)
        if len(residents) == size.members:
            break
    residents[0].busy, residents[0].liked = 3.0, 6.0
    return residents


def _resident(chance: Random, caller: Person, origin: Locale, taken: set[str], family: str) -> Resident:
    gender = chance.choice((Gender.FEMALE, Gender.MALE))
    first_name = caller.first_name(gender)
    last_name = family if chance.random() < 0.85 else caller.last_name(gender)
    birthday = (chance.randint(1948, 2006), chance.randint(1, 12), chance.randint(1, 28))
    return Resident(
        number=0,
        first_name=first_name,
        last_name=last_name,
        username=_username(chance, first_name, last_name, birthday[0], taken),
        origin=origin.value,
        street="",
        home=0,
        joined=0,
        birthday=birthday,
        busy=0.0 if chance.random() < 0.25 else min(7.0, chance.paretovariate(1.25)),
        liked=min(20.0, chance.paretovariate(1.4)),
        cheerful=chance.choice((0.0, 0.05, 0.15, 0.3, 0.6)),
        tagging=chance.choice((0.0, 0.05, 0.1, 0.3)),
        lower=chance.random() < 0.08,
    )


def folded(text: str) -> str:
    """Spell a name with the letters that a username may have."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    return re.sub(r"[^a-z0-9]+", "_", plain.encode("ascii", "ignore").decode()).strip("_")


def _username(chance: Random, first: str, last: str, year: int, taken: set[str]) -> str:
    """Choose a username as people do; another one where it is taken."""
    one, other = folded(first) or "somebody", folded(last) or "here"
    ideas = [
        f"{one}_{other}",
        f"{one}{other[:1]}",
        f"{one[:1]}{other}",
        f"{one}_{year % 100:02}",
        f"{other}_{one}",
        one,
    ]
    idea = chance.choice(ideas)[:26].strip("_")
    name, number = idea, 1
    while name in taken or name in RESERVED or len(name) < 3:
        number += 1
        name = f"{idea}{number}"
    taken.add(name)
    return name


def _by(residents: list[Resident], kind: Literal["household", "street"]) -> list[Group]:
    """Group those who live together, or on one street."""
    found: dict[str, list[int]] = {}
    for one in residents:
        found.setdefault(str(one.home) if kind == "household" else one.street, []).append(one.number)
    return [Group(kind, name, members) for name, members in found.items() if len(members) > 1]


def _clubs(chance: Random, town: str, residents: list[Resident], members: int) -> list[Group]:
    """Let people join clubs: many one, some several, some none."""
    clubs: dict[str, tuple[str, Group]] = {}
    while len(clubs) < max(6, members // 28):
        kind = list(CLUBS)[len(clubs) % len(CLUBS)]
        place = town if len(clubs) < len(CLUBS) else f"{chance.choice(STREETS)} {chance.choice(WAYS)}"
        name = chance.choice(CLUBS[kind]).format(place)
        clubs.setdefault(name, (kind, Group("club", name, [])))
    for one in residents:
        for _ in range(chance.choices((0, 1, 2, 3), (25, 45, 22, 8))[0]):
            kind, club = chance.choice(list(clubs.values()))
            if one.number in club.members or (kind == "parents" and not one.kids):
                continue
            club.members.append(one.number)
            one.clubs.append(club.name)
            one.interests.append(kind)
    return [club for _, club in clubs.values() if len(club.members) > 1]


def _works(chance: Random, residents: list[Resident]) -> list[Group]:
    """Give most people work, at places of very different size."""
    count = max(5, len(residents) // 14)
    places = [WORKS[n % len(WORKS)] for n in range(count)]
    weights = [chance.paretovariate(1.1) for _ in places]
    staff: list[list[int]] = [[] for _ in places]
    for one in residents:
        if chance.random() < 0.72:
            at = chance.choices(range(count), weights)[0]
            one.work = places[at]
            staff[at].append(one.number)
    return [Group("work", places[at], people) for at, people in enumerate(staff) if len(people) > 1]


def _bio(chance: Random, one: Resident, town: str) -> str | None:
    """Write what somebody says about themselves; many say nothing."""
    if chance.random() < 0.35:
        return None
    words = {"street": one.street, "work": one.work, "interest": chance.choice(one.interests or [""]), "town": town}
    for pattern in chance.sample(BIOS, len(BIOS)):
        if all(value or f"{{{name}}}" not in pattern for name, value in words.items()):
            text = pattern.format(**words)
            return text[0].upper() + text[1:]
    return None
