"""SQL of passkeys and the challenges they answer."""

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import challenges, passkeys


class Passkey(msgspec.Struct, frozen=True):
    """One row of passkeys."""

    id: str
    user_id: str
    credential_id: str
    public_key: bytes
    sign_count: int
    name: str
    created_at: Instant
    used_at: Instant | None


class Challenge(msgspec.Struct, frozen=True):
    """One row of challenges."""

    id: str
    user_id: str | None
    purpose: str
    challenge: bytes
    expires_at: Instant


_COLUMNS = [passkeys.c[name] for name in Passkey.__struct_fields__]
_INSERT = sql(insert(passkeys).values({name: bindparam(name) for name in Passkey.__struct_fields__}))
_OF = sql(select(*_COLUMNS).where(passkeys.c.user_id == bindparam("user_id")).order_by(passkeys.c.id), into=Passkey)
_FIND = sql(select(*_COLUMNS).where(passkeys.c.credential_id == bindparam("credential_id")), into=Passkey)
_COUNT = sql(select(func.count()).select_from(passkeys).where(passkeys.c.user_id == bindparam("user_id")))
_USED = sql(
    update(passkeys)
    .where(passkeys.c.id == bindparam("the_id"))
    .values(sign_count=bindparam("count"), used_at=bindparam("at"))
)
_DROP = sql(delete(passkeys).where(passkeys.c.id == bindparam("id"), passkeys.c.user_id == bindparam("user_id")))
_ERASE = sql(delete(passkeys).where(passkeys.c.user_id == bindparam("user_id")))

_CHALLENGE_COLUMNS = [challenges.c[name] for name in Challenge.__struct_fields__]
_CHALLENGE_INSERT = sql(insert(challenges).values({name: bindparam(name) for name in Challenge.__struct_fields__}))
_CHALLENGE_FIND = sql(
    select(*_CHALLENGE_COLUMNS).where(challenges.c.id == bindparam("id"), challenges.c.expires_at > bindparam("now")),
    into=Challenge,
)
_CHALLENGE_TAKE = sql(delete(challenges).where(challenges.c.id == bindparam("id")))
_CHALLENGE_SWEEP = sql(delete(challenges).where(challenges.c.expires_at <= bindparam("now")))


def insert_passkey(tx: Tx, passkey: Passkey) -> None:
    """Keep a passkey."""
    tx.run(_INSERT, **msgspec.structs.asdict(passkey))


def of_member(tx: Tx, user_id: str) -> list[Passkey]:
    """List a member's passkeys, oldest first."""
    return tx.all(_OF, user_id=user_id)


def find(tx: Tx, credential_id: str) -> Passkey | None:
    """Find a passkey by its credential."""
    return tx.one(_FIND, credential_id=credential_id)


def count(tx: Tx, user_id: str) -> int:
    """Count a member's passkeys."""
    return int(tx.value(_COUNT, user_id=user_id) or 0)


def used(tx: Tx, passkey_id: str, sign_count: int) -> None:
    """Note that a passkey was used, and how often it says it was."""
    tx.run(_USED, the_id=passkey_id, count=sign_count, at=tx.now)


def drop(tx: Tx, user_id: str, passkey_id: str) -> bool:
    """Remove one of a member's passkeys."""
    return tx.run(_DROP, id=passkey_id, user_id=user_id) == 1


def erase(tx: Tx, user_id: str) -> int:
    """Remove all passkeys of a member."""
    return tx.run(_ERASE, user_id=user_id)


def pose(tx: Tx, challenge: Challenge) -> None:
    """Keep a challenge until it is answered or over."""
    tx.run(_CHALLENGE_INSERT, **msgspec.structs.asdict(challenge))


def peek(tx: Tx, challenge_id: str) -> Challenge | None:
    """Look at a challenge that is still open."""
    return tx.one(_CHALLENGE_FIND, id=challenge_id, now=tx.now)


def take(tx: Tx, challenge_id: str) -> bool:
    """Use a challenge once: of many who answer it at once one is heard."""
    return tx.run(_CHALLENGE_TAKE, id=challenge_id) == 1


def sweep(tx: Tx) -> int:
    """Drop challenges that are over."""
    return tx.run(_CHALLENGE_SWEEP, now=tx.now)
