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
    names_reserved: Annotated[
        tuple[str, ...],
        Meta(description="Words nobody but staff may have in their name, beside admin, moderator and the like."),
    ] = ()
    lists_max: Annotated[
        int, Meta(ge=1, description="Most friend lists of one member, that of close friends included.")
    ] = 100
    follows_max: Annotated[int, Meta(ge=1, description="Most members one member may follow.")] = 5_000
    see_first_max: Annotated[int, Meta(ge=0, description="Most members whose posts one member may see first.")] = 30
    suggestion_ties_max: Annotated[
        int,
        Meta(ge=100, description="Most friends of friends looked at to suggest somebody; more is better and slower."),
    ] = 5_000
