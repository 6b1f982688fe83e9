"""Participants: who is in a group, who brings in whom, who leads it, and what it is called."""

import msgspec
from msgspec import UNSET

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import heard, read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card, Page
from minifb.kernel.refusals import NotFound
from minifb.modules.messages.public import (
    Conversation,
    ConversationChanged,
    Participant,
    ParticipantRole,
    SystemAction,
)
from minifb.modules.messages.rules import conversations as talks
from minifb.modules.messages.rules import participants as rules
from minifb.modules.messages.rules.conversations import ConversationChange, ParticipantState, Seat, Turn
from minifb.modules.messages.rules.media import Holder, picture
from minifb.modules.messages.rules.messages import Line
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import conversations, media, participants
from minifb.modules.messages.tables import PEOPLE


class ParticipantCases(Showing):
    """Who is in a group."""

    @read
    def participants_of(
        self, tx: Tx, actor: Actor, conversation_id: str, limit: int, cursor: str | None
    ) -> Page[Participant]:
        """List who is in a conversation, who was there longest first."""
        seat, query = self.seat(tx, actor.id, conversation_id), f"participants {conversation_id}"
        until = FOR_GOOD if seat.left_seq is None else seat.left_seq
        after = self.cursors.after(actor.id, query, cursor)
        places = participants.page(tx, seat.id, until, after, limit + 1)
        mine = participants.known(tx, seat.id, [actor.id])
        cards = PEOPLE.cards(tx, [place.member_id for place in places])
        return Page(
            items=talks.participants(
                seat, places[:limit], mine.get(actor.id), cards, PEOPLE.blocked_with(tx, actor.id)
            ),
            next=self.cursors.more(actor.id, query, [(place.joined_at, place.member_id) for place in places], limit),
        )

    # ── what a group is called, and looks like ──

    async def change_group(self, actor: Actor, conversation_id: str, asked: ConversationChange) -> Conversation:
        """Call a group something else, or give it another picture."""
        found = await self.find_media(actor, [asked.picture_id] if isinstance(asked.picture_id, str) else [])
        cards = await self.introduce(actor)
        turn = await self._change_group(actor, conversation_id, asked, cards, found)
        if found:
            await heard(self.db)  # who is told of it can fetch the picture
        return await self._told(actor, turn)

    @write
    def _change_group(
        self,
        tx: Tx,
        actor: Actor,
        conversation_id: str,
        asked: ConversationChange,
        cards: list[Card],
        found: dict[str, Attached],
    ) -> Turn:
        self.greet(tx, cards)
        seat = self.seat(tx, actor.id, conversation_id)
        rules.check_takes_part(seat)
        title, turns = talks.new_title(seat, asked), []
        if title != seat.title:
            conversations.rename(tx, seat.id, title)
            turns.append(self._turn(tx, seat, "renamed", title=title))
        if asked.picture_id is not UNSET and (asked.picture_id or None) != seat.picture_id:
            self._picture(tx, seat, picture(asked.picture_id, found) if asked.picture_id else None)
            turns.append(self._turn(tx, self.seat(tx, actor.id, seat.id), "pictured"))
        if not turns:
            return Turn(self.shown(tx, seat))
        return msgspec.structs.replace(turns[-1], lines=[line for turn in turns for line in turn.lines])

    def _picture(self, tx: Tx, seat: Seat, chosen: Attached | None) -> None:
        """Hold the picture that a group is known by now, in the place of the one before."""
        holder = Holder("conversation", seat.id, self.touch(tx, seat.id))
        if seat.picture_id:
            self.release(tx, holder, seat.member_id)
        if chosen:
            self.hold(tx, holder, seat.member_id, [chosen])
        media.set_picture(tx, seat.id, chosen.id if chosen else None)

    # ── who comes and goes ──

    async def add_participants(self, actor: Actor, conversation_id: str, user_ids: list[str]) -> Conversation:
        """Bring members into a group."""
        cards = await self.introduce(actor, user_ids)
        return await self._told(actor, await self._add_participants(actor, conversation_id, user_ids, cards))

    @write
    def _add_participants(
        self, tx: Tx, actor: Actor, conversation_id: str, user_ids: list[str], cards: list[Card]
    ) -> Turn:
        self.greet(tx, cards)
        seat = self.seat(tx, actor.id, conversation_id)
        rules.check_takes_part(seat)
        wanted = talks.others_of(actor.id, user_ids, "userIds")
        known = participants.known(tx, seat.id, wanted)
        friends = PEOPLE.friends_among(tx, actor.id, wanted)
        states = rules.newcomers(seat, wanted, known, friends, self.settings.group_max)
        if PEOPLE.shown(tx, actor.id, states) != states.keys():
            raise NotFound
        if not states:
            return Turn(self.shown(tx, seat))
        participants.join(tx, seat.id, states, seat.last_seq)
        conversations.count_members(tx, seat.id, len(states))
        waiting = [one for one, state in states.items() if state == "request"]
        return self._turn(tx, seat, "added", list(states), request_ids=waiting)

    async def remove_participant(self, actor: Actor, conversation_id: str, member_id: str) -> None:
        """Take a member out of a group, or leave it."""
        await self._told(
            actor, await self._remove_participant(actor, conversation_id, member_id, await self.introduce(actor))
        )

    @write
    def _remove_participant(
        self, tx: Tx, actor: Actor, conversation_id: str, member_id: str, cards: list[Card]
    ) -> Turn:
        self.greet(tx, cards)
        seat, of_oneself = self.seat(tx, actor.id, conversation_id), member_id == actor.id
        if seat.kind == "direct":
            raise talks.NotInDirect
        if of_oneself and not seat.present:
            return Turn(self.shown(tx, seat))
        if not of_oneself:
            rules.check_leads(seat)
            rules.present(self.participants(tx, seat.id), member_id)
        action: SystemAction = "left" if of_oneself else "removed"
        return self._turn(tx, seat, action, [] if of_oneself else [member_id], gone=member_id)

    # ── who leads it ──

    async def put_role(self, actor: Actor, conversation_id: str, member_id: str, role: ParticipantRole) -> Conversation:
        """Make a member an admin of a group, or no longer one."""
        return await self._told(actor, await self._put_role(actor, conversation_id, member_id, role))

    @write
    def _put_role(self, tx: Tx, actor: Actor, conversation_id: str, member_id: str, role: ParticipantRole) -> Turn:
        seat = self.seat(tx, actor.id, conversation_id)
        rules.check_leads(seat)
        places = self.participants(tx, seat.id)
        if rules.present(places, member_id).role == role:
            return Turn(self.shown(tx, seat))
        rules.check_role(places, member_id, role)
        participants.set_role(tx, seat.id, member_id, role)
        return self._turn(tx, seat, "promoted" if role == "admin" else "demoted", [member_id])

    # ── telling it ──

    def _turn(
        self,
        tx: Tx,
        seat: Seat,
        action: SystemAction,
        about_ids: list[str] | None = None,
        *,
        title: str | None = None,
        request_ids: list[str] | None = None,
        gone: str = "",
    ) -> Turn:
        """Write down what happened in a group, and tell it."""
        about = about_ids or []
        lines = [self.say(tx, seat, action, about, title)]
        told = self.audience(tx, seat)
        if gone:
            lines += self.let_go(tx, seat, gone, "left" if action == "left" else "removed", lines[0].seq)
        tx.publish(
            ConversationChanged(
                conversation_id=seat.id,
                by_id=seat.member_id,
                action=action,
                about_ids=about,
                participant_ids=[place.member_id for place in self.participants(tx, seat.id)],
                request_ids=request_ids or [],
                revision=lines[-1].revision,
            )
        )
        after = self.seat(tx, seat.member_id, seat.id)
        drawn = self.draw(tx, seat.member_id, {seat.id: after}, lines)
        return Turn(self.shown(tx, after), drawn, told, anew=[*about, seat.member_id])

    def let_go(self, tx: Tx, seat: Seat, member_id: str, state: ParticipantState, seq: int) -> list[Line]:
        """Let a member of a group go; where nobody leads it then, who takes part in it longest does."""
        participants.leave(tx, seat, member_id, state, seq)
        conversations.count_members(tx, seat.id, -1)
        heir = talks.heir(self.participants(tx, seat.id))
        if heir is None:
            return []
        participants.set_role(tx, seat.id, heir, "admin")
        return [self.say(tx, self.seat(tx, heir, seat.id), "promoted", [heir])]

    async def _told(self, actor: Actor, turn: Turn) -> Conversation:
        """Tell those who are there what happened in a group, and show it anew to whom it happened."""
        if turn.told:
            for line in turn.lines:
                await self.tell_sent(actor.id, line, turn.told)
            await self.announce(turn.conversation.id, turn.anew)
            others = [one for one in turn.told.live if one not in turn.anew]
            for view in (await self.views(turn.conversation.id, others[:1])).values():
                self.frames.group(view, others)  # as one of them sees it: whoever did it may have left
        return turn.conversation
