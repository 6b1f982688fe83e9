"""What an operator may change about search."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta


class SearchSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about search."""

    index: Annotated[Literal["tantivy"], Meta(description="What finds words: Tantivy, in this process.")] = "tantivy"
    index_pace_ms: Annotated[
        int, Meta(ge=10, le=60_000, description="Milliseconds between batches of changes that the index learns.")
    ] = 250
    index_heap_mib: Annotated[
        int,
        Meta(ge=15, le=1024, description="Memory in MiB in which new documents are gathered before they are written."),
    ] = 50
    recent_days: Annotated[
        int, Meta(ge=1, le=3_650, description="Days after which a member's own recent searches are forgotten.")
    ] = 180
    analytics_days: Annotated[
        int, Meta(ge=1, le=3_650, description="Days of which is known how often something was looked for.")
    ] = 90
