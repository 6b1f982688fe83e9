"""The routes of mails: what mail servers and providers tell about addresses."""

from litestar import post

from minifb.kernel.http.policy import WRITES, Policy, Route, actor_of
from minifb.modules.notifications.api.asks import Asker
from minifb.modules.notifications.rules.mails import NewBounces
from minifb.modules.notifications.service import Notifications


@post(
    "/notifications/mail/bounces",
    operation_id="reportBounces",
    summary="Report mail that came back",
    tags=["mail"],
    status_code=204,
)
async def report_bounces(request: Asker, notifications: Notifications, data: NewBounces) -> None:
    """Send nothing to these addresses any more.

    A member whose address bounced gets mail again after they proved it anew. What concerns the security of an account
    goes also to those who complained.
    """
    await notifications.report_bounces(actor_of(request), data)


ROUTES = (
    Route(
        report_bounces,
        Policy(permission="mail.bounces", role="admin", rule="any address", limit=WRITES, once="natural"),
    ),
)
