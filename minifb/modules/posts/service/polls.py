"""Polls: vote, vote otherwise, take a vote back."""

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.public import Poll
from minifb.modules.posts.rules import polls as rules
from minifb.modules.posts.rules.polls import Ballot, NoPoll
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import polls


class PollCases(Ground):
    """What can be done with polls."""

    async def vote(self, actor: Actor, post_id: str, ballot: Ballot) -> Poll:
        """Vote in a post's poll, in the place of an earlier vote."""
        return await self.cast(actor, post_id, ballot, await self.introduce(actor))

    @write
    def cast(self, tx: Tx, actor: Actor, post_id: str, ballot: Ballot, card: Card | None) -> Poll:
        """Keep a vote and count it; the same one again changes nothing. Nobody is told who chose what."""
        self.greet(tx, card)
        post = self.see(tx, actor.id, post_id)
        asked = polls.asked(tx, actor.id, [post.id]).get(post.id)
        if asked is None:
            raise NoPoll
        options, before = rules.chosen(asked.poll, ballot, tx.now), asked.mine or []
        if options != before:
            asked = replace(asked, votes=rules.recounted(asked.votes, before, options), mine=options)
            polls.choose(tx, post.id, actor.id, options)
            polls.save_votes(tx, post.id, asked.votes)
        return asked.drawn()
