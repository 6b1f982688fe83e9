"""Mutes of posts: what a member does not want to be told about any more."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from minifb.kernel.clock import DAY, FOR_GOOD, Instant, wire
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import Conflict
from minifb.kernel.texts import SomeId

MUTES_MAX = 1_000
"""Most posts that one member mutes at once."""


class TooManyMutes(Conflict):
    """You mute as many posts as there can be; lift some of them."""


class NewPostMute(Ask):
    """Which post not to hear of, and for how many days; left out, until one says otherwise."""

    post_id: SomeId
    days: Annotated[int, Meta(ge=1, le=365)] | None = None


class MutedPost(Wire):
    """A post one does not hear of."""

    post_id: str
    url: str
    text: str | None
    """How it begins; null where one no longer sees it."""
    until: datetime | None
    """Null: until one says otherwise."""


class Mute(msgspec.Struct, frozen=True):
    """A mute as it is kept."""

    post_id: str
    until: Instant


def end_of(new: NewPostMute, now: Instant) -> Instant:
    """Tell until when a mute holds."""
    return FOR_GOOD if new.days is None else now + new.days * DAY


def shown(mute: Mute, text: str | None) -> MutedPost:
    """Show a mute."""
    until = None if mute.until == FOR_GOOD else wire(mute.until)
    return MutedPost(post_id=mute.post_id, url=f"/p/{mute.post_id}", text=text, until=until)
