"""Conversations: beginning one, and seeing one's own."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.refusals import NotFound
from minifb.modules.messages.public import Conversation, ConversationCreated, ConversationKind
from minifb.modules.messages.rules import conversations as rules
from minifb.modules.messages.rules.conversations import Box, NewConversation, ParticipantState
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import conversations, participants
from minifb.modules.messages.tables import PEOPLE


class ConversationCases(Showing):
    """Who talks with whom."""

    async def begin(self, actor: Actor, new: NewConversation) -> tuple[Conversation, bool]:
        """Begin a conversation, or give the one of the same two; tell whether it is new."""
        begun, fresh = await self._begin(actor, new, await self.introduce(actor, new.participant_ids))
        if fresh:
            others = [one.id for one in begun.participants if begun.kind == "group"]
            await self.announce(begun.id, others or [actor.id])
        return begun, fresh

    @write
    def _begin(self, tx: Tx, actor: Actor, new: NewConversation, cards: list[Card]) -> tuple[Conversation, bool]:
        self.greet(tx, cards)
        others = rules.others_of(actor.id, new.participant_ids)
        title = rules.checked_title(new.title)
        if len(others) >= self.settings.group_max:
            raise rules.TooManyParticipants
        if PEOPLE.shown(tx, actor.id, others) != set(others):
            raise NotFound
        if len(others) == 1 and title is None:
            conversation_id, fresh = self._meet(tx, actor.id, others[0])
        else:
            conversation_id, fresh = self._gather(tx, actor.id, others, title), True
        return self.shown(tx, self.seat(tx, actor.id, conversation_id)), fresh

    def _meet(self, tx: Tx, me: str, other: str) -> tuple[str, bool]:
        """Find the conversation of two, or begin it."""
        pair, new_id = rules.pair_of(me, other), tx.new_id()
        if not conversations.add(tx, new_id, me, pair=pair, title=None, members=2):
            return conversations.of_pair(tx, pair) or "", False
        self._join(tx, new_id, "direct", me, [other])
        return new_id, True

    def _gather(self, tx: Tx, me: str, others: list[str], title: str | None) -> str:
        """Begin a group; its first line says so."""
        new_id = tx.new_id()
        conversations.add(tx, new_id, me, pair=None, title=title, members=len(others) + 1)
        self._join(tx, new_id, "group", me, others)
        self.say(tx, self.seat(tx, me, new_id), "created", others, title)
        return new_id

    def _join(self, tx: Tx, new_id: str, kind: ConversationKind, me: str, others: list[str]) -> None:
        """Seat the members of a new conversation, those who are no friends before a request; tell that it is there."""
        friends = PEOPLE.friends_among(tx, me, others)
        states: dict[str, ParticipantState] = {one: "in" if one in friends else "request" for one in others}
        participants.join(tx, new_id, {**states, me: "in"}, 0, beginner=me)
        tx.publish(
            ConversationCreated(
                conversation_id=new_id,
                kind=kind,
                by_id=me,
                participant_ids=sorted([*others, me]),
                request_ids=[one for one in others if states[one] == "request"],
                revision=1,
            )
        )

    @read
    def conversation(self, tx: Tx, actor: Actor, conversation_id: str) -> Conversation:
        """Show a conversation."""
        return self.shown(tx, self.seat(tx, actor.id, conversation_id))

    @read
    def conversations(self, tx: Tx, actor: Actor, box: Box, limit: int, cursor: str | None) -> Page[Conversation]:
        """List one's conversations: pinned ones first, then by the last that was said."""
        query = f"conversations {box}"
        places = conversations.boxed(tx, actor.id, box, self.cursors.after(actor.id, query, cursor), limit + 1)
        seats = self.seats(tx, actor.id, [place[-1] for place in places[:limit]])
        found = [seats[place[-1]] for place in places[:limit] if place[-1] in seats]
        more = self.cursors.more(actor.id, query, places, limit)
        return Page(items=self.shown_all(tx, actor.id, found), next=more)
