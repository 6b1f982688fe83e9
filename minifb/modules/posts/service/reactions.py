"""Reactions: set, take back, and who reacted."""

from typing import Literal

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.posts.public import PostLiked, Reacted, ReactionAdded, ReactionRemoved, ReactionType, Reactor
from minifb.modules.posts.rules.comments import Said, drawn
from minifb.modules.posts.rules.posts import counts
from minifb.modules.posts.rules.reactions import NewReaction, replaced
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import comments, posts, reactions


class ReactionCases(Ground):
    """What can be done with reactions."""

    async def react(self, actor: Actor, post_id: str, new: NewReaction) -> Reacted:
        """React to a post or comment, in the place of an earlier reaction."""
        return await self.put_reaction(actor, post_id, new, await self.introduce(actor))

    @write
    def put_reaction(self, tx: Tx, actor: Actor, post_id: str, new: NewReaction, card: Card | None) -> Reacted:
        """Keep a reaction; the same one again changes nothing and tells nobody."""
        self.greet(tx, card)
        post, target = self._target(tx, actor, post_id, new.comment_id)
        if target.mine != new.type:
            reactions.put(tx, target.id, actor.id, post.id, new.type)
            self._count(tx, target, target.mine, new.type)
            revision = posts.tell(tx, post)
            tx.publish(
                ReactionAdded(
                    post_id=post.id,
                    comment_id=new.comment_id,
                    target_author_id=target.author_id or "",
                    user_id=actor.id,
                    reaction=new.type,
                    previous=target.mine,
                    revision=revision,
                )
            )
            if new.type == "like" and target is post:
                liked = PostLiked(post_id=post.id, author_id=post.author_id, user_id=actor.id, revision=revision)
                tx.publish(liked)
        return self._reacted(tx, actor, post_id, new.comment_id)

    @write
    def take_reaction(self, tx: Tx, actor: Actor, post_id: str, comment_id: str | None) -> Reacted:
        """Take one's reaction back, if there is one."""
        post, target = self._target(tx, actor, post_id, comment_id)
        if target.mine:
            reactions.take(tx, target.id, actor.id)
            self._count(tx, target, target.mine, None)
            tx.publish(
                ReactionRemoved(
                    post_id=post.id,
                    comment_id=comment_id,
                    target_author_id=target.author_id or "",
                    user_id=actor.id,
                    reaction=target.mine,
                    revision=posts.tell(tx, post),
                )
            )
        return self._reacted(tx, actor, post_id, comment_id)

    @read
    def reactors(
        self,
        tx: Tx,
        actor: Actor,
        post_id: str,
        comment_id: str | None,
        kind: ReactionType | Literal[""],
        limit: int,
        cursor: str | None,
    ) -> Page[Reactor]:
        """Show who reacted, as far as one may see them, the latest first."""
        _, target = self._target(tx, actor, post_id, comment_id)
        query = f"reactions {target.id} {kind}"
        rows = reactions.people(tx, actor.id, target.id, kind, self.cursors.after(actor.id, query, cursor), limit + 1)
        items = [Reactor(user=row.card, type=row.type, created_at=wire(row.created_at)) for row in rows[:limit]]
        places = [(row.created_at, row.user_id) for row in rows]
        return Page(items=items, next=self.cursors.more(actor.id, query, places, limit))

    # ── inside a transaction ──

    def _target(self, tx: Tx, actor: Actor, post_id: str, comment_id: str | None) -> tuple[Seen, Seen | Said]:
        """Find what is reacted to: a post, or one of its comments."""
        post = self.see(tx, actor.id, post_id)
        return post, (self.read_comment(tx, actor.id, post, comment_id) if comment_id else post)

    def _count(self, tx: Tx, target: Seen | Said, before: ReactionType | None, after: ReactionType | None) -> None:
        """Count a change into what is kept, which nobody's blocks have thinned."""
        kept = reactions.kept(tx, target.id)
        comments.set_reactions(tx, target.id, replaced(kept, before, after))

    def _reacted(self, tx: Tx, actor: Actor, post_id: str, comment_id: str | None) -> Reacted:
        """Say what there is now."""
        post, target = self._target(tx, actor, post_id, comment_id)
        if isinstance(target, Said):
            return Reacted(counts=drawn(actor.id, target, post).counts, my_reaction=target.mine)
        return Reacted(counts=counts(target), my_reaction=target.mine)
