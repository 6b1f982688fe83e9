"""Web push: to the push services of browsers (RFC 8030), in the name of this server (VAPID, RFC 8292)."""

import base64
import logging
import os
from collections.abc import Sequence
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from minifb.kernel.clock import HOUR, SECOND, Clock, Instant
from minifb.kernel.crypto import Keys
from minifb.kernel.http.outbound import Answer, NoAnswer, NotCalled, Outbound
from minifb.modules.notifications.backends.push import Device, Outcome, Parcel
from minifb.modules.notifications.backends.push.sealing import SALT_BYTES, raw, seal

LOG = logging.getLogger("minifb.push")

PURPOSE = "notifications.vapid"
TOKEN_LIFE = 12 * HOUR
"""How long a push service may believe one signature; a day at most (RFC 8292 §2)."""
REST_SECONDS = 60
"""How long a push service that does not answer, or is overrun, is left alone; it may ask for more for one device."""
PATIENCE_SECONDS = 6 * 3600
"""The longest it may ask for."""

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_GONE = frozenset({404, 410})


class WebPusher:
    """Sends to the push services that browsers chose."""

    def __init__(self, outbound: Outbound, keys: Keys, clock: Clock, *, hosts: Sequence[str], contact: str) -> None:
        """Send to these hosts; `contact` is where their operators find ours, a `mailto:` or `https:` address."""
        self._outbound, self._clock = outbound, clock
        self._hosts, self._contact = hosts, contact
        # Made of the master key: the same after every restart and restore, and nothing more to keep.
        number = int.from_bytes(keys.derive(PURPOSE, 48), "big") % (_ORDER - 1) + 1
        self._key = ec.derive_private_key(number, ec.SECP256R1())
        self.public_key = _text(raw(self._key.public_key()))
        self._tokens: dict[str, tuple[str, Instant]] = {}
        self._resting: dict[str, Instant] = {}

    def takes(self, endpoint: str) -> bool:
        """Tell whether this server sends to an address: over https, to a push service that the operator lets it use."""
        try:
            parts = urlsplit(endpoint)
            host, _ = (parts.hostname or ""), parts.port
        except ValueError:
            return False
        plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and not parts.fragment
        if parts.scheme != "https" or "@" in parts.netloc or not host or not plain:
            return False
        return any(
            known in {"*", host} or (known.startswith("*.") and host.endswith(known[1:])) for known in self._hosts
        )

    async def send(self, device: Device, parcel: Parcel) -> Outcome:
        """Hand a parcel over; a push service that asked to be left alone is."""
        if not self.takes(device.endpoint):
            return Outcome("refused")  # the operator took it off the list
        host = urlsplit(device.endpoint).netloc
        rest = self._resting.get(host, 0) - self._clock.now()
        if rest > 0:
            return Outcome("later", rest // SECOND + 1)
        body = seal(
            parcel.payload,
            device.p256dh,
            device.secret,
            ec.generate_private_key(ec.SECP256R1()),
            os.urandom(SALT_BYTES),
        )
        headers = {
            "authorization": f"vapid t={self._token(host)}, k={self.public_key}",
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(parcel.seconds),
            "urgency": parcel.urgency,
            "topic": parcel.topic,
        }
        try:
            return self._judge(host, await self._outbound.ask("POST", device.endpoint, headers, body))
        except NotCalled:
            return Outcome("refused")
        except NoAnswer:
            self._rest(host)
            return Outcome("later", REST_SECONDS)

    def _judge(self, host: str, answer: Answer) -> Outcome:
        """Say what an answer means (RFC 8030 §5, §7.3)."""
        if answer.status in {200, 201, 202, 204}:
            return Outcome("sent")
        if answer.status in _GONE:
            return Outcome("gone")
        if answer.status == 429 or answer.status >= 500:
            asked = answer.headers.get("retry-after", "")
            self._rest(host)
            return Outcome("later", min(int(asked[:9]), PATIENCE_SECONDS) if asked.isdecimal() else REST_SECONDS)
        LOG.warning("the push service %s refused a push: %s", host, answer.status)
        return Outcome("refused")

    def _rest(self, host: str) -> None:
        """Leave a push service alone for a while."""
        now = self._clock.now()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        self._resting[host] = now + REST_SECONDS * SECOND

    def _token(self, host: str) -> str:
        """Sign who we are, for one push service; a signature is used for half its life."""
        now = self._clock.now()
        token, until = self._tokens.get(host, ("", 0))
        if until <= now:
            claims: dict[str, str | int] = {"aud": f"https://{host}", "exp": (now + TOKEN_LIFE) // SECOND}
            if self._contact:
                claims["sub"] = self._contact
            token = jwt.encode(claims, self._key, algorithm="ES256")
            fresh = {one: kept for one, kept in self._tokens.items() if kept[1] > now}
            self._tokens = {**fresh, host: (token, now + TOKEN_LIFE // 2)}
        return token


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
