"""Reactions to messages: what may be sent."""

from minifb.kernel.http.shapes import Ask
from minifb.modules.messages.public import ReactionType


class NewReaction(Ask):
    """A reaction to a message."""

    type: ReactionType
