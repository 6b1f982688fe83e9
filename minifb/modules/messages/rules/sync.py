"""Resync: what changed in the conversations that a client holds, since it last heard of them."""

from typing import Annotated

from msgspec import Meta

from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.texts import SomeId
from minifb.modules.messages.public import Conversation, Message
from minifb.modules.messages.rules.receipts import UnreadCount

MESSAGES_AT_ONCE = 50
"""So many messages of each conversation are answered; the rest is asked for again."""
MESSAGES_IN_ALL = 500
"""So many are answered of all of them together, so that an answer is never a long one."""
_LAST = 2**53


class Known(Ask):
    """Up to where a client knows a conversation."""

    id: SomeId
    revision: Annotated[int, Meta(ge=0, le=_LAST)]
    seq: Annotated[int, Meta(ge=0, le=_LAST)] = _LAST
    """Given only where an earlier answer said so: up to this message of that revision."""


class Held(Ask):
    """The conversations that a client holds."""

    conversations: Annotated[list[Known], Meta(max_length=100)]


class Going(Wire):
    """How to ask for the rest."""

    id: str
    revision: int
    seq: int


class Synced(Wire):
    """A conversation that changed, and its messages that are new or another thing now, in the order of the changes."""

    conversation: Conversation
    messages: list[Message]
    more: Going | None
    """Send this in the place of what was known, for the rest of them; null: this is all."""


class Sync(Wire):
    """What changed."""

    conversations: list[Synced]
    gone: list[str]
    """Conversations that are not there any more."""
    unread: UnreadCount


def behind(known: Known, revision: int) -> bool:
    """Tell whether a client does not know all of a conversation."""
    return (known.revision, known.seq) < (revision, _LAST)


def messages_of_each(conversations: int) -> int:
    """Say how many messages of each of so many conversations are answered."""
    return min(MESSAGES_AT_ONCE, MESSAGES_IN_ALL // max(1, conversations))


def goes_on(known: Known, lines: list[tuple[int, int]], most: int) -> Going | None:
    """Say how to ask for the rest, where one more was found than is answered; a line is its revision and number."""
    if len(lines) <= most:
        return None
    revision, seq = lines[most - 1]
    return Going(id=known.id, revision=revision, seq=seq)


def each_once(known: list[Known]) -> list[Known]:
    """Take each conversation once: the last word on it."""
    return list({one.id: one for one in known}.values())
