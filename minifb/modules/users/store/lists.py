"""Statements of friend lists."""

from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import bindparam, delete, func, or_, select, tuple_, update

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.rules.lists import Roll
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.tables import friend_list_members, friend_lists, users

EVERY = 2**31

_COUNT = (
    select(func.count())
    .select_from(friend_list_members)
    .where(friend_list_members.c.list_id == friend_lists.c.id)
    .correlate(friend_lists)  # its own members, also where the statement around it walks through members
    .scalar_subquery()
    .label("count")
)
_ROLLS = select(*(_COUNT if field == "count" else friend_lists.c[field] for field in Roll.__struct_fields__))
_OWN = friend_lists.c.owner_id == bindparam("owner")
_ON = friend_list_members.c.list_id == bindparam("list_id")
_MEMBER = friend_list_members.c.member_id == bindparam("member_id")

ROLL = sql(_ROLLS.where(friend_lists.c.id == bindparam("list_id"), _OWN), into=Roll)
NAMED = sql(_ROLLS.where(friend_lists.c.name == bindparam("name"), _OWN), into=Roll)
ROLLS = sql(
    _ROLLS.where(_OWN, tuple_(friend_lists.c.kind, friend_lists.c.id) > tuple_(bindparam("kind"), bindparam("id")))
    .order_by(friend_lists.c.kind, friend_lists.c.id)
    .limit(bindparam("limit")),
    into=Roll,
)
OWNED = sql(select(func.count()).select_from(friend_lists).where(_OWN))
# The lists that somebody is on: of one owner, or of all.
_HOLDING = _ROLLS.join(friend_list_members, friend_list_members.c.list_id == friend_lists.c.id).where(_MEMBER)
HOLDING = sql(_HOLDING.where(_OWN).order_by(friend_lists.c.id), into=Roll)
HOLDING_ALL = sql(_HOLDING.order_by(friend_lists.c.id), into=Roll)

ADD_ROLL = sql(
    upsert(friend_lists)
    .values({column.name: bindparam(column.name) for column in friend_lists.c})
    .on_conflict_do_nothing()
)
SAVE_ROLL = sql(
    update(friend_lists)
    .where(friend_lists.c.id == bindparam("list_id"))
    .values(name=bindparam("name"), revision=bindparam("revision"))
)
DROP_ROLL = sql(delete(friend_lists).where(friend_lists.c.id == bindparam("list_id")))

MEMBER_IDS = sql(select(friend_list_members.c.member_id).where(_ON).order_by(friend_list_members.c.member_id))
_PEOPLE = select(*CARD).join(friend_list_members, friend_list_members.c.member_id == users.c.id).where(_ON)
CARDS = sql(
    _PEOPLE.where(SHOWN, users.c.id > bindparam("id")).order_by(users.c.id).limit(bindparam("limit")), into=Card
)
HIDDEN_IDS = sql(
    select(users.c.id)
    .join(friend_list_members, friend_list_members.c.member_id == users.c.id)
    .where(_ON, ~SHOWN)
    .order_by(users.c.id)
)
ADD_MEMBER = sql(
    upsert(friend_list_members)
    .values(list_id=bindparam("list_id"), member_id=bindparam("member_id"))
    .on_conflict_do_nothing()
)
DROP_MEMBERS = sql(delete(friend_list_members).where(_ON, among(friend_list_members.c.member_id, "ids")))
DROP_ALL = sql(delete(friend_list_members).where(_ON))
DROP_EVERYWHERE = sql(
    delete(friend_list_members).where(
        or_(_MEMBER, friend_list_members.c.list_id.in_(select(friend_lists.c.id).where(_OWN)))
    )
)
DROP_OWNED = sql(delete(friend_lists).where(_OWN))


def roll(tx: Tx, owner: str, list_id: str) -> Roll | None:
    """Find one of a member's lists."""
    return tx.one(ROLL, owner=owner, list_id=list_id)


def named(tx: Tx, owner: str, name: str) -> Roll | None:
    """Find a member's list of this name; the empty name is that of close friends."""
    return tx.one(NAMED, owner=owner, name=name)


def rolls(tx: Tx, owner: str, after: Sequence[str] = (), limit: int = EVERY) -> list[Roll]:
    """List a member's lists: close friends, then the others as they were made."""
    kind, last_id = after or ("", "")
    return tx.all(ROLLS, owner=owner, kind=kind, id=last_id, limit=limit)


def count_rolls(tx: Tx, owner: str) -> int:
    """Count a member's lists."""
    return int(tx.value(OWNED, owner=owner))


def holding(tx: Tx, member_id: str, owner: str | None = None) -> list[Roll]:
    """Find the lists that somebody is on, of one owner or of all."""
    if owner is None:
        return tx.all(HOLDING_ALL, member_id=member_id)
    return tx.all(HOLDING, member_id=member_id, owner=owner)


def add_roll(tx: Tx, new: Roll) -> bool:
    """Keep a new list, unless there is one of this name; tell whether it is new."""
    values = msgspec.structs.asdict(new)
    del values["count"]
    return tx.run(ADD_ROLL, **values) > 0


def save_roll(tx: Tx, changed: Roll) -> None:
    """Keep a list's name and version."""
    tx.run(SAVE_ROLL, list_id=changed.id, name=changed.name, revision=changed.revision)


def drop_roll(tx: Tx, list_id: str) -> None:
    """Remove a list and who is on it."""
    tx.run(DROP_ALL, list_id=list_id)
    tx.run(DROP_ROLL, list_id=list_id)


def member_ids(tx: Tx, list_id: str) -> list[str]:
    """Name all who are on a list."""
    return [str(row[0]) for row in tx.all(MEMBER_IDS, list_id=list_id)]


def hidden_ids(tx: Tx, list_id: str) -> list[str]:
    """Name those on a list whom nobody sees for the time being."""
    return [str(row[0]) for row in tx.all(HIDDEN_IDS, list_id=list_id)]


def cards(tx: Tx, list_id: str, after: Sequence[str], limit: int) -> list[Card]:
    """List who is on a list."""
    return tx.all(CARDS, list_id=list_id, id=after[0] if after else "", limit=limit)


def add_members(tx: Tx, list_id: str, ids: Collection[str]) -> None:
    """Put members on a list."""
    tx.run_many(ADD_MEMBER, [{"list_id": list_id, "member_id": one} for one in sorted(ids)])


def drop_members(tx: Tx, list_id: str, ids: Collection[str]) -> None:
    """Take members off a list."""
    tx.run(DROP_MEMBERS, list_id=list_id, ids=list(ids))


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase a member's lists, and the member from others'; tell how many lists were theirs."""
    tx.run(DROP_EVERYWHERE, member_id=member_id, owner=member_id)
    return tx.run(DROP_OWNED, owner=member_id)
