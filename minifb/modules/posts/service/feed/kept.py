"""What is kept of feeds, in memory and for a while: the order of a session, and pages as they were sent.

Nothing here decides who may see what. A session is an order of posts, each of which passes the gate whenever it is
drawn; a page is sent again only while everything that it was made of is the same. Without memory to spare nothing is
kept, and the same is answered.
"""

import struct
from collections import deque
from collections.abc import Iterator, Sequence

import msgspec
from cachebox import LRUCache

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Envelope
from minifb.modules.posts.public import PostCreated, PostRestored, PostUpdated
from minifb.modules.posts.rules.feed.choices import SESSION_LIFE, Parameters
from minifb.modules.posts.rules.feed.ranker import Place

_PLACE = struct.Struct("<36s36sqdIIIBBBB")
_TIE, _FIRST, _LESS, _RANKED = 3, 4, 8, 16
_OVERHEAD = 500


def packed(places: Sequence[Place]) -> bytes:
    """Write places as bytes, a fifth of what the structs would take."""
    return b"".join(
        _PLACE.pack(
            place.id.encode(),
            place.author_id.encode(),
            place.created_at,
            place.affinity,
            place.commenters,
            place.reactors,
            place.sharers,
            place.tie | _FIRST * place.first | _LESS * place.less | _RANKED * place.ranked,
            min(place.seen, 255),
            min(place.bumped, 255),
            min(place.variety, 255),
        )
        for place in places
    )


def _unpacked(rows: bytes) -> Iterator[Place]:
    for row in _PLACE.iter_unpack(rows):
        name, author, created_at, affinity, commenters, reactors, sharers, flags, seen, bumped, variety = row
        yield Place(
            id=name.decode(),
            author_id=author.decode(),
            created_at=created_at,
            affinity=affinity,
            commenters=commenters,
            reactors=reactors,
            sharers=sharers,
            tie=flags & _TIE,
            first=bool(flags & _FIRST),
            seen=seen,
            less=bool(flags & _LESS),
            bumped=bumped,
            variety=variety,
            ranked=bool(flags & _RANKED),
        )


class Session(msgspec.Struct, frozen=True):
    """The order of one viewer's feed as it was at an instant, with all values that made it."""

    started: Instant
    number: int
    """Which of the sessions that began here."""
    circle: int
    """The version of whom the viewer saw then."""
    given: Parameters
    end: tuple[Instant, str]
    """Where older posts go on."""
    rows: bytes

    def __len__(self) -> int:
        """Tell how many places it has."""
        return len(self.rows) // _PLACE.size

    def places(self, start: int, count: int) -> list[Place]:
        """Give some of its places."""
        return list(_unpacked(self.rows[start * _PLACE.size : (start + count) * _PLACE.size]))

    def find(self, post_id: str) -> Place | None:
        """Give the place of a post."""
        return next((place for place in self.places(0, len(self)) if place.id == post_id), None)


class FeedPage(msgspec.Struct):
    """A page of a feed as it was sent."""

    body: bytes
    tag: str
    """Its ETag."""
    post_ids: list[str]
    """All posts that are on it, also shared ones."""
    version: int
    """What `version` said of them for the viewer."""
    until: Instant
    heard: int
    """How much had been heard when it was chosen."""


Asked = tuple[str, ...]
HEARD_MOST = 1_000


class Feeds:
    """Sessions and pages, at most so many bytes of both; and by whom there was something new."""

    def __init__(self, bytes_max: int) -> None:
        """Keep at most so many bytes; 0 keeps nothing."""
        self._kept: LRUCache[Asked, Session | FeedPage] | None = None
        if bytes_max:
            self._kept = LRUCache(bytes_max, getsizeof=_size)
        self._news: deque[str] = deque(maxlen=HEARD_MOST)
        self.heard = self.begun = 0
        """How much was heard, and how many sessions began, so far."""
        self.hits = self.misses = 0

    # ── sessions and pages ──

    def session(self, viewer_id: str, now: Instant) -> Session | None:
        """Give a viewer's latest session, unless it is over."""
        found = self._kept.get((viewer_id,)) if self._kept is not None else None
        return found if isinstance(found, Session) and now - found.started < SESSION_LIFE else None

    def keep_session(self, viewer_id: str, session: Session) -> None:
        """Keep a session as a viewer's latest, unless there is a later one."""
        if self._kept is not None:
            known = self.session(viewer_id, session.started)
            if known is None or (known.started, known.number) <= (session.started, session.number):
                self._kept[(viewer_id,)] = session

    def page(self, asked: Asked) -> FeedPage | None:
        """Give the page that was the answer before."""
        found = self._kept.get(asked) if self._kept is not None else None
        return found if isinstance(found, FeedPage) else None

    def keep_page(self, asked: Asked, page: FeedPage) -> None:
        """Keep a page for when it is asked for again."""
        if self._kept is not None:
            self._kept[asked] = page

    # ── news ──

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Note whose posts there are to choose anew; told when it is durable, before anybody is answered.

        A hint: it is told in this process alone, so that whatever is kept also has an age.
        """
        for envelope in envelopes:
            if envelope.name in _NEWS:
                event = envelope.event()
                if isinstance(event, PostCreated | PostUpdated):
                    self._news.append(event.author_id)
                    self.heard += 1

    def news(self, heard: int) -> set[str] | None:
        """Tell by whom there was something new since so much had been heard; None: that is too long ago."""
        missed = self.heard - heard
        if missed > len(self._news):
            return None
        return {self._news[-at] for at in range(1, missed + 1)}


_NEWS = {event.NAME for event in (PostCreated, PostUpdated, PostRestored)}


def _size(asked: Asked, kept: Session | FeedPage) -> int:
    body = kept.rows if isinstance(kept, Session) else kept.body
    return len(body) + 80 * len(getattr(kept, "post_ids", ())) + sum(map(len, asked)) + _OVERHEAD
