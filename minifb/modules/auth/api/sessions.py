"""Routes of one's sessions."""

from litestar import delete, get
from litestar.params import FromPath

from minifb.kernel.http.policy import READS, WRITES, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.auth.api.cookies import Asker, Who
from minifb.modules.auth.rules.sessions import SessionShown


@get("/auth/sessions", operation_id="sessions", summary="Where one is signed in", tags=["sessions"])
async def sessions(request: Asker, auth: Who) -> Page[SessionShown]:
    """List one's sessions, latest use first; there are never more than fit on one page."""
    return await auth.sessions.mine(actor_of(request))


@delete(
    "/auth/sessions", operation_id="endOtherSessions", summary="Sign out elsewhere", tags=["sessions"], status_code=204
)
async def end_others(request: Asker, auth: Who) -> None:
    """End all of one's sessions but this one."""
    await auth.sessions.revoke_others(actor_of(request))


@delete(
    "/auth/sessions/{id:str}", operation_id="endSession", summary="End a session", tags=["sessions"], status_code=204
)
async def end_session(request: Asker, auth: Who, id: FromPath[str]) -> None:
    """End one of one's sessions."""
    await auth.sessions.revoke(actor_of(request), id)


ROUTES = (
    Route(sessions, Policy(permission="auth.sessions", rule="one's own", limit=READS, keys=False)),
    Route(end_others, Policy(permission="auth.sessions", rule="one's own", limit=WRITES, once="natural", keys=False)),
    Route(end_session, Policy(permission="auth.sessions", rule="one's own", limit=WRITES, once="natural", keys=False)),
)
