"""Routes of reports: what members report, what staff decide."""

from typing import Annotated

from litestar import get, post, put
from litestar.params import QueryParameter

from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of
from minifb.kernel.http.shapes import Page
from minifb.modules.messages.api.asks import Asker, Cursor, Size
from minifb.modules.messages.rules.reports import NewDecision, NewReport, Report, ReportRead, ReportState
from minifb.modules.messages.service import Messages

REPORTS = Limit("messageReports", 20, 86_400)
Standing = Annotated[ReportState, QueryParameter(name="state", description="Waiting, taken down, or left alone.")]


@post(
    "/messages/{id:str}/report",
    operation_id="reportMessage",
    summary="Report a message",
    tags=["reports"],
    status_code=204,
)
async def report(request: Asker, messages: Messages, id: str, data: NewReport) -> None:
    """Report a message to the moderators, with up to twenty other lines that they may read; nobody else learns of it.

    Moderators read what is shown with a report, and nothing else of the conversation.
    """
    await messages.report(actor_of(request), id, data)


@get("/messages/reports", operation_id="messageReports", summary="Reported messages", tags=["moderation"])
async def reports(
    request: Asker, messages: Messages, standing: Standing = "open", limit: Size = 20, cursor: Cursor = None
) -> Page[Report]:
    """List reports of messages, without their words: the longest waiting first, or the latest decided."""
    return await messages.reports(actor_of(request), standing, limit, cursor)


@get("/messages/reports/{id:str}", operation_id="messageReport", summary="A reported message", tags=["moderation"])
async def read_report(request: Asker, messages: Messages, id: str) -> ReportRead:
    """Show a report with what the reporter chose to show. Reading it is written into the audit log."""
    return await messages.read_report(actor_of(request), id)


@put("/messages/reports/{id:str}", operation_id="decideMessageReport", summary="Decide", tags=["moderation"])
async def decide(request: Asker, messages: Messages, id: str, data: NewDecision) -> ReportRead:
    """Take a message down, dismiss the report, or put back what was taken down."""
    return await messages.decide(actor_of(request), id, data)


_ALL = "what members reported, and what they showed with it"
_READ = Policy(permission="reports.read", role="moderator", rule=_ALL, limit=READS)

ROUTES = (
    Route(report, Policy(permission="reports.write", rule="messages one may read", limit=REPORTS, once="natural")),
    Route(reports, _READ),
    Route(read_report, _READ),
    Route(decide, Policy(permission="reports.decide", role="moderator", rule=_ALL, limit=WRITES, once="key")),
)
