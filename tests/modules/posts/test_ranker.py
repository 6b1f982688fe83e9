"""The ranker alone: what must hold of every order it makes."""

import math
import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from minifb.kernel.clock import DAY, HOUR, MINUTE
from minifb.modules.posts.rules.feed import ranker, why
from minifb.modules.posts.rules.feed.choices import Parameters, parameters, windows
from minifb.modules.posts.rules.feed.ranker import Act, Candidate, Facts, Place, Sighting
from minifb.modules.posts.service.feed.kept import Session, packed

NOW = 1_800_000_000_000_000
USUAL = parameters(24, 50)
AUTHORS = tuple(f"{name:-<36}" for name in ("ann", "bob", "cem", "dot"))


def post(number: int, author: str = AUTHORS[0], **more: int) -> Candidate:
    """A friend's post, an hour old and unanswered unless told otherwise."""
    told = {"created_at": NOW - HOUR, "commenters": 0, "reactors": 0, "sharers": 0, "tie": ranker.FRIEND}
    return Candidate(id=f"{number:036d}", author_id=author, **({**told, "first": 0, "since": 0} | more))


@dataclass
class Town:
    """Candidates, and what is known of their viewer."""

    posts: list[Candidate]
    facts: Facts
    given: Parameters = field(default_factory=lambda: USUAL)

    def rank(self) -> list[Place]:
        """Put them in order."""
        return ranker.rank(ranker.places(self.posts, self.facts), self.given, self.facts.now)

    def order(self) -> list[str]:
        """Give the order alone."""
        return [place.id for place in self.rank()]


