"""Comments: write, read a level, edit, delete."""

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.refusals import Forbidden, NotFound
from minifb.kernel.texts import plain
from minifb.modules.posts.public import Comment, CommentAdded, CommentDeleted, CommentUpdated
from minifb.modules.posts.rules import comments as rules
from minifb.modules.posts.rules.comments import CommentChange, CommentsClosed, CommentSort, NewComment, Said
from minifb.modules.posts.rules.posts import Edition
from minifb.modules.posts.rules.visibility import may_comment
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import comments, posts, reports


class CommentCases(Ground):
    """What can be done with comments."""

    async def comment(self, actor: Actor, post_id: str, new: NewComment) -> Comment:
        """Comment on a post, or reply to a comment."""
        return await self.add_comment(actor, post_id, new, await self.introduce(actor))

    @write
    def add_comment(self, tx: Tx, actor: Actor, post_id: str, new: NewComment, card: Card | None) -> Comment:
        """Keep a new comment, and tell it."""
        self.greet(tx, card)
        post = self.see(tx, actor.id, post_id)
        if not may_comment(actor.id, post):
            raise CommentsClosed
        parent = self.read_comment(tx, actor.id, post, new.parent_id) if new.parent_id else None
        under_id, depth = rules.place_under(post.id, parent)
        text = plain(new.text)
        comment = Said(
            id=tx.new_id(),
            post_id=post.id,
            under_id=under_id,
            depth=depth,
            author_id=actor.id,
            text=text,
            spans=self.meaning(tx, actor.id, text),
            created_at=tx.now,
        )
        newly = actor.id != post.author_id and not comments.has_commented(tx, post.id, actor.id)
        comments.add(tx, comment, new_commenter=newly)
        tx.publish(
            CommentAdded(
                comment_id=comment.id,
                post_id=post.id,
                post_author_id=post.author_id,
                parent_id=parent.id if parent else None,
                parent_author_id=parent.author_id if parent else None,
                author_id=actor.id,
                text=comment.text,
                spans=comment.spans,
                created_at=tx.now,
                revision=posts.tell(tx, post),
            )
        )
        return rules.drawn(actor.id, self.read_comment(tx, actor.id, post, comment.id), post)

    @write
    def change_comment(self, tx: Tx, actor: Actor, post_id: str, comment_id: str, change: CommentChange) -> Comment:
        """Edit one's own comment, keeping what it said."""
        post = self.see(tx, actor.id, post_id)
        before = self.read_comment(tx, actor.id, post, comment_id)
        if before.author_id != actor.id:
            raise Forbidden
        text = plain(change.text)
        if text == before.text:
            [unchanged] = self.unmention(tx, actor.id, [rules.drawn(actor.id, before, post)])
            return unchanged
        after = msgspec.structs.replace(before, text=text, spans=self.meaning(tx, actor.id, text), edited_at=tx.now)
        comments.save(tx, after)
        posts.add_edit(tx, before, before.edition, post.id)
        tx.publish(
            CommentUpdated(
                comment_id=before.id,
                post_id=post.id,
                author_id=actor.id,
                text=after.text,
                spans=after.spans,
                revision=posts.tell(tx, post),
            )
        )
        return rules.drawn(actor.id, after, post)

    @write
    def delete_comment(self, tx: Tx, actor: Actor, post_id: str, comment_id: str) -> None:
        """Delete one's own comment, or one under one's own post; replies keep a bare place for it."""
        post = self.see(tx, actor.id, post_id)
        comment = self.read_comment(tx, actor.id, post, comment_id)
        if comment.author_id is None or not rules.may_delete(actor.id, comment, post):
            raise Forbidden
        comments.bury(tx, [comment.id])
        self.clear(tx, comment.id)
        reports.forget(tx, [comment.id])
        comments.recount_around(tx, comment)
        tx.publish(
            CommentDeleted(
                comment_id=comment.id,
                post_id=post.id,
                author_id=comment.author_id,
                revision=posts.tell(tx, post),
            )
        )

    @read
    def one_comment(self, tx: Tx, actor: Actor, post_id: str, comment_id: str) -> Comment:
        """Show one comment."""
        post = self.see(tx, actor.id, post_id)
        drawn = rules.drawn(actor.id, self.read_comment(tx, actor.id, post, comment_id), post)
        [comment] = self.unmention(tx, actor.id, [drawn])
        return comment

    @read
    def comment_history(
        self, tx: Tx, actor: Actor, post_id: str, comment_id: str, limit: int, cursor: str | None
    ) -> Page[Edition]:
        """Show what a comment said before, to whoever may read it now."""
        comment = self.read_comment(tx, actor.id, self.see(tx, actor.id, post_id), comment_id)
        return self.editions(tx, actor.id, comment, limit, cursor)

    @read
    def comments(
        self,
        tx: Tx,
        actor: Actor,
        post_id: str,
        parent_id: str | None,
        sort: CommentSort,
        limit: int,
        cursor: str | None,
    ) -> Page[Comment]:
        """Show one level of a thread: what stands under the post, or under one of its comments."""
        post = self.see(tx, actor.id, post_id)
        if parent_id:
            parent = comments.said(tx, actor.id, [parent_id]).get(parent_id)
            if parent is None or parent.post_id != post.id or not rules.has_place(parent):
                raise NotFound
        under_id = parent_id or post.id
        query = f"comments {under_id} {sort}"
        rows = comments.level(tx, actor.id, under_id, sort, self.cursors.after(actor.id, query, cursor), limit + 1)
        items = [rules.drawn(actor.id, row, post) for row in rows[:limit] if rules.has_place(row)]
        places = [comments.place(row, sort) for row in rows]
        return Page(items=self.unmention(tx, actor.id, items), next=self.cursors.more(actor.id, query, places, limit))

    @read
    def visible_comments(self, tx: Tx, viewer_id: str, comment_ids: list[str]) -> dict[str, bool]:
        """Tell which of these comments this viewer may see."""
        found = comments.said(tx, viewer_id, comment_ids)
        visible = self.visible(tx, viewer_id, {comment.post_id for comment in found.values()}, counted=False)
        return {
            one: one in found and found[one].post_id in visible and rules.may_read(found[one]) for one in comment_ids
        }
