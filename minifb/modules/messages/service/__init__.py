"""The use cases of messages: one method, one transaction. One file per noun; `Messages` is all of them."""

from minifb.modules.messages.service.choices import ChoiceCases
from minifb.modules.messages.service.conversations import ConversationCases
from minifb.modules.messages.service.history import HistoryCases
from minifb.modules.messages.service.media import MediaCases
from minifb.modules.messages.service.members import MemberCases
from minifb.modules.messages.service.messages import MessageCases
from minifb.modules.messages.service.participants import ParticipantCases
from minifb.modules.messages.service.reactions import ReactionCases
from minifb.modules.messages.service.receipts import ReceiptCases
from minifb.modules.messages.service.reports import ReportCases
from minifb.modules.messages.service.search import SearchCases
from minifb.modules.messages.service.sockets import SocketCases
from minifb.modules.messages.service.sync import SyncCases
from minifb.modules.messages.service.wishes import WishCases


class Messages(
    MessageCases,
    HistoryCases,
    ReactionCases,
    ReceiptCases,
    SyncCases,
    SocketCases,
    SearchCases,
    ReportCases,
    MediaCases,
    ConversationCases,
    ParticipantCases,
    WishCases,
    ChoiceCases,
    MemberCases,
):
    """Conversations of two or of many, live."""
