"""Signing access tokens, and the keys that do it."""

import base64

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from minifb.kernel.clock import DAY, SECOND, Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.tokens import ALGORITHM, AUDIENCE, ISSUER, TYPE
from minifb.kernel.ids import new_id
from minifb.modules.auth.rules.accounts import Account
from minifb.modules.auth.rules.sessions import LIMITED_TO, Session
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.store import tokens as store

PURPOSE = "auth.signing"
VERIFY_KEYS = 2


class Tokens(Part):
    """The keys that sign tokens: one signs, two verify, a new one every 90 days."""

    def __init__(self, means: Means) -> None:
        """Start without a key; `prepare` loads or makes it."""
        super().__init__(means)
        self._key_id = ""
        self._key: Ed25519PrivateKey | None = None

    async def prepare(self) -> None:
        """Load the key that signs, making the first or a new one when it is time."""
        await self._load(at_once=False)

    async def rotate(self) -> str:
        """Sign with a new key from now on and tell its id; the one before still verifies what it signed."""
        await self._load(at_once=True)
        return self._key_id

    async def _load(self, *, at_once: bool) -> None:
        private = Ed25519PrivateKey.generate()
        raw, public = private.private_bytes_raw(), _text(private.public_key().public_bytes_raw())
        self._use(await self._current(raw, public, at_once=at_once))

    @write
    def _current(self, tx: Tx, private: bytes, public: str, *, at_once: bool) -> store.SigningKey:
        kept = store.signing(tx)
        if kept and not at_once and tx.now - kept[0].created_at < self.own.signing_key_days * DAY:
            return kept[0]
        key_id = tx.new_id()
        sealed = self.means.keys.seal(PURPOSE, private, key_id)
        new = store.SigningKey(key_id, public, sealed, tx.now)
        store.insert_key(tx, new)
        for old in kept[VERIFY_KEYS - 1 :]:
            store.drop_key(tx, old.id)
        return new

    def _use(self, row: store.SigningKey) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(self.means.keys.open(PURPOSE, row.sealed, row.id))
        self._key_id = row.id

    @read
    def verify_keys(self, tx: Tx) -> dict[str, str]:
        """Give the public keys, by key id."""
        return {key.id: key.public for key in store.signing(tx)}

    def access(self, account: Account, session: Session, *, limited: bool, now: Instant) -> str:
        """Sign an access token for a session."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": account.id,
            "sid": session.id,
            "jti": new_id(),
            "iat": now / SECOND,
            # Whole seconds, rounded down: a fraction more than ten minutes would be refused.
            "exp": now // SECOND + self.own.access_seconds,
            "role": account.role,
            "auth_time": session.authenticated_at / SECOND,
            "amr": session.amr,
            **({"lim": list(LIMITED_TO)} if limited else {}),
        }
        return self._sign(claims)

    def _sign(self, claims: dict[str, object]) -> str:
        if self._key is None:
            raise RuntimeError("tokens are signed after the service has started")
        return jwt.encode(claims, self._key, ALGORITHM, headers={"kid": self._key_id, "typ": TYPE})


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
