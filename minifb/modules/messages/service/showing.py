"""Showing conversations to their members, and telling what happened in them by a line of their own."""

from collections.abc import Sequence

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.messages.public import Conversation, SystemAction
from minifb.modules.messages.rules import conversations as rules
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.media import face
from minifb.modules.messages.rules.messages import Happened, Line
from minifb.modules.messages.service.live import LiveCases
from minifb.modules.messages.store import media, messages, participants, receipts
from minifb.modules.messages.tables import PEOPLE


class Showing(LiveCases):
    """How conversations look to their members."""

    def shown(self, tx: Tx, seat: Seat) -> Conversation:
        """Show a conversation to a member."""
        return self.shown_all(tx, seat.member_id, [seat])[0]

    def shown_all(self, tx: Tx, viewer_id: str, seats: Sequence[Seat]) -> list[Conversation]:
        """Show conversations to a member, asked once for all of them."""
        held = {seat.id: seat for seat in seats}
        places = participants.shown(tx, viewer_id, held)
        cards = PEOPLE.cards(tx, {place.member_id for each in places.values() for place in each})
        blocked = PEOPLE.blocked_with(tx, viewer_id)
        unread = receipts.unread(tx, viewer_id, held)
        drawn = self.draw(tx, viewer_id, held, messages.last_lines(tx, viewer_id, held))
        last = {message.conversation_id: message for message in drawn}
        pictured = media.held(tx, [seat.id for seat in seats if seat.picture_id and seat.state == "in"])
        found = []
        for seat in seats:
            here = places.get(seat.id, [])
            mine = next((place for place in here if place.member_id == viewer_id), None)
            people = rules.participants(seat, here, mine, cards, blocked)
            found.append(
                rules.show(
                    seat,
                    here,
                    people,
                    last=last.get(seat.id),
                    unread=unread.get(seat.id, 0),
                    now=tx.now,
                    picture=face(pictured.get(seat.id, {}).get(seat.picture_id or "")),
                )
            )
        return found

    def say(
        self, tx: Tx, seat: Seat, action: SystemAction, about_ids: Sequence[str] = (), title: str | None = None
    ) -> Line:
        """Write down what a member did in a group, as its next line."""
        happened = Happened(action, list(about_ids), title)
        line = msgspec.structs.replace(self.next_line(tx, seat), kind="system", system=happened)
        messages.add_line(tx, line)
        return line

    @read
    def views(self, tx: Tx, conversation_id: str, ids: list[str]) -> dict[str, Conversation]:
        """Show a conversation to those of these members who take or took part in it, each as they see it."""
        found = {one: self.seats(tx, one, [conversation_id]).get(conversation_id) for one in ids}
        return {one: self.shown(tx, seat) for one, seat in found.items() if seat and not seat.waiting}

    async def announce(self, conversation_id: str, ids: Sequence[str]) -> None:
        """Show a conversation as it is now to those of its members who have a socket open."""
        there = [one for one in ids if self.live.present(one)]
        for one, view in (await self.views(conversation_id, there)).items() if there else ():
            self.frames.conversation(one, view)
