"""SQL of second factors by code."""

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import recovery_codes, totp


class Totp(msgspec.Struct, frozen=True):
    """One row of totp."""

    user_id: str
    sealed: bytes
    last_step: int
    created_at: Instant
    confirmed_at: Instant | None


_COLUMNS = [totp.c[name] for name in Totp.__struct_fields__]
_FIND = sql(select(*_COLUMNS).where(totp.c.user_id == bindparam("user_id")), into=Totp)
_DROP = sql(delete(totp).where(totp.c.user_id == bindparam("user_id")))
_INSERT = sql(insert(totp).values({name: bindparam(name) for name in Totp.__struct_fields__}))
_SPEND = sql(
    update(totp)
    .where(totp.c.user_id == bindparam("the_id"), totp.c.last_step < bindparam("step"))
    .values(last_step=bindparam("step"))
)
_CONFIRM = sql(
    update(totp)
    .where(totp.c.user_id == bindparam("the_id"), totp.c.confirmed_at.is_(None))
    .values(confirmed_at=bindparam("at"))
)
_CODES_DROP = sql(delete(recovery_codes).where(recovery_codes.c.user_id == bindparam("user_id")))
_CODES_KEEP = sql(insert(recovery_codes).values(digest=bindparam("digest"), user_id=bindparam("user_id")))
_CODES_LEFT = sql(
    select(func.count())
    .select_from(recovery_codes)
    .where(recovery_codes.c.user_id == bindparam("user_id"), recovery_codes.c.used_at.is_(None))
)
_CODE_USE = sql(
    update(recovery_codes)
    .where(
        recovery_codes.c.user_id == bindparam("the_id"),
        recovery_codes.c.digest == bindparam("the_digest"),
        recovery_codes.c.used_at.is_(None),
    )
    .values(used_at=bindparam("at"))
)


def find(tx: Tx, user_id: str) -> Totp | None:
    """Find a member's secret, confirmed or not."""
    return tx.one(_FIND, user_id=user_id)


def confirmed(tx: Tx, user_id: str) -> bool:
    """Tell whether a member signs in with codes."""
    row = find(tx, user_id)
    return row is not None and row.confirmed_at is not None


def offer(tx: Tx, user_id: str, sealed: bytes) -> None:
    """Keep a secret that is not confirmed yet, instead of an earlier one."""
    tx.run(_DROP, user_id=user_id)
    tx.run(_INSERT, user_id=user_id, sealed=sealed, last_step=0, created_at=tx.now, confirmed_at=None)


def spend(tx: Tx, user_id: str, step: int) -> bool:
    """Take a step so that its code is never good again."""
    return tx.run(_SPEND, the_id=user_id, step=step) == 1


def confirm(tx: Tx, user_id: str, digests: list[str]) -> bool:
    """Make the secret count, with these recovery codes."""
    if tx.run(_CONFIRM, the_id=user_id, at=tx.now) != 1:
        return False
    tx.run(_CODES_DROP, user_id=user_id)
    tx.run_many(_CODES_KEEP, [{"digest": digest, "user_id": user_id} for digest in digests])
    return True


def use_code(tx: Tx, user_id: str, digest: str) -> bool:
    """Use a recovery code once."""
    return tx.run(_CODE_USE, the_id=user_id, the_digest=digest, at=tx.now) == 1


def codes_left(tx: Tx, user_id: str) -> int:
    """Count the recovery codes that were not used."""
    return int(tx.value(_CODES_LEFT, user_id=user_id) or 0)


def erase(tx: Tx, user_id: str) -> dict[str, int]:
    """Remove a member's secret and recovery codes."""
    return {
        "totp": tx.run(_DROP, user_id=user_id),
        "recovery_codes": tx.run(_CODES_DROP, user_id=user_id),
    }
