"""What a post says, and how it is drawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType
from msgspec.structs import replace

from minifb.kernel.clock import Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Attached, Card, MediaKind, Span, Wire
from minifb.kernel.texts import SomeId
from minifb.modules.posts import public
from minifb.modules.posts.public import Audience, AudienceKind, Body, CommentsFrom, Counts, SharedView, View
from minifb.modules.posts.rules import media as pictures
from minifb.modules.posts.rules.media import Holder, MediaIds, Piece
from minifb.modules.posts.rules.polls import Asked, NewPoll, Poll
from minifb.modules.posts.rules.visibility import Seen, audience_shown, can, may_share

PostText = Annotated[str, Meta(max_length=10_000)]


class NewPost(Ask):
    """A post to publish; one that shares another, or holds media, may say nothing itself."""

    text: PostText = ""
    audience: Audience = Audience()
    comments_from: CommentsFrom = "everyone"
    media_ids: MediaIds = msgspec.field(default_factory=list)
    poll: NewPoll | None = None
    shared_post_id: SomeId | None = None


class PostChange(Ask):
    """What a post should say, who should see it or comment; what is left out stays."""

    text: PostText | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    comments_from: CommentsFrom | UnsetType = UNSET
    media_ids: MediaIds | UnsetType = UNSET
    poll: NewPoll | UnsetType | None = UNSET
    shared_post_id: SomeId | None = None


class Content(msgspec.Struct, frozen=True):
    """What a post says and to whom, checked."""

    id: str
    author_id: str
    text: str
    spans: list[Span]
    audience_kind: AudienceKind
    audience_ids: list[str]
    audience_list: str | None
    comments_from: CommentsFrom
    created_at: Instant
    edited_at: Instant | None = None
    shared_post_id: str | None = None
    poll: Poll | None = None
    media: list[Piece] = []

    @property
    def media_ids(self) -> list[str]:
        """The media that it shows."""
        return [piece.id for piece in self.media]

    @property
    def media_kinds(self) -> list[MediaKind]:
        """What each of them is."""
        return [piece.kind for piece in self.media]

    @property
    def poll_options(self) -> list[str]:
        """What its poll lets one choose from, if there is one."""
        return self.poll.texts if self.poll else []

    @property
    def option_ids(self) -> list[str]:
        """The options of its poll by their ids, which change when the poll asks something else."""
        return [option.id for option in self.poll.options] if self.poll else []

    @property
    def audience(self) -> Audience:
        """To whom it is said."""
        return Audience(kind=self.audience_kind, ids=self.audience_ids or UNSET)

    def to(self, audience: Audience) -> "Content":
        """Say the same to another audience."""
        ids = [] if audience.ids is UNSET else audience.ids
        in_list = ids[0] if audience.kind == "list" else None
        return msgspec.structs.replace(self, audience_kind=audience.kind, audience_ids=ids, audience_list=in_list)

    def holder(self, revision: int) -> Holder:
        """Say as what it holds media."""
        return Holder("post", self.id, self.author_id, revision, public=self.audience_kind == "public")

    def body(self, author: Card, held: Mapping[str, Attached]) -> Body:
        """Draw what the post says and shows."""
        return Body(
            id=self.id,
            author=author,
            text=self.text,
            spans=self.spans,
            media=pictures.shown(self.media, held),
            created_at=wire(self.created_at),
            edited_at=maybe_wire(self.edited_at),
        )


class Edition(Wire):
    """What a post or comment said before."""

    text: str
    spans: list[Span]
    media: list[Attached]
    poll_options: list[str]
    written_at: datetime


class Earlier(msgspec.Struct, frozen=True):
    """A whole earlier edition of a post, as it is kept."""

    edition: int
    text: str
    spans: list[Span]
    media: list[Piece]
    poll_options: list[str]
    written_at: Instant

    def drawn(self, held: Mapping[str, Attached]) -> Edition:
        """Draw it."""
        return Edition(
            text=self.text,
            spans=self.spans,
            media=pictures.shown(self.media, held),
            poll_options=self.poll_options,
            written_at=wire(self.written_at),
        )


class Beside(msgspec.Struct, frozen=True):
    """What stands beside some posts for one viewer."""

    shared: Mapping[str, Seen] = {}
    """The originals that they share, as far as the viewer may see them."""
    polls: Mapping[str, Asked] = {}
    """What they and those originals ask, by post."""

    def poll(self, post: Seen) -> public.Poll | None:
        """Draw what a post asks, if it does."""
        return self.polls[post.id].drawn() if post.asks else None


ALONE = Beside()
"""Nothing is shared, nothing is asked."""


def counts(post: Seen) -> Counts:
    """Draw how many answered a post."""
    return Counts(comments=post.comments, shares=post.shares, reactions=post.reactions)


def view(viewer_id: str, post: Seen, beside: Beside = ALONE, shared_post: Raw | None = None) -> View:
    """Draw what is beside a post for one viewer; `shared_post` is what it shares, drawn already."""
    able = can(viewer_id, post)
    if post.shared_post_id is not None:
        original = beside.shared.get(post.shared_post_id)
        able = replace(able, share=able.share and original is not None and may_share(viewer_id, original))
    return View(
        audience=audience_shown(viewer_id, post),
        comments_from=post.comments_from,
        shared_post=shared_post,
        shared_post_gone=post.shared_post_id is not None and shared_post is None,
        poll=beside.poll(post),
        pinned=post.pinned_at is not None,
        saved=post.saved,
        counts=counts(post),
        my_reaction=post.mine,
        can=able,
    )


def shared_view(viewer_id: str, original: Seen, beside: Beside) -> SharedView:
    """Draw what is beside a shared original for one viewer."""
    return SharedView(audience=audience_shown(viewer_id, original), poll=beside.poll(original))
