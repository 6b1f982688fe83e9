"""Statements of mutes."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import bindparam, delete, or_, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.rules.mutes import OVER, Mute
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.tables import mutes, users


class Met(Card):
    """Somebody who is muted."""

    until: Instant | None = None


_ROW = [mutes.c[field] for field in Mute.__struct_fields__]
_BY_ME = mutes.c.by_id == bindparam("me")
_MINE = or_(_BY_ME, mutes.c.muted_id == bindparam("me"))

MUTE = sql(select(*_ROW).where(_BY_ME, mutes.c.muted_id == bindparam("other")), into=Mute)
SNOOZES = sql(select(*_ROW).where(_MINE, mutes.c.until > OVER).order_by(mutes.c.by_id, mutes.c.muted_id), into=Mute)
SAVE = sql(
    (_new := upsert(mutes).values({field: bindparam(field) for field in Mute.__struct_fields__})).on_conflict_do_update(
        index_elements=["by_id", "muted_id"], set_={field: _new.excluded[field] for field in ("until", "revision")}
    )
)
MUTED = sql(
    select(*CARD, mutes.c.until)
    .join(mutes, mutes.c.muted_id == users.c.id)
    .where(_BY_ME, or_(mutes.c.until.is_(None), mutes.c.until > bindparam("now")))
    .where(SHOWN, unblocked("me"), users.c.id > bindparam("id"))
    .order_by(users.c.id)
    .limit(bindparam("limit")),
    into=Met,
)
DROP = sql(delete(mutes).where(_MINE))


def mute_of(tx: Tx, me: str, other: str) -> Mute:
    """Find how somebody mutes another; who never did has a fresh row, not kept yet."""
    return tx.one(MUTE, me=me, other=other) or Mute(me, other, OVER, 0)


def save_mute(tx: Tx, changed: Mute) -> None:
    """Keep a mute."""
    tx.run(SAVE, **msgspec.structs.asdict(changed))


def muted(tx: Tx, me: str, after: Sequence[str], limit: int) -> list[Met]:
    """List whom somebody mutes now."""
    return tx.all(MUTED, me=me, now=tx.now, id=after[0] if after else "", limit=limit)


def snoozes(tx: Tx, member_id: str) -> list[Mute]:
    """List the mutes by and of a member that end by themselves."""
    return tx.all(SNOOZES, me=member_id)


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase a member's mutes, and those of them; tell how many."""
    return tx.run(DROP, me=member_id)
