"""Messages: what may be sent, until when it may be changed or taken back, and how a line is shown to somebody."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import HOUR, MINUTE, Instant, maybe_wire, wire
from minifb.kernel.http.shapes import Ask, Attached, Card, Span, Wire
from minifb.kernel.refusals import Conflict, FieldError, Forbidden
from minifb.kernel.texts import SomeId, plain, unmentioned
from minifb.modules.messages.public import (
    Message,
    MessageEdition,
    Quoted,
    Reactions,
    ReactionType,
    System,
    SystemAction,
)
from minifb.modules.messages.rules.conversations import Seat, Told
from minifb.modules.messages.rules.media import MediaIds, shown

MessageText = Annotated[str, Meta(max_length=4_000)]
ClientId = Annotated[str, Meta(min_length=1, max_length=64)]
LineState = Literal["live", "unsent", "removed"]
For = Literal["everyone", "me"]

QUOTE_MAX = 200
"""So much of a message is shown above one that answers it, in code points."""
FORWARDS_MAX = 5
"""Most conversations that a message is forwarded to at once."""


class EditWindowClosed(Conflict):
    """It is too late to edit this; you can still unsend it, or write again."""


class UnsendWindowClosed(Conflict):
    """It is too late to unsend this; you can still remove it for yourself."""


class NothingSaid(Conflict):
    """There is nothing here that somebody wrote, or it is gone."""


class ClientIdUsed(Conflict):
    """You used this clientId for a message in another conversation."""


class NewMessage(Ask):
    """A message to send; with media it may say nothing. Sent again with its `clientId` it is the same message."""

    text: MessageText = ""
    client_id: ClientId | None = None
    media_ids: MediaIds = msgspec.field(default_factory=list)
    reply_to_id: SomeId | None = None


class MessageChange(Ask):
    """What a message should say."""

    text: MessageText
    """Empty: the media in it say enough."""


class NewForward(Ask):
    """Where to forward a message to."""

    conversation_ids: Annotated[list[SomeId], Meta(min_length=1, max_length=FORWARDS_MAX)]


class Forwarded(Wire):
    """The messages that forwarding made, in the order of the conversations asked for."""

    items: list[Message]


class Happened(msgspec.Struct, frozen=True, rename="camel"):
    """What a line that nobody wrote tells, as it is kept."""

    action: SystemAction
    about_ids: list[str] = []
    title: str | None = None


class Line(msgspec.Struct, frozen=True):
    """A line of a conversation as it is kept."""

    id: str
    conversation_id: str
    seq: int
    sender_id: str
    kind: Literal["text", "system"]
    text: str
    spans: list[Span]
    media_ids: list[str]
    system: Happened | None
    reply_to_id: str | None
    forwarded: bool
    client_id: str | None
    state: LineState
    reactions: dict[ReactionType, int]
    created_at: Instant
    edited_at: Instant | None
    deleted_at: Instant | None
    revision: int

    @property
    def said(self) -> bool:
        """Whether it is something that somebody wrote and that still stands."""
        return self.kind == "text" and self.state == "live"


def blank(line_id: str, seat: Seat, seq: int, revision: int, now: Instant) -> Line:
    """Begin a line of the holder of a seat, with nothing in it yet."""
    return Line(
        id=line_id,
        conversation_id=seat.id,
        seq=seq,
        sender_id=seat.member_id,
        kind="text",
        text="",
        spans=[],
        media_ids=[],
        system=None,
        reply_to_id=None,
        forwarded=False,
        client_id=None,
        state="live",
        reactions={},
        created_at=now,
        edited_at=None,
        deleted_at=None,
        revision=revision,
    )


class Earlier(msgspec.Struct, frozen=True):
    """What a message said before it was edited, as it is kept."""

    revision: int
    written_at: Instant
    text: str
    spans: list[Span]

    def drawn(self, blocked: set[str]) -> MessageEdition:
        """Draw it."""
        return MessageEdition(text=self.text, spans=unmentioned(self.spans, blocked), written_at=wire(self.written_at))


class Sent(msgspec.Struct):
    """What sending gave: the message as its sender sees it, whether it is a new one, and who is to hear of it."""

    message: Message
    new: bool
    told: Told


class Changed(msgspec.Struct):
    """What changing a message gave: the message as whoever did it sees it, and who is to hear of it."""

    message: Message
    told: Told | None
    """None: nothing changed."""


class Copied(msgspec.Struct, frozen=True):
    """An unsent message whose words are kept for a while."""

    message_id: str


class Beside(msgspec.Struct):
    """What stands beside some lines for one viewer: read once for all of them."""

    cards: Mapping[str, Card]
    """Of all who appear; those who are gone are absent."""
    quoted: Mapping[str, Line]
    """What the lines answer, as far as the viewer may read it."""
    mine: Mapping[str, ReactionType]
    """One's own reactions, by message."""
    unseen: Mapping[str, Sequence[ReactionType]]
    """The reactions of those whom one does not see for a block, by message."""
    blocked: set[str]
    media: Mapping[str, Mapping[str, Attached]] = {}
    """What the lines hold, by message and medium."""


