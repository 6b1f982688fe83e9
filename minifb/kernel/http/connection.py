"""The connection: uvicorn's HTTP protocol with the guards it lacks.

Uvicorn waits for ever for the rest of a head, keeps a reader who stopped reading, and answers a broken request in
plain text. Here a head must be complete after 15 seconds and is never longer than 64 KiB, a reader may pause for 30
seconds, and a connection whose body nobody wants is closed.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from minifb.kernel.http import headers, problems
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import Malformed

HEAD_SECONDS = 15.0
HEAD_BYTES_MAX = 64 * 1024
READER_SECONDS = 30.0
AT_ONCE = "minifb.write_at_once"
"""The extension of a socket's ASGI scope by which a text is written without waking a task: half of what it costs."""


class Connection(HttpToolsProtocol):
    """One connection of a client or proxy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start with no head awaited."""
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None
        self._reader_timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._reading_head = True
        self.flow: FlowControl

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        if self._reader_timer is not None:
            self._reader_timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; count what belongs to a head that is not complete."""
        super().data_received(data)
        if self.transport.get_protocol() is not self:
            return  # it became a socket
        answering = self.cycle is not None and not self.cycle.response_complete
        if (answering and not self._reading_head) or self.transport.is_closing():
            return
        self._head_bytes += len(data)
        if self._head_bytes > HEAD_BYTES_MAX:
            self.send_400_response("The head of the request is too long.")
        elif self._head_timer is None:
            self._await_head()

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._reading_head = True
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is complete."""
        self._reading_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Answered; a body that is still coming is wanted by nobody."""
        if self.cycle is not None and self.cycle.more_body:
            self.transport.close()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The reader does not keep up."""
        super().pause_writing()
        self._reader_timer = self.loop.call_later(READER_SECONDS, self._give_up)

    def resume_writing(self) -> None:
        """The reader has caught up."""
        super().resume_writing()
        if self._reader_timer is not None:
            self._reader_timer.cancel()
            self._reader_timer = None

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP; `msg` is uvicorn's or ours and goes to the log alone."""
        self._stop_waiting()
        ready = problems.answer(Malformed(), new_id())
        lines = [b"HTTP/1.1 400 Bad Request", b"connection: close"]
        lines += [name + b": " + value for name, value in headers.finished(ready.headers, private=False, https=False)]
        self.transport.write(b"\r\n".join(lines) + b"\r\n\r\n" + ready.body)
        self.transport.close()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _give_up(self) -> None:
        if self.transport is not None:
            self.transport.abort()


class SocketConnection(WebSocketsSansIOProtocol):
    """A connection that became a socket: what is told to many goes out at once, and who stops reading is cut off."""

    def pause_writing(self) -> None:
        """The reader does not keep up."""
        super().pause_writing()
        self._reader_timer = self.loop.call_later(READER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader has caught up, or the connection is gone."""
        super().resume_writing()
        self._reader_timer.cancel()

    def handle_connect(self, event: Any) -> None:
        """Begin; whoever serves the socket may also write without waiting."""
        super().handle_connect(event)
        if not self.handshake_complete:
            self.scope["extensions"][AT_ONCE] = self.write_at_once  # type: ignore[assignment]

    def write_at_once(self, text: bytes) -> bool:
        """Write a text in one frame, unless its reader does not keep up; tell whether it was written."""
        ready = self.handshake_complete and self.conn.state is State.OPEN and not self.transport.is_closing()
        if ready and self.writable.is_set():
            self.conn.send_text(text)
            self.transport.write(b"".join(self.conn.data_to_send()))
            return True
        return False
