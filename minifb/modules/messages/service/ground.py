"""What the use cases of messages stand on: what app.py hands in, and the gate that all of them pass: the seat."""

from collections.abc import Collection, Iterable

import msgspec

from minifb.kernel.clock import Clock
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.live import Live
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card
from minifb.kernel.http.tickets import Tickets
from minifb.kernel.ids import is_id
from minifb.kernel.ops.failures import Failures
from minifb.kernel.refusals import NotFound
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved, MediaQuestions
from minifb.modules.messages.rules import conversations as rules
from minifb.modules.messages.rules.conversations import Place, Seat, Told
from minifb.modules.messages.rules.media import Holder
from minifb.modules.messages.rules.messages import Line, blank
from minifb.modules.messages.rules.presence import Presence
from minifb.modules.messages.rules.settings import MessagesSettings
from minifb.modules.messages.rules.typing import Typists
from minifb.modules.messages.service.frames import Frames
from minifb.modules.messages.store import conversations, media, participants
from minifb.modules.messages.tables import PEOPLE
from minifb.modules.users.public import UsersQuestions


class Ground:
    """The ground of messages' use cases."""

    def __init__(
        self,
        *,
        db: Database,
        settings: MessagesSettings,
        cursors: Cursors,
        clock: Clock,
        limiter: Limiter,
        live: Live,
        tickets: Tickets,
        failures: Failures,
        users: UsersQuestions,
        media: MediaQuestions,
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.settings = settings
        self.cursors = cursors
        self.clock = clock
        self.limiter = limiter
        self.live = live
        self.frames = Frames(live)
        self.tickets = tickets
        self.failures = failures
        self.users = users
        self.media = media
        self.typists = Typists()
        self.presence = Presence()
        live.watch(lambda member_id, _: self.presence.look_again(member_id))

    # ── the gate ──

    def seat(self, tx: Tx, member_id: str, conversation_id: str) -> Seat:
        """Find a member's seat; where they have none, or one blocked the other, there is no conversation."""
        seat = conversations.seat(tx, member_id, conversation_id)
        if seat is None or seat.shut:
            raise NotFound
        return seat

    def seats(self, tx: Tx, member_id: str, ids: Collection[str], *, shut: bool = False) -> dict[str, Seat]:
        """Find a member's seats in those conversations that are there for them, or also in those that a block shut."""
        return {seat.id: seat for seat in conversations.seats(tx, member_id, ids) if shut or not seat.shut}

    def writing_seat(self, tx: Tx, actor: Actor, conversation_id: str) -> Seat:
        """Find the seat of somebody who wants to write; refuse those who may not."""
        return self.let_write(tx, self.seat(tx, actor.id, conversation_id))

    def let_write(self, tx: Tx, seat: Seat, *, more: int = 1) -> Seat:
        """Refuse to let a member write who may not, `more` new lines; who answers a request accepts it."""
        places = self.participants(tx, seat.id) if seat.kind == "direct" else []
        rules.may_write(seat, places, self.settings.request_lines_max - more)
        return self.accepted(tx, seat) if seat.waiting else seat

    def accepted(self, tx: Tx, seat: Seat) -> Seat:
        """Accept a request, in answer to it or before; a group that nobody leads is led by who comes first."""
        participants.set_state(tx, seat.id, seat.member_id, "in")
        seat = msgspec.structs.replace(seat, state="in")
        if seat.kind == "group" and not rules.leaders(self.participants(tx, seat.id)):
            participants.set_role(tx, seat.id, seat.member_id, "admin")
            seat = msgspec.structs.replace(seat, role="admin")
        return seat

    # ── who is in it, and who is told ──

    def participants(self, tx: Tx, conversation_id: str) -> list[Place]:
        """List who is in a conversation now, who was there longest first."""
        return participants.participants(tx, conversation_id)

    def audience(self, tx: Tx, seat: Seat) -> Told:
        """Tell who hears of what a member does in a conversation now."""
        places, me = self.participants(tx, seat.id), seat.member_id
        muters = PEOPLE.muters_among(tx, me, [place.member_id for place in places])
        # Of two there is nobody to look for: a seat is not had in spite of a block.
        blocked = PEOPLE.blocked_with(tx, me) if seat.kind == "group" else set[str]()
        return rules.told(me, places, blocked, muters, tx.now)

    # ── what is held ──

    async def find_media(self, actor: Actor, asked: Iterable[str]) -> dict[str, Attached]:
        """Ask which of these media are the member's own; for none nobody is asked."""
        ids = sorted({one for one in asked if is_id(one)})
        return await self.media.owned_by(actor.id, ids) if ids else {}

    def hold(self, tx: Tx, holder: Holder, owner_id: str, found: Collection[Attached]) -> None:
        """Hold media of a member, and tell it."""
        media.add(tx, holder.id, found)
        for one in found:
            tx.publish(
                AttachmentAdded(
                    media_id=one.id,
                    ref=holder.ref,
                    owner_id=owner_id,
                    ready=one.status != "processing",
                    revision=holder.revision,
                )
            )

    def release(self, tx: Tx, holder: Holder, owner_id: str) -> None:
        """Hold nothing any more, and tell it."""
        gone = media.held(tx, [holder.id]).get(holder.id, {})
        media.release(tx, holder.id)
        for one in gone:
            tx.publish(AttachmentRemoved(media_id=one, ref=holder.ref, owner_id=owner_id, revision=holder.revision))

    # ── numbers ──

    def next_line(self, tx: Tx, seat: Seat) -> Line:
        """Begin the next line of a conversation, with nothing in it yet; its number is taken with it: no gaps."""
        seq, revision = conversations.next_line(tx, seat.id)
        return blank(tx.new_id(), seat, seq, revision, tx.now)

    def touch(self, tx: Tx, conversation_id: str) -> int:
        """Take the next revision of a conversation, for a change that is no line."""
        return conversations.touch(tx, conversation_id)

    # ── who writes ──

    @read
    def unknown(self, tx: Tx, ids: list[str]) -> list[str]:
        """Tell whose card has not arrived."""
        return sorted(set(ids) - PEOPLE.cards(tx, ids).keys())

    async def introduce(self, actor: Actor, others: Collection[str] = ()) -> list[Card]:
        """Ask for the cards of who writes, and to whom, where they have not arrived; none: we know them."""
        unknown = await self.unknown([actor.id, *filter(is_id, others)])
        if not unknown:
            return []
        cards = await self.users.cards(unknown)
        if actor.id in unknown and actor.id not in cards:
            raise NotFound
        return list(cards.values())

    def greet(self, tx: Tx, cards: list[Card]) -> None:
        """Keep cards that were asked for, until newer ones are told."""
        for card in cards:
            PEOPLE.keep_card(tx, card, 0)