# ── what may be done ──


def said(new: NewMessage | MessageChange, media_ids: Sequence[str]) -> str:
    """Give the text of a message that holds these media, checked."""
    return plain(new.text, empty=bool(media_ids))


def readable(seat: Seat, line: Line, *, shut: bool = False) -> bool:
    """Tell whether a line is one that the holder of a seat reads, or with `shut` read until a block shut it.

    What they removed for themselves is left out elsewhere.
    """
    return (shut or not seat.shut) and seat.after < line.seq <= seat.until


def check_edit(me: str, line: Line, now: Instant, minutes: int) -> None:
    """Refuse editing what is not one's own, what is gone, and what was sent too long ago."""
    _own(me, line)
    if not line.said:
        raise NothingSaid
    if now - line.created_at > minutes * MINUTE:
        raise EditWindowClosed


def check_unsend(me: str, line: Line, now: Instant, hours: int) -> None:
    """Refuse taking back what is not one's own, and what was sent too long ago where that is limited."""
    _own(me, line)
    if hours and line.state == "live" and now - line.created_at > hours * HOUR:
        raise UnsendWindowClosed


def _own(me: str, line: Line) -> None:
    if line.sender_id != me or line.kind != "text":
        raise Forbidden


def check_reply(line: Line | None, conversation_id: str) -> None:
    """Refuse answering what is not there, not in this conversation, or gone."""
    if line is None or line.conversation_id != conversation_id or not line.said:
        raise NothingSaid(FieldError("replyToId", "gone", "There is no such message to answer here."))


# ── how it is shown ──


def drawn(viewer_id: str, seat: Seat, line: Line, beside: Beside) -> Message:
    """Draw a line as a viewer sees it who may read it."""
    live = line.state == "live"
    return Message(
        id=line.id,
        conversation_id=line.conversation_id,
        seq=line.seq,
        kind=line.kind,
        sender=beside.cards.get(line.sender_id),
        text=line.text if live else "",
        spans=_spans(seat, line, beside.blocked) if live else [],
        media=shown(line.media_ids, beside.media.get(line.id, {}), veiled=seat.veiled) if live else [],
        reply_to=_quote(line, beside) if live else None,
        forwarded=live and line.forwarded,
        reactions=_reactions(line, beside) if live else Reactions(counts={}, mine=None),
        system=_system(line.system, beside) if line.system else None,
        created_at=wire(line.created_at),
        edited_at=maybe_wire(line.edited_at) if live else None,
        deleted_at=maybe_wire(line.deleted_at),
        client_id=line.client_id if line.sender_id == viewer_id else None,
        collapsed=line.sender_id in beside.blocked,
    )


def _spans(seat: Seat, line: Line, blocked: set[str]) -> list[Span]:
    """What the parts mean: links of somebody whom one has not let in are dead."""
    spans = unmentioned(line.spans, blocked)
    return [span for span in spans if span.kind != "link"] if seat.waiting else spans


def _quote(line: Line, beside: Beside) -> Quoted | None:
    """What it answers; nothing where the viewer may not read that, no words where those are gone or folded up."""
    answered = beside.quoted.get(line.reply_to_id or "")
    if answered is None:
        return None
    shown = answered.said and answered.sender_id not in beside.blocked
    return Quoted(
        id=answered.id,
        seq=answered.seq,
        sender=beside.cards.get(answered.sender_id),
        text=answered.text[:QUOTE_MAX] if shown else "",
        deleted=answered.state != "live",
    )


def _reactions(line: Line, beside: Beside) -> Reactions:
    """How many reacted, of those whom the viewer sees."""
    counts = dict(line.reactions)
    for kind in beside.unseen.get(line.id, ()):
        counts = recounted(counts, kind, None)
    return Reactions(counts=counts, mine=beside.mine.get(line.id))


def recounted(
    counts: Mapping[ReactionType, int], before: ReactionType | None, after: ReactionType | None
) -> dict[ReactionType, int]:
    """Count a reaction that became another one; None is no reaction."""
    new = dict(counts)
    if before:
        new[before] = new.get(before, 0) - 1
    if after:
        new[after] = new.get(after, 0) + 1
    return {kind: count for kind, count in new.items() if count > 0}


def _system(happened: Happened, beside: Beside) -> System:
    about = [beside.cards[one] for one in happened.about_ids if one in beside.cards]
    return System(action=happened.action, about=about, title=happened.title)
