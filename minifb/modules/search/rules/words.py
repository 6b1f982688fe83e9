"""Words: what texts are cut into when they are kept, asked for and highlighted, so that the three always agree.

The index is given words and cuts nothing itself. A word is folded: no capitals, no accents, no wide letters. Scripts
that are written without spaces are cut into their signs; what somebody asks for there is a row of signs, a phrase.
An apostrophe parts words: who looks for "amour" means "l'amour" too. An emoji is a word.
"""

import re
import unicodedata
from functools import lru_cache

LETTERS_MAX = 64
"""Longer words are kept and looked for by their beginning."""

# Marks that belong to the letter before them, though they are no letters: Hebrew, Arabic, Indic, Thai, kana voicing …
_MARKS = (
    "\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0963\u0966-\u0dff"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18-\u0fbc\u102b-\u103e\u1160-\u11ff"
    "\u17b4-\u17d3\u3099\u309a\uff9e\uff9f"
)
# Thai, Lao, Tibetan, Burmese, Hangul, Khmer, kana and Han: no spaces between words, or more than a word between them.
_SIGNS = (
    "\u0e00-\u109f\u1100-\u115f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_EMOJI = "\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001faff"
_WORD = re.compile(rf"(?=[^\W_])[{_SIGNS}][{_MARKS}]*|[^\W_{_SIGNS}](?:[^\W_{_SIGNS}]|[{_MARKS}])*|[{_EMOJI}]")
_PLAIN_WORD = re.compile("[a-z0-9]+")
# Vowel points of Hebrew and Arabic are read as accents are; a lengthened line and a hidden hyphen say nothing.
_ACCENTS = re.compile("[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u06d6-\u06dc]+")
_NEITHER = re.compile(rf"[^\w{_MARKS}{_EMOJI}]|_")
# Letters that are one with their stroke, and so do not fall apart into a plain letter and an accent.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def folded(text: str) -> str:
    """Fold a text for looking up: no capitals, no accents, wide and joined letters as plain ones."""
    text = text.casefold()
    if text.isascii():
        return text
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare).casefold().translate(_STROKES)


def places(text: str) -> list[tuple[int, int]]:
    """Say where the words of a text stand, as (start, end); they count code points, end exclusive."""
    if text.isascii():
        return [found.span() for found in _PLAIN_WORD.finditer(text.lower())]
    return [found.span() for found in _WORD.finditer(text) if _bare(found[0])]


def words(text: str) -> list[str]:
    """List the words of a text in their order."""
    if text.isascii():
        plain = _PLAIN_WORD.findall(text.lower())
        return plain if len(text) <= LETTERS_MAX else [word[:LETTERS_MAX] for word in plain]
    return [word for found in _WORD.findall(text) if (word := _bare(found))]


@lru_cache(maxsize=50_000)
def _bare(word: str) -> str:
    """Fold a word; what folding made of a letter, a fraction's stroke or a space, is no part of it."""
    word = folded(word)
    return (word if word.isalnum() else _NEITHER.sub("", word))[:LETTERS_MAX]
