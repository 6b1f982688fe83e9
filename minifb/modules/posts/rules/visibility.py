"""Who may see what: the one gate behind every way to a post, and what somebody may do with what they see."""

from functools import cache
from typing import Literal

import msgspec
from msgspec import UNSET

from minifb.kernel.clock import Instant
from minifb.kernel.refusals import Conflict, FieldError, Invalid
from minifb.modules.posts.public import Audience, AudienceKind, Can, CommentsFrom, ReactionType

State = Literal["live", "deleted", "removed"]
AUDIENCE_IDS_MAX = 500
"""Most members that one audience names; who means more makes a list."""


class AudienceUnknown(Invalid):
    """An audience names members you see, or one of your own lists."""


class AudienceIncomplete(Invalid):
    """This audience needs ids; public, friends and onlyMe take none."""


class PastBeingLimited(Conflict):
    """Your past posts are being limited to friends; one of them can be made public in a moment."""


class Seen(msgspec.Struct, frozen=True):
    """A post beside one viewer: all that deciding and drawing take, but for what it says."""

    id: str
    author_id: str
    state: State = "live"
    audience_kind: AudienceKind = "public"
    """The audience in force: a public post from before its author limited past posts is for friends."""
    audience_ids: list[str] = []
    comments_from: CommentsFrom = "everyone"
    created_at: Instant = 0
    edition: int = 1
    revision: int = 1
    comments: int = 0
    shares: int = 0
    reactions: dict[ReactionType, int] = {}
    shared_post_id: str | None = None
    pinned_at: Instant | None = None
    author_hidden: bool = False
    """Suspended, away or gone."""
    card_revision: int = 0
    friends: bool = False
    """Whether viewer and author are friends."""
    blocked: bool = False
    """Whether one of viewer and author blocked the other."""
    named: bool = False
    """Whether the audience names the viewer."""
    listed: bool = False
    """Whether the viewer is on the list that the audience names."""
    mine: ReactionType | None = None
    saved: bool = False
    asks: bool = False
    """Whether there is a poll in it, which is read apart."""

    @property
    def audience(self) -> Audience:
        """To whom it is said, as its author may know."""
        return Audience(kind=self.audience_kind, ids=self.audience_ids or UNSET)


def may_see(viewer_id: str, post: Seen) -> bool:
    """Tell whether a viewer may see a post. Nobody signed in has the empty id.

    The one rule behind every way to a post; `store.visibility` says the same in SQL, to keep lists short. Friends and
    lists are those of now, people named are those named then; a mention lets nobody in.
    """
    if post.state != "live" or post.author_hidden or post.blocked:
        return False
    if post.author_id == viewer_id:
        return True
    match post.audience_kind:
        case "public":
            return True
        case "friends":
            return post.friends
        case "friendsExcept":
            return post.friends and not post.named
        case "specific":
            return post.named
        case "list":
            return post.friends and post.listed
    return False  # onlyMe


def may_comment(viewer_id: str, post: Seen) -> bool:
    """Tell whether a viewer who sees a post may comment on it: its author said who."""
    if not viewer_id:
        return False
    return (
        viewer_id == post.author_id
        or post.comments_from == "everyone"
        or (post.comments_from == "friends" and post.friends)
    )


def may_share(viewer_id: str, post: Seen) -> bool:
    """Tell whether a viewer may share a post they see; what is for its author alone stays there."""
    return bool(viewer_id) and post.audience_kind != "onlyMe"


def can(viewer_id: str, post: Seen) -> Can:
    """Tell what a viewer may do with a post they may see."""
    own = viewer_id == post.author_id
    return _can(bool(viewer_id), own, may_comment(viewer_id, post), may_share(viewer_id, post))


@cache
def _can(signed_in: bool, own: bool, comment: bool, share: bool) -> Can:
    return Can(comment=comment, react=signed_in, edit=own, delete=own, share=share)


def audience_shown(viewer_id: str, post: Seen) -> Audience:
    """Draw to whom a post is said.

    Whom it names, that it leaves somebody out, and that it goes by a list, is its author's business alone.
    """
    if viewer_id == post.author_id:
        return post.audience
    return _SHOWN[post.audience_kind]


_SHOWN: dict[str, Audience] = {
    "public": Audience("public"),
    "friends": Audience("friends"),
    "friendsExcept": Audience("friends"),
    "specific": Audience("specific"),
    "list": Audience("specific"),
    "onlyMe": Audience("onlyMe"),
}


def checked(audience: Audience) -> Audience:
    """Give an audience whose ids fit its kind, each once; refuse another."""
    ids = [] if audience.ids is UNSET else list(dict.fromkeys(audience.ids))
    wants = {"friendsExcept": AUDIENCE_IDS_MAX, "specific": AUDIENCE_IDS_MAX, "list": 1}.get(audience.kind, 0)
    if len(ids) > wants or (wants and not ids):
        raise AudienceIncomplete(FieldError("audience.ids", "audience_incomplete", AudienceIncomplete.__doc__ or ""))
    return Audience(kind=audience.kind, ids=ids or UNSET)


def check_known(audience: Audience, known: set[str]) -> None:
    """Refuse an audience that names somebody, or a list, whom its author cannot name."""
    if audience.ids is not UNSET and not known.issuperset(audience.ids):
        raise AudienceUnknown(FieldError("audience.ids", "audience_unknown", AudienceUnknown.__doc__ or ""))


def counted(audience_kind: str) -> int:
    """Count a post among those its author has, 1, unless they keep it to themselves, 0."""
    return int(audience_kind != "onlyMe")
