"""What every part of auth works with."""

import secrets

from minifb.kernel.clock import Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database
from minifb.kernel.http.limits import Limiter
from minifb.kernel.settings import Settings
from minifb.modules.auth.rules.settings import AuthSettings
from minifb.modules.auth.service.hashing import Hashing


class Means:
    """The database, the settings and the tools that the parts of auth share."""

    def __init__(
        self,
        db: Database,
        own: AuthSettings,
        server: Settings,
        keys: Keys,
        clock: Clock,
        limiter: Limiter,
    ) -> None:
        """Put together what is given once, at wiring."""
        self.db = db
        self.own = own
        self.server = server
        self.keys = keys
        self.clock = clock
        self.limiter = limiter
        """For what is counted by something other than who asks: an address that is typed."""
        self.hashing = Hashing(own)

    @property
    def public_url(self) -> str:
        """The address people reach this server by, without a slash at the end."""
        return self.server.server.public_url.rstrip("/")

    def failure_key(self, text: str) -> str:
        """Name somebody who failed without writing down what they typed."""
        return self.keys.mac("auth.failures", text).hex()

    def chance(self) -> str:
        """Draw 256 bits, as 43 letters of base64url."""
        return secrets.token_urlsafe(32)


class Part:
    """A part of auth: its use cases about one noun."""

    def __init__(self, means: Means) -> None:
        """Stand on the shared means."""
        self.means = means
        self.own = means.own

    @property
    def db(self) -> Database:
        """The module's own database."""
        return self.means.db
