"""The order of what was found, and what is marked in it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.clock import DAY
from minifb.kernel.http.shapes import Card
from minifb.modules.search.rules.findings import Finding, facets, in_order, placed, ranked_people
from minifb.modules.search.rules.highlights import PIECE, highlight, marked
from minifb.modules.search.rules.matching import fits, matches, near
from minifb.modules.search.rules.queries import names, parse
from minifb.modules.search.rules.wanted import Sight, Sort
from minifb.modules.search.rules.words import words

NOW = 20_000 * DAY
ME = Sight("me", friends=frozenset({"friend"}))


def order(query: str, *found: Finding, sort: Sort = "relevance") -> list[str]:
    """The ids of findings in the order they are shown."""
    places = [placed(one, parse(query).terms, ME, NOW) for one in found]
    return [place.id for place in in_order(filter(None, places), sort)]


def post(id: str, text: str, author: str = "stranger", days: int = 0) -> Finding:
    """Make a finding."""
    return Finding(id, author, text, NOW - days * DAY)


def test_what_fits_better_comes_first() -> None:
    """The whole word before one that begins so, that before one with a wrong letter; what lacks a word is not found."""
    found = [post("typo", "a coffin"), post("longer", "a coffees"), post("whole", "a coffee"), post("none", "a tea")]
    assert order("coffee", *found) == ["whole", "longer"]
    assert order("coffin", *found) == ["typo"]
    assert order("coffie ", *found) == ["whole", "typo"]


def test_words_side_by_side_come_first() -> None:
    """Words that stand together as they were asked for tell more than words far apart."""
    assert order("red car ", post("apart", "the car is red"), post("together", "the red car is")) == [
        "together",
        "apart",
    ]


def test_friends_come_first() -> None:
    """Of posts that fit as well a friend's comes first, also when it is old; but not for a word that is another one."""
    assert order("coffee", post("friends", "toffee", "friend"), post("strangers", "coffee", days=999)) == [
        "strangers",
        "friends",
    ]
    found = [post("strangers", "red car"), post("friends", "red car", "friend", days=300), post("own", "red car", "me")]
    assert order("red car", *found) == ["own", "friends", "strangers"]


def test_fresh_ones_come_first() -> None:
    """Of posts that fit as well the fresh one comes first; on request, age alone decides."""
    found = [post("old", "tea", days=400), post("new", "tea"), post("newest", "only a little about tea", days=-1)]
    assert order("tea", *found) == ["new", "newest", "old"]
    assert order("tea", *found, sort="newest") == ["newest", "new", "old"]


@given(st.integers(0, 4_000), st.integers(0, 4_000))
def test_age_never_lifts(one: int, other: int) -> None:
    """Getting older never lifts a post above one that fits as well and is younger."""
    if one != other:
        assert order("tea", post("a", "tea", days=one), post("b", "tea", days=other))[0] == (
            "a" if one < other else "b"
        )


def card(username: str, first: str, last: str) -> Card:
    """Make a member, whose id is their username."""
    return Card(id=username, username=username, first_name=first, last_name=last)


def test_people_who_are_called_so_come_first() -> None:
    """Who is called just so comes before friends whose names begin so, and these before others."""
    people = [
        card("annalena", "Annalena", "Berg"),
        card("friend", "Anna", "Meyer"),
        card("anna", "Bea", "Zeta"),
        card("joan", "Joan", "Anders"),
    ]
    found = [hit.id for hit in ranked_people(people, names("anna"), ME)]
    assert found == ["anna", "friend", "annalena"]
    assert [hit.id for hit in ranked_people(people, names("anna meyer"), ME)] == ["friend"]
    assert [hit.id for hit in ranked_people([card("ann_b", "X", "Y")], names("@ann_b"), ME)] == ["ann_b"]


def test_facets_count() -> None:
    """What was found is counted by what it has, by year, and by who said most of it."""
    some = [post("1", "x"), post("2", "x", days=365), Finding("3", "friend", "x", NOW, ["photo", "link"])]
    places = [place for one in some if (place := placed(one, (), ME, NOW))]
    told = facets(places, {one: card(one, one, one) for one in ("stranger", "friend")})
    assert (told.of, told.has) == (3, {"photo": 1, "link": 1})
    assert told.years == {"2024": 2, "2023": 1}
    assert [(one.user.id, one.count) for one in told.people] == [("stranger", 2), ("friend", 1)]


def test_marks_show_what_was_asked_for() -> None:
    """Marked is what was asked for as it is written in the text: accents, capitals, beginnings, wrong letters."""
    text = "Café au lait? Two cafés, über-cafe, 東京タワー and cofee."

    def shown(query: str) -> list[str]:
        return [text[mark.start : mark.end] for mark in marked(text, parse(query).terms)]

    assert shown("cafe ") == ["Café", "cafe"]
    assert shown("CAF") == ["Café", "cafés", "cafe"]
    assert shown('"cafe au lait"') == ["Café au lait"]
    assert shown("東京 coffee ") == ["東京", "cofee"]
    assert shown("uber-cafe") == ["über-cafe"]
    assert shown("milk") == []


def test_a_long_text_is_shown_in_part() -> None:
    """Of a long text a piece is shown around the words, whole words, with the marks in their places."""
    text = "lead in " * 200 + "the needle and another needle here" + " tail out" * 200
    told = highlight("text", text, parse("needle").terms)
    assert told is not None
    assert len(told.text) <= PIECE
    assert told.text in text
    assert [told.text[mark.start : mark.end] for mark in told.spans] == ["needle", "needle"]
    assert f" {told.text} " in text, "no word is cut"


_TEXT = st.text(alphabet="ab ç京", max_size=400)


@given(_TEXT, st.text(alphabet='ab ç京"', max_size=12).filter(lambda text: bool(words(text))))
def test_marks_are_in_the_text_and_apart(text: str, query: str) -> None:
    """Marks stand in the text in order, apart from each other; a text that fits has one."""
    terms = parse(query).terms
    marks = marked(text, terms)
    assert all(one.end <= other.start for one, other in pairwise(marks))
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert bool(marks) or not fits(terms, (), words(text))
    told = highlight("text", text, terms)
    assert (told is None) is (not marks)
    assert told is None or (told.text in text and all(mark.end <= len(told.text) for mark in told.spans))


def test_near_words() -> None:
    """A letter wrong, missing, too many, or two changed about: one difference each."""
    for other in ("coffee", "cofee", "cofffee", "cofefe", "koffee"):
        assert near("coffee", other, 1)
    assert not near("coffee", "cofe", 1)
    assert near("coffee", "cofe", 2)
    assert near("jonh", "johnson", 1, beginning=True)
    assert not near("jonh", "johnson", 1)
    assert not matches(parse("cat").terms[0], ["cut"]), "short words have no wrong letters"


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6), st.integers(0, 2))
def test_nearness_is_mutual(one: str, other: str, most: int) -> None:
    """Two words are as near to each other as the other way round."""
    assert near(one, other, most) == near(other, one, most)
