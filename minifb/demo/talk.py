"""Who says what and when: posts in the evenings and at weekends, threads under them, and who reacts."""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from random import Random

import msgspec

from minifb.demo.album import FILM
from minifb.demo.circles import Circle, Circles
from minifb.demo.people import Resident, Size, Town
from minifb.demo.ties import Friends
from minifb.demo.words import Theme, Told, Words, voiced
from minifb.kernel.clock import DAY, HOUR, MINUTE, SECOND, Instant, wire
from minifb.modules.posts.public import AudienceKind, ReactionType

HOURS = (1, 0.4, 0.2, 0.1, 0.1, 0.4, 1.5, 3.5, 3.5, 2.5, 2.5, 3, 4, 3.5, 2.5, 2.5, 3, 4.5, 6, 8, 10, 9.5, 6, 3)
"""How busy each hour of a working day is."""
WEEKEND = (1.5, 1, 0.5, 0.2, 0.1, 0.2, 0.7, 2, 4, 6, 7, 7, 6, 5, 5, 5.5, 6, 6.5, 7, 8, 9, 8.5, 6, 4)
BUSY_DAYS = (0.9, 0.8, 0.9, 1.0, 1.1, 1.5, 1.6)
"""Monday to Sunday."""
OCCASIONS = ("birthday", "birthdaythanks")
"""Themes nobody is left out of."""
NARROWED = 0.2
"""How much of what is for friends is for some of them alone."""
FILMED = 0.12
"""How much of what is shown is film."""
STRANGERS_SEE = 6
"""How many who are no friends come across a public post."""


class Post(msgspec.Struct):
    """Something somebody will say, and to whom."""

    number: int
    author: int
    at: Instant
    text: str
    audience: AudienceKind
    whom: list[int] = []
    """Who is left out, or who alone may see it."""
    circle: Circle | None = None
    """The list that may see it."""
    options: list[str] = []
    """What there is to choose."""
    pictures: list[str] = []
    """The scenes it shows."""
    shares: "Post | None" = None
    update: str = ""
    """What is added to it later."""
    updated: Instant = 0
    id: str = ""
    """Known when it is published."""
    option_ids: list[str] = []


class Comment(msgspec.Struct):
    """An answer to a post, or to another answer."""

    number: int
    author: int
    at: Instant
    text: str
    post: Post
    parent: "Comment | None" = None
    depth: int = 0
    id: str = ""


class Reaction(msgspec.Struct):
    """How somebody takes a post or an answer."""

    author: int
    at: Instant
    type: ReactionType
    target: Post | Comment


class Vote(msgspec.Struct):
    """What somebody chooses in a poll."""

    author: int
    at: Instant
    post: Post
    option: int


class Day(msgspec.Struct):
    """What happens on one day; later things may answer earlier ones."""

    posts: list[Post] = []
    updates: list[Post] = []
    comments: list[Comment] = []
    reactions: list[Reaction] = []
    votes: list[Vote] = []

    def join(self, later: "Day") -> int:
        """Take in what happens later, and tell how much there is now."""
        for name in self.__struct_fields__:
            getattr(self, name).extend(getattr(later, name))
        return sum(len(getattr(self, name)) for name in self.__struct_fields__)


