"""The query language, as people type it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.refusals import Invalid, Refusal
from minifb.modules.search.rules.queries import Given, QueryEmpty, QueryTooLong, QueryTooWide, day, names, parse
from minifb.modules.search.rules.wanted import Term

NEW_YEAR = 1_767_225_600 * SECOND
"""2026-01-01."""


def said(text: str) -> list[str]:
    """The words and phrases a query wants, each as text."""
    return [" ".join(term.words) for term in parse(text).terms]


def test_words_phrases_and_what_is_left_out() -> None:
    """All words must be there, quotes hold words together, a minus leaves out."""
    asked = parse('Coffee "flat white" -decaf -"to go" beans')
    assert said('Coffee "flat white" -decaf beans') == ["coffee", "flat white", "beans"]
    assert [term.words for term in asked.without] == [("decaf",), ("to", "go")]


def test_only_the_last_word_may_go_on() -> None:
    """While one is typing, the last word is also a beginning, unless a space or a quote ended it."""
    assert [term.prefix for term in parse("good cof").terms] == [False, True]
    assert [term.prefix for term in parse("good cof ").terms] == [False, False]
    assert [term.prefix for term in parse('"good cof').terms] == [False]
    assert [term.prefix for term in parse("-bad good -cof").terms] == [False]


@pytest.mark.parametrize(("word", "typos"), [("cat", 0), ("cats", 1), ("coffees", 1), ("mountain", 2), ("20260101", 0)])
def test_letters_may_be_wrong(word: str, typos: int) -> None:
    """One letter of four may be wrong, two of eight; a number means itself."""
    assert parse(word).terms == (Term((word,), prefix=True, typos=typos),)
    assert parse(f'"{word}"').terms == (Term((word,)),), "who quotes a word means it"


def test_filters() -> None:
    """Who, tag, what is in it, and when: beside the words, or instead of them, also left out."""
    asked = parse("from:@Ana FROM:me -from:bob #Café -#tea has:Photos -has:poll after:2026 before:2026-02")
    assert asked.authors == {"ana", "me"}
    assert asked.not_authors == {"bob"}
    assert asked.tags == {"cafe"}
    assert asked.not_tags == {"tea"}
    assert asked.has == {"photo"}
    assert asked.not_has == {"poll"}
    assert (asked.since, asked.before) == (NEW_YEAR, NEW_YEAR + 31 * DAY)
    assert asked.terms == ()


def test_filters_beside_the_query() -> None:
    """The same filters are taken as parameters of their own; there, nonsense is refused by name."""
    beside = Given(authors=("@ana",), tags=("#paris",), has=("photo",), before="2026-02-01", after="2026-01-01")
    assert parse("tea ", beside) == parse("tea from:ana #paris has:photo before:2026-02-01 after:2026-01-01")
    for wrong in (Given(authors=("a b",)), Given(has=("hat",)), Given(before="soon"), Given(tags=("12",))):
        with pytest.raises(Refusal) as refused:
            parse("tea", wrong)
        assert (refused.value.code, refused.value.status) == ("filter_unknown", 422)


def test_days_part_time() -> None:
    """A day belongs to `after:` it and not to `before:` it; leaving out one is asking for the other."""
    assert parse("-before:2026-01-01").since == parse("after:2026-01-01").since == NEW_YEAR
    assert parse("-after:2026").before == parse("before:2026-01-01").before == NEW_YEAR
    assert parse("after:2025 after:2026 before:2027 before:2026-01-02") == parse("after:2026 before:2026-01-02")


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13", "0000", "tomorrow", "2026-1-1-1", "٢٠٢٦", ""])
def test_no_day(text: str) -> None:
    """What is no day is none."""
    assert day(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("size:large", ["size large"]),
        ("has:hope", ["has hope"]),
        ("before:christmas", ["before christmas"]),
        ("from:", ["from"]),
        ("#2026", ["2026"]),
        ("e-mail don't", ["e mail", "don t"]),
        ("“wide awake„ «tout va»", ["wide awake", "tout va"]),
        ('"never closed', ["never closed"]),
        ("ＣＡＦÉ Ångström ŁÓDŹ straße", ["cafe", "angstrom", "lodz", "strasse"]),
        ("東京タワー", ["東 京 タ ワ ー"]),
        ('- -- "" … tea', ["tea"]),
    ],
)
def test_anything_else_is_words(text: str, words: list[str]) -> None:
    """What is no filter, or makes no sense as one, is words; accents, capitals and wide letters do not matter."""
    assert said(text) == words


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a" * 201, QueryTooLong),
        ("a " * 11, QueryTooWide),
        ("", QueryEmpty),
        ("  … ", QueryEmpty),
        ("-tea -from:ana", QueryEmpty),
    ],
)
def test_limits(text: str, refusal: type[Refusal]) -> None:
    """A query has at most 200 characters and 10 terms, and asks for something."""
    with pytest.raises(refusal):
        parse(text)
    assert len(parse("a " * 10).terms) == 10
    assert len(parse("a" * 200).terms) == 1


def test_names_are_beginnings() -> None:
    """Of names every word may go on, and each counts once."""
    assert names("An an SM @ana_b") == (
        Term(("an",), prefix=True),
        Term(("sm",), prefix=True),
        Term(("ana",), prefix=True),
        Term(("b",), prefix=True),
    )


@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    """Whatever is typed is understood somehow, or refused for what it is; and understood the same the next time."""
    assert understood(parse, text) == understood(parse, text)
    assert understood(names, text) == understood(names, text)


def understood(read: Callable[[str], object], text: str) -> object:
    """What a query was understood as, or why it was refused."""
    try:
        return read(text)
    except Invalid as refused:
        return refused.code


_WORD = st.from_regex(r"[a-z]{4,12}", fullmatch=True).filter(lambda word: word not in {"from", "after", "before"})


@given(
    st.lists(_WORD, min_size=1, max_size=3, unique=True),
    st.lists(_WORD, max_size=3),
    st.lists(st.sampled_from(["photo", "video", "audio", "link", "poll"]), max_size=2),
    st.randoms(),
)
def test_the_order_of_filters_does_not_matter(
    words: list[str], without: list[str], has: list[str], dice: object
) -> None:
    """Where among the words a filter stands changes nothing."""
    filters = [*(f"-{one}" for one in without), *(f"has:{one}" for one in has)]
    plain = parse(" ".join([*filters, *words, ""]))
    places = [*filters, *[""] * len(words)]
    dice.shuffle(places)  # type: ignore[attr-defined]
    left = iter(words)
    mixed = parse(" ".join([one or next(left) for one in places] + [""]))
    assert set(mixed.without) == set(plain.without)
    assert (mixed.terms, mixed.has) == (plain.terms, plain.has)