COUNTS = st.integers(0, 50)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Draw a community as a viewer finds it."""
    posts = [
        post(
            number,
            draw(st.sampled_from(AUTHORS)),
            created_at=NOW - draw(st.integers(0, 89 * DAY)),
            commenters=draw(COUNTS),
            reactors=draw(COUNTS),
            sharers=draw(COUNTS),
            tie=draw(st.sampled_from((0, 1, 1, 1, 2))),
            first=draw(st.sampled_from((0, 0, 0, 1))),
            since=NOW - draw(st.integers(0, 60 * DAY)),
        )
        for number in range(draw(st.integers(1, 25)))
    ]
    kinds = st.sampled_from(("comment", "mention", "share", "reaction"))
    acts = draw(st.lists(st.builds(Act, st.sampled_from(AUTHORS), kinds, st.integers(NOW - 90 * DAY, NOW)), max_size=9))
    some = st.sampled_from([one.id for one in posts])
    facts = Facts(
        now=NOW,
        acts=acts,
        seen=draw(st.dictionaries(some, st.builds(Sighting, st.integers(1, 4), st.just(NOW - HOUR)), max_size=5)),
        less=draw(st.sets(st.sampled_from(AUTHORS), max_size=2)),
        bumped=draw(st.dictionaries(some, st.integers(1, 3), max_size=3)),
    )
    return Town(posts, facts, parameters(24, draw(st.integers(0, 100))))


@given(towns(), st.data())
def test_one_more_answer_never_lowers_a_post(town: Town, data: st.DataObject) -> None:
    """A visible person more who comments, reacts or shares never puts a post further back."""
    at = data.draw(st.integers(0, len(town.posts) - 1))
    name = data.draw(st.sampled_from(("commenters", "reactors", "sharers")))
    before = town.order().index(town.posts[at].id)
    town.posts[at] = replace(town.posts[at], **{name: getattr(town.posts[at], name) + 1})
    assert town.order().index(town.posts[at].id) <= before


@given(towns(), st.integers(0, 300 * DAY))
def test_nothing_is_reordered_by_time(town: Town, later: int) -> None:
    """With the same affinity and the same modifiers two posts stand in the same order at all times."""
    plain = [replace(one, first=0, since=0, tie=ranker.FRIEND) for one in town.posts]
    first = Town(plain, Facts(now=NOW), town.given).order()
    assert Town(plain, Facts(now=NOW + later), town.given).order() == first


@given(towns(), st.randoms())
def test_the_same_posts_have_one_order(town: Town, chance: random.Random) -> None:
    """However a database hands over candidates and acts, the order and all its values are the same."""
    before = town.rank()
    chance.shuffle(town.posts)
    acts = list(town.facts.acts)
    chance.shuffle(acts)
    town.facts = replace(town.facts, acts=acts)
    assert town.rank() == before


@given(towns())
def test_nothing_is_lost(town: Town) -> None:
    """Every candidate has its place: first who is seen first, then the ranked, then the rest, newest first."""
    places = town.rank()
    assert sorted(place.id for place in places) == sorted(one.id for one in town.posts)
    rest = [place for place in places if not place.ranked]
    assert places[len(places) - len(rest) :] == rest
    assert rest == sorted(rest, key=lambda place: (place.created_at, place.id), reverse=True)


@given(towns())
def test_factors_multiply_to_the_score(town: Town) -> None:
    """What is told of a place are all its factors: multiplied they are its score, and they sort it."""
    for place in town.rank():
        told = why.whole(place, "Ana", town.given, NOW)
        product = math.prod(term.factor for term in told.terms)
        assert math.isclose(told.score, product, rel_tol=1e-9, abs_tol=1e-9)
        if place.ranked:
            expected = ranker.key(place, town.given) - NOW / town.given.half_life
            expected += math.log2(ranker.variety(place.variety))
            assert math.isclose(math.log2(told.score), expected, rel_tol=1e-6, abs_tol=1e-6)


@given(towns())
def test_nobody_fills_a_feed(town: Town) -> None:
    """Of one author never three stand in a row while there is anybody else; each further post counts less."""
    names = [place.author_id for place in town.rank() if place.ranked and not ranker.stands_first(place, NOW)]
    for at in range(2, len(names)):
        if names[at - 2] == names[at - 1] == names[at]:
            assert set(names[at:]) == {names[at]}
    counts = [0.6**count for count in range(4)]
    assert [ranker.variety(count) for count in range(4)] == pytest.approx([*counts[:3], max(0.2, counts[3])])
    assert ranker.variety(9) == 0.2


@given(towns())
def test_a_session_keeps_all_values(town: Town) -> None:
    """What a session keeps as bytes comes back as it was."""
    places = town.rank()
    kept = Session(started=NOW, number=1, circle=1, given=USUAL, end=(0, ""), rows=packed(places))
    assert kept.places(0, len(places)) == places
    assert all(kept.find(place.id) == place for place in places)
    assert len(kept) == len(places)


def first_of(*posts: Candidate, **facts: object) -> str:
    """Who stands in front."""
    return Town(list(posts), Facts(now=NOW, **facts)).order()[0]  # type: ignore[arg-type]


def test_how_close_somebody_is() -> None:
    """One's own acts of the last 90 days make somebody close, fading by half in 30, never above three."""
    acts = [Act("ann", "comment", NOW), Act("bob", "reaction", NOW - 30 * DAY), Act("cem", "share", NOW - 91 * DAY)]
    close = ranker.affinities(acts, NOW)
    assert close == pytest.approx({"ann": 1 + 2 * (1 - math.exp(-4 / 8)), "bob": 1 + 2 * (1 - math.exp(-0.5 / 8))})
    assert ranker.affinities([Act("ann", "comment", NOW)] * 900, NOW)["ann"] <= 3


def test_a_new_friend_is_close_for_a_while() -> None:
    """For 14 days a new friend counts double; whom one only follows does not."""
    ages = (13 * DAY, 14 * DAY)
    friends = [ranker.affinity(post(1, since=NOW - age), {}, NOW) for age in ages]
    assert [*friends, ranker.affinity(post(1, since=NOW, tie=ranker.FOLLOWED), {}, NOW)] == [2.0, 1.0, 1.0]


