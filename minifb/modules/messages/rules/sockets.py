"""Sockets: what a client may send over one, and how much."""

from typing import Annotated

import msgspec
from msgspec import Meta

from minifb.kernel.http.policy import Limit
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.refusals import Malformed, TooMany, Unavailable
from minifb.kernel.texts import SomeId
from minifb.modules.messages.rules.messages import NewMessage

FRAMES = Limit("frames", 60, 3)
"""Twenty frames a second, and sixty in a burst, over all sockets of a member."""
REFUSED_MAX = 100
"""Whoever sends so many frames more than that is sent away."""
SECONDS_MAX = 10
"""For so long a frame may be worked on."""


class BadFrame(Malformed):
    """This is no frame: send JSON text, {"type": …, "data": {…}}, with a type that this server knows."""


class TooManyFrames(TooMany):
    """Too many frames; this one was not looked at."""


class FrameTookTooLong(Unavailable):
    """This took too long and was given up; send a message again with the same clientId, it is kept once."""


class Ticket(Wire):
    """What opens one socket soon: `?ticket=…`."""

    ticket: str
    expires_in: int
    """Seconds."""


class Incoming(msgspec.Struct):
    """A frame that a client sent."""

    type: Annotated[str, Meta(max_length=64)]
    id: Annotated[str, Meta(max_length=64)] | None = None
    data: msgspec.Raw = msgspec.Raw(b"{}")


class Saying(NewMessage, kw_only=True):
    """`message.sent`: a message to send, and where."""

    conversation_id: SomeId


class Typed(Ask):
    """`typing.start`, `typing.stop`."""

    conversation_id: SomeId


class Reached(Ask):
    """`receipt.delivered`: up to where a conversation has reached a device."""

    conversation_id: SomeId
    seq: Annotated[int, Meta(ge=0, le=2**53)]


class Seen(Reached):
    """`receipt.read`: up to where the member has read it."""

    private: bool = False
