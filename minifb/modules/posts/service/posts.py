"""Posts: publish, read, edit, delete; the feed."""

import msgspec
from msgspec import UNSET

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.ids import is_id
from minifb.kernel.refusals import Forbidden, NotFound
from minifb.modules.posts.public import Audience, Edition, Post, PostCreated, PostUpdated
from minifb.modules.posts.rules import feed as looking
from minifb.modules.posts.rules import posts as rules
from minifb.modules.posts.rules import texts
from minifb.modules.posts.rules.posts import Content, NewPost, PostChange
from minifb.modules.posts.rules.visibility import Seen, check_known, checked, counted
from minifb.modules.posts.service.bodies import bodies_of, page
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import circles, members, posts


class PostCases(Ground):
    """What can be done with posts."""

    async def publish(self, actor: Actor, new: NewPost) -> Post:
        """Publish a post: questions first, then the transaction."""
        rules.check_parts(new)
        return await self.create(actor, new, await self.introduce(actor))

    @write
    def create(self, tx: Tx, actor: Actor, new: NewPost, card: Card | None) -> Post:
        """Keep a new post, and tell it."""
        self.greet(tx, card)
        text = texts.plain(new.text)
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
        ).to(self._audience(tx, actor, new.audience))
        posts.add_post(tx, content)
        author_posts, author_revision = members.count_post(tx, actor.id, counted(content.audience_kind))
        tx.publish(
            PostCreated(
                post_id=content.id,
                author_id=actor.id,
                text=content.text,
                spans=content.spans,
                audience=content.audience,
                media_ids=[],
                shared_post_id=None,
                created_at=tx.now,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=1,
            )
        )
        return self._drawn(tx, actor, self.see(tx, actor.id, content.id))

    @write_settled
    def change(self, tx: Tx, actor: Actor, post_id: str, change: PostChange) -> Post:
        """Edit a post, keeping what it said; another audience is no edit."""
        rules.check_parts(change)
        post = self._own(tx, actor, post_id)
        [before] = posts.contents(tx, [post.id])
        text = before.text if change.text is UNSET else texts.plain(change.text)
        after = msgspec.structs.replace(before, text=text)
        if change.audience is not UNSET:
            after = after.to(self._audience(tx, actor, change.audience))
        if change.comments_from is not UNSET:
            after = msgspec.structs.replace(after, comments_from=change.comments_from)
        if after == before:
            return self._drawn(tx, actor, post)
        if text != before.text:
            after = msgspec.structs.replace(after, spans=self.meaning(tx, actor.id, text), edited_at=tx.now)
            posts.add_edit(tx, before, post.edition, post.id)
        posts.save_post(tx, after)
        more = counted(after.audience_kind) - counted(before.audience_kind)
        author_posts, author_revision = members.count_post(tx, actor.id, more)
        tx.publish(
            PostUpdated(
                post_id=post.id,
                author_id=actor.id,
                text=after.text,
                spans=after.spans,
                audience=after.audience,
                media_ids=[],
                edited_at=tx.now,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=post.revision + 1,
            )
        )
        return self._drawn(tx, actor, self.see(tx, actor.id, post.id))

    @write
    def delete(self, tx: Tx, actor: Actor, post_id: str) -> None:
        """Delete a post with everything under it; its id is never used again."""
        self.bury(tx, self._own(tx, actor, post_id))

    @read
    def post(self, tx: Tx, actor: Actor, post_id: str) -> bytes:
        """Show a post, as JSON."""
        [drawn] = self.bodies.draw(tx, actor.id, [self.see(tx, actor.id, post_id)])
        return drawn

    @read
    def history(self, tx: Tx, actor: Actor, post_id: str, limit: int, cursor: str | None) -> Page[Edition]:
        """Show what a post said before, to whoever may read it now."""
        post, query = self.see(tx, actor.id, post_id), f"history {post_id}"
        after = self.after(actor.id, query, cursor)
        rows = posts.edits_of(tx, post.id, after[0] if after else post.edition, limit + 1)
        items = [Edition(text=text, spans=spans, written_at=wire(at)) for _, text, spans, at in rows[:limit]]
        return Page(items=items, next=self.more(actor.id, query, [(row[0], "") for row in rows], limit))

    @read
    def feed(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> bytes:
        """Show the newest posts of a member and their friends, as a page of JSON."""
        after = self.after(actor.id, "feed latest", cursor)
        found: list[tuple[int, str]] = []
        for floor in looking.windows(posts.friend_count(tx, actor.id), after[0] if after else tx.now):
            found = posts.feed(tx, actor.id, after, floor, limit + 1)
            if len(found) > limit:
                break
        return self._page(tx, actor, "feed latest", found, limit)

    @read
    def of_member(self, tx: Tx, actor: Actor, author_id: str, limit: int, cursor: str | None) -> bytes:
        """Show the newest posts of one member, as a page of JSON."""
        if not is_id(author_id):
            raise NotFound
        query = f"posts of {author_id}"
        after = self.after(actor.id, query, cursor)
        return self._page(tx, actor, query, posts.by_author(tx, actor.id, author_id, after, limit + 1), limit)

    # ── what others ask ──

    @read
    def visible_posts(self, tx: Tx, viewer_id: str, post_ids: list[str]) -> dict[str, bool]:
        """Tell which of these posts this viewer may see."""
        visible = self.visible(tx, viewer_id, post_ids)
        return {post_id: post_id in visible for post_id in post_ids}

    @read
    def post_counts(self, tx: Tx, user_ids: list[str]) -> dict[str, int]:
        """Tell how many posts these members share with anybody."""
        return members.post_counts(tx, user_ids)

    # ── inside a transaction ──

    def _own(self, tx: Tx, actor: Actor, post_id: str) -> Seen:
        """Find one's own post; of somebody else's, it is told only when it may be seen."""
        post = self.see(tx, actor.id, post_id)
        if post.author_id != actor.id:
            raise Forbidden
        return post

    def _audience(self, tx: Tx, actor: Actor, audience: Audience) -> Audience:
        """Check whom an audience names: members the author sees, or one of the author's lists."""
        audience = checked(audience)
        if audience.ids is not UNSET:
            among = circles.own_lists if audience.kind == "list" else members.seen_among
            check_known(audience, among(tx, actor.id, audience.ids))
        return audience

    def _drawn(self, tx: Tx, actor: Actor, post: Seen) -> Post:
        """Draw one post as a struct."""
        body, view = bodies_of(tx, [post])[post.id], rules.view(actor.id, post)
        return Post(**msgspec.structs.asdict(body), **msgspec.structs.asdict(view))

    def _page(self, tx: Tx, actor: Actor, query: str, found: list[tuple[int, str]], limit: int) -> bytes:
        """Draw a page of chosen posts; each passes the gate, and none that it stops ends the list."""
        visible = self.visible(tx, actor.id, [post_id for _, post_id in found[:limit]])
        chosen = [visible[post_id] for _, post_id in found[:limit] if post_id in visible]
        return page(self.bodies.draw(tx, actor.id, chosen), self.more(actor.id, query, found, limit))
