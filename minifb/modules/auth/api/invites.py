"""Routes of invite links."""

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.auth.api.asks import Cursor, NewInvite, Size
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.rules.invites import InviteShown

INVITES = Limit("invites", 50, 3600)


@get("/auth/invites", operation_id="invites", summary="One's invite links", tags=["invites"])
async def invites(request: Asker, auth: Who, limit: Size = 20, cursor: Cursor = None) -> Page[InviteShown]:
    """List the invite links one made, newest first; the links themselves are not kept."""
    return await auth.invites.mine(actor_of(request), limit, cursor)


@post("/auth/invites", operation_id="invite", summary="Make an invite link", tags=["invites"])
async def invite(request: Asker, auth: Who, data: JSONBody[NewInvite]) -> Response[InviteShown]:
    """Make an invite link; it is shown this once."""
    made = await auth.invites.invite(actor_of(request), data.note, data.uses, data.days)
    return Response(made, headers={"Location": f"/auth/invites/{made.id}"})


@delete(
    "/auth/invites/{id:str}",
    operation_id="withdrawInvite",
    summary="Withdraw an invite",
    tags=["invites"],
    status_code=204,
)
async def withdraw(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Make an invite link worthless."""
    await auth.invites.withdraw(actor_of(request), id)


ROUTES = (
    Route(invites, Policy(permission="auth.invites", rule="one's own", limit=READS, keys=False)),
    Route(
        invite,
        Policy(
            permission="auth.invites", rule="roles from `invites_from` up", limit=INVITES, once="secret", keys=False
        ),
    ),
    Route(withdraw, Policy(permission="auth.invites", rule="one's own", limit=WRITES, once="natural", keys=False)),
)
