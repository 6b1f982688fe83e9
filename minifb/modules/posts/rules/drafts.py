"""Drafts: posts that are not said yet, and when they will be."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from minifb.kernel.clock import DAY, Instant, instant, maybe_wire, wire
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import Conflict, FieldError, Forbidden, Invalid
from minifb.kernel.texts import plain
from minifb.modules.posts.public import Audience, CommentsFrom
from minifb.modules.posts.rules.media import Holder
from minifb.modules.posts.rules.polls import NewPoll
from minifb.modules.posts.rules.posts import NewPost
from minifb.modules.posts.rules.visibility import checked

DRAFTS_MAX = 100
"""Most drafts of one member."""
AHEAD_MAX = 366 * DAY
"""How far ahead a post may be scheduled."""


class TooManyDrafts(Conflict):
    """You have as many drafts as there can be; publish or delete some."""


class AuthorAway(Forbidden):
    """The author was away or suspended when the time had come."""


class NewDraft(NewPost):
    """A post to keep for later, and when to publish it by itself."""

    publish_at: Annotated[datetime, Meta(tz=True)] | None = None


class Draft(Wire):
    """A draft, as its author alone sees it."""

    id: str
    text: str
    audience: Audience
    comments_from: CommentsFrom
    media_ids: list[str]
    poll: NewPoll | None
    shared_post_id: str | None
    publish_at: datetime | None
    problem: str | None
    """Why it could not be published when its time had come: the code of a refusal."""
    created_at: datetime
    updated_at: datetime


class Kept(msgspec.Struct, frozen=True):
    """A draft as it is kept."""

    id: str
    author_id: str
    content: NewPost
    publish_at: Instant | None
    problem: str | None
    created_at: Instant
    updated_at: Instant
    revision: int = 1

    @property
    def holder(self) -> Holder:
        """As what it holds media."""
        return Holder("draft", self.id, self.author_id, self.revision)

    def drawn(self) -> Draft:
        """Draw it for its author."""
        said = self.content
        return Draft(
            id=self.id,
            text=said.text,
            audience=said.audience,
            comments_from=said.comments_from,
            media_ids=said.media_ids,
            poll=said.poll,
            shared_post_id=said.shared_post_id,
            publish_at=maybe_wire(self.publish_at),
            problem=self.problem,
            created_at=wire(self.created_at),
            updated_at=wire(self.updated_at),
        )


def content(new: NewDraft) -> NewPost:
    """Give what a draft says; it may say nothing yet, but nothing that no post could say."""
    plain(new.text, empty=True)
    checked(new.audience)
    return NewPost(**{field: getattr(new, field) for field in NewPost.__struct_fields__})


def due(new: NewDraft, now: Instant) -> Instant | None:
    """Give when a draft is to be published; refuse the past, and what is too far off."""
    if new.publish_at is None:
        return None
    at = instant(new.publish_at)
    if at <= now:
        raise Invalid(FieldError("publishAt", "past", "A post is scheduled for the future."))
    if at > now + AHEAD_MAX:
        raise Invalid(FieldError("publishAt", "too_late", "A post is scheduled within a year."))
    return at
