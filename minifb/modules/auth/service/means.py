"""What every part of auth works with."""

import secrets

from minifb.kernel.clock import Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database
from minifb.kernel.http.limits import Limiter
from minifb.kernel.ops.mail import Mailer
from minifb.kernel.settings import Settings
from minifb.modules.auth.rules.settings import AuthSettings
from minifb.modules.auth.service.hashing import Hashing


class Means:
    """The database, the settings and the tools that the parts of auth share."""

    def __init__(self, db: Database, own: AuthSettings, server: Settings, clock: Clock, keys: Keys) -> None:
        """Put together what is given once, at wiring."""
        self.db = db
        self.own = own
        self.server = server
        self.clock = clock
        self.keys = keys
        self.hashing = Hashing(own)
        self.limiter = Limiter(clock, server.limits.enabled)
        """For what is counted by something other than who asks: an address that is typed, an invite."""
        self.mailer: Mailer | None = None
        """How mail goes out until notifications does it; set at wiring."""

    @property
    def public_url(self) -> str:
        """The address people reach this server by, without a slash at the end."""
        return self.server.server.public_url.rstrip("/")

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
