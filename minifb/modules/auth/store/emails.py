"""SQL of links that prove an e-mail address."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import email_verifications


class Verification(msgspec.Struct, frozen=True):
    """One row of email_verifications."""

    id: str
    user_id: str
    email: str
    email_key: str
    password_version: int
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None


_COLUMNS = [email_verifications.c[name] for name in Verification.__struct_fields__]
_INSERT = sql(insert(email_verifications).values({name: bindparam(name) for name in Verification.__struct_fields__}))
_FIND = sql(select(*_COLUMNS).where(email_verifications.c.id == bindparam("id")), into=Verification)
_USE = sql(
    update(email_verifications)
    .where(email_verifications.c.id == bindparam("the_id"), email_verifications.c.used_at.is_(None))
    .values(used_at=bindparam("at"))
)
_SWEEP = sql(delete(email_verifications).where(email_verifications.c.expires_at < bindparam("before")))
_ERASE = sql(delete(email_verifications).where(email_verifications.c.user_id == bindparam("user_id")))


def insert_verification(tx: Tx, verification: Verification) -> None:
    """Keep a link."""
    tx.run(_INSERT, **msgspec.structs.asdict(verification))


def find(tx: Tx, verification_id: str) -> Verification | None:
    """Find a link by its id."""
    return tx.one(_FIND, id=verification_id)


def use(tx: Tx, verification_id: str) -> bool:
    """Use a link once."""
    return tx.run(_USE, the_id=verification_id, at=tx.now) == 1


def sweep(tx: Tx, before: Instant) -> int:
    """Drop links that are long over."""
    return tx.run(_SWEEP, before=before)


def erase(tx: Tx, user_id: str) -> int:
    """Remove all links of a member."""
    return tx.run(_ERASE, user_id=user_id)
