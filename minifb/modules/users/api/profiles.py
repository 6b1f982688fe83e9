"""Routes of profiles."""

from litestar import get, put

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.modules.users.api.asks import OTHERS, OWN, Asker, ViewAs
from minifb.modules.users.public import Profile
from minifb.modules.users.rules.profiles import ProfileChange
from minifb.modules.users.service import Users


@get("/users/profile", operation_id="ownProfile", summary="One's own profile", tags=["users"])
async def own_profile(request: Asker, users: Users) -> Profile:
    """Show the signed-in member's own profile."""
    return await users.own_profile(actor_of(request))


@put("/users/profile", operation_id="changeProfile", summary="Change one's own profile", tags=["users"])
async def change_profile(request: Asker, users: Users, data: ProfileChange) -> Profile:
    """Change any part of the signed-in member's profile."""
    return await users.change_profile(actor_of(request), data)


@get("/users/{id:str}", operation_id="profile", summary="A member's profile", tags=["users"])
async def profile(request: Asker, users: Users, id: str, view_as: ViewAs = None) -> Profile:
    """Show a member, by id or `@username`, as the signed-in member may see them; or oneself as somebody else would."""
    actor = actor_of(request)
    return await (users.profile_as(actor, id, view_as) if view_as else users.profile(actor, id))


ROUTES = (
    Route(own_profile, OWN),
    Route(change_profile, Policy(permission="users.write", rule="one's own profile", limit=WRITES, once="key")),
    Route(profile, OTHERS),
)
