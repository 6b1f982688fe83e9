"""The routes of reports: what members report, what staff decide."""

from typing import Annotated

from litestar import get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.posts.api.asks import VISIBLE, Asker, Cursor, Size
from minifb.modules.posts.rules.reports import Case, CaseRead, CaseState, NewDecision, NewReport, Removed
from minifb.modules.posts.service import Posts

REPORTS = Limit("reports", 30, 3600)
Standing = Annotated[CaseState, QueryParameter(name="state", description="Waiting, taken down, or left alone.")]


@post("/posts/{id:str}/reports", operation_id="report", summary="Report", tags=["reports"], status_code=204)
async def report(request: Asker, posts: Posts, id: str, data: NewReport) -> None:
    """Report a post, or one of its comments, to the moderators. Nobody else learns who did.

    A moderator may take it down in the same breath, with the note as the reason.
    """
    await posts.report(actor_of(request), id, data)


@get("/posts/removed", operation_id="removed", summary="What of mine was taken down", tags=["reports"])
async def removed(request: Asker, posts: Posts, limit: Size = 20, cursor: Cursor = None) -> Page[Removed]:
    """List one's own posts and comments that moderators took down, and why."""
    return await posts.removed(actor_of(request), limit, cursor)


@get("/posts/reports", operation_id="cases", summary="What was reported", tags=["moderation"])
async def cases(
    request: Asker, posts: Posts, standing: Standing = "open", limit: Size = 20, cursor: Cursor = None
) -> Page[Case]:
    """List what was reported, one case for each post or comment: the longest waiting first, or the latest decided."""
    return await posts.cases(actor_of(request), standing, limit, cursor)


@get("/posts/reports/{id:str}", operation_id="case", summary="A reported post or comment", tags=["moderation"])
async def read_case(request: Asker, posts: Posts, id: str) -> CaseRead:
    """Show a case with its reports. Reading what was not said to everybody is written into the audit log."""
    return await posts.read_case(actor_of(request), id)


@put("/posts/reports/{id:str}", operation_id="decideCase", summary="Decide about a report", tags=["moderation"])
async def decide(request: Asker, posts: Posts, id: str, data: NewDecision) -> CaseRead:
    """Take down, dismiss, or put back what was taken down. The author of what is taken down is shown the reason."""
    return await posts.decide(actor_of(request), id, data)


_ALL = "all that was reported; deciding, not about oneself nor about who ranks above"
_READ = Policy(permission="reports.read", role="moderator", rule=_ALL, limit=READS)

ROUTES = (
    Route(report, Policy(permission="reports.write", rule=VISIBLE, limit=REPORTS, once="natural")),
    Route(removed, Policy(permission="posts.read", rule="one's own", limit=READS)),
    Route(cases, _READ),
    Route(read_case, _READ),
    Route(decide, Policy(permission="reports.decide", role="moderator", rule=_ALL, limit=WRITES, once="key")),
)
