"""What a post says, and how it is drawn."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Card, Span
from minifb.kernel.refusals import Invalid, Unavailable
from minifb.modules.posts.public import Audience, AudienceKind, Body, CommentsFrom, Counts, View
from minifb.modules.posts.rules.texts import PostText, SomeId
from minifb.modules.posts.rules.visibility import Seen, audience_shown, can


class MediaUnavailable(Unavailable):
    """Pictures and films are not available on this server yet."""


class PollsUnavailable(Invalid):
    """Polls are not available on this server yet."""


class SharesUnavailable(Invalid):
    """Sharing a post is not available on this server yet."""


class NewPost(Ask):
    """A post to publish."""

    text: PostText
    audience: Audience = Audience()
    comments_from: CommentsFrom = "everyone"
    media_ids: Annotated[list[SomeId], Meta(max_length=10)] = msgspec.field(default_factory=list)
    poll: Any = None
    shared_post_id: SomeId | None = None


class PostChange(Ask):
    """What a post should say, who should see it or comment; what is left out stays."""

    text: PostText | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    comments_from: CommentsFrom | UnsetType = UNSET
    media_ids: Annotated[list[SomeId], Meta(max_length=10)] = msgspec.field(default_factory=list)
    poll: Any = None
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

    @property
    def audience(self) -> Audience:
        """To whom it is said."""
        return Audience(kind=self.audience_kind, ids=self.audience_ids or UNSET)

    def to(self, audience: Audience) -> "Content":
        """Say the same to another audience."""
        ids = [] if audience.ids is UNSET else audience.ids
        in_list = ids[0] if audience.kind == "list" else None
        return msgspec.structs.replace(self, audience_kind=audience.kind, audience_ids=ids, audience_list=in_list)

    def body(self, author: Card) -> Body:
        """Draw what the post says."""
        return Body(
            id=self.id,
            author=author,
            text=self.text,
            spans=self.spans,
            created_at=wire(self.created_at),
            edited_at=maybe_wire(self.edited_at),
        )


def check_parts(asked: NewPost | PostChange) -> None:
    """Refuse the parts of a post that other issues bring."""
    if asked.media_ids:
        raise MediaUnavailable
    if asked.poll is not None:
        raise PollsUnavailable
    if asked.shared_post_id is not None:
        raise SharesUnavailable


def view(viewer_id: str, post: Seen) -> View:
    """Draw what is beside a post for one viewer."""
    return View(
        audience=audience_shown(viewer_id, post),
        comments_from=post.comments_from,
        counts=Counts(comments=post.comments, shares=post.shares, reactions=post.reactions),
        my_reaction=post.mine,
        can=can(viewer_id, post),
    )
