"""SQL of mails: the addresses from which something came back, by digest."""

import msgspec
from sqlalchemy import bindparam, delete, select

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.mails import Reason
from minifb.modules.notifications.tables import suppressed_addresses


class Suppressed(msgspec.Struct, frozen=True):
    """Why nothing goes to an address."""

    reason: Reason


_NEW = upsert(suppressed_addresses).values(
    digest=bindparam("digest"), reason=bindparam("reason"), said=bindparam("said"), at=bindparam("at")
)
_SUPPRESS = sql(
    _NEW.on_conflict_do_update(
        index_elements=["digest"], set_={name: _NEW.excluded[name] for name in ("reason", "said", "at")}
    )
)
_FIND = sql(
    select(suppressed_addresses.c.reason).where(suppressed_addresses.c.digest == bindparam("of")), into=Suppressed
)
_LIFT = sql(
    delete(suppressed_addresses).where(
        suppressed_addresses.c.digest == bindparam("of"), suppressed_addresses.c.reason == "bounced"
    )
)


def suppress(tx: Tx, digest: bytes, reason: Reason, said: str) -> None:
    """Send nothing to an address from now on."""
    tx.run(_SUPPRESS, digest=digest, reason=reason, said=said, at=tx.now)


def suppressed(tx: Tx, digest: bytes) -> Reason | None:
    """Tell why nothing goes to an address; None: everything does."""
    found = tx.one(_FIND, of=digest)
    return found.reason if found else None


def lift(tx: Tx, digest: bytes) -> None:
    """Believe in an address again that bounced."""
    tx.run(_LIFT, of=digest)
