"""API keys of members, and tokens for services: shown once, kept as digests."""

import secrets

from minifb.kernel.clock import DAY, Instant, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import KeyHolder
from minifb.modules.auth.rules import keys as rules
from minifb.modules.auth.rules.accounts import is_suspended
from minifb.modules.auth.rules.keys import KeyShown, ServiceTokenShown
from minifb.modules.auth.rules.tokens import api_key, digest
from minifb.modules.auth.service.means import Part
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import keys as store

ID_BYTES = 4
SERVICE_RATE = 6_000


class ApiKeys(Part):
    """Keys that stand for a member, and tokens that stand for a service."""

    async def make(
        self, actor: Actor, service_id: str, permissions: list[str], rate_limit: int, days: int | None
    ) -> KeyShown:
        """Make an API key that may at most do what its holder may."""
        wanted = rules.check(service_id, permissions)
        key_id = secrets.token_hex(ID_BYTES)
        key = api_key(key_id, self.means.chance())
        now = self.means.clock.now()
        expires_at = now + min(days or self.own.key_days_max, self.own.key_days_max) * DAY
        row = store.ApiKey(key_id, digest(key), service_id, actor.id, wanted, rate_limit, now, expires_at, None)
        await self._keep(actor, row)
        return _shown(row, key)

    @write
    def _keep(self, tx: Tx, actor: Actor, row: store.ApiKey) -> None:
        if store.count(tx, actor.id) >= self.own.keys_max:
            raise rules.TooManyKeys
        store.insert_key(tx, row)
        audit.record(tx, actor=actor.id, via="api", action="key.made", object=row.id, reason=" ".join(row.permissions))

    @read
    def mine(self, tx: Tx, actor: Actor) -> Page[KeyShown]:
        """List the member's API keys."""
        return Page(items=[_shown(row) for row in store.of_member(tx, actor.id)])

    @write
    def revoke(self, tx: Tx, actor: Actor, key_id: str) -> None:
        """Make an API key worthless; guards ask anew within seconds."""
        if not store.revoke(tx, actor.id, key_id):
            raise NotFound
        audit.record(tx, actor=actor.id, via="api", action="key.revoked", object=key_id)

    # ── services ─────────────────────────────────────────────────────────────────────────────────

    async def make_service_token(
        self, actor: Actor, service_id: str, permissions: list[str], expires_at: Instant
    ) -> ServiceTokenShown:
        """Make a token for a service that acts for itself."""
        wanted = rules.check(service_id, permissions)
        token = api_key(secrets.token_hex(ID_BYTES), self.means.chance())
        row = await self._keep_token(actor, digest(token), service_id, wanted, expires_at)
        return _token_shown(row, token)

    @write
    def _keep_token(
        self, tx: Tx, actor: Actor, token_digest: str, service_id: str, permissions: list[str], expires_at: Instant
    ) -> store.ServiceToken:
        latest = tx.now + self.own.key_days_max * DAY
        ends = min(max(expires_at, tx.now), latest)
        row = store.ServiceToken(tx.new_id(), token_digest, service_id, permissions, actor.id, tx.now, ends, None)
        store.insert_token(tx, row)
        audit.record(
            tx, actor=actor.id, via="api", action="service_token.made", object=row.id, reason=" ".join(permissions)
        )
        return row

    @read
    def service_tokens(self, tx: Tx) -> Page[ServiceTokenShown]:
        """List the service tokens that are good."""
        return Page(items=[_token_shown(row) for row in store.tokens(tx)])

    @write
    def revoke_service_token(self, tx: Tx, actor: Actor, token_id: str) -> None:
        """Make a service token worthless."""
        if not store.revoke_token(tx, token_id):
            raise NotFound
        audit.record(tx, actor=actor.id, via="api", action="service_token.revoked", object=token_id)

    @read
    def holders(self, tx: Tx, digests: list[str]) -> dict[str, KeyHolder]:
        """Tell whose keys these are; those of members who are suspended or gone are nobody's."""
        rows = store.find(tx, digests)
        members = accounts.by_ids(tx, [row.user_id for row in rows])
        found: dict[str, KeyHolder] = {}
        for row in rows:
            account = members.get(row.user_id)
            if account is not None and account.state == "active" and not is_suspended(account, tx.now):
                found[row.digest] = KeyHolder(
                    row.id, row.service_id, row.user_id, account.role, row.permissions, row.rate_limit, row.expires_at
                )
        for token in store.find_tokens(tx, digests):
            found[token.digest] = KeyHolder(
                token.id, token.service_id, None, "member", token.permissions, SERVICE_RATE, token.expires_at
            )
        return found


def _shown(row: store.ApiKey, key: str | None = None) -> KeyShown:
    return KeyShown(
        key_id=row.id,
        service_id=row.service_id,
        permissions=row.permissions,
        rate_limit=row.rate_limit,
        created_at=wire(row.created_at),
        expires_at=wire(row.expires_at),
        key=key,
    )


def _token_shown(row: store.ServiceToken, token: str | None = None) -> ServiceTokenShown:
    return ServiceTokenShown(
        token_id=row.id,
        service_id=row.service_id,
        permissions=row.permissions,
        created_at=wire(row.created_at),
        expires_at=wire(row.expires_at),
        token=token,
    )
