"""Typing: telling those who listen that somebody types, and that they stopped."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.modules.messages.rules.conversations import CannotWrite
from minifb.modules.messages.rules.typing import MEMBERS_MAX, Typing
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.tables import PEOPLE


class TypingCases(Ground):
    """What is told of who types where."""

    async def start_typing(self, actor: Actor, conversation_id: str) -> None:
        """Pass on that somebody types; said again soon, it only goes on."""
        typing = conversation_id, actor.id
        if self.typists.again(typing, self.clock.now()):
            return
        card, hearers = await self._listeners(actor.id, conversation_id)
        self.typists.told(typing, self.clock.now())
        self.frames.send(hearers, "typing.start", conversationId=conversation_id, user=card)

    async def stop_typing(self, actor: Actor, conversation_id: str) -> None:
        """Pass on that somebody stopped, if they typed."""
        if self.typists.forget((conversation_id, actor.id)):
            await self._tell_stopped((conversation_id, actor.id))

    async def end_typing(self) -> None:
        """Tell of those who stopped without saying so."""
        for typing in self.typists.over(self.clock.now()):
            await self._tell_stopped(typing)

    async def _tell_stopped(self, typing: Typing) -> None:
        conversation_id, member_id = typing
        card, hearers = await self._heard_before(member_id, conversation_id)
        self.frames.send(hearers, "typing.stop", conversationId=conversation_id, user=card)

    @read
    def _listeners(self, tx: Tx, member_id: str, conversation_id: str) -> tuple[Card | None, list[str]]:
        """Find who may learn that a member types; refuse a member who has left."""
        if not self.seat(tx, member_id, conversation_id).present:
            raise CannotWrite
        return self._hearing(tx, member_id, conversation_id)

    @read
    def _heard_before(self, tx: Tx, member_id: str, conversation_id: str) -> tuple[Card | None, list[str]]:
        return self._hearing(tx, member_id, conversation_id)

    def _hearing(self, tx: Tx, member_id: str, conversation_id: str) -> tuple[Card | None, list[str]]:
        """Find who is there to learn of it: nobody in a large group, nor from who has not accepted."""
        seat = self.seats(tx, member_id, [conversation_id]).get(conversation_id)
        if seat is None or seat.state != "in" or seat.members > MEMBERS_MAX:
            return None, []
        hearers = [one for one in self.audience(tx, seat).live if self.live.present(one)]
        return PEOPLE.cards(tx, [member_id]).get(member_id), hearers
