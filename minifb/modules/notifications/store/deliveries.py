"""Statements of deliveries."""

from collections.abc import Collection

import msgspec
from sqlalchemy import and_, bindparam, delete, exists, func, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.deliveries import Delivery, Outgoing, State, Why
from minifb.modules.notifications.tables import deliveries, notification_causes, notifications


class Standing(msgspec.Struct, frozen=True):
    """How something that goes out stands: who did it, and whether the member looked at it already."""

    cause: str
    actor_id: str
    looked: bool


_FIELDS = Delivery.__struct_fields__
_ROW = [deliveries.c[field] for field in _FIELDS]
_OF = deliveries.c.user_id == bindparam("member")
_ONE = and_(_OF, deliveries.c.cause == bindparam("about"), deliveries.c.channel == bindparam("by"))

ADD = sql(upsert(deliveries).values({field: bindparam(field) for field in _FIELDS}).on_conflict_do_nothing())
ONE = sql(select(*_ROW).where(_ONE), into=Delivery)
HELD = sql(
    select(*_ROW)
    .where(_OF, deliveries.c.channel == bindparam("by"), deliveries.c.state == "held")
    .order_by(deliveries.c.created_at, deliveries.c.cause)
    .limit(bindparam("limit")),
    into=Delivery,
)
ANY_HELD = sql(select(func.count()).select_from(deliveries).where(_OF, deliveries.c.state == "held"))
END = sql(
    update(deliveries).where(_ONE).values(state=bindparam("to"), why=bindparam("because"), done_at=bindparam("at"))
)
_CAUSED = and_(notification_causes.c.user_id == bindparam("member"), among(notification_causes.c.cause, "causes"))
STANDING = sql(
    select(
        notification_causes.c.cause,
        notification_causes.c.actor_id,
        (notifications.c.seen_at.is_not(None) | notifications.c.read_at.is_not(None)).label("looked"),
    )
    .join(notifications, notifications.c.id == notification_causes.c.notification_id)
    .where(_CAUSED),
    into=Standing,
)
UNSEEN = sql(
    select(notifications.c.id)
    .where(
        notifications.c.user_id == bindparam("member"),
        notifications.c.shown,
        notifications.c.seen_at.is_(None),
        notifications.c.read_at.is_(None),
        notifications.c.created_at > bindparam("after"),
        notifications.c.created_at <= bindparam("now"),
        ~exists().where(
            deliveries.c.user_id == notifications.c.user_id,
            deliveries.c.notification_id == notifications.c.id,
            deliveries.c.channel == "email",
            deliveries.c.state == "sent",
        ),
    )
    .order_by(notifications.c.created_at.desc(), notifications.c.id.desc())
    .limit(bindparam("limit"))
)
_OLD = deliveries.c.done_at < bindparam("before")
_NTH = select(deliveries.c.done_at).where(_OLD).order_by(deliveries.c.done_at).limit(1).offset(bindparam("rows"))
SWEEP = sql(
    delete(deliveries).where(
        _OLD, deliveries.c.done_at <= func.coalesce(_NTH.correlate(None).scalar_subquery(), bindparam("before"))
    )
)


def add(tx: Tx, delivery: Delivery) -> bool:
    """Plan a delivery; tell whether it was not planned yet."""
    return tx.run(ADD, **msgspec.structs.asdict(delivery)) > 0


def one(tx: Tx, user_id: str, cause: str, channel: Outgoing) -> Delivery | None:
    """Find a delivery."""
    return tx.one(ONE, member=user_id, about=cause, by=channel)


def end(tx: Tx, delivery: Delivery, state: State, why: Why | None = None) -> None:
    """Write down what became of a delivery; what is held is not done."""
    at = None if state == "held" else tx.now
    tx.run(END, member=delivery.user_id, about=delivery.cause, by=delivery.channel, to=state, because=why, at=at)


def held(tx: Tx, user_id: str, channel: Outgoing, limit: int) -> list[Delivery]:
    """List what was held for a member by one way, the earliest first."""
    return tx.all(HELD, member=user_id, by=channel, limit=limit)


def any_held(tx: Tx, user_id: str) -> bool:
    """Tell whether something is held for a member."""
    return bool(tx.value(ANY_HELD, member=user_id))


def standing(tx: Tx, user_id: str, causes: Collection[str]) -> dict[str, Standing]:
    """Tell how causes stand for a member; what was taken back is absent."""
    return {row.cause: row for row in tx.all(STANDING, member=user_id, causes=list(causes))}


def unseen(tx: Tx, user_id: str, after: Instant, limit: int) -> list[str]:
    """List the notifications since an instant that a member has not seen, in the app or by mail; the latest first."""
    return [row[0] for row in tx.all(UNSEEN, member=user_id, after=after, now=tx.now, limit=limit)]


def sweep(tx: Tx, before: Instant, rows: int) -> int:
    """Drop some of what was done before an instant; tell how many."""
    return tx.run(SWEEP, before=before, rows=rows)
