"""Participants: who may bring whom into a group, and who leads it."""

from typing import Annotated

from msgspec import Meta

from minifb.kernel.http.shapes import Ask
from minifb.kernel.refusals import Conflict, Forbidden, NotFound
from minifb.kernel.texts import SomeId
from minifb.modules.messages.public import ParticipantRole
from minifb.modules.messages.rules.conversations import (
    PRESENT,
    AcceptFirst,
    CannotWrite,
    NotInDirect,
    ParticipantState,
    Place,
    Seat,
    TooManyParticipants,
    leaders,
)


class OnlyAdmins(Forbidden):
    """Only an admin of the group may do this."""


class LastAdmin(Conflict):
    """Make somebody else an admin first."""


class NewParticipants(Ask):
    """Whom to bring into a group."""

    user_ids: Annotated[list[SomeId], Meta(min_length=1, max_length=1_000)]


class NewRole(Ask):
    """What a member may do in a group."""

    role: ParticipantRole


def check_takes_part(seat: Seat) -> None:
    """Refuse to change a group in which one does not take part."""
    if seat.kind == "direct":
        raise NotInDirect
    if not seat.present:
        raise CannotWrite
    if seat.waiting:
        raise AcceptFirst


def check_leads(seat: Seat) -> None:
    """Refuse what only admins may do."""
    check_takes_part(seat)
    if seat.role != "admin":
        raise OnlyAdmins


def newcomers(
    seat: Seat, ids: list[str], known: dict[str, Place], friends: set[str], most: int
) -> dict[str, ParticipantState]:
    """Say who comes into a group and how: friends at once, others as a request, also who had left of themselves."""
    states: dict[str, ParticipantState] = {}
    for member_id in ids:
        place = known.get(member_id)
        if place and place.state in PRESENT:
            continue
        if place and place.state == "removed" and seat.role != "admin":
            raise OnlyAdmins
        states[member_id] = "in" if member_id in friends and not (place and place.state == "left") else "request"
    if states and seat.members + len(states) > most:
        raise TooManyParticipants
    return states


def present(places: list[Place], member_id: str) -> Place:
    """Find somebody who is in a group."""
    found = next((place for place in places if place.member_id == member_id), None)
    if found is None:
        raise NotFound
    return found


def check_role(places: list[Place], member_id: str, role: ParticipantRole) -> None:
    """Refuse to leave a group without an admin."""
    if role == "member" and leaders(places) == [member_id]:
        raise LastAdmin
