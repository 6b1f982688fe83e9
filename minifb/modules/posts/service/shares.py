"""Shares: which posts share another one. Sharing is publishing; see `service.posts`."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import posts


class ShareCases(Ground):
    """What can be asked about shares."""

    @read
    def shares(self, tx: Tx, actor: Actor, post_id: str, limit: int, cursor: str | None) -> bytes:
        """Show the posts that share a post, as far as one may see them, the newest first, as a page of JSON."""
        post, query = self.see(tx, actor.id, post_id), f"shares of {post_id}"
        found = posts.sharing(tx, actor.id, post.id, self.cursors.after(actor.id, query, cursor), limit + 1)
        return self.page(tx, actor.id, query, found, limit)
