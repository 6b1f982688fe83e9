"""SQL of registrations and of the first owner's set-up."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.rules.registration import Saga, SagaState
from minifb.modules.auth.tables import sagas, setup

_COLUMNS = [sagas.c[name] for name in Saga.__struct_fields__]
_INSERT = sql(insert(sagas).values({name: bindparam(name) for name in Saga.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(sagas.c.user_id == bindparam("user_id")), into=Saga)
_MOVE = sql(
    update(sagas)
    .where(sagas.c.user_id == bindparam("the_id"), sagas.c.version == bindparam("the_version"))
    .values(
        state=bindparam("state"),
        reason=bindparam("reason"),
        changed_at=bindparam("changed_at"),
        version=sagas.c.version + 1,
    )
)
_WAITING = sql(
    select(*_COLUMNS)
    .where(sagas.c.state == bindparam("state"), sagas.c.user_id > bindparam("after"))
    .order_by(sagas.c.user_id)
    .limit(bindparam("limit")),
    into=Saga,
)
_FORGET = sql(delete(sagas).where(sagas.c.user_id == bindparam("user_id")))

_SETUP = sql(select(setup.c.digest, setup.c.expires_at, setup.c.claimed_by).where(setup.c.id == 1))
_SETUP_FIRST = sql(insert(setup).values(id=1, digest=bindparam("digest"), expires_at=bindparam("expires_at")))
_SETUP_AGAIN = sql(
    update(setup)
    .where(setup.c.id == 1, setup.c.claimed_by.is_(None))
    .values(digest=bindparam("digest"), expires_at=bindparam("expires_at"))
)
_SETUP_CLAIM = sql(
    update(setup)
    .where(
        setup.c.id == 1,
        setup.c.claimed_by.is_(None),
        setup.c.digest == bindparam("the_digest"),
        setup.c.expires_at > bindparam("now"),
    )
    .values(claimed_by=bindparam("user_id"))
)
_SETUP_FREE = sql(update(setup).where(setup.c.claimed_by == bindparam("user_id")).values(claimed_by=None))


class Setup(msgspec.Struct, frozen=True):
    """The one chance to become the first owner."""

    digest: str
    expires_at: Instant
    claimed_by: str | None


def insert_saga(tx: Tx, saga: Saga) -> None:
    """Begin a registration."""
    tx.run(_INSERT, **msgspec.structs.asdict(saga))


def find(tx: Tx, user_id: str) -> Saga | None:
    """Find a registration."""
    return tx.one(_FIND, user_id=user_id)


def move(tx: Tx, saga: Saga, state: SagaState, reason: str | None = None) -> Saga | None:
    """Move a registration on, if nobody else did: compare and set. None when somebody did."""
    moved = tx.run(_MOVE, the_id=saga.user_id, the_version=saga.version, state=state, reason=reason, changed_at=tx.now)
    if moved != 1:
        return None
    return msgspec.structs.replace(saga, state=state, reason=reason, changed_at=tx.now, version=saga.version + 1)


def in_state(tx: Tx, state: SagaState, after: str, limit: int) -> list[Saga]:
    """List registrations in a state, oldest first."""
    return tx.all(_WAITING, state=state, after=after, limit=limit)


def forget(tx: Tx, user_id: str) -> int:
    """Remove what is left of a registration."""
    return tx.run(_FORGET, user_id=user_id)


def find_setup(tx: Tx) -> Setup | None:
    """Give the set-up, if a link was ever made."""
    rows = tx.all(_SETUP)
    return Setup(*rows[0]) if rows else None


def offer_setup(tx: Tx, digest: str, expires_at: Instant) -> None:
    """Make a new set-up link the only good one."""
    if find_setup(tx) is None:
        tx.run(_SETUP_FIRST, digest=digest, expires_at=expires_at)
    else:
        tx.run(_SETUP_AGAIN, digest=digest, expires_at=expires_at)


def claim_setup(tx: Tx, digest: str, user_id: str) -> bool:
    """Take the one chance to become the first owner; of many who try at once one has it."""
    return tx.run(_SETUP_CLAIM, the_digest=digest, now=tx.now, user_id=user_id) == 1


def free_setup(tx: Tx, user_id: str) -> None:
    """Give the chance back: the registration that took it was cancelled."""
    tx.run(_SETUP_FREE, user_id=user_id)
