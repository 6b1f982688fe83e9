"""Tickets: what a page shows to open a socket, where it can send neither a header nor a cookie.

A ticket is good once and for half a minute, in this process, and as long as the session it was made for.
"""

import secrets

from minifb.kernel.clock import SECOND, Clock
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.tokens import Proven

LIFE_SECONDS = 30
PARAMETER = b"ticket="


class Tickets:
    """The tickets that nobody has used yet."""

    def __init__(self, clock: Clock) -> None:
        """Start with none."""
        self._clock = clock
        self._made: dict[bytes, Proven] = {}

    def issue(self, actor: Actor) -> str:
        """Make a ticket for whoever asks; those that were never used are forgotten."""
        now = self._clock.now()
        for ticket, proven in list(self._made.items()):
            if proven.expires_at > now:
                break
            del self._made[ticket]
        ticket = secrets.token_urlsafe(32).encode()
        self._made[ticket] = Proven(actor, now, now + LIFE_SECONDS * SECOND)
        return ticket.decode()

    def spend(self, ticket: bytes) -> Proven | None:
        """Give whom a ticket stands for, once; whether their session still stands is for others to say."""
        proven = self._made.pop(ticket, None)
        return proven if proven is not None and proven.expires_at > self._clock.now() else None
