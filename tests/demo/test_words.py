"""What people of a demo town say."""

import re
from pathlib import Path
from random import Random

import pytest

from minifb.demo import SIZES
from minifb.demo.people import Resident, Town, settle
from minifb.demo.words import Words
from minifb.kernel.clock import Instant


@pytest.fixture(scope="module")
def town() -> Town:
    """A town of fifty."""
    return settle("oak", SIZES["small"], began=Instant(0))


@pytest.fixture
def words(town: Town) -> Words:
    """What they say."""
    return Words("oak", town)


def everything(words: Words, town: Town) -> list[str]:
    """Say a great deal."""
    chance, said = Random("oak"), []
    for number in range(1_500):
        author, friend = (chance.choice(town.residents) for _ in range(2))
        told = words.post(chance, words.theme_of(chance, author), author, friend, number % 12 + 1)
        if told is None:
            continue
        said.append(told.text)
        who: tuple[Resident, Resident, Resident] = (friend, author, author)
        pieces = [piece for chain in words.answers(chance, told) for piece in chain]
        said += [text for piece in pieces if (text := words.answer(chance, told, piece, who))]
    return said


def test_no_pattern_shows_through(words: Words, town: Town) -> None:
    """Whatever is said is a finished sentence: nothing in braces, no arrow, no mark of a season or an option."""
    said = everything(words, town)
    assert len(said) > 3_000
    assert [text for text in said if re.search(r"[{}→◦]|\(\d+-\d+\)|None|\ba [aeio]", text)] == []
    assert all(0 < len(text) < 1_000 for text in said)


def test_nobody_says_what_somebody_said_before(words: Words, town: Town) -> None:
    """In a small town no post is told twice."""
    chance = Random("oak")
    told = [words.post(chance, words.theme_of(chance, one), one, None, 5) for one in town.residents * 6]
    texts = [re.sub(r" [^\w ]+$| #.*$", "", each.text.lower()) for each in told if each]
    assert len(texts) == len(set(texts))


def test_people_have_names_that_a_server_takes(town: Town) -> None:
    """Usernames are folded, distinct and of the right form, whatever language a name is from."""
    names = [one.username for one in town.residents]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9_]{3,30}", name) for name in names)


def test_the_words_travel_with_the_package() -> None:
    """The patterns are beside the code, so that wheel and binary carry them."""
    import minifb.demo

    assert (Path(minifb.demo.__file__).parent / "words.toml").is_file()
