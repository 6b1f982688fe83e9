"""SQL of the keys that sign access tokens."""

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import signing_keys


class SigningKey(msgspec.Struct, frozen=True):
    """One row of signing_keys; the private half is sealed."""

    id: str
    public: str
    sealed: bytes
    created_at: Instant


_COLUMNS = [signing_keys.c[name] for name in SigningKey.__struct_fields__]
_ALL = sql(select(*_COLUMNS).order_by(signing_keys.c.created_at.desc(), signing_keys.c.id.desc()), into=SigningKey)
_INSERT = sql(insert(signing_keys).values({name: bindparam(name) for name in SigningKey.__struct_fields__}))
_DROP = sql(delete(signing_keys).where(signing_keys.c.id == bindparam("id")))


def signing(tx: Tx) -> list[SigningKey]:
    """List the keys, newest first."""
    return tx.all(_ALL)


def insert_key(tx: Tx, key: SigningKey) -> None:
    """Keep a new key."""
    tx.run(_INSERT, **msgspec.structs.asdict(key))


def drop_key(tx: Tx, key_id: str) -> None:
    """Remove a key that no living token was signed with."""
    tx.run(_DROP, id=key_id)
