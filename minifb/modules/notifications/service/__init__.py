"""The use cases of notifications: one method, one transaction. One file per noun; `Notifications` is all of them."""

from minifb.modules.notifications.service.analytics import AnalyticsCases
from minifb.modules.notifications.service.birthdays import BirthdayCases
from minifb.modules.notifications.service.digests import DigestCases
from minifb.modules.notifications.service.friends import FriendCases
from minifb.modules.notifications.service.mails import MailCases
from minifb.modules.notifications.service.messages import MessageCases
from minifb.modules.notifications.service.mutes import MuteCases
from minifb.modules.notifications.service.notifications import NotificationCases
from minifb.modules.notifications.service.people import PeopleCases
from minifb.modules.notifications.service.posts import PostCases
from minifb.modules.notifications.service.push import PushCases


class Notifications(
    NotificationCases,
    FriendCases,
    PostCases,
    MessageCases,
    PeopleCases,
    BirthdayCases,
    DigestCases,
    MuteCases,
    MailCases,
    PushCases,
    AnalyticsCases,
):
    """Telling members what concerns them."""
