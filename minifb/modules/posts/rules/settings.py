"""What an operator may change about posts."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class PostsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about posts."""

    body_cache_bytes_max: Annotated[
        int, Meta(ge=1_000_000, description="Memory for posts that are ready to be sent, in bytes.")
    ] = 32_000_000
    feed_mode: Annotated[
        Literal["ranked", "latest"], Meta(description="How a feed is ordered for whoever has not said.")
    ] = "ranked"
    feed_half_life_hours: Annotated[
        int, Meta(ge=6, le=96, description="After this time a post counts half in a ranked feed.")
    ] = 24
    feed_cache_bytes_max: Annotated[
        int, Meta(ge=1_000_000, description="Memory for feeds that were asked for a moment ago, in bytes.")
    ] = 32_000_000
