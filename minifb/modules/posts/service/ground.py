"""What the use cases of posts stand on: what app.py hands in, and the gate that all of them pass."""

from collections.abc import Collection
from typing import Any

from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Span
from minifb.kernel.refusals import NotFound
from minifb.kernel.settings import Settings
from minifb.modules.posts.public import PostDeleted
from minifb.modules.posts.rules import texts
from minifb.modules.posts.rules.comments import Said, may_read
from minifb.modules.posts.rules.settings import PostsSettings
from minifb.modules.posts.rules.visibility import Seen, counted, may_see
from minifb.modules.posts.service.bodies import Bodies
from minifb.modules.posts.store import comments, members, posts, visibility
from minifb.modules.users.public import UsersQuestions


class Ground:
    """The ground of posts' use cases."""

    def __init__(
        self, *, db: Database, settings: PostsSettings, server: Settings, cursors: Cursors, users: UsersQuestions
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.cursors = cursors
        self.users = users
        self.bodies = Bodies(settings.body_cache_bytes_max if server.cache else 0)

    # ── the gate ──

    def visible(self, tx: Tx, viewer_id: str, ids: Collection[str]) -> dict[str, Seen]:
        """Read posts, and give those that the viewer may see."""
        found = visibility.seen(tx, viewer_id, ids)
        return {post.id: post for post in found.values() if may_see(viewer_id, post)}

    def see(self, tx: Tx, viewer_id: str, post_id: str) -> Seen:
        """Read a post that the viewer may see; any other there is not."""
        post = self.visible(tx, viewer_id, [post_id]).get(post_id)
        if post is None:
            raise NotFound
        return post

    def read_comment(self, tx: Tx, viewer_id: str, post: Seen, comment_id: str) -> Said:
        """Read a comment on a post that the viewer sees, if they may read it."""
        comment = comments.said(tx, viewer_id, [comment_id]).get(comment_id)
        if comment is None or comment.post_id != post.id or not may_read(comment):
            raise NotFound
        return comment

    # ── who writes ──

    @read
    def knows(self, tx: Tx, member_id: str) -> bool:
        """Tell whether a member's card has arrived."""
        return members.has_card(tx, member_id)

    async def introduce(self, actor: Actor) -> Card | None:
        """Ask for the card of somebody who writes before it has arrived; None: we know them."""
        if await self.knows(actor.id):
            return None
        cards = await self.users.cards([actor.id])
        if actor.id not in cards:
            raise NotFound
        return cards[actor.id]

    def greet(self, tx: Tx, card: Card | None) -> None:
        """Keep a card that was asked for, until a newer one is told."""
        if card:
            members.keep_card(tx, card, 0)

    def meaning(self, tx: Tx, author_id: str, text: str) -> list[Span]:
        """Say what the parts of a text mean; a mention of somebody the author does not see is just text."""
        return texts.spans(text, members.called(tx, author_id, texts.handles(text)))

    # ── the end of a post ──

    def bury(self, tx: Tx, post: Seen) -> None:
        """Leave a tombstone of a post, and tell it."""
        posts.bury_post(tx, post.id)
        author_posts, author_revision = members.count_post(tx, post.author_id, -counted(post.audience_kind))
        tx.publish(
            PostDeleted(
                post_id=post.id,
                author_id=post.author_id,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=post.revision + 1,
            )
        )

    # ── lists ──

    def after(self, viewer_id: str, query: str, cursor: str | None) -> list[Any]:
        """Open a cursor: the position of the last item of the page before."""
        return list(self.cursors.decode(viewer_id, query, cursor)) if cursor else []

    def more(self, viewer_id: str, query: str, positions: list[tuple[Any, str]], limit: int) -> str | None:
        """Make the cursor of the next page, if one more than a page was found."""
        if len(positions) <= limit:
            return None
        return self.cursors.encode(viewer_id, query, list(positions[limit - 1]))
