"""Frames: what the sockets of members are told besides messages. A hint each; what must not be lost is fetched."""

from collections.abc import Iterable
from typing import Any

from minifb.kernel.http.live import Live
from minifb.modules.messages.public import Conversation, Message
from minifb.modules.messages.rules import live as rules


class Frames:
    """Sends frames to whoever has a socket open; nothing of it waits."""

    def __init__(self, live: Live) -> None:
        """Send through the house's sockets."""
        self._live = live

    def send(self, member_ids: Iterable[str], kind: str, **data: Any) -> None:
        """Send a frame to some members; it is written once, whoever many they are."""
        self._live.tell(member_ids, rules.Frame(type=kind, data=data))

    def acknowledged(self, member_id: str, message: Message) -> None:
        """Show a sender's devices that their message is kept."""
        self.send([member_id], "message.sent", message=message, clientId=message.client_id)

    def conversation(self, member_id: str, conversation: Conversation) -> None:
        """Show a member their conversation as it is for them now."""
        self.send([member_id], "conversation.updated", conversation=conversation)

    def group(self, conversation: Conversation, member_ids: Iterable[str]) -> None:
        """Show members what is another in a group now, as far as it is the same for all of them."""
        self.send(member_ids, "conversation.updated", conversation=rules.shared(conversation))

    def gone(self, member_id: str, conversation_id: str) -> None:
        """Tell a member that a conversation is no longer there for them."""
        self.send([member_id], "conversation.removed", conversationId=conversation_id)

    def hidden(self, member_id: str, message: Message) -> None:
        """Tell a member's other devices that they removed a message for themselves."""
        self.send(
            [member_id],
            "message.hidden",
            conversationId=message.conversation_id,
            messageId=message.id,
            seq=message.seq,
        )
