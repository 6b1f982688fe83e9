"""SQL of usernames that rest."""

from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import name_reservations

_HOLDER = sql(
    select(name_reservations.c.user_id).where(
        name_reservations.c.username == bindparam("username"), name_reservations.c.until > bindparam("now")
    )
)
_DROP = sql(delete(name_reservations).where(name_reservations.c.username == bindparam("username")))
_KEEP = sql(insert(name_reservations).values({name: bindparam(name) for name in ("username", "user_id", "until")}))
_SWEEP = sql(delete(name_reservations).where(name_reservations.c.until <= bindparam("now")))


def resting_for(tx: Tx, username: str) -> str | None:
    """Tell for whom a released username rests; None when it is free."""
    holder = tx.value(_HOLDER, username=username, now=tx.now)
    return None if holder is None else str(holder)


def rest(tx: Tx, username: str, user_id: str, until: Instant) -> None:
    """Let a username rest until an instant; only `user_id` may take it before."""
    tx.run(_DROP, username=username)
    tx.run(_KEEP, username=username, user_id=user_id, until=until)


def wake(tx: Tx, username: str) -> None:
    """End the rest of a username."""
    tx.run(_DROP, username=username)


def sweep(tx: Tx) -> int:
    """Drop rests that are over."""
    return tx.run(_SWEEP, now=tx.now)
