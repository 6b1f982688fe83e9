"""The settings of users."""

from typing import Annotated

import msgspec
from msgspec import Meta


class UsersSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What an operator may change about users."""

    friends_max: Annotated[int, Meta(ge=1, description="Most friends one member may have.")] = 5_000
    requests_max: Annotated[int, Meta(ge=1, description="Most friend requests of one member waiting at once.")] = 500
    request_rest_days: Annotated[
        int, Meta(ge=0, description="Days after which a declined friend request may be sent again.")
    ] = 30
