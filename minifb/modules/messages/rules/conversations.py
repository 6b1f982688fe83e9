"""Conversations: who is in one, who may do what in it, and who is told."""

import unicodedata
from collections.abc import Container, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import FOR_GOOD, Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Avatar, Card
from minifb.kernel.refusals import Conflict, FieldError, Forbidden, Invalid
from minifb.kernel.texts import SomeId, plain
from minifb.modules.messages.public import (
    Conversation,
    ConversationCan,
    ConversationKind,
    Message,
    Participant,
    ParticipantRole,
)

PARTICIPANTS_SHOWN = 50
"""Most participants that a conversation shows by itself; the rest is a list of its own."""
RECEIPTS_MAX = 50
"""In a larger group nobody's position is shown, only how many have read a message."""
_JOINERS = {"\u200c", "\u200d"}  # letters and pictures are joined by them
PRESENT = ("in", "request", "ignored")
REQUESTED = ("request", "ignored")
"""States of who has not accepted."""
"""The states of those who are in a conversation; for the others each of them is a participant like any other."""

ParticipantState = Literal["in", "request", "ignored", "left", "removed"]
Box = Literal["inbox", "archived", "requests", "ignored"]
Title = Annotated[str, Meta(max_length=100)]


class CannotWrite(Forbidden):
    """You cannot write here any more."""


class RequestUnanswered(Conflict):
    """Wait for an answer before you write more."""


class NotInDirect(Conflict):
    """A conversation of two stays one; begin a group instead."""


class AcceptFirst(Conflict):
    """Accept this conversation first."""


class TooManyParticipants(Conflict):
    """A group cannot have so many members on this server."""


class NewConversation(Ask):
    """With whom to talk: one other member, or several, or any with a title, which makes a group."""

    participant_ids: Annotated[list[SomeId], Meta(min_length=1, max_length=1_000)]
    title: Title | None = None


class ConversationChange(Ask):
    """What a group is called, and the picture it is known by; what is left out stays."""

    title: Title | UnsetType | None = UNSET
    picture_id: SomeId | UnsetType | None = UNSET


class Seat(msgspec.Struct, frozen=True):
    """A member's seat in a conversation: the conversation, and what is theirs alone in it."""

    id: str
    kind: ConversationKind
    pair: str | None
    title: str | None
    picture_id: str | None
    by_id: str
    created_at: Instant
    updated_at: Instant
    last_seq: int
    members: int
    revision: int
    member_id: str
    role: ParticipantRole
    state: ParticipantState
    joined_at: Instant
    joined_seq: int
    left_seq: int | None
    left_at: Instant | None
    delivered_seq: int
    read_seq: int
    seen_seq: int
    unread_from: int | None
    cleared_seq: int
    muted_until: Instant
    archived_seq: int | None
    pinned_at: Instant | None
    declined: bool
    """Whether the member went while it was a request."""
    shut: bool
    """Whether it is a conversation of two one of whom blocked the other."""

    @property
    def present(self) -> bool:
        """Whether the member is in it still."""
        return self.state in PRESENT

    @property
    def waiting(self) -> bool:
        """Whether it is a request that the member has not accepted."""
        return self.state in REQUESTED

    @property
    def veiled(self) -> bool:
        """Whether the member is shown no pictures, as they never took part."""
        return self.waiting or self.declined

    @property
    def after(self) -> int:
        """What the member reads comes after this number."""
        return max(self.joined_seq, self.cleared_seq)

    @property
    def until(self) -> int:
        """What the member reads ends with this number."""
        return self.last_seq if self.left_seq is None else self.left_seq

    @property
    def other_id(self) -> str | None:
        """Who the other one is, in a conversation of two."""
        if self.pair is None:
            return None
        low, high = self.pair.split(":")
        return high if low == self.member_id else low


class Place(msgspec.Struct, frozen=True):
    """A participant as the others need to know them."""

    conversation_id: str
    member_id: str
    role: ParticipantRole
    state: ParticipantState
    joined_at: Instant
    joined_seq: int
    delivered_seq: int
    read_seq: int
    muted_until: Instant
    hidden: bool
    """Whether nobody sees the member at the moment: suspended, or away."""
    receipts: bool
    """Whether others may learn what the member read."""


class Told(msgspec.Struct, frozen=True):
    """Who hears of something that a member does in a conversation: others, by their ids."""

    recipients: list[str]
    """Who may read it and did not choose to ignore it."""
    live: list[str]
    """Whose sockets hear of it now."""
    quiet: list[str]
    """Recipients who are not to be reminded."""
    requests: list[str]
    """Recipients for whom the conversation is a request that they have not answered."""


NOBODY = Told([], [], [], [])
"""Nobody hears of it."""


def leaders(places: list[Place]) -> list[str]:
    """List the admins who take part in a group, by their ids."""
    return [place.member_id for place in places if place.role == "admin" and place.state == "in"]


def heir(places: list[Place]) -> str | None:
    """Choose who leads a group that nobody leads: who takes part in it longest, of those who are there if possible."""
    there = sorted((place for place in places if place.state == "in"), key=lambda place: place.hidden)
    return there[0].member_id if there and not leaders(places) else None


