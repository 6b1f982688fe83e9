"""Routes of the community: how it is called and who may come in."""

from litestar import get, put
from litestar.params import JSONBody

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.modules.auth.api.asks import CommunityChange
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.rules.community import CommunityShown


@get("/auth/community", operation_id="community", summary="Name and door of this community", tags=["accounts"])
async def community(auth: Who) -> CommunityShown:
    """Tell how this community is called and who may register."""
    return await auth.community.ask()


@put("/auth/community", operation_id="changeCommunity", summary="Name it, open or close its door", tags=["staff"])
async def change_community(request: Asker, auth: Who, data: JSONBody[CommunityChange]) -> CommunityShown:
    """Change what is given; `null` goes back to what the server's settings say."""
    return await auth.community.change(actor_of(request), data.name, data.sign_up)


_RULE = "the community"

ROUTES = (
    Route(community, Policy(permission="auth.community", role="anonymous", rule=_RULE, limit=READS, keys=False)),
    Route(
        change_community,
        Policy(permission="auth.community", role="admin", rule=_RULE, limit=WRITES, once="natural", keys=False),
    ),
)
