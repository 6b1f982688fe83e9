"""Shares: which post is shared by what."""

from minifb.kernel.refusals import FieldError, Forbidden, Invalid
from minifb.modules.posts.rules.visibility import Seen, may_share


class NotToShare(Forbidden):
    """This post is for its author alone."""


class SharedPostFixed(Invalid):
    """What a post shares cannot be changed."""


def check_share(viewer_id: str, *posts: Seen) -> None:
    """Refuse to share what is not to be shared: neither the original, nor the share that led to it."""
    if not all(may_share(viewer_id, post) for post in posts):
        raise NotToShare


def check_fixed(asked: str | None, kept: str | None) -> None:
    """Refuse to change what a post shares; not to say it changes nothing."""
    if asked is not None and asked != kept:
        raise SharedPostFixed(FieldError("sharedPostId", "fixed", SharedPostFixed.__doc__ or ""))
