"""The face of messages: conversations and what is said in them."""

from typing import Literal, Protocol

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event

ConversationKind = Literal["direct", "group"]


@event("conversation.created", subject="conversation_id")
class ConversationCreated(Event, frozen=True):
    """Members can write to each other here now."""

    conversation_id: str
    kind: ConversationKind
    by_id: str
    participant_ids: list[str]


@event("message.sent", subject="conversation_id")
class MessageSent(Event, frozen=True):
    """Somebody wrote into a conversation; who may read it is told, what it says is not."""

    message_id: str
    conversation_id: str
    sender_id: str
    recipient_ids: list[str]
    media_ids: list[str]
    created_at: Instant


@event("message.edited", subject="conversation_id")
class MessageEdited(Event, frozen=True):
    """A message reads differently now."""

    message_id: str
    conversation_id: str
    sender_id: str
    edited_at: Instant


@event("message.deleted", subject="conversation_id")
class MessageDeleted(Event, frozen=True):
    """A message is gone for everybody."""

    message_id: str
    conversation_id: str
    sender_id: str


class MessagesQuestions(Protocol):
    """What others may ask messages."""

    async def visible_messages(self, viewer_id: str, message_ids: list[str]) -> dict[str, bool]:
        """Tell which of these messages this viewer may read."""
        ...

    async def texts(self, viewer_id: str, message_ids: list[str]) -> dict[str, str]:
        """Give what these messages say to a viewer who may read them; others are absent."""
        ...
