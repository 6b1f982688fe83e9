"""Search: what the words of a text are, folded so that capitals and accents do not matter, and where they stand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.messages.public import Highlight

TERMS_MAX = 10
WORD_MAX = 64
"""Longer words are found by their beginning."""
BEGINNING_MIN = 3
"""So many characters must be there of a word that is only begun."""
LOOKED_UP_MAX = 1_000
"""So many words are looked up for one search: one word in so many conversations, two in half as many, the latest ones.
Any older conversation is searched by naming it."""

_MARKS = "".join(chr(at) for at in range(0x300, 0x1C00) if unicodedata.category(chr(at)) in {"Mn", "Mc"})
# Scripts that put no space between words: each character counts as a word.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_ALONE}]|[^\\W_{_ALONE}](?:[^\\W_{_ALONE}]|[{_MARKS}])*")


def fold(text: str) -> str:
    """Write a text so that how it was written no longer matters."""
    if text.isascii():
        return text.lower()
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold()


def words(text: str) -> list[str]:
    """Give the words of a text, folded."""
    return [word[:WORD_MAX] for word in _WORD.findall(fold(text))]


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """Walk the words of a text as (start, end, folded)."""
    for found in _WORD.finditer(text):
        for word in words(found.group()):
            yield *found.span(), word


def room(conversation_id: str) -> str:
    """Give what stands before every word of a conversation in the index.

    So the index itself finds only what was said where somebody looks, however much is said elsewhere. That it may be
    the same for two conversations does no harm: what is found passes the gate before it is shown.
    """
    return blake2b(conversation_id.encode(), digest_size=4).hexdigest()


def indexed(conversation_id: str, text: str) -> str:
    """Give what search keeps of a message: its words, each once."""
    before = room(conversation_id)
    return " ".join(sorted({before + word for word in words(text)}))


def terms(query: str) -> list[str]:
    """Give the words that are looked for; the last one may be only the beginning of one."""
    found = words(query)
    if not found:
        raise Invalid(FieldError("q", "empty", "There is no word to look for."))
    if len(found) > TERMS_MAX:
        raise Invalid(FieldError("q", "too_many_words", f"At most {TERMS_MAX} words."))
    return found


def begins(word: str) -> bool:
    """Tell whether the last word may be the beginning of a longer one; of too many, where it is very short."""
    return len(word) >= BEGINNING_MIN


def for_sqlite(found: list[str], conversation_ids: Sequence[str]) -> str:
    """Ask FTS5. Words hold letters and digits alone, so they need no more than the quotes."""
    last = " *" if begins(found[-1]) else ""
    each = [
        " AND ".join(f'"{before}{word}"' for word in found) + last
        for before in map(room, searched(found, conversation_ids))
    ]
    return " OR ".join(f"({one})" for one in each)


def for_postgresql(found: list[str], conversation_ids: Sequence[str]) -> str:
    """Ask PostgreSQL the same, as a tsquery."""
    last = ":*" if begins(found[-1]) else ""
    each = [
        " & ".join(f"'{before}{word}'" for word in found) + last
        for before in map(room, searched(found, conversation_ids))
    ]
    return " | ".join(f"({one})" for one in each)


def searched(found: list[str], conversation_ids: Sequence[str]) -> Sequence[str]:
    """Choose in which of one's conversations, the latest first, these words are looked for."""
    return conversation_ids[: LOOKED_UP_MAX // len(found)]


def highlights(text: str, found: list[str]) -> list[Highlight]:
    """Say where in a text the words stand that were looked for."""
    last = found[-1]
    at = {
        (start, end): None
        for start, end, word in placed(text)
        if word in found or (begins(last) and word.startswith(last))
    }
    return [Highlight(start=start, end=end) for start, end in at]
