"""Sockets: opening one, leaving, and the pulse by which soft state goes out."""

import asyncio

from minifb.kernel.http.live import AtOnce, Mailbox
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.tickets import LIFE_SECONDS
from minifb.modules.messages.rules.presence import TOLD_EVERY_SECONDS
from minifb.modules.messages.rules.sockets import Ticket
from minifb.modules.messages.service.presence import PresenceCases
from minifb.modules.messages.service.typing import TypingCases


class SocketCases(TypingCases, PresenceCases):
    """What a member's sockets are to the server."""

    def ticket(self, actor: Actor) -> Ticket:
        """Give a ticket that opens one socket soon."""
        return Ticket(ticket=self.tickets.issue(actor), expires_in=LIFE_SECONDS)

    def connect(self, actor: Actor, at_once: AtOnce | None) -> Mailbox:
        """Open a socket's mailbox."""
        return self.live.register(actor, self.clock.now(), at_once)

    def disconnect(self, mailbox: Mailbox) -> None:
        """Forget a socket; with the last one its member stops typing."""
        self.live.unregister(mailbox)
        if not self.live.present(mailbox.actor.id):
            self.typists.leave(mailbox.actor.id)

    async def pulse(self) -> None:
        """Once a second tell who stopped typing, every few seconds who came and went."""
        beats = 0
        while True:
            await asyncio.sleep(1)
            beats += 1
            await self.end_typing()
            if beats % TOLD_EVERY_SECONDS == 0:
                await self.tell_presence()
