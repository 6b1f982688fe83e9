"""What an operator may change about posts."""

from typing import Annotated

import msgspec
from msgspec import Meta


class PostsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about posts."""

    body_cache_bytes_max: Annotated[
        int, Meta(ge=1_000_000, description="Memory for posts that are ready to be sent, in bytes.")
    ] = 32_000_000
