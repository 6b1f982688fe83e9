"""Statements of the totals."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, tuple_

from minifb.kernel.clock import wire
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.public import Channel
from minifb.modules.notifications.rules.analytics import Total, What
from minifb.modules.notifications.rules.deliveries import Category
from minifb.modules.notifications.tables import notification_totals as totals

_ROW = [totals.c[field] for field in Total.__struct_fields__]
_COUNTED = ("delivered", "opened", "clicked")
_PLACE = tuple_(totals.c.day, totals.c.kind, totals.c.channel)

COUNT = sql(
    (_new := upsert(totals).values({name: bindparam(name) for name in Total.__struct_fields__})).on_conflict_do_update(
        index_elements=["day", "kind", "channel"],
        set_={name: totals.c[name] + _new.excluded[name] for name in _COUNTED},
    )
)
TOTALS = sql(
    select(*_ROW)
    .where(totals.c.day >= bindparam("since"), totals.c.day <= bindparam("until"))
    .where(tuple_(bindparam("day"), bindparam("kind"), bindparam("channel")) < _PLACE)
    .order_by(totals.c.day, totals.c.kind, totals.c.channel)
    .limit(bindparam("limit")),
    into=Total,
)


def count(tx: Tx, kind: Category, channel: Channel, what: What, by: int = 1) -> None:
    """Count something into the totals of today."""
    today = wire(tx.now).date().isoformat()
    counts = dict.fromkeys(_COUNTED, 0) | {what: by}
    tx.run(COUNT, day=today, kind=kind, channel=channel, **counts)


def totals_between(tx: Tx, since: str, until: str, after: Sequence[str], limit: int) -> list[Total]:
    """List the totals of some days, by day, kind and channel."""
    day, kind, channel = after or ("", "", "")
    return tx.all(TOTALS, since=since, until=until, day=day, kind=kind, channel=channel, limit=limit)
