"""Wishes: what a member wants of a conversation, for themselves alone; nobody else is told."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import FOR_GOOD, MINUTE, Instant
from minifb.kernel.http.shapes import Ask
from minifb.kernel.refusals import Conflict
from minifb.modules.messages.rules.conversations import Seat


class TooManyPins(Conflict):
    """You have pinned as many conversations as this server allows."""


class NoRequest(Conflict):
    """This is no request that waits for your answer."""


class Quiet(Ask):
    """For how many minutes a conversation is muted; left out, until one says otherwise."""

    minutes: Annotated[int, Meta(ge=1, le=527_040)] | None = None


class Wish(msgspec.Struct, frozen=True):
    """What a member wants of a conversation."""

    kind: Literal["mute", "unmute", "archive", "unarchive", "pin", "unpin", "unread", "ignore", "delete"]
    minutes: int | None = None


def granted(seat: Seat, wish: Wish, now: Instant) -> Seat:
    """Give the seat as its holder wants it."""
    changes: dict[str, object]
    match wish.kind:
        case "mute":
            changes = {"muted_until": FOR_GOOD if wish.minutes is None else now + wish.minutes * MINUTE}
        case "unmute":
            changes = {"muted_until": 0}
        case "archive":
            changes = {"archived_seq": seat.until}
        case "unarchive":
            changes = {"archived_seq": None}
        case "pin":
            changes = {"pinned_at": seat.pinned_at or now}
        case "unpin":
            changes = {"pinned_at": None}
        case "unread":
            changes = {"unread_from": seat.until}
        case "ignore":
            if not seat.waiting:
                raise NoRequest
            changes = {"state": "ignored"}
        case "delete":
            changes = dict.fromkeys(("unread_from", "archived_seq", "pinned_at")) | {
                "cleared_seq": seat.until,
                "seen_seq": max(seat.seen_seq, seat.until),
            }
    return msgspec.structs.replace(seat, **changes)
