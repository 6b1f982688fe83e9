"""What a text that people write says: what it may hold, whom it mentions, what it links and tags."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from minifb.kernel.http.shapes import Span
from minifb.kernel.refusals import FieldError, Invalid

SomeId = Annotated[str, Meta(max_length=36)]
"""An id that a client names."""


def plain(text: str, field: str = "text", *, empty: bool = False) -> str:
    """Give a text trimmed; refuse an empty one unless it may be, and characters that no text needs."""
    text = text.strip()
    if not text and not empty:
        raise Invalid(FieldError(field, "empty", "There is nothing to say."))
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        raise Invalid(FieldError(field, "characters", "Control characters are not allowed."))
    return text


# A mention or hashtag begins where no word, address or path is under way.
TOKEN = re.compile(
    r"""(?P<url>https?://[^\s<>"]{1,2048})
    | (?<![\w@\#/&.]) (?: @(?P<handle>[A-Za-z0-9_]{3,30})(?!\w) | \#(?P<tag>\w{1,100})(?!\w) )""",
    re.VERBOSE | re.IGNORECASE,
)
TOKENS_MAX = 20
"""Most mentions, hashtags and links of each kind in one text."""


def tokens(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Walk the links, mentions and hashtags of a text as (start, end, kind, value)."""
    for found in TOKEN.finditer(text):
        start, end = found.span()
        if url := found["url"]:
            url = _without_tail(url)
            if len(url) > len("https://"):
                yield start, start + len(url), "link", url
        elif handle := found["handle"]:
            yield start, end, "mention", handle.lower()
        elif (tag := found["tag"]) and not tag.isdigit():
            yield start, end, "tag", unicodedata.normalize("NFC", tag).casefold()


def _without_tail(url: str) -> str:
    """Leave to the sentence what ends it: punctuation, and a bracket that the address did not open."""
    while url[-1] in ".,;:!?'*_" or (url[-1] == ")" and url.count(")") > url.count("(")) or url[-1] == "]":
        url = url[:-1]
    return url


def handles(text: str) -> list[str]:
    """List the usernames that a text mentions; refuse a text with too much of one kind."""
    kinds = [kind for _, _, kind, _ in tokens(text)]
    for kind in ("mention", "tag", "link"):
        if kinds.count(kind) > TOKENS_MAX:
            raise Invalid(FieldError("text", f"too_many_{kind}s", f"At most {TOKENS_MAX} of each kind."))
    return sorted({value for _, _, kind, value in tokens(text) if kind == "mention"})


def unmentioned(found: list[Span], people: Container[str | None]) -> list[Span]:
    """Leave out the mentions of people whom a viewer does not see for a block: to that viewer they are just text."""
    return [span for span in found if span.user_id not in people]


def spans(text: str, people: Mapping[str, str]) -> list[Span]:
    """Say what parts of a text mean; `people` are the ids of those mentioned who can be, by username."""
    found = []
    for start, end, kind, value in tokens(text):
        if kind == "link":
            found.append(Span(start=start, end=end, kind=kind, url=value))
        elif kind == "tag":
            found.append(Span(start=start, end=end, kind=kind, tag=value))
        elif value in people:
            found.append(Span(start=start, end=end, kind=kind, user_id=people[value]))
    return found
