"""The socket: one for each tab, over which frames come and go. docs/guide/messages-socket.md is its manual."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import msgspec
import structlog
from litestar import WebSocket, post, websocket

from minifb.kernel.events.event import Trace, current_trace
from minifb.kernel.http import body, problems
from minifb.kernel.http.connection import AT_ONCE
from minifb.kernel.http.live import AtOnce, Mailbox
from minifb.kernel.http.policy import Actor, Limit, Policy, Route, actor_of
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import Invalid, Malformed, Refusal, TooMany
from minifb.modules.messages.api.asks import Asker
from minifb.modules.messages.api.messages import MESSAGES
from minifb.modules.messages.rules import live
from minifb.modules.messages.rules import sockets as rules
from minifb.modules.messages.rules.messages import NewMessage
from minifb.modules.messages.rules.sockets import Incoming, Reached, Saying, Seen, Ticket, Typed
from minifb.modules.messages.service import Messages

log = structlog.get_logger()
Channel = WebSocket[Any, Any, Any]
Handle = Callable[[Messages, Actor, Any], Awaitable[None]]


@post("/messages/ws-tickets", operation_id="socketTicket", summary="A ticket for the socket", tags=["socket"])
async def ticket(request: Asker, messages: Messages) -> Ticket:
    """Get a ticket that opens one socket within half a minute, where neither a header nor a cookie can be sent."""
    return messages.ticket(actor_of(request))


@websocket("/messages/ws")
async def channel(socket: Channel, messages: Messages) -> None:
    """Open a socket; frames go both ways until either side closes it."""
    try:
        mailbox = messages.connect(actor_of(socket), _at_once(socket))
    except Refusal as refusal:
        await socket.accept()
        await socket.close(4000 + refusal.status, refusal.code)
        return
    writing = asyncio.create_task(_write(socket, mailbox))
    try:
        await _read(socket, messages, mailbox)
    finally:
        messages.disconnect(mailbox)
        mailbox.close(1000)
        await asyncio.wait({writing}, timeout=1)
        writing.cancel()


def _at_once(socket: Channel) -> AtOnce | None:
    extensions: Any = socket.scope.get("extensions") or {}
    write: AtOnce | None = extensions.get(AT_ONCE)
    return write


async def _write(socket: Channel, mailbox: Mailbox) -> None:
    """Send what comes into the mailbox, until it is closed or nobody is there any more."""
    send: Any = socket.send
    with suppress(OSError, RuntimeError):
        await send({"type": "websocket.accept"})
        while (frame := await mailbox.get()) is not None:
            await send({"type": "websocket.send", "text": frame.decode()})
        await send({"type": "websocket.close", "code": mailbox.close_code, "reason": ""})


async def _read(socket: Channel, messages: Messages, mailbox: Mailbox) -> None:
    """Work on what a client sends, one frame after the other."""
    refused = 0
    while True:
        event = await socket.receive()
        if event["type"] == "websocket.disconnect" or mailbox.close_code is not None:
            return
        if event["type"] != "websocket.receive":
            continue
        if messages.limiter.take(rules.FRAMES, mailbox.actor.id).allowed:
            await _work(messages, mailbox, event.get("text") or "")
            continue
        refused += 1
        if refused > rules.REFUSED_MAX:
            mailbox.close(4429)
        else:
            _answer(mailbox, None, rules.TooManyFrames(), new_id())


async def _work(messages: Messages, mailbox: Mailbox, text: str) -> None:
    """Do what a frame asks; what it may not is answered, and ends nothing."""
    actor, request_id, frame_id = mailbox.actor, new_id(), None
    current_trace.set(Trace(correlation_id=request_id, actor_id=actor.id))
    try:
        _check_shape(text)
        frame = _decoded(text, Incoming)
        frame_id = frame.id
        kind, handle = _FRAMES.get(frame.type, (None, None))
        if kind is None or handle is None:
            raise rules.BadFrame
        async with asyncio.timeout(rules.SECONDS_MAX):
            await handle(messages, actor, _decoded(frame.data, kind))
    except TimeoutError:
        _answer(mailbox, frame_id, rules.FrameTookTooLong(), request_id)
    except Exception as error:
        _answer(mailbox, frame_id, error, request_id)
        if not isinstance(error, Refusal):
            messages.failures.note(error, request_id)
            log.exception("a frame failed", request_id=request_id)


def _check_shape(text: str) -> None:
    """Refuse a frame that would not do as a body either: nested deeply, or with characters that no text has."""
    try:
        body.parse(text.encode())
    except (Malformed, UnicodeEncodeError) as error:
        raise rules.BadFrame from error


def _decoded(text: str | msgspec.Raw, kind: Any) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.ValidationError as error:
        raise Invalid(*problems.field_errors(str(error))) from error
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise rules.BadFrame from error


def _answer(mailbox: Mailbox, frame_id: str | None, error: Exception, request_id: str) -> None:
    """Answer a frame with the problem it was."""
    problem = msgspec.Raw(problems.answer_to(error, request_id).body)
    mailbox.put(msgspec.json.encode(live.Frame(type="error", id=frame_id, data={"problem": problem})))


# ── what frames ask for ──


async def _send(messages: Messages, actor: Actor, data: Saying) -> None:
    """Send a message, as POST does; the answer is the `message.sent` that all of the sender's devices get."""
    if not messages.limiter.take(MESSAGES, actor.id).allowed:
        raise TooMany
    new = NewMessage(**{field: getattr(data, field) for field in NewMessage.__struct_fields__})
    sent = await messages.send(actor, data.conversation_id, new)
    if not sent.new:
        messages.frames.acknowledged(actor.id, sent.message)


async def _type(messages: Messages, actor: Actor, data: Typed) -> None:
    await messages.start_typing(actor, data.conversation_id)


async def _stop(messages: Messages, actor: Actor, data: Typed) -> None:
    await messages.stop_typing(actor, data.conversation_id)


async def _reached(messages: Messages, actor: Actor, data: Reached) -> None:
    await messages.mark_delivered(actor, data.conversation_id, data.seq)


async def _seen(messages: Messages, actor: Actor, data: Seen) -> None:
    await messages.read_up_to(actor, data.conversation_id, data.seq, private=data.private)


_FRAMES: dict[str, tuple[Any, Handle]] = {
    "message.sent": (Saying, _send),
    "typing.start": (Typed, _type),
    "typing.stop": (Typed, _stop),
    "receipt.delivered": (Reached, _reached),
    "receipt.read": (Seen, _seen),
}

_SOCKET = Policy(
    permission="messages.socket",
    rule="what one's own conversations and friends let one see",
    limit=Limit("sockets", 60, 60),
    keys=False,
)
_TICKET = Policy(
    permission="messages.socket", rule="one's own session", limit=Limit("tickets", 20, 60), once="secret", keys=False
)

ROUTES = (Route(ticket, _TICKET), Route(channel, _SOCKET))
