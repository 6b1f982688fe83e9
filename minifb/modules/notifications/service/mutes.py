"""Mutes of posts: what members have heard enough about."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import NotFound
from minifb.modules.notifications.rules import mutes as rules
from minifb.modules.notifications.rules.mutes import Mute, MutedPost, NewPostMute, TooManyMutes
from minifb.modules.notifications.service.ground import Ground
from minifb.modules.notifications.store import mutes


class MuteCases(Ground):
    """Who has heard enough of which post."""

    async def mute_post(self, actor: Actor, new: NewPostMute) -> None:
        """Be told nothing more about a post that one sees, for some days or until one says otherwise."""
        if not (await self.posts.visible_posts(actor.id, [new.post_id])).get(new.post_id):
            raise NotFound
        await self.keep_mute(actor, new)

    @write
    def keep_mute(self, tx: Tx, actor: Actor, new: NewPostMute) -> None:
        """Keep a mute."""
        if mutes.count_others(tx, actor.id, new.post_id) >= rules.MUTES_MAX:
            raise TooManyMutes
        mutes.mute(tx, actor.id, new.post_id, rules.end_of(new, tx.now))

    @write
    def unmute_post(self, tx: Tx, actor: Actor, post_id: str) -> None:
        """Be told about a post again."""
        mutes.lift(tx, actor.id, post_id)

    async def muted_posts(self, actor: Actor, limit: int, cursor: str | None) -> Page[MutedPost]:
        """List the posts one mutes, the latest post first; how one begins that is still to be seen is asked anew."""
        rows, more = await self._muted(actor, limit, cursor)
        texts = await self.posts.excerpts(actor.id, [row.post_id for row in rows]) if rows else {}
        return Page(items=[rules.shown(row, texts.get(row.post_id)) for row in rows], next=more)

    @read
    def _muted(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> tuple[list[Mute], str | None]:
        rows = mutes.muted(tx, actor.id, self.cursors.after(actor.id, "mutes", cursor), limit + 1)
        return rows[:limit], self.cursors.more(actor.id, "mutes", [(row.post_id,) for row in rows], limit)
