"""The face of messages: conversations and what is said in them."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from minifb.kernel.clock import Instant
from minifb.kernel.events.event import Event, event
from minifb.kernel.http.shapes import Attached, Avatar, Card, Span, Wire

ConversationKind = Literal["direct", "group"]
ParticipantRole = Literal["admin", "member"]
ReactionType = Literal["like", "love", "care", "haha", "wow", "sad", "angry"]
SystemAction = Literal["created", "added", "removed", "left", "renamed", "pictured", "promoted", "demoted"]
"""What a line in a conversation tells that nobody wrote."""


class Participant(Card, kw_only=True):
    """A member in a conversation."""

    role: ParticipantRole
    last_read_seq: int | UnsetType = UNSET
    """Up to where they read, of whom that is shown: nobody's in a group of more than fifty."""
    delivered_seq: int | UnsetType = UNSET


class Quoted(Wire, kw_only=True):
    """The message that another one answers, as much of it as a line shows."""

    id: str
    seq: int
    sender: Card | None
    text: str
    deleted: bool


class Reactions(Wire):
    """How many reacted to a message, and one's own reaction."""

    counts: dict[ReactionType, int]
    mine: ReactionType | None


class System(Wire, kw_only=True):
    """What happened, where a line was not written by anybody."""

    action: SystemAction
    about: list[Card] = msgspec.field(default_factory=list)
    """Whom it happened to."""
    title: str | None = None


class Message(Wire, kw_only=True):
    """A message as somebody sees it; of one that was unsent only the place is left."""

    id: str
    conversation_id: str
    seq: int
    kind: Literal["text", "system"]
    sender: Card | None
    """None: the member is gone."""
    text: str
    spans: list[Span]
    media: list[Attached] = msgspec.field(default_factory=list)
    """Only outlines, without addresses, to whom the conversation is a request."""
    reply_to: Quoted | None
    forwarded: bool
    reactions: Reactions
    system: System | None
    created_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    client_id: str | None
    """The sender's own name for it; shown to the sender alone."""
    collapsed: bool = False
    """Whether one of the viewer and the sender blocked the other: shown folded up."""


class MessageReactor(Wire):
    """Somebody who reacted to a message."""

    user: Card
    type: ReactionType
    reacted_at: datetime


class MessageEdition(Wire):
    """What a message said before it was edited."""

    text: str
    spans: list[Span]
    written_at: datetime


class History(Wire):
    """Lines of a conversation, the latest first; read on `after` a line, the earliest first."""

    items: list[Message]
    next: str | None = None
    """The cursor of what follows in the direction that was asked for; around a line, of what was said before."""
    previous: str | None = None
    """Around a line: the cursor of what was said after."""


class Highlight(Wire):
    """A part of a text that was searched for; offsets count Unicode code points, end exclusive."""

    start: int
    end: int


class Found(Wire):
    """A message that was searched for."""

    message: Message
    highlights: list[Highlight]


class ConversationCan(Wire):
    """What the viewer may do in a conversation."""

    send: bool
    add: bool
    rename: bool
    leave: bool


class Conversation(Wire, kw_only=True):
    """A conversation as one of its members sees it."""

    id: str
    kind: ConversationKind
    title: str | None
    picture: Avatar | None = None
    participants: list[Participant]
    """At most fifty of them, oneself among them; the rest has a list of its own."""
    participant_count: int
    last_message: Message | None
    last_seq: int
    unread_count: int
    marked_unread: bool
    muted: bool
    muted_until: datetime | None
    """None while muted: for good."""
    archived: bool
    pinned: bool
    request: bool
    """Whether it waits for the viewer to accept or ignore it."""
    can: ConversationCan
    created_at: datetime
    updated_at: datetime
    revision: int
    """Grows with everything that changes in it, for all its members."""


@event("conversation.created", subject="conversation_id")
class ConversationCreated(Event, frozen=True):
    """Members can write to each other here now."""

    conversation_id: str
    kind: ConversationKind
    by_id: str
    participant_ids: list[str]
    request_ids: list[str] = msgspec.field(default_factory=list)
    """For whom it is a request that they have not answered."""


@event("conversation.changed", subject="conversation_id")
class ConversationChanged(Event, frozen=True):
    """A group has another title, picture, or other members."""

    conversation_id: str
    by_id: str
    action: SystemAction
    about_ids: list[str]
    """Who came or went, or whose role changed."""
    participant_ids: list[str]
    """Who is in it now."""
    request_ids: list[str] = msgspec.field(default_factory=list)
    """Of those who came: for whom it is a request that they have not answered."""


@event("conversation.read", subject="conversation_id")
class ConversationRead(Event, frozen=True):
    """A member has seen a conversation up to a message; told to nobody but those who remind them."""

    conversation_id: str
    user_id: str
    seq: int


@event("message.sent", subject="conversation_id")
class MessageSent(Event, frozen=True):
    """Somebody wrote into a conversation; who may read it is told, what it says is not."""

    message_id: str
    conversation_id: str
    sender_id: str
    recipient_ids: list[str]
    media_ids: list[str]
    created_at: Instant
    seq: int = 0
    quiet_ids: list[str] = msgspec.field(default_factory=list)
    """Recipients who are not to be reminded: they muted the conversation or the sender, or blocked them."""
    request_ids: list[str] = msgspec.field(default_factory=list)
    """Recipients for whom the conversation is a request that they have not answered."""


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
    by_staff: bool = False


@event("message.restored", subject="conversation_id")
class MessageRestored(Event, frozen=True):
    """Staff put back a message that they had taken down."""

    message_id: str
    conversation_id: str
    sender_id: str


@event("message.reacted", subject="conversation_id")
class MessageReacted(Event, frozen=True):
    """Somebody reacted to a message, changed that, or took it back."""

    message_id: str
    conversation_id: str
    sender_id: str
    user_id: str
    reaction: ReactionType | None
    previous: ReactionType | None
    quiet: bool
    """Whether the sender is not to be reminded."""


class MessagesQuestions(Protocol):
    """What others may ask messages."""

    async def visible_messages(self, viewer_id: str, message_ids: list[str]) -> dict[str, bool]:
        """Tell which of these messages this viewer may read."""
        ...

    async def texts(self, viewer_id: str, message_ids: list[str]) -> dict[str, str]:
        """Give what these messages say to a viewer who may read them; others are absent."""
        ...

    async def holding(self, media_ids: list[str]) -> list[str]:
        """Tell which of these media a message or a group holds."""
        ...

    async def shows_media(self, viewer_id: str, message_ids: list[str]) -> dict[str, bool]:
        """Tell which of these messages show this viewer their media: those they may read, but requests."""
        ...

    async def visible_conversations(self, viewer_id: str, conversation_ids: list[str]) -> dict[str, bool]:
        """Tell which of these conversations this viewer takes part in; who has not accepted one does not yet."""
        ...
