"""The routes of mails: whether they go out, and what mail servers and providers tell about addresses."""

from litestar import post

from minifb.kernel.http.policy import WRITES, Limit, Policy, Route, actor_of
from minifb.modules.notifications.api.asks import Asker
from minifb.modules.notifications.rules.mails import MailTried, NewBounces
from minifb.modules.notifications.service import Notifications

TRY = Limit("mail test", 10, 300)


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


@post("/notifications/mail/test", operation_id="testMail", summary="Try the mail", tags=["mail"], status_code=200)
async def try_mail(request: Asker, notifications: Notifications) -> MailTried:
    """Send a mail to oneself, and say whether and by which way it went out."""
    return await notifications.try_mail(actor_of(request))


ROUTES = (
    Route(
        try_mail,
        Policy(permission="mail.test", role="admin", rule="one's own address", limit=TRY, once="natural", keys=False),
    ),
    Route(
        report_bounces,
        Policy(permission="mail.bounces", role="admin", rule="any address", limit=WRITES, once="natural"),
    ),
)
