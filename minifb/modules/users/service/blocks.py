"""Blocks: who is not there for whom."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.refusals import NotFound
from minifb.modules.users.public import UserBlocked, UserUnblocked
from minifb.modules.users.rules.friends import sever
from minifb.modules.users.rules.members import AboutYourself
from minifb.modules.users.service import partings
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import blocks, friends, members


class BlockCases(Ground):
    """Who does not want to meet whom."""

    @write_settled
    def block(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Block a member: neither sees the other any more, and whatever they were to each other ends."""
        other = members.member(tx, other_id)
        if other is None or other.state == "gone":
            raise NotFound
        if other.id == actor.id:
            raise AboutYourself
        if not blocks.add_block(tx, actor.id, other.id):
            return
        pair = friends.pair_of(tx, actor.id, other.id)
        self.take(tx, actor.id, pair, sever(pair.tie, actor.id), other.card)
        partings.sever(tx, actor.id, other.id)
        pair = friends.pair_of(tx, actor.id, other.id)
        pair = friends.save_pair(tx, pair, pair.tie)
        tx.publish(UserBlocked(by_id=actor.id, blocked_id=other.id, revision=pair.revision))

    @write_settled
    def unblock(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Lift a block; what there was before does not come back."""
        if blocks.drop_block(tx, actor.id, other_id):
            pair = friends.pair_of(tx, actor.id, other_id)
            pair = friends.save_pair(tx, pair, pair.tie)
            tx.publish(UserUnblocked(by_id=actor.id, blocked_id=other_id, revision=pair.revision))

    @read
    def blocked(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Card]:
        """List whom one blocked."""
        cards = blocks.blocked_by(tx, actor.id, self.cursors.after(actor.id, "blocks", cursor), limit + 1)
        places = [(card.id,) for card in cards]
        return Page(items=cards[:limit], next=self.cursors.more(actor.id, "blocks", places, limit))