def pair_of(one: str, other: str) -> str:
    """Name the conversation of two members, whoever begins it."""
    return ":".join(sorted((one, other)))


def others_of(me: str, ids: list[str], field: str = "participantIds") -> list[str]:
    """List whom somebody wants to talk with: each once, and not oneself."""
    others = sorted(set(ids) - {me})
    if not others:
        raise Invalid(FieldError(field, "self", "Name somebody else."))
    return others


def checked_title(title: str | None) -> str | None:
    """Give a title on one line; an empty one is none. Nothing may hide in it or turn it around."""
    if title is None:
        return None
    if any(unicodedata.category(char) == "Cf" and char not in _JOINERS for char in title):
        raise Invalid(FieldError("title", "characters", "Control and direction characters are not allowed."))
    return " ".join(plain(title, "title", empty=True).split()) or None


def new_title(seat: Seat, asked: ConversationChange) -> str | None:
    """Say what a group is to be called."""
    return seat.title if isinstance(asked.title, UnsetType) else checked_title(asked.title)


def told(me: str, places: list[Place], blocked: set[str], muters: set[str], now: Instant) -> Told:
    """Decide who hears of what a member does in a conversation."""
    others = [place for place in places if place.member_id != me and place.state in {"in", "request"}]
    near = [place for place in others if not place.hidden and place.member_id not in blocked]
    awake = {place.member_id for place in near if place.muted_until <= now and place.member_id not in muters}
    return Told(
        recipients=[place.member_id for place in others],
        live=[place.member_id for place in near if place.state == "in"],
        quiet=[place.member_id for place in others if place.member_id not in awake],
        requests=[place.member_id for place in others if place.state == "request"],
    )


def may_write(seat: Seat, places: list[Place], lines_max: int) -> None:
    """Refuse to let a member write who has left, to whom nobody listens, or who should wait for an answer."""
    if not seat.present:
        raise CannotWrite
    if seat.kind == "direct":
        other = next((place for place in places if place.member_id != seat.member_id), None)
        if other is None or other.hidden:
            raise CannotWrite
        if other.state in {"request", "ignored"} and seat.last_seq - max(other.joined_seq, 0) > lines_max:
            raise RequestUnanswered


def can(seat: Seat, places: list[Place]) -> ConversationCan:
    """Say what a member may do in a conversation."""
    group = seat.kind == "group" and seat.present
    alone = seat.kind == "direct" and not any(p.member_id != seat.member_id and not p.hidden for p in places)
    settled = group and not seat.waiting
    return ConversationCan(send=seat.present and not alone, add=settled, rename=settled, leave=group)


def participants(
    seat: Seat, places: list[Place], mine: Place | None, cards: Mapping[str, Card], blocked: Container[str]
) -> list[Participant]:
    """Show participants to a member, with what each of them read where both show that."""
    mutual = mine is not None and mine.receipts and seat.state == "in" and seat.members <= RECEIPTS_MAX
    found = []
    for place in places:
        if (card := cards.get(place.member_id)) is None or not was_there(seat, place):
            continue
        told = place.member_id == seat.member_id or (
            mutual and place.receipts and place.state == "in" and not place.hidden and place.member_id not in blocked
        )
        found.append(
            Participant(
                **{field: getattr(card, field) for field in Card.__struct_fields__},
                role=place.role,
                last_read_seq=place.read_seq if told else UNSET,
                delivered_seq=place.delivered_seq if told else UNSET,
            )
        )
    return found


class Turn(msgspec.Struct):
    """What changing a group gave: how it is now for whoever did it, the lines that tell it, and who is to hear."""

    conversation: Conversation
    lines: list[Message] = []
    """None: nothing changed."""
    told: Told | None = None
    anew: list[str] = []
    """For whom it is a conversation that they did not have before, or do not take part in any more."""


def was_there(seat: Seat, place: Place) -> bool:
    """Tell whether a participant came before the member left; of later ones they learn nothing."""
    return seat.left_seq is None or place.joined_seq < seat.left_seq


def show(
    seat: Seat,
    places: list[Place],
    participants: list[Participant],
    last: Message | None,
    unread: int,
    now: Instant,
    picture: Avatar | None = None,
) -> Conversation:
    """Show a conversation to a member."""
    muted = seat.muted_until > now
    return Conversation(
        id=seat.id,
        kind=seat.kind,
        title=seat.title,
        picture=picture,
        participants=participants,
        participant_count=seat.members if seat.present else len(participants),
        last_message=last,
        last_seq=seat.until,
        unread_count=unread,
        marked_unread=seat.unread_from is not None,
        muted=muted,
        muted_until=maybe_wire(seat.muted_until if muted and seat.muted_until != FOR_GOOD else None),
        archived=seat.archived_seq is not None and seat.archived_seq >= seat.until,
        pinned=seat.pinned_at is not None,
        request=seat.waiting,
        can=can(seat, places),
        created_at=wire(seat.created_at),
        updated_at=wire(seat.updated_at if seat.left_at is None else seat.left_at),
        revision=seat.revision,
    )
