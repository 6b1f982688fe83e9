"""Routes of reports: whom members report, what staff decide."""

from typing import Annotated

from litestar import get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.users.api.asks import Asker, Cursor, Size
from minifb.modules.users.rules.reports import MemberDecision, MemberReport, NewMemberReport, ReportState
from minifb.modules.users.service import Users

REPORTS = Limit("member-reports", 20, 86_400)
Standing = Annotated[ReportState, QueryParameter(name="state", description="Waiting, upheld, or left alone.")]


@post(
    "/users/{id:str}/report", operation_id="reportMember", summary="Report a member", tags=["reports"], status_code=204
)
async def report(request: Asker, users: Users, id: str, data: NewMemberReport) -> None:
    """Report a member to the moderators; nobody else learns of it. What they posted is reported where it stands."""
    await users.report(actor_of(request), id, data)


@get("/users/reports", operation_id="memberReports", summary="Reported members", tags=["moderation"])
async def reports(
    request: Asker, users: Users, standing: Standing = "open", limit: Size = 20, cursor: Cursor = None
) -> Page[MemberReport]:
    """List reports of members: the longest waiting first, or the latest decided."""
    return await users.reports(actor_of(request), standing, limit, cursor)


@get("/users/reports/{id:str}", operation_id="memberReport", summary="A reported member", tags=["moderation"])
async def read_report(users: Users, id: str) -> MemberReport:
    """Show a report of a member."""
    return await users.read_report(id)


@put("/users/reports/{id:str}", operation_id="decideMemberReport", summary="Decide", tags=["moderation"])
async def decide(request: Asker, users: Users, id: str, data: MemberDecision) -> MemberReport:
    """Uphold a report or dismiss it. Who must go is suspended by `POST /auth/members/{id}/suspend`."""
    return await users.decide(actor_of(request), id, data)


_ALL = "whom members reported"
_READ = Policy(permission="reports.read", role="moderator", rule=_ALL, limit=READS)

ROUTES = (
    Route(report, Policy(permission="reports.write", rule="members one may see", limit=REPORTS, once="natural")),
    Route(reports, _READ),
    Route(read_report, _READ),
    Route(decide, Policy(permission="reports.decide", role="moderator", rule=_ALL, limit=WRITES, once="key")),
)
