"""The query language: what somebody typed, as what must be there and what must not.

    coffee "flat white" -decaf from:@ana #paris after:2026-01-01 before:2026-02-01 has:photo

All words must be there, the last one also as a beginning; quotes hold words together; a minus leaves out. What is no
filter that exists, or does not make sense as one, is just words, so that nothing typed is ever wrong but too much.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import msgspec

from minifb.kernel.clock import Instant, instant
from minifb.kernel.refusals import FieldError, Invalid
from minifb.modules.search.public import Has
from minifb.modules.search.rules.wanted import Term
from minifb.modules.search.rules.words import folded, words

LETTERS_MAX = 200
TERMS_MAX = 10


class QueryTooLong(Invalid):
    """A search takes at most 200 characters."""


class QueryTooWide(Invalid):
    """A search takes at most 10 words, phrases and filters."""


class QueryEmpty(Invalid):
    """Say what you are looking for: a word at least, or a filter."""


class FilterUnknown(Invalid):
    """A filter says something that it cannot mean."""


class Given(msgspec.Struct, frozen=True):
    """Filters given beside the query instead of in it."""

    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a query asks for. Members are named by their usernames, oneself by `me`."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    authors: frozenset[str] = frozenset()
    not_authors: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    not_tags: frozenset[str] = frozenset()
    has: frozenset[Has] = frozenset()
    not_has: frozenset[Has] = frozenset()
    since: Instant | None = None
    before: Instant | None = None


Side = Literal["term", "author", "tag", "has", "since", "before"]


class Part(msgspec.Struct, frozen=True):
    """One thing that a query says."""

    side: Side
    value: str | int | Term
    negative: bool = False


_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»\uff02", '"'))
_CHUNK = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]\S*))')
_FILTER = re.compile(r"(?P<name>from|has|before|after):(?P<value>.+)", re.IGNORECASE)
_TAG = re.compile(r"#?(?P<tag>\w{1,100})")
_HANDLE = re.compile(r"@?(?P<handle>me|[a-z0-9_]{3,30})", re.IGNORECASE)
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?", re.ASCII)
_HAS: dict[str, Has] = {
    **dict.fromkeys(("photo", "photos", "picture", "pictures", "image", "images"), "photo"),
    **dict.fromkeys(("video", "videos", "film", "films"), "video"),
    **dict.fromkeys(("audio", "sound"), "audio"),
    **dict.fromkeys(("link", "links"), "link"),
    **dict.fromkeys(("poll", "polls"), "poll"),
}


def parse(text: str, given: Given | None = None) -> Asked:
    """Read a query, and the filters given beside it; refuse one that is too long or asks for nothing."""
    if len(text) > LETTERS_MAX:
        raise QueryTooLong(FieldError("q", "query_too_long", QueryTooLong.__doc__ or ""))
    parts = [*_parts(text), *(_given(given) if given else ())]
    if len(parts) > TERMS_MAX:
        raise QueryTooWide(FieldError("q", "query_too_wide", QueryTooWide.__doc__ or ""))
    if all(part.negative for part in parts):
        raise QueryEmpty(FieldError("q", "query_empty", QueryEmpty.__doc__ or ""))

    def those(side: Side, *, negative: bool = False) -> tuple[object, ...]:
        return tuple(part.value for part in parts if part.side == side and part.negative is negative)

    found = {
        "terms": those("term"),
        "without": those("term", negative=True),
        "authors": those("author"),
        "not_authors": those("author", negative=True),
        "tags": those("tag"),
        "not_tags": those("tag", negative=True),
        "has": those("has"),
        "not_has": those("has", negative=True),
    }
    since = [part.value for part in parts if part.side == "since" and isinstance(part.value, int)]
    before = [part.value for part in parts if part.side == "before" and isinstance(part.value, int)]
    asked = msgspec.convert(found, Asked)
    return msgspec.structs.replace(asked, since=max(since, default=None), before=min(before, default=None))


def names(text: str) -> tuple[Term, ...]:
    """Read what somebody is called, or how their names begin."""
    if len(text) > LETTERS_MAX:
        raise QueryTooLong(FieldError("q", "query_too_long", QueryTooLong.__doc__ or ""))
    found = list(dict.fromkeys(words(text)))
    if len(found) > TERMS_MAX:
        raise QueryTooWide(FieldError("q", "query_too_wide", QueryTooWide.__doc__ or ""))
    if not found:
        raise QueryEmpty(FieldError("q", "query_empty", QueryEmpty.__doc__ or ""))
    return tuple(Term((word,), prefix=True, typos=typos_in(word)) for word in found)


def typos_in(word: str) -> int:
    """Say how many letters of a word may be wrong; a number is never meant otherwise."""
    if len(word) < 4 or word.isdigit():
        return 0
    return 1 if len(word) < 8 else 2


def day(text: str) -> Instant | None:
    """Read where a day, month or year begins (UTC); None for what is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return instant(datetime(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1), tzinfo=UTC))
    except ValueError:
        return None


def _parts(text: str) -> Iterator[Part]:
    text = text.translate(_QUOTES)
    for chunk in _CHUNK.finditer(text):
        negative = bool(chunk["minus"])
        if chunk["phrase"] is not None:
            if said := words(chunk["phrase"]):
                yield Part("term", Term(tuple(said)), negative)
            continue
        part = _filter(chunk["bare"], negative) or _term(chunk["bare"], negative, last=chunk.end() == len(text))
        if part:
            yield part


def _term(bare: str, negative: bool, *, last: bool) -> Part | None:
    """Read words; the last one may be on its way still."""
    said = words(bare)
    if not said:
        return None
    typos = typos_in(said[0]) if len(said) == 1 and not negative else 0
    return Part("term", Term(tuple(said), prefix=last and not negative and len(said[-1]) > 1, typos=typos), negative)


def _filter(bare: str, negative: bool) -> Part | None:
    """Read a filter, if it is one."""
    if bare.startswith("#"):
        return _tag(bare, negative)
    found = _FILTER.fullmatch(bare)
    return _named(found["name"].lower(), found["value"].strip('"'), negative) if found else None


def _named(name: str, value: str, negative: bool = False) -> Part | None:
    """Read the filter of this name; None for what it cannot mean."""
    match name:
        case "from":
            who = _HANDLE.fullmatch(value)
            return Part("author", who["handle"].lower(), negative) if who else None
        case "has":
            has = _HAS.get(value.lower())
            return Part("has", has, negative) if has else None
        case "tag":
            return _tag(value, negative)
    at = day(value)
    if at is None:
        return None
    # What is not before an instant is from it on: the two part all time between them.
    return Part("since" if (name == "after") is not negative else "before", at)


def _tag(text: str, negative: bool) -> Part | None:
    found = _TAG.fullmatch(text)
    if found is None or found["tag"].isdigit():
        return None
    return Part("tag", folded(found["tag"]), negative)


def _given(given: Given) -> Iterator[Part]:
    """Read filters that stand beside the query; there nothing else can be meant."""
    told = [("from", one) for one in given.authors] + [("tag", one) for one in given.tags]
    told += [("has", one) for one in given.has]
    told += [(name, at) for name, at in (("before", given.before), ("after", given.after)) if at is not None]
    for name, value in told:
        part = _named(name, value)
        if part is None:
            raise FilterUnknown(FieldError(name, "filter_unknown", FilterUnknown.__doc__ or ""))
        yield part
