"""Credentials: from what a request carries to the actor it stands for.

`Authorization: Bearer` holds an access token or an API key (`mfb_…`); a browser's cookie holds an access token. The
signature of a token is verified once: afterwards its bytes alone are looked up, and whether it is still good is
decided anew for every request.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

from cachebox import LRUCache

from minifb.kernel.clock import MINUTE, SECOND, Clock, Instant
from minifb.kernel.http.policy import Actor, Role
from minifb.kernel.http.revocations import REMEMBERED, RevocationList, Revocations
from minifb.kernel.http.tokens import LEEWAY, Proven, UnknownKey, Verifier
from minifb.kernel.refusals import Unauthenticated, Unavailable

KEY_PREFIX = b"mfb_"
KEY_BYTES_MAX = 256
KEY_FRESH = 5 * SECOND
"""How long an answer about an API key is believed."""
RELOAD_SECONDS = 60
_TOKENS_KEPT = 50_000
_KEYS_KEPT = 10_000
_NEW_KEYS_EVERY = 10 * SECOND


class KeyHolding(Protocol):
    """Whom an API key or service token stands for."""

    @property
    def key_id(self) -> str:
        """The key's id."""
        ...

    @property
    def service_id(self) -> str:
        """The service it was made for."""
        ...

    @property
    def user_id(self) -> str | None:
        """The member it acts as; None: the service acts for itself."""
        ...

    @property
    def role(self) -> Role:
        """The role it has."""
        ...

    @property
    def permissions(self) -> Sequence[str]:
        """What it may do at most."""
        ...

    @property
    def rate_limit(self) -> int:
        """Requests a minute."""
        ...

    @property
    def expires_at(self) -> Instant | None:
        """When it ends."""
        ...


class AuthSource(Protocol):
    """Where a guard learns what is good; auth's questions have this shape."""

    async def verify_keys(self) -> Mapping[str, str]:
        """Give the public keys of access tokens, key id → base64url Ed25519."""
        ...

    async def revocations(self, since: Instant) -> RevocationList:
        """Give every revocation since an instant, and who is suspended."""
        ...

    async def key_holders(self, digests: list[str]) -> Mapping[str, KeyHolding]:
        """Tell whose API keys these are, by their SHA-256 in hex."""
        ...


class Credentials:
    """Knows who is who."""

    def __init__(self, source: AuthSource, clock: Clock, *, cache: bool = True) -> None:
        """Ask `source`; without `cache` every token is verified and every key asked for each time."""
        self.revocations = Revocations(clock)
        self._source = source
        self._clock = clock
        self._cache = cache
        self._verifier = Verifier(clock)
        self._tokens: LRUCache[bytes, Proven] = LRUCache(_TOKENS_KEPT)
        self._keys: LRUCache[str, tuple[KeyHolding | None, Instant]] = LRUCache(_KEYS_KEPT)
        self._keys_asked: Instant = 0
        self._reloading: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Load keys and revocations; nobody is let in before."""
        await self.reload()
        self._reloading = asyncio.create_task(self._reload_forever(), name="revocations")

    async def stop(self) -> None:
        """Stop following."""
        if self._reloading is not None:
            self._reloading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reloading

    async def reload(self) -> None:
        """Take everything anew, so that a hint that was lost heals."""
        self._keys_asked = self._clock.now()
        self._verifier.use(await self._source.verify_keys())
        self.revocations.load(await self._source.revocations(self._clock.now() - REMEMBERED))

    async def _reload_forever(self) -> None:
        while True:
            await asyncio.sleep(RELOAD_SECONDS)
            # Auth may be away for a while when it runs elsewhere; what is known stays good until then.
            with contextlib.suppress(Unavailable):
                await self.reload()

    def known(self, credential: bytes) -> bool:
        """Tell whether telling who this is costs next to nothing."""
        return credential in self._tokens

    async def member(self, token: bytes) -> Actor:
        """Tell whom an access token stands for, or raise Unauthenticated."""
        proven = self._tokens.get(token)
        if proven is None:
            proven = await self._verified(token)
            if self._cache:
                self._tokens[token] = proven
        elif self._clock.now() >= proven.expires_at + LEEWAY:
            raise Unauthenticated
        actor = self.revocations.actor(proven)
        if actor is None:
            raise Unauthenticated
        return actor

    async def _verified(self, token: bytes) -> Proven:
        try:
            return self._verifier.verify(token)
        except UnknownKey:
            # A key that came with a rotation; asking is bounded, whatever key ids strangers invent.
            if self._clock.now() - self._keys_asked < _NEW_KEYS_EVERY:
                raise
        self._keys_asked = self._clock.now()
        self._verifier.use(await self._source.verify_keys())
        return self._verifier.verify(token)

    async def key(self, key: bytes) -> Actor:
        """Tell whom an API key stands for, or raise Unauthenticated."""
        if len(key) > KEY_BYTES_MAX:
            raise Unauthenticated
        digest = hashlib.sha256(key).hexdigest()
        now = self._clock.now()
        holder, asked_at = self._keys.get(digest, (None, -MINUTE))
        if now - asked_at >= KEY_FRESH or not self._cache:
            holder = (await self._source.key_holders([digest])).get(digest)
            self._keys[digest] = (holder, now)
        if holder is None or (holder.expires_at is not None and now >= holder.expires_at):
            raise Unauthenticated
        if holder.user_id is not None and self.revocations.suspends(holder.user_id):
            raise Unauthenticated
        return Actor(
            id=holder.user_id or f"service:{holder.service_id}",
            role=holder.role,
            kind="service" if holder.user_id is None else "key",
            permissions=frozenset(holder.permissions),
            rate_limit=holder.rate_limit,
        )

    async def bearer(self, credential: bytes) -> Actor:
        """Tell whom an `Authorization: Bearer` stands for, or raise Unauthenticated."""
        return await (self.key(credential) if credential.startswith(KEY_PREFIX) else self.member(credential))