class Talk:
    """All that is said, thought out day by day."""

    def __init__(self, seed: str, size: Size, town: Town, friends: Friends, circles: Circles, until: Instant) -> None:
        """Begin on the first day; nothing happens after `until`."""
        self._size, self._town, self._friends, self._until = size, town, friends, until
        self._began = until - size.days * DAY
        self._seed = seed
        self._words = Words(seed, town)
        self._days: defaultdict[int, Day] = defaultdict(Day)
        self._posts = self._comments = 0
        self._circles: defaultdict[int, list[Circle]] = defaultdict(list)
        for circle in circles.lists:
            self._circles[circle.owner].append(circle)
        self._joined = [one.joined for one in town.residents]

    def days(self) -> Iterator[Day]:
        """Give what happens, a day after the other."""
        people = self._town.residents
        loud = list(accumulate(one.busy for one in people))
        weights = [self._weight(number) for number in range(self._size.days)]
        whole = sum(weights)
        for number, weight in enumerate(weights):
            chance = Random(f"{self._seed} day {number}")
            began = self._began + number * DAY
            here = bisect(self._joined, began)
            self._birthdays(chance, number, here)
            wanted = self._size.posts * weight / whole
            for _ in range(int(wanted + chance.random()) if here else 0):
                author = people[bisect(loud, chance.random() * loud[here - 1])]
                at = max(self._instant(chance, number), author.joined + HOUR)
                self._speak(chance, self._words.theme_of(chance, author), author, at)
            yield self._days.pop(number, Day())

    def _weight(self, number: int) -> float:
        """Say how busy a day is: more people every week, and weekends."""
        day = self._began + number * DAY
        here = bisect(self._joined, day)
        return BUSY_DAYS[wire(day).weekday()] * here

    def _instant(self, chance: Random, number: int) -> Instant:
        """Draw when on a day people have time."""
        began = self._began + number * DAY
        midnight = began - began % DAY
        hours = WEEKEND if wire(midnight).weekday() >= 5 else HOURS
        at = midnight + chance.choices(range(24), hours)[0] * HOUR + chance.randrange(HOUR)
        return at if began <= at < began + DAY else at + DAY if at < began else at - DAY

    def _birthdays(self, chance: Random, number: int, here: int) -> None:
        """Let friends congratulate whoever has their birthday, and these give thanks the day after."""
        today = wire(self._began + number * DAY)
        for one in self._town.residents[:here]:
            if one.birthday[1:] != (today.month, today.day) or chance.random() < 0.3:
                continue
            at = self._instant(chance, number)
            near = self._friends.at(one.number, at)
            if near:
                friend = self._town.residents[chance.choices(list(near), list(near.values()))[0]]
                self._speak(chance, "birthday", friend, max(at, friend.joined + HOUR), one)
            if one.busy and number + 1 < self._size.days:
                self._speak(chance, "birthdaythanks", one, self._instant(chance, number + 1))

    # ── posts ──

    def _speak(self, chance: Random, theme: str, author: Resident, at: Instant, about: Resident | None = None) -> None:
        """Let somebody post, and others answer."""
        near = self._friends.at(author.number, at)
        if about is None and near:
            about = self._town.residents[chance.choices(list(near), list(near.values()))[0]]
        told = self._words.post(chance, theme, author, about, wire(at).month) if at < self._until else None
        if told is None:
            return
        post = self._keep(Post(self._posts, author.number, at, told.text, _kind(chance, told.theme.to)))
        post.options = told.options
        post.pictures = self._pictured(post, told.theme)
        if theme not in OCCASIONS:
            self._narrow(chance, post, near)
        readers = self._readers(chance, post, near)
        if readers:
            self._discuss(chance, post, told, readers)
            self._feel(chance, post, told.theme.feel, readers)
            self._vote(chance, post, readers)
            self._spread(chance, post, told.theme, readers)
        update = self._words.update(chance, told)
        later = self._awake(chance, at + int(chance.uniform(3, 40) * HOUR))
        if update and later < self._until:
            post.update, post.updated = update, later
            self._on(later).updates.append(post)

    def _pictured(self, post: Post, theme: Theme) -> list[str]:
        """Say what a post shows: one or several of the same scene, more often lately than long ago."""
        # A chance of its own: what is said stays the same, whoever has a camera.
        chance = Random(f"{self._seed} pictures {post.number}")
        lately = (post.at - self._began) / (self._size.days * DAY)
        if not theme.pictures or chance.random() > self._size.pictured * (0.4 + 1.2 * lately):
            return []
        scene = chance.choice(theme.pictures)
        if chance.random() < FILMED:
            return [FILM + scene]
        return [scene] * chance.choices(range(1, 6), (10, 4, 3, 2, 1))[0]

    def _keep(self, post: Post) -> Post:
        self._posts += 1
        self._on(post.at).posts.append(post)
        return post

    def _narrow(self, chance: Random, post: Post, near: dict[int, float]) -> None:
        """Let some of what is for friends be for some of them."""
        if post.audience != "friends" or len(near) < 4 or chance.random() > NARROWED:
            return
        lists = [circle for circle in self._circles[post.author] if circle.at < post.at]
        if lists and chance.random() < 0.6:
            post.audience, post.circle = "list", chance.choice(lists)
        elif chance.random() < 0.5:
            post.audience, post.whom = "friendsExcept", chance.sample(list(near), chance.choice((1, 1, 2)))
        else:
            post.audience, post.whom = "specific", chance.sample(list(near), min(len(near), chance.randint(2, 6)))

    def _readers(self, chance: Random, post: Post, near: dict[int, float]) -> dict[int, float]:
        """Say who sees a post, and how likely each is to care."""
        people = self._town.residents
        readers = {other: how * (0.2 + people[other].busy) for other, how in near.items()}
        match post.audience:
            case "onlyMe":
                return {}
            case "public":
                here = bisect(self._joined, post.at - DAY)
                for other in chance.sample(range(here), min(STRANGERS_SEE, here)):
                    if other != post.author and not self._friends.parted(post.author, other):
                        readers.setdefault(other, 0.3 * (0.2 + people[other].busy))
            case "list":
                return {other: how for other, how in readers.items() if post.circle and other in post.circle.members}
            case "specific":
                return {other: how for other, how in readers.items() if other in post.whom}
            case "friendsExcept":
                return {other: how for other, how in readers.items() if other not in post.whom}
        return readers

    def _vote(self, chance: Random, post: Post, readers: dict[int, float]) -> None:
        """Let readers choose, if there is something to choose."""
        if not post.options:
            return
        liked = [chance.paretovariate(1) for _ in post.options]
        for reader in {_one_of(chance, readers): None for _ in readers}:
            at = self._awake(chance, post.at + MINUTE + int(chance.lognormvariate(0, 1.5) * HOUR))
            if at < self._until:
                option = chance.choices(range(len(liked)), liked)[0]
                self._on(at).votes.append(Vote(author=reader, at=at, post=post, option=option))

    def _spread(self, chance: Random, post: Post, theme: Theme, readers: dict[int, float]) -> None:
        """Let readers share what everybody should know with their friends."""
        if post.audience != "public":
            return
        while chance.random() < theme.spread:
            sharer = self._town.residents[_one_of(chance, readers)]
            at = self._awake(chance, post.at + int(chance.lognormvariate(0, 1.2) * HOUR) + MINUTE)
            if at >= self._until:
                return
            text = voiced(sharer, self._words.shared(chance))
            share = self._keep(Post(self._posts, sharer.number, at, text, "friends", shares=post))
            seen_by = self._readers(chance, share, self._friends.at(sharer.number, at))
            seen_by.pop(post.author, None)
            if seen_by:
                self._feel(chance, share, theme.feel, seen_by)

    # ── answers ──

    def _discuss(self, chance: Random, post: Post, told: Told, readers: dict[int, float]) -> None:
        """Let readers answer, be answered, and go on."""
        wanted = _some(chance, told.theme.talk * 0.5 * len(readers) ** 0.55)
        starters = {_one_of(chance, readers): None for _ in range(wanted)}
        for starter, chain in zip(starters, self._words.answers(chance, told), strict=False):
            first = self._answer(chance, told, chain[0], starter, post, None)
            if first is not None:
                self._go_on(chance, told, chain, first, readers)

    def _go_on(self, chance: Random, told: Told, chain: list[str], said: Comment, readers: dict[int, float]) -> None:
        """Carry a thread on: the author and whoever began take turns, and sometimes somebody cuts in."""
        post, starter, last = said.post, said.author, said
        for turn, pattern in enumerate(chain[1:]):
            speaker = post.author if turn % 2 == 0 else starter
            if chance.random() > 0.85:
                return
            following = self._answer(chance, told, pattern, speaker, post, last)
            if following is None:
                return
            last = following
        if len(chain) == 1 and chance.random() < 0.25:
            self._answer(chance, told, self._words.thanks(chance), post.author, post, last)
        while chance.random() < 0.14:
            speaker = _one_of(chance, readers)
            following = None
            if speaker != last.author:
                following = self._answer(chance, told, self._words.more(chance), speaker, post, last)
            if following is None:
                return
            last = following

    def _answer(
        self, chance: Random, told: Told, pattern: str, speaker: int, post: Post, parent: Comment | None
    ) -> Comment | None:
        """Let somebody answer a while later; None when the story ends before that."""
        people = self._town.residents
        before = parent or post
        median = 45 * MINUTE if parent is None else 14 * MINUTE
        at = self._awake(chance, before.at + 40 * SECOND + int(median * chance.lognormvariate(0, 1.5)))
        if at >= self._until:
            return None
        who = (people[speaker], people[before.author], people[post.author])
        text = self._words.answer(chance, told, pattern, who)
        if text is None:
            return None
        depth = 0 if parent is None else parent.depth + 1
        comment = Comment(
            number=self._comments, author=speaker, at=at, text=text, post=post, parent=parent, depth=depth
        )
        self._comments += 1
        self._on(at).comments.append(comment)
        if before.author != speaker and chance.random() < 0.45:
            self._react(chance, comment, before.author, {"like": 6, "love": 3})
        return comment

    # ── reactions ──

    def _feel(self, chance: Random, post: Post, feel: dict[ReactionType, int], readers: dict[int, float]) -> None:
        """Let readers react: a few posts please nearly everybody, most please some."""
        share = min(0.9, 0.42 * chance.lognormvariate(0, 0.55))
        mean = share * len(readers) ** 0.95
        for reader in {_one_of(chance, readers): None for _ in range(min(60, _some(chance, mean)))}:
            self._react(chance, post, reader, feel)

    def _react(self, chance: Random, target: Post | Comment, by: int, feel: dict[ReactionType, int]) -> None:
        kind = chance.choices(list(feel), list(feel.values()))[0]
        at = self._awake(chance, target.at + 20 * SECOND + int(90 * MINUTE * chance.lognormvariate(0, 1.6)))
        if at < self._until:
            self._on(at).reactions.append(Reaction(author=by, at=at, type=kind, target=target))

    # ── time ──

    def _on(self, at: Instant) -> Day:
        return self._days[(at - self._began) // DAY]

    def _awake(self, chance: Random, at: Instant) -> Instant:
        """Put off to the morning what would fall into the night, mostly."""
        hour = at % DAY // HOUR
        if hour >= 6 or chance.random() < 0.1:
            return at
        return at - at % DAY + 6 * HOUR + chance.randrange(30 * MINUTE, 210 * MINUTE)


def _kind(chance: Random, weighted: dict[AudienceKind, int]) -> AudienceKind:
    return chance.choices(list(weighted), list(weighted.values()))[0]


def _some(chance: Random, mean: float) -> int:
    """Draw a number around a mean, with a long tail."""
    return int(mean * chance.gammavariate(1.6, 1 / 1.6) + chance.random()) if mean > 0 else 0


def _one_of(chance: Random, weighted: dict[int, float]) -> int:
    return chance.choices(list(weighted), [math.sqrt(weight) for weight in weighted.values()])[0]