def test_people_are_counted_not_acts() -> None:
    """Commenting and sharing count twice as much as an emoji, whichever it is."""
    assert ranker.people(0, 0, 0) == 1
    assert ranker.people(3, 1, 0) == 4 == ranker.people(0, 7, 0) == ranker.people(0, 1, 3)


def test_what_was_seen_stands_back() -> None:
    """A post that was seen counts a quarter, after three times it is no longer ranked, until a friend comments."""
    new, old = post(1, "ann"), post(2, "bob", commenters=2)
    assert first_of(new, old) == old.id
    assert first_of(new, old, seen={old.id: Sighting(1, NOW)}) == new.id
    assert first_of(new, old, seen={old.id: Sighting(1, NOW)}, bumped={old.id: 1}) == old.id
    places = Town([new, old], Facts(now=NOW, seen={old.id: Sighting(3, NOW)})).rank()
    assert [place.ranked for place in places] == [True, False]


def test_less_of_somebody() -> None:
    """Of whom one wants less counts half."""
    one, other = post(1, "ann", reactors=1), post(2, "bob")
    assert (first_of(one, other), first_of(one, other, less={"ann"})) == (one.id, other.id)


def test_ones_own_posts() -> None:
    """One's own posts are not ranked, but for those under which friends talk."""
    own, other = post(1, "me", tie=ranker.OWN, commenters=9), post(2, "bob")
    assert first_of(own, other) == other.id
    assert first_of(own, other, bumped={own.id: 2}) == own.id


def test_who_is_seen_first() -> None:
    """Whom one sees first stands before all others, newest first, until it was seen or is two weeks old."""
    old, new = (post(at, "ann", first=1, created_at=NOW - age) for at, age in ((1, 9 * DAY), (2, 8 * DAY)))
    loud = post(3, "bob", commenters=50)
    places = Town([old, loud, new], Facts(now=NOW)).rank()
    assert [place.id for place in places] == [new.id, old.id, loud.id]
    assert first_of(old, loud, seen={old.id: Sighting(1, NOW)}) == loud.id
    assert first_of(replace(old, created_at=NOW - 14 * DAY), loud) == loud.id


@pytest.mark.parametrize(("balance", "hours", "exponent"), [(0, 12, 0.5), (50, 24, 1), (100, 48, 2)])
def test_from_fresh_to_friends(balance: int, hours: float, exponent: float) -> None:
    """The slider moves the half-life and how much affinity counts, from half to double."""
    given = parameters(24, balance)
    assert (given.hours, given.exponent) == (hours, exponent)
    assert parameters(6, balance).hours >= 6
    assert parameters(96, balance).hours <= 96


def test_words_for_every_factor() -> None:
    """Each factor is said in plain words with its number, and with what changes it."""
    facts = Facts(now=NOW, acts=[Act(AUTHORS[0], "comment", NOW)] * 2, less={AUTHORS[0]})
    [place] = Town([post(1, commenters=2, reactors=1, created_at=NOW - 9 * HOUR)], facts).rank()
    told = why.whole(place, "Ana", USUAL, NOW)
    assert told.reason == "Ana is your friend"
    assert [term.text for term in told.terms] == [
        "you often answer Ana's posts: \u00d72.3",
        "2 commented, 1 reacted: \u00d73.6",
        "9 hours old: \u00d70.77",
        "you asked to see less of Ana: \u00d70.5",
    ]
    assert [term.control is None for term in told.terms] == [False, True, False, False]


def test_a_window_fits_the_circle() -> None:
    """Who has few friends is looked back further at once; at the end everything is looked at."""
    few, many = (list(windows(near, NOW, 200, NOW - 90 * DAY)) for near in (0, 999))
    assert few == [NOW - 90 * DAY]
    assert many[0] == NOW - DAY
    assert many[-1] == NOW - 90 * DAY
    assert list(windows(10**9, 90 * MINUTE, 20))[-1] == 0
