"""What the use cases of posts stand on: what app.py hands in, and the gate that all of them pass."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import msgspec
from msgspec import UNSET

from minifb.kernel import texts
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card, Page, Span
from minifb.kernel.ids import is_id
from minifb.kernel.jobs import schedule
from minifb.kernel.refusals import Forbidden, NotFound
from minifb.kernel.settings import Settings
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved, MediaQuestions
from minifb.modules.posts.public import Audience, Comment, Post, PostCreated, PostDeleted, PostUpdated
from minifb.modules.posts.rules.comments import Said, may_read
from minifb.modules.posts.rules.media import Holder
from minifb.modules.posts.rules.posts import ALONE, Beside, Content, Edition
from minifb.modules.posts.rules.settings import PostsSettings
from minifb.modules.posts.rules.visibility import PastBeingLimited, Seen, check_known, checked, counted, may_see
from minifb.modules.posts.service.bodies import Bodies, page
from minifb.modules.posts.service.feed.kept import Feeds
from minifb.modules.posts.store import (
    audiences,
    circles,
    comments,
    erasure,
    media,
    members,
    polls,
    posts,
    reports,
    shares,
    visibility,
)
from minifb.modules.users.public import UsersQuestions

Spoken = TypeVar("Spoken", Comment, Edition)
CLEAR = "posts.clear"
ROWS = 200
"""How many rows one transaction erases or counts again, more or less; jobs do the rest."""


class Cleared(msgspec.Struct, frozen=True):
    """A post or comment that is gone, under which rows are left."""

    gone_id: str


class Ground:
    """The ground of posts' use cases."""

    def __init__(
        self,
        *,
        db: Database,
        outbox: Outbox,
        settings: PostsSettings,
        server: Settings,
        cursors: Cursors,
        users: UsersQuestions,
        media: MediaQuestions,
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.settings = settings
        self.cursors = cursors
        self.users = users
        self.media = media
        self.bodies = Bodies(settings.body_cache_bytes_max if server.cache else 0)
        self.feeds = Feeds(settings.feed_cache_bytes_max if server.cache else 0)
        outbox.listen(self.feeds.hear)

    # ── the gate ──

    def visible(self, tx: Tx, viewer_id: str, ids: Collection[str], *, counted: bool = True) -> dict[str, Seen]:
        """Read posts, and give those that the viewer may see; without counts that are made for the viewer, if so."""
        found = visibility.seen(tx, viewer_id, ids, counted=counted)
        return {post.id: post for post in found.values() if may_see(viewer_id, post)}

    def see(self, tx: Tx, viewer_id: str, post_id: str) -> Seen:
        """Read a post that the viewer may see; any other there is not."""
        post = self.visible(tx, viewer_id, [post_id]).get(post_id)
        if post is None:
            raise NotFound
        return post

    def own(self, tx: Tx, actor: Actor, post_id: str) -> Seen:
        """Find one's own post; of somebody else's, it is told only when it may be seen."""
        post = self.see(tx, actor.id, post_id)
        if post.author_id != actor.id:
            raise Forbidden
        return post

    def read_comment(self, tx: Tx, viewer_id: str, post: Seen, comment_id: str) -> Said:
        """Read a comment on a post that the viewer sees, if they may read it."""
        comment = comments.said(tx, viewer_id, [comment_id]).get(comment_id)
        if comment is None or comment.post_id != post.id or not may_read(comment):
            raise NotFound
        return comment

    # ── drawing ──

    def beside(self, tx: Tx, viewer_id: str, posts: Sequence[Seen]) -> Beside:
        """Read what stands beside posts: asked once for all of them, and only if one shares or asks something."""
        originals = {post.shared_post_id for post in posts if post.shared_post_id}
        shared = self.visible(tx, viewer_id, originals, counted=False) if originals else {}
        asking = [post.id for post in (*posts, *shared.values()) if post.asks]
        return Beside(shared, polls.asked(tx, viewer_id, asking)) if shared or asking else ALONE

    def draw(self, tx: Tx, viewer_id: str, posts: Sequence[Seen]) -> list[bytes]:
        """Draw posts, which the viewer may see, as JSON."""
        return self.bodies.draw(tx, viewer_id, posts, self.beside(tx, viewer_id, posts))

    def drawn(self, tx: Tx, viewer_id: str, post: Seen) -> Post:
        """Draw a post in a unit that writes; as it may be rolled back and run again, nothing of it is kept."""
        [json] = Bodies(0).draw(tx, viewer_id, [post], self.beside(tx, viewer_id, [post]))
        return msgspec.json.decode(json, type=Post)

    def page(self, tx: Tx, viewer_id: str, query: str, found: list[tuple[int, str]], limit: int) -> bytes:
        """Draw a page of chosen posts; each passes the gate, and none that it stops ends the list."""
        visible = self.visible(tx, viewer_id, [post_id for _, post_id in found[:limit]])
        chosen = [visible[post_id] for _, post_id in found[:limit] if post_id in visible]
        return page(self.draw(tx, viewer_id, chosen), self.cursors.more(viewer_id, query, found, limit))

    def unmention(self, tx: Tx, viewer_id: str, items: Sequence[Spoken]) -> list[Spoken]:
        """Make just text of mentions of whom a viewer does not see for a block; `bodies` does so for posts."""
        people = set[str]()
        if viewer_id and any(span.user_id for item in items for span in item.spans):
            people.update(circles.blocked_with(tx, viewer_id))
        if not people:
            return list(items)
        return [msgspec.structs.replace(item, spans=texts.unmentioned(item.spans, people)) for item in items]

    def editions(self, tx: Tx, viewer_id: str, said: Seen | Said, limit: int, cursor: str | None) -> Page[Edition]:
        """Draw what a post or a comment said before."""
        query = f"history {said.id}"
        after = self.cursors.after(viewer_id, query, cursor)
        rows = posts.edits_of(tx, said.id, after[0] if after else said.edition, limit + 1)
        held = media.held(tx, [said.id]).get(said.id, {}) if any(row.media for row in rows) else {}
        items = self.unmention(tx, viewer_id, [row.drawn(held) for row in rows[:limit]])
        return Page(items=items, next=self.cursors.more(viewer_id, query, [(row.edition, "") for row in rows], limit))

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

    def audience(self, tx: Tx, actor: Actor, asked: Audience, post: Seen | None = None) -> Audience:
        """Check whom an audience of a new post, or of an earlier one, names: members the author sees, or an own list.

        Whom the post named before stays named: that somebody can no longer be named would tell who blocked its author.
        """
        asked = checked(asked)
        if post and asked.kind == "public" and audiences.is_limited(tx, post):
            raise PastBeingLimited
        if asked.ids is not UNSET:
            by_list = asked.kind == "list"
            known = (circles.own_lists if by_list else members.seen_among)(tx, actor.id, asked.ids)
            if post and by_list is (post.audience_kind == "list"):
                known |= set(post.audience_ids)
            check_known(asked, known)
        return asked

    # ── telling ──

    def tell_created(
        self, tx: Tx, fact: type[PostCreated], content: Content, revision: int, shared_author: str | None
    ) -> None:
        """Tell that a post is there, for the first time or again, with how many the author has now."""
        author_posts, author_revision = members.count_post(tx, content.author_id, 0)
        tx.publish(
            fact(
                post_id=content.id,
                author_id=content.author_id,
                text=content.text,
                spans=content.spans,
                audience=content.audience,
                media_ids=content.media_ids,
                media_kinds=content.media_kinds,
                shared_post_id=content.shared_post_id,
                shared_author_id=shared_author,
                poll_options=content.poll_options,
                created_at=content.created_at,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=revision,
            )
        )

    def tell_updated(self, tx: Tx, content: Content, revision: int) -> None:
        """Tell that a post reads differently, or that others may see it, with how many the author has now."""
        author_posts, author_revision = members.count_post(tx, content.author_id, 0)
        tx.publish(
            PostUpdated(
                post_id=content.id,
                author_id=content.author_id,
                text=content.text,
                spans=content.spans,
                audience=content.audience,
                media_ids=content.media_ids,
                media_kinds=content.media_kinds,
                edited_at=tx.now,
                poll_options=content.poll_options,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=revision,
            )
        )

    # ── what is held ──

    async def find_media(self, actor: Actor, asked: Iterable[str]) -> dict[str, Attached]:
        """Ask which of these media are the member's own; for none nobody is asked."""
        ids = sorted({one for one in asked if is_id(one)})
        return await self.media.owned_by(actor.id, ids) if ids else {}

    def hold(self, tx: Tx, holder: Holder, found: Collection[Attached]) -> None:
        """Hold media, and tell it."""
        media.add(tx, holder.id, found)
        for one in found:
            self._tell_held(tx, holder, one)

    def tell_held(self, tx: Tx, holders: Iterable[Holder]) -> None:
        """Tell anew what posts hold, now that others may see them."""
        holders = list(holders)
        found = media.held(tx, [holder.id for holder in holders])
        for holder in holders:
            for one in found.get(holder.id, {}).values():
                self._tell_held(tx, holder, one)

    def _tell_held(self, tx: Tx, holder: Holder, one: Attached) -> None:
        tx.publish(
            AttachmentAdded(
                media_id=one.id,
                ref=holder.ref,
                owner_id=holder.owner_id,
                public=holder.public,
                ready=one.status != "processing",
                revision=holder.revision,
            )
        )

    def release(self, tx: Tx, holder: Holder, but: Collection[str] = ()) -> None:
        """Hold media no longer, but for some, and tell it."""
        gone = [one for one in media.held(tx, [holder.id]).get(holder.id, {}) if one not in but]
        if gone:
            media.release(tx, holder.id, gone)
        for one in gone:
            tx.publish(
                AttachmentRemoved(media_id=one, ref=holder.ref, owner_id=holder.owner_id, revision=holder.revision)
            )

    # ── the end of a post ──

    def bury(self, tx: Tx, post: Seen) -> None:
        """Leave a tombstone of a post, and tell it."""
        posts.bury_post(tx, post.id)
        self.release(tx, Holder("post", post.id, post.author_id, post.revision + 1))
        self.clear(tx, post.id)
        reports.forget_under(tx, post.id)
        self.recount_shares(tx, post)
        self.tell_deleted(tx, post)

    def clear(self, tx: Tx, gone_id: str) -> None:
        """Drop some of what stood under a post or comment that is gone; a job goes on where there is more."""
        if erasure.clear(tx, gone_id, ROWS):
            schedule(tx, CLEAR, gone_id, tx.now, Cleared(gone_id))

    def tell_deleted(self, tx: Tx, post: Seen, *, by_staff: bool = False) -> None:
        """Tell that a post is gone."""
        fewer = -counted(post.audience_kind) if post.state == "live" else 0
        author_posts, author_revision = members.count_post(tx, post.author_id, fewer)
        tx.publish(
            PostDeleted(
                post_id=post.id,
                author_id=post.author_id,
                by_staff=by_staff,
                author_posts=author_posts,
                author_revision=author_revision,
                revision=post.revision + 1,
            )
        )

    def recount_shares(self, tx: Tx, post: Seen) -> None:
        """Count again how often the original of a share is shared, after the share came or went."""
        if post.shared_post_id:
            shares.recount(tx, [post.shared_post_id])
