"""SQL of links that set a new password."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import password_resets


class Reset(msgspec.Struct, frozen=True):
    """One row of password_resets."""

    id: str
    user_id: str
    password_version: int
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None


_COLUMNS = [password_resets.c[name] for name in Reset.__struct_fields__]
_INSERT = sql(insert(password_resets).values({name: bindparam(name) for name in Reset.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(password_resets.c.id == bindparam("id")), into=Reset)
_USE = sql(
    update(password_resets)
    .where(password_resets.c.id == bindparam("the_id"), password_resets.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)
_SWEEP = sql(delete(password_resets).where(password_resets.c.expires_at < bindparam("before")))
_ERASE = sql(delete(password_resets).where(password_resets.c.user_id == bindparam("user_id")))


def insert_reset(tx: Tx, reset: Reset) -> None:
    """Keep a link."""
    tx.run(_INSERT, **msgspec.structs.asdict(reset))


def find(tx: Tx, reset_id: str) -> Reset | None:
    """Find a link by its id."""
    return tx.one(_FIND, id=reset_id)


def use(tx: Tx, reset_id: str) -> bool:
    """Use a link once."""
    return tx.run(_USE, the_id=reset_id, at=tx.now) == 1


def sweep(tx: Tx, before: Instant) -> int:
    """Drop links that are long over."""
    return tx.run(_SWEEP, before=before)


def erase(tx: Tx, user_id: str) -> int:
    """Remove all links of a member."""
    return tx.run(_ERASE, user_id=user_id)
