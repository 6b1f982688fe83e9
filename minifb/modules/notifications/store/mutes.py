"""Statements of muted posts."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, delete, func, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.mutes import Mute
from minifb.modules.notifications.tables import notification_mutes as mutes

_MINE = mutes.c.user_id == bindparam("member")
_POST = mutes.c.post_id == bindparam("post")
_HOLDS = mutes.c.until > bindparam("now")
_NEW = upsert(mutes).values(user_id=bindparam("user_id"), post_id=bindparam("post_id"), until=bindparam("until"))

MUTE = sql(
    _NEW.on_conflict_do_update(index_elements=["user_id", "post_id"], set_={"until": _NEW.excluded.until}),
)
LIFT = sql(delete(mutes).where(_MINE, _POST))
COUNT = sql(select(func.count()).select_from(mutes).where(_MINE, _HOLDS, mutes.c.post_id != bindparam("post")))
MUTED = sql(
    select(mutes.c.post_id, mutes.c.until)
    .where(_MINE, _HOLDS, mutes.c.post_id < bindparam("before"))
    .order_by(mutes.c.post_id.desc())
    .limit(bindparam("limit")),
    into=Mute,
)
MUTING = sql(select(mutes.c.user_id).where(_POST, _HOLDS, among(mutes.c.user_id, "ids")))
OVER = sql(delete(mutes).where(_MINE, mutes.c.until <= bindparam("now")))
DROP_POST = sql(delete(mutes).where(_POST))
_LAST = "g"
"""After every id there is."""


def mute(tx: Tx, user_id: str, post_id: str, until: Instant) -> None:
    """Keep until when a member mutes a post; what is over goes."""
    tx.run(OVER, member=user_id, now=tx.now)
    tx.run(MUTE, user_id=user_id, post_id=post_id, until=until)


def lift(tx: Tx, user_id: str, post_id: str) -> None:
    """Lift a mute, if there is one."""
    tx.run(LIFT, member=user_id, post=post_id)


def count_others(tx: Tx, user_id: str, post_id: str) -> int:
    """Count the posts that a member mutes, beside this one."""
    return int(tx.value(COUNT, member=user_id, post=post_id, now=tx.now))


def muted(tx: Tx, user_id: str, after: Sequence[str], limit: int) -> list[Mute]:
    """List the posts that a member mutes, the latest post first."""
    return tx.all(MUTED, member=user_id, now=tx.now, before=after[0] if after else _LAST, limit=limit)


def muting(tx: Tx, post_id: str, user_ids: Collection[str]) -> set[str]:
    """Find which of these members mute a post."""
    return {row[0] for row in tx.all(MUTING, post=post_id, now=tx.now, ids=list(user_ids))} if user_ids else set()


def drop_post(tx: Tx, post_id: str) -> int:
    """Drop the mutes of a post that is gone; tell how many."""
    return tx.run(DROP_POST, post=post_id)
