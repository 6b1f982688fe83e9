"""The route of going away for a while."""

from litestar import post

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.modules.users.api.asks import Asker
from minifb.modules.users.service import Users


@post("/users/deactivate", operation_id="deactivate", summary="Go away for a while", tags=["users"], status_code=204)
async def deactivate(request: Asker, users: Users) -> None:
    """Be seen nowhere and be signed out everywhere, API keys included; signing in brings everything back."""
    await users.deactivate(actor_of(request))


ROUTES = (
    Route(
        deactivate,
        Policy(permission="users.deactivate", rule="oneself", limit=WRITES, once="natural", step_up=True, keys=False),
    ),
)
