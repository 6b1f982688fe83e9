"""Who may see a medium: whoever may see what holds it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

from minifb.modules.media.rules.attachments import Attachment

Owner = Literal["posts", "messages", "conversations", "profiles"]
Seen = dict[str, str | None]
"""Media that somebody may see, each with the newest post that shows it to them, if one does."""

HOLDERS_MAX = 200
"""Of so many things that hold one medium it is asked who may see them; those anybody may see first."""

_OWNERS: dict[str, Owner] = {
    "post": "posts",
    "message": "messages",
    "conversation": "conversations",
    "avatar": "profiles",
    "cover": "profiles",
}
FACES = frozenset({"avatar", "cover"})
"""What holds a picture of a profile: its small squares are for everybody."""


def owners(held: Iterable[Attachment]) -> dict[Owner, list[str]]:
    """Say whom to ask about what; a draft is its author's alone, so nobody is asked."""
    asked: dict[Owner, set[str]] = defaultdict(set)
    for one in held:
        if owner := _OWNERS.get(one.holder):
            asked[owner].add(one.holder_id)
    return {owner: sorted(ids) for owner, ids in asked.items()}


def seen_in(held: Iterable[Attachment], visible: dict[Owner, set[str]]) -> Seen:
    """Give the media that something visible holds."""
    return _seen(one for one in held if one.holder_id in visible.get(_OWNERS.get(one.holder, "posts"), ()))


def own_in(ids: Iterable[str], held: Iterable[Attachment]) -> Seen:
    """Give media of one's own, which need nothing to hold them."""
    return dict.fromkeys(ids) | _seen(held)


def _seen(holding: Iterable[Attachment]) -> Seen:
    seen: Seen = {}
    for one in sorted(holding, key=lambda one: one.ref):
        seen[one.media_id] = one.holder_id if one.holder == "post" else seen.get(one.media_id)
    return seen


def face(name: str, held: Iterable[Attachment]) -> bool:
    """Tell whether a form is somebody's face to the world: the small square of a profile's picture."""
    return name.startswith("square-") and any(one.holder in FACES for one in held)


def bounded(held: Iterable[Attachment]) -> list[Attachment]:
    """Keep so many holders of each medium."""
    kept: dict[str, list[Attachment]] = defaultdict(list)
    for one in sorted(held, key=lambda one: not one.public):
        if len(kept[one.media_id]) < HOLDERS_MAX:
            kept[one.media_id].append(one)
    return [one for some in kept.values() for one in some]
