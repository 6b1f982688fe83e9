"""Routes of API keys and service tokens."""

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody

from minifb.kernel.clock import instant
from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.auth.api.asks import NewKey, NewServiceToken
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.api.limits import KEYS
from minifb.modules.auth.rules.keys import KeyShown, ServiceTokenShown


@get("/auth/keys", operation_id="apiKeys", summary="One's API keys", tags=["keys"])
async def keys(request: Asker, auth: Who) -> Page[KeyShown]:
    """List one's API keys; the keys themselves are not kept."""
    return await auth.keys.mine(actor_of(request))


@post("/auth/keys", operation_id="makeApiKey", summary="Make an API key", tags=["keys"])
async def make_key(request: Asker, auth: Who, data: JSONBody[NewKey]) -> Response[KeyShown]:
    """Make an API key for an outside service; it is shown this once and may at most do what its holder may."""
    made = await auth.keys.make(actor_of(request), data.service_id, data.permissions, data.rate_limit, data.days)
    return Response(made, headers={"Location": f"/auth/keys/{made.key_id}"})


@delete("/auth/keys/{id:str}", operation_id="revokeApiKey", summary="Revoke an API key", tags=["keys"], status_code=204)
async def revoke_key(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Make one of one's API keys worthless."""
    await auth.keys.revoke(actor_of(request), id)


@get("/auth/service-tokens", operation_id="serviceTokens", summary="Service tokens", tags=["keys"])
async def service_tokens(auth: Who) -> Page[ServiceTokenShown]:
    """List the service tokens that are good."""
    return await auth.keys.service_tokens()


@post("/auth/service-tokens", operation_id="makeServiceToken", summary="Make a service token", tags=["keys"])
async def make_service_token(request: Asker, auth: Who, data: JSONBody[NewServiceToken]) -> Response[ServiceTokenShown]:
    """Make a token for a service that acts for itself; it is shown this once."""
    ends = instant(data.expires_at)
    made = await auth.keys.make_service_token(actor_of(request), data.service_id, data.permissions, ends)
    return Response(made, headers={"Location": f"/auth/service-tokens/{made.token_id}"})


@delete(
    "/auth/service-tokens/{id:str}",
    operation_id="revokeServiceToken",
    summary="Revoke a service token",
    tags=["keys"],
    status_code=204,
)
async def revoke_service_token(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Make a service token worthless."""
    await auth.keys.revoke_service_token(actor_of(request), id)


_STAFF = "any service's"

ROUTES = (
    Route(keys, Policy(permission="auth.keys", rule="one's own", limit=READS, keys=False)),
    Route(
        make_key,
        Policy(permission="auth.keys", rule="one's own", limit=KEYS, once="secret", step_up=True, keys=False),
    ),
    Route(revoke_key, Policy(permission="auth.keys", rule="one's own", limit=WRITES, once="natural", keys=False)),
    Route(service_tokens, Policy(permission="auth.services", role="admin", rule=_STAFF, limit=READS, keys=False)),
    Route(
        make_service_token,
        Policy(
            permission="auth.services", role="admin", rule=_STAFF, limit=KEYS, once="secret", step_up=True, keys=False
        ),
    ),
    Route(
        revoke_service_token,
        Policy(permission="auth.services", role="admin", rule=_STAFF, limit=WRITES, once="natural", keys=False),
    ),
)
