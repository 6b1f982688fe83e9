"""What texts are cut into."""

# ruff: noqa: RUF001 - letters of many scripts

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.modules.search.rules.words import LETTERS_MAX, folded, places, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Café CRÈME, naïve!", ["cafe", "creme", "naive"]),
        ("l'amour d’été", ["l", "amour", "d", "ete"]),
        ("Øre straße Łódź İzmir æon", ["ore", "strasse", "lodz", "izmir", "aeon"]),
        ("Ёлка йод ΆΣΣ", ["елка", "иод", "ασσ"]),
        ("你好 world", ["你", "好", "world"]),
        ("カタ ｶﾞ がく", ["カ", "タ", "ガ", "が", "く"]),
        ("한국어", ["한", "국", "어"]),
        ("한", ["한"]),
        ("สวัสดี", ["ส", "วั", "ส", "ดี"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("ＷＩＤＥ ﬁne ½ ①", ["wide", "fine", "12", "1"]),
        ("#tag @ana_b http://x.org", ["tag", "ana", "b", "http", "x", "org"]),
        ("Party🎉🎉 👍🏽 ❤️ 🇩🇪!", ["party", "🎉", "🎉", "👍", "❤", "🇩", "🇪"]),
        ("مُحَمَّد كِتَاب أحمد مـحـمـد", ["محمد", "كتاب", "احمد", "محمد"]),
        ("שָׁלוֹם עֲלֵיכֶם", ["שלום", "עליכם"]),
        ("Donau\u00addampf\u00adschiff", ["donaudampfschiff"]),
        ("… — _ ©", []),
    ],
)
def test_texts_are_cut_into_folded_words(text: str, cut: list[str]) -> None:
    """Capitals, accents and wide letters fold; scripts without spaces are cut into their signs."""
    assert words(text) == cut


@given(st.text(max_size=300))
def test_keeping_asking_and_marking_agree(text: str) -> None:
    """The words that are kept are those that are marked, in their order and their places, and fold to themselves."""
    where = places(text)
    assert [words(text[start:end]) for start, end in where] == [[word] for word in words(text)]
    assert all(0 <= start < end <= len(text) for start, end in where)
    assert all(one[1] <= other[0] for one, other in pairwise(where))
    assert all(0 < len(word) <= LETTERS_MAX and " " not in word for word in words(text))
    assert words(folded(text)) == words(folded(folded(text)))


@given(st.text(alphabet="abcé ç京", max_size=60))
def test_a_word_is_found_as_itself(text: str) -> None:
    """What a text is cut into is cut into itself, so that who asks for a word asks for that word."""
    assert all(words(word) == [word] for word in words(text))
