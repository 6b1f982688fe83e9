"""Audiences: who can see a post, how that changed, past posts for friends, one's own posts through other eyes."""

from datetime import datetime

from msgspec.json import decode, encode
from msgspec.structs import replace

from minifb.kernel.clock import Instant, instant, wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.ids import is_id
from minifb.kernel.jobs import schedule
from minifb.kernel.refusals import FieldError, Invalid, NotFound
from minifb.modules.posts.public import Audience, Post
from minifb.modules.posts.rules import audiences as rules
from minifb.modules.posts.rules.audiences import (
    AskedAudience,
    AudienceChange,
    Limiting,
    NotYourPosts,
    PastLimit,
    PastPosts,
    Reach,
)
from minifb.modules.posts.rules.posts import Beside, view
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.service.bodies import page
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import audiences, members, polls, posts, visibility

LIMIT_PAST = "posts.limit-past"
FRIENDS = Audience("friends")


class AudienceCases(Ground):
    """What an author can ask and do about audiences."""

    # ── who can see this? ──

    @read
    def who_sees(self, tx: Tx, actor: Actor, post_id: str, limit: int, cursor: str | None) -> Reach:
        """Tell an author who can see a post: the rule in words, and the people."""
        return self._reach(tx, actor, self.own(tx, actor, post_id), limit, cursor)

    @read
    def who_would_see(self, tx: Tx, actor: Actor, asked: AskedAudience, limit: int, cursor: str | None) -> Reach:
        """Tell who could see a post that was said to this audience."""
        audience = self.audience(tx, actor, asked.audience)
        post = Seen(
            id="",
            author_id=actor.id,
            audience_kind=audience.kind,
            audience_ids=list(audience.ids or []),
            created_at=tx.now,
        )
        return self._reach(tx, actor, post, limit, cursor)

    @read
    def audience_changes(
        self, tx: Tx, actor: Actor, post_id: str, limit: int, cursor: str | None
    ) -> Page[AudienceChange]:
        """Show an author to whom a post was said before, the latest change first."""
        post, query = self.own(tx, actor, post_id), f"audience changes {post_id}"
        after = self.cursors.after(actor.id, query, cursor)
        rows = audiences.changes(tx, post.id, after[0] if after else post.revision + 1, limit + 1)
        items = [AudienceChange(one.before, one.after, one.cause, wire(one.at)) for one in rows[:limit]]
        return Page(items=items, next=self.cursors.more(actor.id, query, [(one.revision, "") for one in rows], limit))

    def _reach(self, tx: Tx, actor: Actor, post: Seen, limit: int, cursor: str | None) -> Reach:
        """Draw who sees a post. Who blocked its author is not there, like anybody the author cannot see."""
        query = f"audience {post.id} {post.audience_kind} {','.join(post.audience_ids)}"
        after = self.cursors.after(actor.id, query, cursor)
        rows = audiences.readers(tx, post, after[0] if after else "", limit + 1)
        readers = [row for row in rows[:limit] if rules.reads(row, post)]
        left_out, more = audiences.left_out(tx, post, rules.EXCEPTED_SHOWN)
        count = audiences.count_readers(tx, post)
        first = readers if not after else audiences.readers(tx, post, "", rules.NAMES_SHOWN)
        names, named = ([one.card for one in first], count) if post.audience_kind == "specific" else (left_out, more)
        return Reach(
            kind=post.audience_kind,
            rule=rules.in_words(post.audience_kind, names, named),
            everyone=post.audience_kind == "public",
            left_out=left_out,
            items=[reader.card for reader in readers],
            next=self.cursors.more(actor.id, query, [(row.id, "") for row in rows], limit),
            count=None if post.audience_kind == "public" else count,
        )

    # ── past posts ──

    @read
    def past_posts(self, tx: Tx, actor: Actor, before: datetime | None) -> PastPosts:
        """Tell how many posts limiting past posts would change."""
        return self._past(tx, actor, _instant(tx, before))

    @write
    def limit_past(self, tx: Tx, actor: Actor, asked: PastLimit) -> PastPosts:
        """Say all public posts from before an instant to friends alone; true from here on, told post by post."""
        before = _instant(tx, asked.before)
        past = self._past(tx, actor, before)
        if audiences.past(tx, actor.id, before, 1):  # or one that staff took down, and may put back
            audiences.limit(tx, actor.id, before)
            members.stir(tx, [actor.id])
            schedule(tx, LIMIT_PAST, actor.id, tx.now, Limiting(actor.id))
        return past

    async def narrow_past(self, author_id: str) -> None:
        """Write down, some posts at a time, that past posts of a member are for friends."""
        while await self.narrow_some(author_id):
            pass

    @write
    def narrow_some(self, tx: Tx, author_id: str) -> bool:
        """Write it down for some of them; tell whether there may be more."""
        found = audiences.past(tx, author_id, audiences.limited_before(tx, author_id), rules.LIMITED_AT_ONCE)
        if not found:
            audiences.limit(tx, author_id, 0)
            return False
        ids = [post_id for post_id, _ in found]
        told, said = visibility.seen(tx, author_id, ids), posts.contents(tx, ids)
        audiences.narrow(tx, ids)
        self.tell_held(tx, [content.to(FRIENDS).holder(told[content.id].revision + 1) for content in said])
        for content in said:
            post = told[content.id]
            audiences.note(tx, post, content.audience, FRIENDS)
            if post.state == "live":  # of what staff removed nothing is told
                self.tell_updated(tx, content.to(FRIENDS), post.revision + 1)
        return True

    def _past(self, tx: Tx, actor: Actor, before: Instant) -> PastPosts:
        done = audiences.limited_before(tx, actor.id)
        return PastPosts(before=wire(before), count=audiences.count_past(tx, actor.id, done, before))

    # ── through other eyes ──

    @read
    def post_as(self, tx: Tx, actor: Actor, post_id: str, view_as: str) -> bytes:
        """Show an author a post as somebody else would see it."""
        self.own(tx, actor, post_id)
        drawn = self._through(tx, actor, self._eyes(tx, actor, view_as), [post_id])
        if not drawn:
            raise NotFound
        return drawn[0]

    @read
    def page_as(self, tx: Tx, actor: Actor, author_id: str, view_as: str, limit: int, cursor: str | None) -> bytes:
        """Show a member their own page as somebody else would see it."""
        if author_id != actor.id:
            raise NotYourPosts
        eyes, query = self._eyes(tx, actor, view_as), f"posts of {author_id} as {view_as}"
        found = posts.by_author(tx, eyes, author_id, self.cursors.after(actor.id, query, cursor), limit + 1)
        drawn = self._through(tx, actor, eyes, [post_id for _, post_id in found[:limit]])
        return page(drawn, self.cursors.more(actor.id, query, found, limit))

    def _eyes(self, tx: Tx, actor: Actor, view_as: str) -> str:
        """Find whose eyes to look through: a member's whom the author sees, or those of nobody signed in."""
        if view_as == "public":
            return ""
        if not is_id(view_as) or not members.seen_among(tx, actor.id, [view_as]):
            raise NotFound
        return view_as

    def _through(self, tx: Tx, actor: Actor, eyes: str, ids: list[str]) -> list[bytes]:
        """Draw an author's own posts as other eyes would choose them.

        What is drawn is the author's own: another's counts, votes and mentions would tell whom they blocked. Of what
        the posts share, only what is there for everybody is shown: more would tell who is whose friend.
        """
        theirs, mine = self.visible(tx, eyes, ids, counted=False), self.visible(tx, actor.id, ids)
        shown = [rules.through(mine[one], theirs[one]) for one in ids if one in theirs and one in mine]
        originals = {post.shared_post_id for post in shown if post.shared_post_id}
        shared, open_to_all = (self.visible(tx, viewer, originals, counted=False) for viewer in (actor.id, ""))
        shared = {one: original for one, original in shared.items() if one in open_to_all}
        asking = [post.id for post in (*shown, *shared.values()) if post.asks]
        beside = Beside(shared, polls.asked(tx, "", asking))
        drawn = self.bodies.draw(tx, actor.id, shown, beside)
        return [_as(eyes, post, beside, json) for post, json in zip(shown, drawn, strict=True)]


def _as(eyes: str, post: Seen, beside: Beside, drawn: bytes) -> bytes:
    """Say of a post that is drawn for its author to whom it is said and what may be done, as other eyes have it."""
    able = view(eyes, post, beside)
    return encode(replace(decode(drawn, type=Post), audience=able.audience, can=able.can))


def _instant(tx: Tx, before: datetime | None) -> Instant:
    """Give the instant that is meant: now, unless an earlier one is."""
    if before is None:
        return tx.now
    if before.tzinfo is None:
        raise Invalid(FieldError("before", "time_zone", "An instant has a time zone."))
    return min(instant(before), tx.now)
