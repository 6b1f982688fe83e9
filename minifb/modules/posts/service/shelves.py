"""Shelves: save, hide, pin, and what is there."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import is_id
from minifb.kernel.refusals import NotFound
from minifb.modules.posts.rules.shelves import PINNED_MAX, TooManyPinned
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import members, posts, shelves
from minifb.modules.posts.store.shelves import Shelf


class ShelfCases(Ground):
    """What members put where."""

    @write
    def put(self, tx: Tx, actor: Actor, shelf: Shelf, post_id: str) -> None:
        """Put a post on one's shelf of what is saved, or of what is hidden from the feed."""
        shelves.put(tx, shelf, actor.id, self.see(tx, actor.id, post_id).id)
        members.stir(tx, [actor.id])

    @write
    def take(self, tx: Tx, actor: Actor, shelf: Shelf, post_id: str) -> None:
        """Take a post from one's shelf, also one that may no longer be seen."""
        if shelves.take(tx, shelf, actor.id, post_id):
            members.stir(tx, [actor.id])
        else:
            self.see(tx, actor.id, post_id)

    @read
    def shelf(self, tx: Tx, actor: Actor, shelf: Shelf, limit: int, cursor: str | None) -> bytes:
        """Show what is on one's shelf and may still be seen, the latest first, as a page of JSON."""
        found = shelves.latest(tx, shelf, actor.id, self.cursors.after(actor.id, shelf, cursor), limit + 1)
        return self.page(tx, actor.id, shelf, found, limit)

    @write
    def pin(self, tx: Tx, actor: Actor, post_id: str) -> None:
        """Keep one's own post on top of one's page."""
        post = self.own(tx, actor, post_id)
        if post.pinned_at is None:
            if shelves.pinned(tx, actor.id) >= PINNED_MAX:
                raise TooManyPinned
            shelves.pin(tx, post.id, tx.now)

    @write
    def unpin(self, tx: Tx, actor: Actor, post_id: str) -> None:
        """Put a post back among the others."""
        shelves.pin(tx, self.own(tx, actor, post_id).id, None)

    @read
    def pinned(self, tx: Tx, actor: Actor, author_id: str) -> bytes:
        """Show what a member keeps on top of their page, as a page of JSON."""
        if not is_id(author_id):
            raise NotFound
        return self.page(tx, actor.id, "", posts.pinned(tx, actor.id, author_id), PINNED_MAX)
