"""What happened in conversations, put into what members are told."""

from collections.abc import Collection

from minifb.modules.messages.public import ConversationChanged, ConversationCreated, MessageReacted, MessageSent
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.rules.words import Detail


def of_message(event: MessageSent) -> Told:
    """Tell a message to its recipients, but not to whom it is to stay quiet or the conversation is a request."""
    to = set(event.recipient_ids) - set(event.quiet_ids) - set(event.request_ids)
    return Told(
        kind="message",
        cause=f"message:{event.message_id}",
        actor_id=event.sender_id,
        to=sorted(to),
        target_kind="conversation",
        target_id=event.conversation_id,
        place_id=event.conversation_id,
        detail=Detail(message_id=event.message_id, seq=event.seq),
    )


def of_request(conversation_id: str, by_id: str, to: Collection[str]) -> Told:
    """Tell that somebody would like to write: once for each conversation, and never what they wrote."""
    return Told(
        kind="message.request",
        cause=f"message.request:{conversation_id}",
        actor_id=by_id,
        to=sorted(to),
        target_kind="conversation",
        target_id=conversation_id,
        place_id=conversation_id,
    )


def of_reaction(event: MessageReacted) -> Told:
    """Tell whoever wrote a message that somebody reacted to it."""
    return Told(
        kind="message.reaction",
        cause=f"message.reaction:{event.message_id}:{event.user_id}",
        actor_id=event.user_id,
        to=[event.sender_id],
        target_kind="message",
        target_id=event.message_id,
        place_id=event.conversation_id,
        detail=Detail(reaction=event.reaction),
    )


def brought_in(event: ConversationCreated | ConversationChanged) -> list[str]:
    """Tell who was put into a group by a friend."""
    if isinstance(event, ConversationCreated):
        ids = event.participant_ids if event.kind == "group" else []
    else:
        ids = event.about_ids if event.action == "added" else []
    return sorted({*ids} - {event.by_id, *event.request_ids})


def of_group(event: ConversationCreated | ConversationChanged, to: Collection[str]) -> Told:
    """Tell that somebody was put into a group; again when they are put into it once more."""
    return Told(
        kind="group.added",
        cause=f"group:{event.conversation_id}:{event.revision}",
        actor_id=event.by_id,
        to=sorted(to),
        target_kind="conversation",
        target_id=event.conversation_id,
        place_id=event.conversation_id,
    )
