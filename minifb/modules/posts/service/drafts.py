"""Drafts: keep for later, publish by hand or when the time has come."""

import msgspec
from msgspec.structs import replace

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import heard, read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, Card, Page
from minifb.kernel.jobs import cancel, schedule
from minifb.kernel.refusals import NotFound, Refusal
from minifb.modules.posts.public import Post
from minifb.modules.posts.rules import drafts as rules
from minifb.modules.posts.rules.drafts import Draft, Kept, NewDraft, TooManyDrafts
from minifb.modules.posts.rules.media import pieces
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.service.posts import Found, PostCases
from minifb.modules.posts.store import drafts, media, members

DUE = "draft.due"


class Due(msgspec.Struct, frozen=True):
    """A draft whose time has come, unless it was changed, published or deleted before."""

    draft_id: str
    publish_at: Instant


class DraftCases(PostCases):
    """What can be done with drafts."""

    async def keep(self, actor: Actor, new: NewDraft) -> Draft:
        """Keep a post for later."""
        found = await self.find_media(actor, new.media_ids)
        return await self.add_draft(actor, new, await self.introduce(actor), found)

    @write
    def add_draft(self, tx: Tx, actor: Actor, new: NewDraft, card: Card | None, found: Found) -> Draft:
        """Keep a new draft."""
        self.greet(tx, card)
        if drafts.count(tx, actor.id) >= rules.DRAFTS_MAX:
            raise TooManyDrafts
        empty = Kept(tx.new_id(), actor.id, NewPost(), None, None, tx.now, tx.now, revision=0)
        draft = self._with(tx, actor, empty, new, found)
        drafts.add_draft(tx, draft)
        return draft.drawn()

    async def rewrite(self, actor: Actor, draft_id: str, new: NewDraft) -> Draft:
        """Put other words in a draft's place, or another time."""
        return await self.change_draft(actor, draft_id, new, await self.find_media(actor, new.media_ids))

    @write
    def change_draft(self, tx: Tx, actor: Actor, draft_id: str, new: NewDraft, found: Found) -> Draft:
        """Change a draft."""
        draft = self._with(tx, actor, self._draft(tx, actor, draft_id), new, found)
        drafts.save_draft(tx, draft)
        return draft.drawn()

    @write
    def delete_draft(self, tx: Tx, actor: Actor, draft_id: str) -> None:
        """Delete a draft."""
        self._spend(tx, self._draft(tx, actor, draft_id))

    @read
    def draft(self, tx: Tx, actor: Actor, draft_id: str) -> Draft:
        """Show a draft."""
        return self._draft(tx, actor, draft_id).drawn()

    @read
    def drafts(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Draft]:
        """Show one's drafts, the latest changed first."""
        rows = drafts.of_author(tx, actor.id, self.cursors.after(actor.id, "drafts", cursor), limit + 1)
        places = [(row.updated_at, row.id) for row in rows]
        return Page(
            items=[row.drawn() for row in rows[:limit]], next=self.cursors.more(actor.id, "drafts", places, limit)
        )

    async def publish_draft(self, actor: Actor, draft_id: str) -> Post:
        """Publish a draft now."""
        post = await self._publish_draft(actor, draft_id)
        if post.media:
            await heard(self.db)
        return post

    @write
    def _publish_draft(self, tx: Tx, actor: Actor, draft_id: str) -> Post:
        draft = self._draft(tx, actor, draft_id)
        found = self._held(tx, draft)
        content, original = self.compose(tx, actor, draft.content, found)
        self._spend(tx, draft)
        self.add(tx, content, original, found)
        return self.drawn(tx, actor.id, self.see(tx, actor.id, content.id))

    @write
    def publish_due(self, tx: Tx, due: Due) -> None:
        """Publish a draft whose time has come; what can no longer be said stays a draft and says why."""
        draft = drafts.by_id(tx, due.draft_id)
        if draft is None or draft.publish_at != due.publish_at:
            return
        author = Actor(id=draft.author_id, role="member", kind="member")
        try:
            if not members.seen_among(tx, author.id, [author.id]):
                raise rules.AuthorAway
            found = self._held(tx, draft)
            content, original = self.compose(tx, author, draft.content, found)
        except Refusal as refusal:  # composing keeps nothing, so there is nothing to undo
            drafts.save_draft(tx, replace(draft, publish_at=None, problem=refusal.code))
            return
        self._spend(tx, draft)
        self.add(tx, content, original, found)

    # ── inside a transaction ──

    def _draft(self, tx: Tx, actor: Actor, draft_id: str) -> Kept:
        """Find one's own draft; any other there is not."""
        draft = drafts.by_id(tx, draft_id)
        if draft is None or draft.author_id != actor.id:
            raise NotFound
        return draft

    def _held(self, tx: Tx, draft: Kept) -> dict[str, Attached]:
        """Read what media a draft holds."""
        return media.held(tx, [draft.id]).get(draft.id, {}) if draft.content.media_ids else {}

    def _with(self, tx: Tx, actor: Actor, draft: Kept, new: NewDraft, found: Found) -> Kept:
        """Give a draft with what it should say, and set its time; what has one must be fit to be published."""
        content, at = rules.content(new), rules.due(new, tx.now)
        after = replace(
            draft, content=content, publish_at=at, problem=None, updated_at=tx.now, revision=draft.revision + 1
        )
        held = self._held(tx, draft)
        wanted = pieces(content.media_ids, {**found, **held})
        if held:
            self.release(tx, after.holder, content.media_ids)
        if added := [found[piece.id] for piece in wanted if piece.id not in held]:
            self.hold(tx, after.holder, added)
        if at is None:
            cancel(tx, DUE, draft.id)
        else:
            self.compose(tx, actor, content, {**found, **held})
            schedule(tx, DUE, draft.id, at, Due(draft.id, at))
        return after

    def _spend(self, tx: Tx, draft: Kept) -> None:
        """Drop a draft, and its time with it: of two that publish it at once, one finds it."""
        if not drafts.drop(tx, draft.id):
            raise NotFound
        if draft.content.media_ids:
            self.release(tx, replace(draft, revision=draft.revision + 1).holder)
        cancel(tx, DUE, draft.id)
