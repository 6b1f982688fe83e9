"""Posts: publish, read, edit, delete."""

from collections.abc import Mapping

from msgspec import UNSET
from msgspec.structs import replace

from minifb.kernel import texts
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import heard, read, write, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card, Page
from minifb.kernel.ids import is_id
from minifb.kernel.refusals import NotFound
from minifb.modules.posts.public import Post, PostCreated
from minifb.modules.posts.rules import polls as polling
from minifb.modules.posts.rules.media import pieces
from minifb.modules.posts.rules.polls import NewPoll, Poll
from minifb.modules.posts.rules.posts import Content, Edition, NewPost, PostChange
from minifb.modules.posts.rules.shares import check_fixed, check_share
from minifb.modules.posts.rules.visibility import Seen, counted
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import audiences, members, polls, posts, shares

Found = Mapping[str, Attached]
"""Media of the member's own, as they were found before the transaction."""


class PostCases(Ground):
    """What can be done with posts."""

    async def publish(self, actor: Actor, new: NewPost) -> Post:
        """Publish a post: questions first, then the transaction."""
        found = await self.find_media(actor, new.media_ids)
        post = await self.create(actor, new, await self.introduce(actor), found)
        if found:
            await heard(self.db)  # whoever is shown the post can fetch what is in it
        return post

    @write
    def create(self, tx: Tx, actor: Actor, new: NewPost, card: Card | None, found: Found) -> Post:
        """Keep a new post, and tell it."""
        self.greet(tx, card)
        content, original = self.compose(tx, actor, new, found)
        self.add(tx, content, original, found)
        return self.drawn(tx, actor.id, self.see(tx, actor.id, content.id))

    async def change(self, actor: Actor, post_id: str, change: PostChange) -> Post:
        """Edit a post: questions first, then the transaction."""
        asked = [] if change.media_ids is UNSET else change.media_ids
        return await self.edit(actor, post_id, change, await self.find_media(actor, asked))

    @write_settled
    def edit(self, tx: Tx, actor: Actor, post_id: str, change: PostChange, found: Found) -> Post:
        """Edit a post, keeping what it said and showed; another audience is no edit."""
        post = self.own(tx, actor, post_id)
        [kept] = posts.contents(tx, [post.id])
        before = replace(kept, audience_kind=post.audience_kind)  # the one in force
        after = self._said_anew(tx, before, change, found)
        edited = (after.text, after.option_ids, after.media) != (before.text, before.option_ids, before.media)
        if change.audience is not UNSET:
            after = after.to(self.audience(tx, actor, change.audience, post))
        if change.comments_from is not UNSET:
            after = replace(after, comments_from=change.comments_from)
        if after == before:
            return self.drawn(tx, actor.id, post)
        if edited:
            after = replace(after, spans=self.meaning(tx, actor.id, after.text), edited_at=tx.now)
            posts.add_edit(tx, before, post.edition, post.id)
        posts.save_post(tx, after)
        if after.option_ids != before.option_ids:
            polls.begin_again(tx, post.id)
        self._held_anew(tx, before, after, post.revision + 1, found)
        audiences.note(tx, post, kept.audience, after.audience)
        more = counted(after.audience_kind) - counted(before.audience_kind)
        if more:
            self.recount_shares(tx, post)
        members.count_post(tx, actor.id, more)
        self.tell_updated(tx, after, post.revision + 1)
        return self.drawn(tx, actor.id, self.see(tx, actor.id, post.id))

    @write
    def delete(self, tx: Tx, actor: Actor, post_id: str) -> None:
        """Delete a post with everything under it; its id is never used again."""
        self.bury(tx, self.own(tx, actor, post_id))

    @read
    def post(self, tx: Tx, actor: Actor, post_id: str) -> bytes:
        """Show a post, as JSON."""
        [drawn] = self.draw(tx, actor.id, [self.see(tx, actor.id, post_id)])
        return drawn

    @read
    def history(self, tx: Tx, actor: Actor, post_id: str, limit: int, cursor: str | None) -> Page[Edition]:
        """Show what a post said before, to whoever may read it now."""
        return self.editions(tx, actor.id, self.see(tx, actor.id, post_id), limit, cursor)

    @read
    def of_member(self, tx: Tx, actor: Actor, author_id: str, limit: int, cursor: str | None) -> bytes:
        """Show the newest posts of one member, as a page of JSON."""
        if not is_id(author_id):
            raise NotFound
        query = f"posts of {author_id}"
        after = self.cursors.after(actor.id, query, cursor)
        return self.page(tx, actor.id, query, posts.by_author(tx, actor.id, author_id, after, limit + 1), limit)

    # ── what others ask ──

    @read
    def visible_posts(self, tx: Tx, viewer_id: str, post_ids: list[str]) -> dict[str, bool]:
        """Tell which of these posts this viewer may see."""
        visible = self.visible(tx, viewer_id, post_ids, counted=False)
        return {post_id: post_id in visible for post_id in post_ids}

    @read
    def post_counts(self, tx: Tx, user_ids: list[str]) -> dict[str, int]:
        """Tell how many posts these members share with anybody."""
        return members.post_counts(tx, user_ids)

    # ── inside a transaction ──

    def compose(self, tx: Tx, actor: Actor, new: NewPost, found: Found) -> tuple[Content, Seen | None]:
        """Check all that a new post says, and give it with the original that it shares; nothing is kept yet."""
        original = self._original(tx, actor, new.shared_post_id) if new.shared_post_id else None
        held = pieces(new.media_ids, found)
        text = texts.plain(new.text, empty=bool(original or held))
        content = Content(
            id=tx.new_id(),
            author_id=actor.id,
            text=text,
            spans=self.meaning(tx, actor.id, text),
            audience_kind="onlyMe",
            audience_ids=[],
            audience_list=None,
            comments_from=new.comments_from,
            created_at=tx.now,
            shared_post_id=original.id if original else None,
            poll=self._poll(tx, new.poll) if new.poll else None,
            media=held,
        ).to(self.audience(tx, actor, new.audience))
        return content, original

    def add(self, tx: Tx, content: Content, original: Seen | None, found: Found) -> None:
        """Keep a composed post, and tell it."""
        shares.count(tx, content)
        posts.add_post(tx, content)
        if content.media:
            self.hold(tx, content.holder(1), [found[one] for one in content.media_ids])
        members.count_post(tx, content.author_id, counted(content.audience_kind))
        self.tell_created(tx, PostCreated, content, 1, original.author_id if original else None)

    def _original(self, tx: Tx, actor: Actor, post_id: str) -> Seen:
        """Find what sharing a post shares: a share is not shared itself, what it shares is."""
        post = self.see(tx, actor.id, post_id)
        original = self.see(tx, actor.id, post.shared_post_id) if post.shared_post_id else post
        check_share(actor.id, post, original)
        return original

    def _poll(self, tx: Tx, asked: NewPoll, before: Poll | None = None) -> Poll:
        return polling.asked(asked, [tx.new_id() for _ in asked.options], tx.now, before)

    def _said_anew(self, tx: Tx, before: Content, change: PostChange, found: Found) -> Content:
        """Give a post with the words, the media and the poll that it should have now."""
        check_fixed(change.shared_post_id, before.shared_post_id)
        after = before
        if change.media_ids is not UNSET:
            after = replace(after, media=pieces(change.media_ids, found, before.media))
        if change.text is not UNSET or change.media_ids is not UNSET:
            text = before.text if change.text is UNSET else change.text
            after = replace(after, text=texts.plain(text, empty=bool(before.shared_post_id or after.media)))
        if change.poll is not UNSET:
            after = replace(after, poll=self._poll(tx, change.poll, before.poll) if change.poll else None)
        return after

    def _held_anew(self, tx: Tx, before: Content, after: Content, revision: int, found: Found) -> None:
        """Hold what an edited post shows now; what it showed before stays with its earlier editions."""
        new = [one for one in after.media_ids if one not in before.media_ids]
        if new:
            self.hold(tx, after.holder(revision), [found[one] for one in new])
        if after.holder(revision).public is not before.holder(revision).public:
            self.tell_held(tx, [after.holder(revision)])
