"""Live: what goes over a socket, and how much of it."""

from typing import Any

import msgspec

from minifb.kernel.http.shapes import Wire
from minifb.modules.messages.public import Conversation, Message

SHARED = ("id", "kind", "title", "picture", "participant_count", "last_seq", "updated_at", "revision")
"""The fields of a conversation that are the same for all who are in it."""


class Frame(Wire, omit_defaults=True):
    """What goes over a socket, in either direction."""

    type: str
    id: str | None = None
    """In an answer: the `id` of the frame that asked."""
    data: Any = None


def shared(conversation: Conversation) -> dict[str, Any]:
    """Give what of a conversation is the same for all who are in it."""
    every: dict[str, Any] = msgspec.to_builtins(conversation)
    return {name: every[name] for name in map(_wire_name, SHARED) if name in every}


def received(message: Message) -> dict[str, Any]:
    """Give what of a message is the same for all who see it so: not what is its reader's own."""
    every: dict[str, Any] = msgspec.to_builtins(message)
    del every["clientId"], every["collapsed"], every["reactions"]["mine"]
    return every


def plain(message: Message) -> bool:
    """Tell whether a new line is the same for all who are told: it names and quotes nobody, nor did somebody go."""
    return message.kind == "text" and message.reply_to is None and not any(span.user_id for span in message.spans)


def _wire_name(field: str) -> str:
    first, *others = field.split("_")
    return first + "".join(word.capitalize() for word in others)
