"""Results: what was found, as it is shown."""

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.http.shapes import Page, Wire
from minifb.modules.posts.public import Comment, Post
from minifb.modules.search.public import Facets, Highlight
from minifb.modules.users.public import Person


class FoundPost(Wire):
    """A post that was found."""

    post: Post
    highlights: list[Highlight]
    score: float


class FoundComment(Wire):
    """A comment that was found."""

    comment: Comment
    highlights: list[Highlight]
    score: float


class FoundUser(Wire):
    """A member who was found."""

    user: Person
    highlights: list[Highlight]
    score: float


class PostResults(Page[FoundPost], kw_only=True):
    """Posts that were found."""

    query_id: str
    facets: Facets | UnsetType = UNSET
    """On the first page."""
    degraded: bool = False
    """Whether the index is being built, so that something may be missing."""


class CommentResults(Page[FoundComment], kw_only=True):
    """Comments that were found."""

    query_id: str
    degraded: bool = False


class UserResults(Page[FoundUser], kw_only=True):
    """Members who were found."""

    query_id: str
    facets: dict[str, int] = msgspec.field(default_factory=dict)
    """By relation."""
    degraded: bool = False
