"""What an operator may change about messages."""

from typing import Annotated

import msgspec
from msgspec import Meta


class MessagesSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about messages."""

    group_max: Annotated[int, Meta(ge=3, le=1_000, description="Most members of a group.")] = 250
    request_lines_max: Annotated[
        int, Meta(ge=1, description="Most messages to somebody who is no friend and has not answered yet.")
    ] = 5
    edit_minutes: Annotated[int, Meta(ge=0, description="For so long after sending it a message can be edited.")] = 15
    unsend_hours: Annotated[
        int, Meta(ge=0, description="For so long after sending it a message can be unsent; 0 is for ever.")
    ] = 0
    copies_days: Annotated[
        int, Meta(ge=0, description="So long an unsent message is kept for whoever handles a report of it.")
    ] = 14
    pins_max: Annotated[int, Meta(ge=1, description="Most conversations that one member may pin.")] = 15
