"""The policy table: what every route demands. A route without a row stops start-up.

`actor_of(request)` tells a handler who asks; the guard has put it there before the handler runs.
"""

from typing import Any, Literal

import msgspec
from litestar.handlers.base import BaseRouteHandler

from minifb.kernel.clock import Instant

Role = Literal["anonymous", "member", "moderator", "admin", "owner"]
RANK: dict[str, int] = {"anonymous": 0, "member": 1, "moderator": 2, "admin": 3, "owner": 4}


class Actor(msgspec.Struct, frozen=True):
    """Who asks."""

    id: str
    role: Role = "anonymous"
    kind: Literal["anonymous", "member", "key", "service"] = "anonymous"
    session: str = ""
    """The session's id; empty for keys and services."""
    permissions: frozenset[str] | None = None
    """What a key or service may do at most; None: whatever the role may."""
    authenticated_at: Instant = 0
    """When the password, passkey or second factor was last given (step-up)."""
    limited_to: frozenset[str] | None = None
    """A session that may reach only these permissions (staff who must still set up a second factor)."""
    rate_limit: int | None = None
    """Requests a minute, where an API key has its own."""

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in at all."""
        return self.kind != "anonymous"

    def ranks(self, role: Role) -> bool:
        """Whether the actor has this role or a higher one."""
        return RANK[self.role] >= RANK[role]


ANONYMOUS = Actor(id="")


class Limit(msgspec.Struct, frozen=True):
    """A token bucket: so many requests per so many seconds, counted per member, else per address."""

    name: str
    requests: int
    seconds: int
    per: Literal["actor", "address"] = "actor"


READS = Limit("reads", 1500, 300)
WRITES = Limit("writes", 300, 300)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One row: what a route demands of whoever calls it."""

    permission: str
    """`posts.write`: what an API key must have been granted; also the row's name in the documentation."""
    role: Role = "member"
    """The lowest role that may call it."""
    rule: str = "anyone with the permission"
    """The object rule in words: whose things this reaches. The owning module enforces it; hidden is 404."""
    limit: Limit
    once: Literal["read", "key", "natural", "secret"] = "read"
    """How a repeat is harmless: `read` changes nothing, `key` takes an Idempotency-Key, `natural` is idempotent by
    a constraint, `secret` answers secrets and takes no key."""
    step_up: bool = False
    """Whether the password or a second factor must have been given in the last ten minutes."""
    body_bytes_max: int = 262_144
    keys: bool = True
    """Whether API keys may call it at all."""


class Route(msgspec.Struct, frozen=True):
    """A Litestar handler and its policy row."""

    handler: BaseRouteHandler
    policy: Policy


def actor_of(connection: Any) -> Actor:
    """Tell who asks."""
    actor: Actor = connection.scope["state"]["actor"]
    return actor


def address_of(connection: Any) -> str:
    """Tell from which address somebody asks; the edge has looked through trusted proxies."""
    address: str = connection.scope["state"]["address"]
    return address
