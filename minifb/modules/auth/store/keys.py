"""SQL of API keys and service tokens."""

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.auth.tables import api_keys, service_tokens


class ApiKey(msgspec.Struct, frozen=True):
    """One row of api_keys; of the key itself only its digest is kept."""

    id: str
    digest: str
    service_id: str
    user_id: str
    permissions: list[str]
    rate_limit: int
    created_at: Instant
    expires_at: Instant
    revoked_at: Instant | None


class ServiceToken(msgspec.Struct, frozen=True):
    """One row of service_tokens."""

    id: str
    digest: str
    service_id: str
    permissions: list[str]
    created_by: str
    created_at: Instant
    expires_at: Instant
    revoked_at: Instant | None


_KEY_COLUMNS = [api_keys.c[name] for name in ApiKey.__struct_fields__]
_KEY_INSERT = sql(insert(api_keys).values({name: bindparam(name) for name in ApiKey.__struct_fields__}))
_KEYS_OF = sql(
    select(*_KEY_COLUMNS)
    .where(api_keys.c.user_id == bindparam("user_id"), api_keys.c.revoked_at.is_(None))
    .order_by(api_keys.c.created_at, api_keys.c.id),
    into=ApiKey,
)
_KEYS_COUNT = sql(
    select(func.count())
    .select_from(api_keys)
    .where(
        api_keys.c.user_id == bindparam("user_id"),
        api_keys.c.revoked_at.is_(None),
        api_keys.c.expires_at > bindparam("now"),
    )
)
_KEYS_FOUND = sql(
    select(*_KEY_COLUMNS).where(
        among(api_keys.c.digest, "digests"), api_keys.c.revoked_at.is_(None), api_keys.c.expires_at > bindparam("now")
    ),
    into=ApiKey,
)
_KEY_REVOKE = sql(
    update(api_keys)
    .where(
        api_keys.c.id == bindparam("the_id"), api_keys.c.user_id == bindparam("holder"), api_keys.c.revoked_at.is_(None)
    )
    .values(revoked_at=bindparam("at"))
)
_KEYS_REVOKE = sql(
    update(api_keys)
    .where(api_keys.c.user_id == bindparam("holder"), api_keys.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)
_KEYS_ERASE = sql(delete(api_keys).where(api_keys.c.user_id == bindparam("user_id")))

_TOKEN_COLUMNS = [service_tokens.c[name] for name in ServiceToken.__struct_fields__]
_TOKEN_INSERT = sql(insert(service_tokens).values({name: bindparam(name) for name in ServiceToken.__struct_fields__}))
_TOKENS_FOUND = sql(
    select(*_TOKEN_COLUMNS).where(
        among(service_tokens.c.digest, "digests"),
        service_tokens.c.revoked_at.is_(None),
        service_tokens.c.expires_at > bindparam("now"),
    ),
    into=ServiceToken,
)
_TOKENS = sql(
    select(*_TOKEN_COLUMNS)
    .where(service_tokens.c.revoked_at.is_(None), service_tokens.c.expires_at > bindparam("now"))
    .order_by(service_tokens.c.id)
    .limit(200),
    into=ServiceToken,
)
_TOKEN_REVOKE = sql(
    update(service_tokens)
    .where(service_tokens.c.id == bindparam("the_id"), service_tokens.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("at"))
)
_TOKENS_ERASE = sql(delete(service_tokens).where(service_tokens.c.created_by == bindparam("user_id")))


def insert_key(tx: Tx, key: ApiKey) -> None:
    """Keep an API key."""
    tx.run(_KEY_INSERT, **msgspec.structs.asdict(key))


def of_member(tx: Tx, user_id: str) -> list[ApiKey]:
    """List a member's API keys, oldest first."""
    return tx.all(_KEYS_OF, user_id=user_id)


def count(tx: Tx, user_id: str) -> int:
    """Count a member's API keys that are good."""
    return int(tx.value(_KEYS_COUNT, user_id=user_id, now=tx.now) or 0)


def find(tx: Tx, digests: list[str]) -> list[ApiKey]:
    """Find good API keys by their digests."""
    return tx.all(_KEYS_FOUND, digests=digests, now=tx.now)


def revoke(tx: Tx, user_id: str, key_id: str) -> bool:
    """Make one of a member's API keys worthless."""
    return tx.run(_KEY_REVOKE, the_id=key_id, holder=user_id, at=tx.now) == 1


def revoke_all(tx: Tx, user_id: str) -> int:
    """Make all of a member's API keys worthless; tell how many were good."""
    return tx.run(_KEYS_REVOKE, holder=user_id, at=tx.now)


def insert_token(tx: Tx, token: ServiceToken) -> None:
    """Keep a service token."""
    tx.run(_TOKEN_INSERT, **msgspec.structs.asdict(token))


def find_tokens(tx: Tx, digests: list[str]) -> list[ServiceToken]:
    """Find good service tokens by their digests."""
    return tx.all(_TOKENS_FOUND, digests=digests, now=tx.now)


def tokens(tx: Tx) -> list[ServiceToken]:
    """List good service tokens."""
    return tx.all(_TOKENS, now=tx.now)


def revoke_token(tx: Tx, token_id: str) -> bool:
    """Make a service token worthless."""
    return tx.run(_TOKEN_REVOKE, the_id=token_id, at=tx.now) == 1


def erase(tx: Tx, user_id: str) -> dict[str, int]:
    """Remove a member's API keys and the service tokens they made."""
    return {
        "api_keys": tx.run(_KEYS_ERASE, user_id=user_id),
        "service_tokens": tx.run(_TOKENS_ERASE, user_id=user_id),
    }
