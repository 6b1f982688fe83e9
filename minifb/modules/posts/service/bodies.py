"""Posts ready to be sent: the part of a post's JSON that is the same for everybody who may see it."""

from collections.abc import Iterable, Sequence

from cachebox import LRUCache
from msgspec import Raw
from msgspec.json import decode, encode

from minifb.kernel.data.tx import Tx
from minifb.kernel.texts import unmentioned
from minifb.modules.posts.public import Body
from minifb.modules.posts.rules.posts import ALONE, Beside, shared_view, view
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.store import media
from minifb.modules.posts.store import members as people
from minifb.modules.posts.store import posts as store
from minifb.modules.posts.store.circles import blocked_with

Edition = tuple[str, int, int]


class Bodies:
    """Draws posts; with memory to spare it keeps their bodies, at most so many bytes.

    What is kept is named by post, edition and the version of the author's card, so that it is never out of date
    and nothing has to be dropped from here. Who may see a post is never decided here.
    """

    def __init__(self, bytes_max: int) -> None:
        """Keep at most so many bytes; 0 keeps nothing."""
        self._kept: LRUCache[Edition, bytes] | None = None
        if bytes_max:
            self._kept = LRUCache(bytes_max, getsizeof=lambda _, body: len(body) + 200)
        self.hits = self.misses = 0

    def draw(self, tx: Tx, viewer_id: str, posts: Sequence[Seen], beside: Beside = ALONE) -> list[bytes]:
        """Draw posts, which the viewer may see, as JSON; beside them stands what they share, as far as it may be."""
        bodies = self._bodies(tx, [*posts, *beside.shared.values()] if beside.shared else posts)
        unmention(tx, viewer_id, bodies)
        shared = {
            original.id: Raw(joined(bodies[original.id], encode(shared_view(viewer_id, original, beside))))
            for original in beside.shared.values()
        }
        return [
            joined(bodies[post.id], encode(view(viewer_id, post, beside, shared.get(post.shared_post_id or ""))))
            for post in posts
        ]

    def _bodies(self, tx: Tx, posts: Sequence[Seen]) -> dict[str, bytes]:
        kept = self._kept
        bodies = {post.id: body for post in posts if kept is not None and (body := kept.get(_edition(post)))}
        missing = [post for post in posts if post.id not in bodies]
        self.hits += len(bodies)
        self.misses += len(missing)
        if missing:
            drawn = bodies_of(tx, missing)
            for post in missing:
                bodies[post.id] = encode(drawn[post.id])
                if kept is not None:
                    kept[_edition(post)] = bodies[post.id]
        return bodies


MENTION = b'"kind":"mention"'
"""Stands in the JSON of what mentions somebody, and cannot stand in a text, where quotes are written otherwise."""


def unmention(tx: Tx, viewer_id: str, bodies: dict[str, bytes]) -> None:
    """Make just text of mentions of whom a viewer does not see for a block; bodies without any cost nothing."""
    mentioning = [post_id for post_id, body in bodies.items() if MENTION in body]
    people = set(blocked_with(tx, viewer_id)) if viewer_id and mentioning else None
    if people:
        for post_id in mentioning:
            body = decode(bodies[post_id], type=Body)
            body.spans = unmentioned(body.spans, people)
            bodies[post_id] = encode(body)


def bodies_of(tx: Tx, posts: list[Seen]) -> dict[str, Body]:
    """Read what posts say and show."""
    cards = people.cards(tx, {post.author_id for post in posts})
    contents = store.contents(tx, [post.id for post in posts])
    held = media.held(tx, [one.id for one in contents if one.media])
    return {one.id: one.body(cards[one.author_id], held.get(one.id, {})) for one in contents}


def page(items: Iterable[bytes], cursor: str | None) -> bytes:
    """Put items that are JSON already into a page of them."""
    return b'{"items":[' + b",".join(items) + b'],"next":' + encode(cursor) + b"}"


def _edition(post: Seen) -> Edition:
    return post.id, post.edition, post.card_revision


def joined(one: bytes, other: bytes) -> bytes:
    """Make one object of two."""
    return one[:-1] + b"," + other[1:]
