"""Statements of participants: who is in a conversation, how they came and went, and what is theirs alone in it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select, true, tuple_, update

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.public import ParticipantRole
from minifb.modules.messages.rules.conversations import (
    PARTICIPANTS_SHOWN,
    PRESENT,
    REQUESTED,
    ParticipantState,
    Place,
    Seat,
)
from minifb.modules.messages.tables import PEOPLE, conversation_participants, conversations, message_settings

_VIEWER: BindParameter[Any] = bindparam("viewer")
_PLACE = conversation_participants.c
_THERE = _PLACE.conversation_id == bindparam("conversation_id")
_ONE = _PLACE.member_id == bindparam("member_id")

# ── who is in one ──

_ASIDE = {
    "hidden": func.coalesce(PEOPLE.hidden, true()).label("hidden"),
    "receipts": func.coalesce(message_settings.c.receipts, true()).label("receipts"),
}
_PLACES = (
    select(*(_ASIDE[field] if field in _ASIDE else _PLACE[field] for field in Place.__struct_fields__))
    .select_from(conversation_participants)
    .outerjoin(PEOPLE.members, PEOPLE.members.c.id == _PLACE.member_id)
    .outerjoin(message_settings, message_settings.c.member_id == _PLACE.member_id)
)
_PRESENT = _PLACES.where(_PLACE.state.in_(PRESENT))
_ORDER = (_PLACE.joined_at, _PLACE.member_id)
PARTICIPANTS = sql(_PRESENT.where(_THERE).order_by(*_ORDER), into=Place)
PAGE = sql(
    _PRESENT.where(
        _THERE,
        _PLACE.joined_seq < bindparam("until"),
        tuple_(*_ORDER) > tuple_(bindparam("at"), bindparam("id")),
    )
    .order_by(*_ORDER)
    .limit(bindparam("limit")),
    into=Place,
)
KNOWN = sql(_PLACES.where(_THERE, among(_PLACE.member_id, "ids")).order_by(*_ORDER), into=Place)
_RANKED = (
    _PRESENT.add_columns(
        func.row_number()
        .over(partition_by=_PLACE.conversation_id, order_by=(_PLACE.member_id != _VIEWER, *_ORDER))
        .label("rank")
    )
    .where(among(_PLACE.conversation_id, "ids"))
    .subquery()
)
SHOWN = sql(
    select(*(_RANKED.c[field] for field in Place.__struct_fields__))
    .where(_RANKED.c.rank <= PARTICIPANTS_SHOWN)
    .order_by(_RANKED.c.conversation_id, _RANKED.c.joined_at, _RANKED.c.member_id),
    into=Place,
)


def participants(tx: Tx, conversation_id: str) -> list[Place]:
    """List who is in a conversation, who was there longest first."""
    return tx.all(PARTICIPANTS, conversation_id=conversation_id)


def page(tx: Tx, conversation_id: str, until: int, after: list[Any], limit: int) -> list[Place]:
    """List some of those who are in a conversation and joined before a number."""
    at, last_id = after or (-1, "")
    return tx.all(PAGE, conversation_id=conversation_id, until=until, at=at, id=last_id, limit=limit)


def known(tx: Tx, conversation_id: str, ids: Collection[str]) -> dict[str, Place]:
    """Find which of these members are in a conversation, or were."""
    found = tx.all(KNOWN, conversation_id=conversation_id, ids=list(ids))
    return {place.member_id: place for place in found}


def shown(tx: Tx, viewer: str, ids: Collection[str]) -> dict[str, list[Place]]:
    """Find who is in some conversations: of each at most as many as it shows, and the viewer among them."""
    found: dict[str, list[Place]] = {}
    for place in tx.all(SHOWN, viewer=viewer, ids=list(ids)) if ids else []:
        found.setdefault(place.conversation_id, []).append(place)
    return found


# ── how they come and go ──

_NEW = upsert(conversation_participants).values({column.name: bindparam(column.name) for column in _PLACE})
JOIN = sql(
    _NEW.on_conflict_do_update(
        index_elements=["conversation_id", "member_id"],
        set_={column.name: _NEW.excluded[column.name] for column in _PLACE if not column.primary_key},
    )
)
LEAVE = sql(
    update(conversation_participants)
    .where(_THERE, _ONE)
    .values(
        {field: bindparam(field) for field in ("state", "left_seq", "left_at", "left_title")}
        | {"role": "member", "unread_from": None, "declined": _PLACE.state.in_(REQUESTED)}
    )
)
SET_STATE = sql(update(conversation_participants).where(_THERE, _ONE).values(state=bindparam("state")))
SET_ROLE = sql(update(conversation_participants).where(_THERE, _ONE).values(role=bindparam("role")))
BEFRIENDED = sql(
    update(conversation_participants)
    .where(
        _PLACE.conversation_id.in_(select(conversations.c.id).where(conversations.c.pair == bindparam("pair"))),
        _PLACE.state == "request",
    )
    .values(state="in")
)


def join(tx: Tx, conversation_id: str, states: Mapping[str, ParticipantState], seq: int, beginner: str = "") -> None:
    """Give members a place: each reads what comes after a number; who began it also lists it while it is empty."""
    place: dict[str, Any] = {column.name: None for column in _PLACE}
    place |= {"conversation_id": conversation_id, "joined_at": tx.now, "joined_seq": seq}
    place |= {"delivered_seq": seq, "read_seq": seq, "seen_seq": seq, "muted_until": 0, "declined": False}
    rows = [
        {
            "member_id": member_id,
            "state": state,
            "role": "admin" if member_id == beginner else "member",
            "cleared_seq": seq - 1 if member_id == beginner else seq,
        }
        for member_id, state in sorted(states.items())
    ]
    tx.run_many(JOIN, [place | row for row in rows])


def leave(tx: Tx, seat: Seat, member_id: str, state: ParticipantState, seq: int) -> None:
    """Let a member go: they keep what was there until a number."""
    tx.run(
        LEAVE,
        conversation_id=seat.id,
        member_id=member_id,
        state=state,
        left_seq=seq,
        left_at=tx.now,
        left_title=seat.title,
    )


def set_state(tx: Tx, conversation_id: str, member_id: str, state: ParticipantState) -> None:
    """Keep whether a member takes part, or ignores it."""
    tx.run(SET_STATE, conversation_id=conversation_id, member_id=member_id, state=state)


def set_role(tx: Tx, conversation_id: str, member_id: str, role: ParticipantRole) -> None:
    """Keep what a member may do in a group."""
    tx.run(SET_ROLE, conversation_id=conversation_id, member_id=member_id, role=role)


def befriended(tx: Tx, pair: str) -> None:
    """Let what waited between two members who are friends now be a conversation like any other."""
    tx.run(BEFRIENDED, pair=pair)


# ── what is theirs alone ──

_WISHES = ("muted_until", "archived_seq", "pinned_at", "unread_from", "cleared_seq", "seen_seq", "state")
SAVE = sql(update(conversation_participants).where(_THERE, _ONE).values({field: bindparam(field) for field in _WISHES}))
PINS = sql(select(func.count()).where(_ONE, _PLACE.pinned_at.is_not(None)))


def save_wishes(tx: Tx, seat: Seat) -> None:
    """Keep what a member wants of a conversation."""
    wishes = {field: getattr(seat, field) for field in _WISHES}
    tx.run(SAVE, conversation_id=seat.id, member_id=seat.member_id, **wishes)


def count_pins(tx: Tx, member_id: str) -> int:
    """Count the conversations that a member pinned."""
    return int(tx.value(PINS, member_id=member_id))
