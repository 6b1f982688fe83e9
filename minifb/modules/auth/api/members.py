"""Routes of staff: roles, suspension, approval."""

from litestar import get, post, put
from litestar.params import FromPath, JSONBody

from minifb.kernel.clock import instant
from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.auth.api.asks import Cursor, NewRole, Size, Suspending
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.rules.members import Applicant, Standing


@put("/auth/members/{id:str}/role", operation_id="giveRole", summary="Give a role", tags=["staff"])
async def give_role(request: Asker, auth: Who, id: FromPath[str], data: JSONBody[NewRole]) -> Standing:
    """Give a member another role, at most one's own."""
    return await auth.members.give_role(actor_of(request), id, data.role)


@post(
    "/auth/members/{id:str}/suspend",
    operation_id="suspend",
    summary="Suspend a member",
    tags=["staff"],
    status_code=200,
)
async def suspend(request: Asker, auth: Who, id: FromPath[str], data: JSONBody[Suspending]) -> Standing:
    """Suspend a member: signed out everywhere, seen nowhere."""
    until = instant(data.until) if data.until else None
    return await auth.members.suspend(actor_of(request), id, until, data.reason)


@post(
    "/auth/members/{id:str}/restore",
    operation_id="restore",
    summary="End a suspension",
    tags=["staff"],
    status_code=200,
)
async def restore(request: Asker, auth: Who, id: FromPath[str]) -> Standing:
    """End a suspension."""
    return await auth.members.restore(actor_of(request), id)


@get("/auth/registrations", operation_id="applicants", summary="Who waits for approval", tags=["staff"])
async def applicants(request: Asker, auth: Who, limit: Size = 20, cursor: Cursor = None) -> Page[Applicant]:
    """List who waits for approval, longest first."""
    return await auth.members.applicants(actor_of(request), limit, cursor)


@put(
    "/auth/registrations/{id:str}/approve",
    operation_id="approve",
    summary="Let somebody in",
    tags=["staff"],
    status_code=204,
)
async def approve(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Let somebody in who waits for approval."""
    await auth.members.decide(actor_of(request), id, "approved")


@put(
    "/auth/registrations/{id:str}/decline",
    operation_id="decline",
    summary="Turn somebody away",
    tags=["staff"],
    status_code=204,
)
async def decline(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """Turn somebody away who waits for approval; name and address are free again."""
    await auth.members.decide(actor_of(request), id, "declined")


_BELOW = "members below oneself"
_WAITING = "who waits for approval"

ROUTES = (
    Route(
        give_role,
        Policy(
            permission="auth.roles", role="admin", rule=_BELOW, limit=WRITES, once="natural", step_up=True, keys=False
        ),
    ),
    Route(
        suspend,
        Policy(permission="auth.suspend", role="moderator", rule=_BELOW, limit=WRITES, once="natural", keys=False),
    ),
    Route(
        restore,
        Policy(permission="auth.suspend", role="moderator", rule=_BELOW, limit=WRITES, once="natural", keys=False),
    ),
    Route(applicants, Policy(permission="auth.approve", role="admin", rule=_WAITING, limit=READS, keys=False)),
    Route(
        approve,
        Policy(permission="auth.approve", role="admin", rule=_WAITING, limit=WRITES, once="natural", keys=False),
    ),
    Route(
        decline,
        Policy(permission="auth.approve", role="admin", rule=_WAITING, limit=WRITES, once="natural", keys=False),
    ),
)
