"""Receipts: how far somebody read, who learns of it, and how much is unread."""

from collections.abc import Container, Iterable

import msgspec

from minifb.kernel.http.shapes import Card, Wire
from minifb.modules.messages.rules.conversations import Place, Seat

UNREAD_MAX = 999
"""More is not counted."""
SHOWN_MAX = 50
"""In a conversation of more members nobody sees up to where anybody read, only how many read a message."""


class UnreadCount(Wire):
    """How much is unread, of what one did not mute: messages, and the conversations they are in."""

    count: int
    conversations: int


class SeenBy(Wire):
    """Who has read a message; of a conversation of many only how many."""

    count: int
    users: list[Card]


class Got(msgspec.Struct, frozen=True):
    """What became of a receipt: how far the member has got, and who is to hear of it."""

    conversation_id: str
    tell: list[str]
    """Who is to hear of it: nobody, if nothing is new to them."""
    seq: int = 0
    """Up to where, as others may know it."""
    seen: int = 0
    """Up to where, as the member themselves does."""
    unread: int = 0
    total: UnreadCount | None = None
    """What is unread now; None: that is as it was."""


def read(seat: Seat, seq: int, *, private: bool) -> Seat:
    """Move forward up to where a member has read; in private the others do not learn of it."""
    seq = min(seq, seat.until)
    return msgspec.structs.replace(
        seat,
        delivered_seq=max(seat.delivered_seq, seq if not private else 0),
        read_seq=max(seat.read_seq, seq if not private else 0),
        seen_seq=max(seat.seen_seq, seq),
        unread_from=None,
    )


def delivered(seat: Seat, seq: int) -> Seat:
    """Move forward up to what has reached a member."""
    return msgspec.structs.replace(seat, delivered_seq=max(seat.delivered_seq, min(seq, seat.until)))


def shown_in(seat: Seat) -> bool:
    """Tell whether positions are shown in a conversation at all: not in a request, not in a large group."""
    return seat.state == "in" and seat.members <= SHOWN_MAX


def hearers(me: str, places: Iterable[Place], live: Container[str]) -> list[str]:
    """List who hears how far a member got: whoever shows the same of themselves."""
    return [p.member_id for p in places if p.member_id != me and p.receipts and p.member_id in live]


def seen_by(seat: Seat, seq: int, sender_id: str, places: Iterable[Place], blocked: Container[str]) -> list[str]:
    """List who has read a message, of those who show it and whom the viewer sees."""
    return [
        place.member_id
        for place in places
        if place.member_id not in {seat.member_id, sender_id}
        and place.state == "in"
        and place.receipts
        and not place.hidden
        and place.member_id not in blocked
        and place.joined_seq < seq <= place.read_seq
    ]
