"""Friendships: asking, answering, ending, and the lists of them."""

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.users.public import Friendship
from minifb.modules.users.rules import friends as rules
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import friends


class FriendCases(Ground):
    """Who is whose friend."""

    @write_settled
    def ask_friend(self, tx: Tx, actor: Actor, other_id: str) -> Friendship:
        """Ask a member to be friends; asking somebody who asked already says yes."""
        other = self.other(tx, actor, other_id)
        pair = friends.pair_of(tx, actor.id, other.id)
        return self.take(tx, actor.id, pair, rules.ask(pair.tie, actor.id, tx.now), other.card)

    @write_settled
    def accept_friend(self, tx: Tx, actor: Actor, name: str) -> Friendship:
        """Say yes to a friend request, named by its id or by who sent it."""
        pair = friends.pair_called(tx, actor.id, name) or friends.pair_of(tx, actor.id, name)
        other = self.other(tx, actor, pair.other(actor.id))
        return self.take(tx, actor.id, pair, rules.accept(pair.tie, actor.id), other.card)

    @write_settled
    def remove_friend(self, tx: Tx, actor: Actor, name: str) -> None:
        """Unfriend, take a request back, or decline one."""
        pair = friends.pair_called(tx, actor.id, name) or friends.pair_of(tx, actor.id, name)
        other = self.other(tx, actor, pair.other(actor.id))
        step = rules.part(pair.tie, actor.id, rules.quiet_from(tx.now, self.settings))
        self.take(tx, actor.id, pair, step, other.card)

    @read
    def friends(
        self, tx: Tx, actor: Actor, status: str, user_id: str | None, limit: int, cursor: str | None
    ) -> Page[Friendship]:
        """List friends, or the requests that wait for me or that I sent; another member's friends as I may see them."""
        whose = user_id or actor.id
        if whose != actor.id:
            if status != "friends":
                raise rules.RequestsArePrivate
            self.other(tx, actor, whose)
        query = f"friends {status} {whose}"
        rows = friends.met(tx, status, whose, actor.id, self.after(actor, query, cursor), limit + 1)
        items = [
            Friendship(
                id=row.friendship_id,
                status=rules.relation_of(rules.Tie(row.status, row.by_id), whose),
                user=row.card,
                since=wire(row.since),
            )
            for row in rows[:limit]
        ]
        places = [(row.since, row.friendship_id) for row in rows]
        return Page(items=items, next=self.more(actor, query, places, limit))
