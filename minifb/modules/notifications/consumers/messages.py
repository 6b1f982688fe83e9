"""What happened in conversations: told, taken back, read."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume
from minifb.modules.messages.public import (
    ConversationChanged,
    ConversationCreated,
    ConversationRead,
    MessageDeleted,
    MessageReacted,
    MessageSent,
)
from minifb.modules.notifications.service import Notifications


def when_written(told: Notifications, tx: Tx, event: MessageSent) -> None:
    """Tell whom it is for."""
    told.tell_message(tx, event)


def when_unsent(told: Notifications, tx: Tx, event: MessageDeleted) -> None:
    """Take back what was told of it."""
    told.withdraw_message(tx, event.message_id)


def when_reacted(told: Notifications, tx: Tx, event: MessageReacted) -> None:
    """Tell whoever wrote it, or take that back."""
    told.tell_message_reaction(tx, event)


def when_brought_in(told: Notifications, tx: Tx, event: ConversationCreated | ConversationChanged) -> None:
    """Tell whoever was put into a group."""
    told.tell_brought_in(tx, event)


def when_read(told: Notifications, tx: Tx, event: ConversationRead) -> None:
    """Take what was told about it as read."""
    told.read_conversation(tx, event)


CONSUMES = (
    Consume(MessageSent, when_written),
    Consume(MessageDeleted, when_unsent),
    Consume(MessageReacted, when_reacted),
    Consume(ConversationCreated, when_brought_in),
    Consume(ConversationChanged, when_brought_in),
    Consume(ConversationRead, when_read),
)
