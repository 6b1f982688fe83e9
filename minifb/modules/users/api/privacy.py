"""Routes of privacy."""

from litestar import get, put

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.modules.users.api.asks import OWN, Asker
from minifb.modules.users.rules.privacy import Privacy, PrivacyChange
from minifb.modules.users.service import Users


@get("/users/privacy", operation_id="ownPrivacy", summary="One's own privacy", tags=["users"])
async def own_privacy(request: Asker, users: Users) -> Privacy:
    """Show who may see which field of the signed-in member, and who may find and reach them."""
    return await users.own_privacy(actor_of(request))


@put("/users/privacy", operation_id="changePrivacy", summary="Change one's own privacy", tags=["users"])
async def change_privacy(request: Asker, users: Users, data: PrivacyChange) -> Privacy:
    """Change any part of it; it holds from the next request of anybody."""
    return await users.change_privacy(actor_of(request), data)


ROUTES = (
    Route(own_privacy, OWN),
    Route(change_privacy, Policy(permission="users.write", rule="one's own", limit=WRITES, once="natural")),
)
