"""Access tokens: what one looks like, and how it is verified. Auth issues them; whoever serves verifies them.

A JWT (RFC 7519, RFC 9068) signed with Ed25519: header exactly `alg=EdDSA typ=at+jwt kid`, claims `iss aud sub sid jti
iat exp role auth_time amr`, and `lim` (a list of permissions) when the session is limited to them. `iat` and
`auth_time` carry fractions of a second, so that a token issued right after a revocation is known to be newer.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Literal

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from minifb.kernel.clock import SECOND, Clock, Instant
from minifb.kernel.http.policy import Actor, Role
from minifb.kernel.refusals import Unauthenticated

ISSUER = "minifb"
AUDIENCE = "minifb-api"
TYPE = "at+jwt"
ALGORITHM = "EdDSA"
LIFE = 600 * SECOND
"""How long an access token lives at most."""
LEEWAY = 30 * SECOND
BYTES_MAX = 4096


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token says, once its signature is proven."""

    iss: str
    aud: str
    sub: str
    sid: str
    jti: str
    iat: float
    exp: float
    role: Role
    auth_time: float
    amr: list[str]
    lim: list[str] | None = None

    def actor(self) -> Actor:
        """Tell whom the token stands for."""
        return Actor(
            id=self.sub,
            role=self.role,
            kind="member",
            session=self.sid,
            authenticated_at=int(self.auth_time * SECOND),
            limited_to=None if self.lim is None else frozenset(self.lim),
        )


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The only header taken: anything more (`crit`, `jku`, `jwk`, `x5u` …) is an attempt to be clever."""

    alg: Literal["EdDSA"]
    typ: Literal["at+jwt"]
    kid: str


class Proven(msgspec.Struct, frozen=True):
    """A token that was verified, as the guard keeps it."""

    actor: Actor
    issued_at: Instant
    expires_at: Instant


class UnknownKey(Unauthenticated, code="unauthenticated"):
    """Sign in to do this."""


class Verifier:
    """Verifies tokens with the public keys it was given last."""

    def __init__(self, clock: Clock) -> None:
        """Start without keys: nothing is accepted."""
        self._clock = clock
        self._keys: dict[str, Ed25519PublicKey] = {}
        self._header = msgspec.json.Decoder(_Header)
        # Times are checked here, by the house's own clock.
        self._jwt = jwt.PyJWT({"verify_exp": False, "verify_iat": False, "verify_nbf": False})

    def use(self, keys: Mapping[str, str]) -> None:
        """Take the current public keys: key id → base64url of the raw Ed25519 key."""
        self._keys = {kid: Ed25519PublicKey.from_public_bytes(_raw(key)) for kid, key in keys.items()}

    def verify(self, token: bytes) -> Proven:
        """Give whom a token stands for, or raise Unauthenticated; `UnknownKey` where newer keys might help."""
        if len(token) > BYTES_MAX or not token.isascii():
            raise Unauthenticated
        try:
            header = self._header.decode(_raw(token.split(b".", 1)[0].decode()))
        except (ValueError, msgspec.MsgspecError) as error:
            raise Unauthenticated from error
        if (key := self._keys.get(header.kid)) is None:
            raise UnknownKey
        try:
            payload: dict[str, Any] = self._jwt.decode(
                token, key, [ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options={"strict_aud": True}
            )
            claims = msgspec.convert(payload, Claims)
        except (jwt.PyJWTError, ValueError, msgspec.MsgspecError) as error:
            raise Unauthenticated from error
        return self._timely(claims)

    def _timely(self, claims: Claims) -> Proven:
        now = self._clock.now()
        try:
            issued, expires = int(claims.iat * SECOND), int(claims.exp * SECOND)
        except (OverflowError, ValueError) as error:
            raise Unauthenticated from error
        if not (issued - LEEWAY <= now < expires + LEEWAY and 0 < expires - issued <= LIFE):
            raise Unauthenticated
        if not (claims.sub and claims.sid and claims.jti):
            raise Unauthenticated
        return Proven(claims.actor(), issued, expires)


def _raw(text: str) -> bytes:
    """Decode base64url without padding, strictly."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
