"""Messages: what is written and who is brought into conversations is told, and read where it is read."""

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.modules.messages.public import (
    ConversationChanged,
    ConversationCreated,
    ConversationRead,
    MessageReacted,
    MessageSent,
)
from minifb.modules.notifications.rules import messages as rules
from minifb.modules.notifications.service.rechecks import RecheckCases
from minifb.modules.notifications.store import causes, notifications


class MessageCases(RecheckCases):
    """What members are told about conversations."""

    def tell_message(self, tx: Tx, event: MessageSent) -> None:
        """Tell a message to whom it is for; to whom the conversation is a request, only once and in the app."""
        self.notify(tx, rules.of_message(event))
        if event.request_ids:
            self.notify(tx, rules.of_request(event.conversation_id, event.sender_id, event.request_ids))

    def withdraw_message(self, tx: Tx, message_id: str) -> None:
        """Take back what was told of a message that is gone, and reactions to it."""
        self.withdraw_act(tx, f"message:{message_id}")
        self.drop_about(tx, message_id)

    def tell_message_reaction(self, tx: Tx, event: MessageReacted) -> None:
        """Tell whoever wrote it that somebody reacted; a reaction that is taken back or replaced tells nothing new."""
        told = rules.of_reaction(event)
        if event.reaction is None:
            self.withdraw_act(tx, told.cause)
        elif standing := causes.stands(tx, event.sender_id, told.cause):
            for row in notifications.find(tx, [standing]):
                notifications.save(tx, [msgspec.structs.replace(row, detail=told.detail)])
        elif not event.quiet:
            self.notify(tx, told)

    def tell_brought_in(self, tx: Tx, event: ConversationCreated | ConversationChanged) -> None:
        """Tell whoever was put into a group: by a friend, or by somebody who would like to write to them."""
        if brought := rules.brought_in(event):
            self.notify(tx, rules.of_group(event, brought))
        if event.request_ids:
            self.notify(tx, rules.of_request(event.conversation_id, event.by_id, event.request_ids))

    def read_conversation(self, tx: Tx, event: ConversationRead) -> None:
        """Take as read what a member was told about a conversation, up to where they read it."""
        for row in notifications.waiting(tx, event.user_id, event.conversation_id):
            if row.detail.seq <= event.seq:
                notifications.read_one(tx, event.user_id, row.id)
