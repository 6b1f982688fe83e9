"""Notifications: what is told to whom, what makes one of several, and what one is about."""

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec

from minifb.kernel.clock import HOUR, MINUTE, Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Card, Wire
from minifb.modules.notifications.public import Kind, Notification, Target, TargetKind
from minifb.modules.notifications.rules.words import Detail, Speech, say, shortened

GROUPED: frozenset[Kind] = frozenset({"reaction", "share", "friend.accepted"})
"""Kinds where several acts about one thing are one; whatever else somebody says or asks stands alone."""
RENEWED: frozenset[Kind] = frozenset({"message"})
"""Kinds of which there is one for each thing: read, it begins anew with the next act."""
ACTORS_KEPT = 10
ACTORS_SHOWN = 3


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell members: one act, of one kind, about one thing."""

    kind: Kind
    cause: str
    """Names the act: nobody is told of it twice. `comment:<id>`, `reaction:<target>:<member>`."""
    to: list[str]
    actor_id: str = ""
    """Who did it; empty: the house itself."""
    target_kind: TargetKind
    target_id: str
    place_id: str | None = None
    """The post or conversation that the target is or stands in."""
    detail: Detail = Detail()
    at: Instant = 0
    """When it was done; 0: with the event that is handled, else now."""


class UnreadCount(Wire):
    """What waits for a member; counts end at 999."""

    count: int
    """How many one has not read."""
    unseen: int
    """How many came since one opened the list: the badge."""


class Row(msgspec.Struct, frozen=True):
    """A notification as it is kept."""

    id: str
    user_id: str
    kind: Kind
    target_kind: TargetKind
    target_id: str
    place_id: str | None
    detail: Detail
    actor_ids: list[str]
    """The latest of them, the last one first."""
    actor_count: int
    began_at: Instant
    created_at: Instant
    shown: bool
    seen_at: Instant | None
    read_at: Instant | None

    @property
    def place(self) -> tuple[Instant, str]:
        """Where it stands in the list."""
        return self.created_at, self.id


class Shrunk(NamedTuple):
    """What is left of a notification after a cause of it went."""

    causes: int
    actors: int
    actor_ids: list[str]
    latest: str
    """The cause that was told last."""


def begun(told: Told, user_id: str, id: str, now: Instant, *, shown: bool) -> Row:
    """Begin a notification of an act."""
    actors = [told.actor_id] if told.actor_id else []
    return Row(
        id=id,
        user_id=user_id,
        kind=told.kind,
        target_kind=told.target_kind,
        target_id=told.target_id,
        place_id=told.place_id,
        detail=told.detail,
        actor_ids=actors,
        actor_count=len(actors),
        began_at=now,
        created_at=now,
        shown=shown,
        seen_at=None,
        read_at=None,
    )


def is_over(row: Row) -> bool:
    """Tell whether a notification begins anew with the next act: what it told was read."""
    return row.kind in RENEWED and row.read_at is not None


def told_at(told: Told, happened_at: Instant | None, now: Instant) -> Instant:
    """Say when it was that members are told: a server that was away tells of what was done meanwhile as of then."""
    at = told.at or happened_at or now
    return at if now - at > MINUTE else now


def joined(row: Row, told: Told, at: Instant, *, known: bool, shown: bool) -> Row:
    """Take one more act into a notification: on top, and unseen again. `known`: its actor is in it already."""
    if is_over(row):
        row, known = msgspec.structs.replace(row, detail=Detail(acts=0), actor_ids=[], actor_count=0), False
    others = [one for one in row.actor_ids if one != told.actor_id]
    return msgspec.structs.replace(
        row,
        detail=msgspec.structs.replace(told.detail, acts=row.detail.acts + 1),
        actor_ids=[told.actor_id, *others][:ACTORS_KEPT],
        actor_count=row.actor_count + (0 if known else 1),
        created_at=max(row.created_at, at),
        shown=shown,
        seen_at=None,
        read_at=None,
    )


def how_many(row: Row, *, known: bool) -> int:
    """Say the how-manieth a notification is for whoever is told of it: by acts since it was read, or by people."""
    if row.kind in RENEWED:
        return row.detail.acts
    return 0 if known else row.actor_count


def shrunk(row: Row, left: Shrunk) -> Row:
    """Leave in a notification what is left of it; it stays where it stands, and who had seen it has."""
    stayed = [one for one in row.actor_ids if one in left.actor_ids]
    actors = [*stayed, *(one for one in left.actor_ids if one not in stayed)]
    detail = msgspec.structs.replace(row.detail, acts=left.causes)
    if row.kind == "message":
        detail = msgspec.structs.replace(detail, message_id=left.latest.partition(":")[2])
    elif actors[:1] != row.actor_ids[:1]:
        detail = msgspec.structs.replace(detail, reaction=None)
    return msgspec.structs.replace(row, detail=detail, actor_ids=actors, actor_count=left.actors)


def open_since(kind: Kind, now: Instant, hours: int) -> Instant | None:
    """Say since when a notification must have begun to take in another act; None: it never does."""
    if kind in GROUPED:
        return now - hours * HOUR
    return 0 if kind in RENEWED else None


def drawn(row: Row, cards: dict[str, Card], seen: Collection[str], said: str | None) -> Notification | None:
    """Draw a notification; None: all who did it are hidden from whom it is told."""
    actors = [cards[one] for one in row.actor_ids if one in cards and one in seen]
    if row.actor_ids and not actors:
        return None
    count = row.actor_count - (len(row.actor_ids) - len(actors))
    speech = Speech(row.kind, row.target_kind, [card.first_name for card in actors[:2]], count, said, row.detail)
    return Notification(
        id=row.id,
        kind=row.kind,
        actors=actors[:ACTORS_SHOWN],
        actor_count=count,
        target=Target(kind=row.target_kind, id=row.target_id, url=_url(row, actors)),
        text=say(speech),
        said=shortened(said) if said else None,
        reaction=row.detail.reaction if count == 1 else None,
        manner="also" if row.detail.also else row.detail.what,
        created_at=wire(row.created_at),
        seen_at=maybe_wire(row.seen_at),
        read_at=maybe_wire(row.read_at),
    )


def _url(row: Row, actors: list[Card]) -> str:
    """Say where the member app shows what a notification is about."""
    match row.kind, row.target_kind:
        case "friend.request", _:
            return "/friends"
        case "friend.accepted", _ if len(actors) > 1:
            return "/friends"
        case "moderation", _ if row.detail.what == "removed":
            return "/settings"
        case "message.request", _:
            return f"/m/{row.target_id}"
        case "welcome", _:
            return "/"
        case _, "post":
            return f"/p/{row.target_id}"
        case _, "comment":
            return f"/p/{row.place_id}?comment={row.target_id}"
        case _, "conversation":
            return f"/m/{row.target_id}"
        case _, "message":
            return f"/m/{row.place_id}?message={row.target_id}"
    return f"/@{actors[0].username}" if actors else "/n"


def excerpted(row: Row) -> str | None:
    """Name the post or comment that must be seen, and is quoted; None: there is none."""
    return row.target_id if row.target_kind in {"post", "comment"} and row.kind != "moderation" else None


def quoted(row: Row) -> str | None:
    """Name the message that must be readable, and is quoted; None: there is none."""
    if row.target_kind == "message":
        return row.target_id
    return row.detail.message_id if row.kind == "message" else None


def about(row: Row) -> str | None:
    """Name what must be seen, or be readable, for a notification to be shown; None: nothing."""
    return excerpted(row) or quoted(row)


def as_values(row: Row) -> dict[str, Any]:
    """Give what is kept of a notification, by column."""
    return msgspec.structs.asdict(row)
