"""Presence: telling friends who is there, as far as each of them lets it be known."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.jobs import schedule
from minifb.modules.messages.rules import presence as rules
from minifb.modules.messages.rules.conversations import pair_of
from minifb.modules.messages.rules.presence import Pair, Present, Watching
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.store import choices, conversations, presence
from minifb.modules.messages.tables import PEOPLE

PAIRED = "messages.paired"


class PresenceCases(Ground):
    """What friends learn of who is there."""

    @read
    def present_friends(self, tx: Tx, actor: Actor) -> Page[Present]:
        """List the friends who are there; nobody, for somebody who is not seen themselves."""
        if not choices.find(tx, actor.id).presence:
            return Page(items=[])
        blocked = PEOPLE.blocked_with(tx, actor.id)
        here = [one for one in PEOPLE.friends_of(tx, actor.id) if one in self.presence.shown and one not in blocked]
        cards = PEOPLE.cards(tx, here[: rules.SHOWN_MAX])
        return Page(items=[Present(user=cards[one], last_seen=None) for one in here if one in cards])

    async def tell_presence(self) -> None:
        """Tell friends who came and who went since the last time, a few members at once."""
        changed = self.presence.changed()
        for at in range(0, len(changed), rules.AT_ONCE):
            watched, cards = await self._watching(changed[at : at + rules.AT_ONCE])
            for one in watched:
                here = one.visible and self.live.present(one.member_id)
                if self.presence.shift(one.member_id, here=here) and one.member_id in cards:
                    self._tell_shift(cards[one.member_id], one, here=here)

    def _tell_shift(self, card: Card, one: Watching, *, here: bool) -> None:
        seen = None if here else rules.last_seen(self.clock.now())
        self.frames.send(one.friends, "user.online" if here else "user.offline", user=card, lastSeen=seen)

    @read
    def _watching(self, tx: Tx, ids: list[str]) -> tuple[list[Watching], dict[str, Card]]:
        return presence.watching(tx, ids), PEOPLE.cards(tx, ids)

    # ── when two become another thing to each other ──

    def look_at_pair(self, tx: Tx, pair: Pair) -> None:
        """Let the sockets of two members hear, once it is durable, what became of them: friends, strangers, blocked."""
        if self.live.present(pair.one) or self.live.present(pair.other):
            schedule(tx, PAIRED, f"{pair.one}:{pair.other}:{pair.parted:d}", tx.now, pair)

    async def tell_pair(self, pair: Pair) -> None:
        """Tell both whether the other is there, and that their conversation is not, if a block has shut it."""
        watched, cards, shut = await self._pair(pair)
        seeing = {one.member_id for one in watched if one.visible}
        for one in watched:
            me, other = one.member_id, pair.other if one.member_id == pair.one else pair.one
            here = other in one.friends
            # Nothing of who is not there or was never seen: that they were there just now would be news to a stranger.
            if me in cards and me in self.presence.shown and other in seeing and (here or pair.parted):
                self._tell_shift(cards[me], Watching(me, one.visible, [other]), here=here)
            if shut:
                self.frames.gone(me, shut)

    @read
    def _pair(self, tx: Tx, pair: Pair) -> tuple[list[Watching], dict[str, Card], str | None]:
        both = [pair.one, pair.other]
        shut = conversations.of_pair(tx, pair_of(*both)) if pair.other in PEOPLE.blocked_with(tx, pair.one) else None
        return presence.watching(tx, both), PEOPLE.cards(tx, both), shut
