"""The edge: the outermost layer, in front of the framework, for requests and sockets alike.

It refuses heads that are odd, names the request, finds out who calls, sheds load before it hurts, keeps the time,
completes the headers of every answer, tells the observer, and turns whatever escaped into a problem.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Any

import msgspec
from uvicorn.protocols.utils import ClientDisconnected

from minifb.kernel.clock import Clock
from minifb.kernel.events.event import current_trace
from minifb.kernel.http import headers, problems
from minifb.kernel.ids import Ids, new_id
from minifb.kernel.refusals import Malformed, Refusal, Unavailable

App = Callable[[Any, Any, Any], Any]
Observe = Callable[[str, str, int, float, str], None]
"""`observe(method, route, status, seconds, request_id)`: for the access line and the metrics."""
Escaped = Callable[[BaseException, str], None]
"""`escaped(error, request_id)`: for the grouped list of bugs."""

HANDLER_SECONDS = 10.0
BODY_GRACE_SECONDS = 30.0
BODY_BYTES_A_SECOND = 1024
IN_FLIGHT_MAX = max(256, 64 * (os.cpu_count() or 1))

# The share of all places that a kind of request may fill: the less it matters, the sooner it waits outside.
_SHARES = {"auth": 1.0, "read": 0.85, "write": 0.7}
_HEALTH = ("/livez", "/readyz", "/health", "/metrics")


class TooSlow(Malformed):
    """The request's body arrived too slowly."""


class Overloaded(Unavailable):
    """The server has more to do than it can; try again in a moment."""


class DeadlinePassed(Unavailable):
    """This took too long and was given up; if it was a write, ask again with the same Idempotency-Key."""


class Edge:
    """Wraps the application."""

    def __init__(
        self,
        app: App,
        clock: Clock,
        *,
        proxies: headers.Proxies,
        https: bool = False,
        observe: Observe = lambda *_: None,
        escaped: Escaped = lambda *_: None,
        ids: Ids = new_id,
        serving: Any = None,
    ) -> None:
        """Stand in front of `app`; `https` says that people reach it over TLS, whatever the last hop is.

        Each request takes `serving` along, which is for the application.
        """
        self.app = app
        self.in_flight = 0
        self.in_flight_max = IN_FLIGHT_MAX
        self.clock = clock
        self.https = https
        self.observe = observe
        self.escaped = escaped
        self.ids = ids
        self.serving = serving
        self._proxies = proxies

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection's request or socket."""
        if scope["type"] == "http":
            await _Visit(self, scope, receive, send).answer()
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _socket(self, scope: Any, receive: Any, send: Any) -> None:
        request_id = self.ids()
        try:
            self.introduce(scope, request_id)
        except Refusal:
            await send({"type": "websocket.close", "code": 4400, "reason": ""})
            return
        reset = current_trace.set(headers.trace_of(scope["state"]["headers"], request_id))
        try:
            await self.app(scope, receive, send)
        except ClientDisconnected:
            pass  # whoever it was for has gone
        except Exception as error:  # noqa: BLE001 - the last resort
            self.escaped(error, request_id)
        finally:
            current_trace.reset(reset)

    def introduce(self, scope: Any, request_id: str) -> None:
        """Put what is known about a caller into the scope, or refuse the request for its head."""
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["serving"] = self.serving
        state["headers"] = found = headers.checked(scope)
        state["address"], scope["scheme"] = self._proxies.caller(scope, found)

    def refuse_crowd(self, scope: Any) -> None:
        """Refuse a request when its kind has no place left among those under way."""
        if self.in_flight < self.in_flight_max * _SHARES["write"]:
            return
        path: str = scope["path"]
        if path.startswith(_HEALTH):
            return
        reading = scope["method"] in {"GET", "HEAD", "OPTIONS"}
        kind = "auth" if path.startswith("/auth/") else "read" if reading else "write"
        if self.in_flight >= self.in_flight_max * _SHARES[kind]:
            raise Overloaded(retry_after=1)


class _Visit:
    """One request on its way through the edge."""

    def __init__(self, edge: Edge, scope: Any, receive: Any, send: Any) -> None:
        self.edge = edge
        self.method: str = scope["method"]
        # HEAD is answered by what answers GET; the body stays here, and who would read a large one may look at `head`.
        self.scope = {**scope, "method": "GET", "head": True} if self.method == "HEAD" else scope
        self.receive = receive
        self.send = send
        self.status = 0
        self.received = 0
        self.body_began = 0.0
        self.waiting_for_body = False
        self.request_id = edge.ids()
        self.began = edge.clock.monotonic()
        self.deadline: asyncio.Timeout | None = None

    async def answer(self) -> None:
        scope = self.scope
        scope.setdefault("state", {})
        try:
            self.edge.introduce(scope, self.request_id)
            self.edge.refuse_crowd(scope)
            await self._in_time()
        except Exception as error:  # noqa: BLE001 - the last resort
            await self._refuse(error)
        finally:
            route = scope.get("path_template") or "unknown"
            seconds = self.edge.clock.monotonic() - self.began
            self.edge.observe(self.method, route, self.status, seconds, self.request_id)

    async def _in_time(self) -> None:
        reset = current_trace.set(headers.trace_of(self.scope["state"]["headers"], self.request_id))
        self.edge.in_flight += 1
        try:
            async with asyncio.timeout(HANDLER_SECONDS) as self.deadline:
                await self.edge.app(self.scope, self._receive, self._send)
        except TimeoutError as error:
            late: type[Malformed | Unavailable] = TooSlow if self.waiting_for_body else DeadlinePassed
            raise late from error
        finally:
            self.deadline = None
            self.edge.in_flight -= not self.status
            current_trace.reset(reset)

    async def _receive(self) -> Any:
        """Wait for more of the body; whoever sends it keeps a minimum speed, and the handler's time stands still."""
        loop = asyncio.get_running_loop()
        if self.deadline is None or self.status:
            return await self.receive()
        self.waiting_for_body = True
        self.body_began = self.body_began or loop.time()
        self.deadline.reschedule(self.body_began + BODY_GRACE_SECONDS + self.received / BODY_BYTES_A_SECOND)
        message = await self.receive()
        self.waiting_for_body = False
        self.received += len(message.get("body", b""))
        self.deadline.reschedule(loop.time() + HANDLER_SECONDS)
        return message

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._complete(message)
        elif self.method == "HEAD":
            message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
        await self.send(message)

    def _complete(self, message: Any) -> None:
        state = self.scope["state"]
        self.status = message["status"]
        if self.deadline is not None:
            # What is being sent may take as long as the reader needs; a reader who stops is the connection's business.
            self.edge.in_flight -= 1
            if not self.deadline.expired():
                self.deadline.reschedule(None)
        actor = state.get("actor")
        sent = headers.finished(
            message.get("headers", ()),
            private=actor is not None and actor.signed_in,
            https=self.edge.https or self.scope.get("scheme") == "https",
        )
        sent.append((b"x-request-id", self.request_id.encode()))
        sent += state.get("answer_headers", ())
        once = state.get("once")
        if once is not None and once.replayed:
            sent.append((b"idempotency-replayed", b"true"))
        message["headers"] = sent

    async def _refuse(self, error: Exception) -> None:
        """Answer what the framework never saw, or could not answer."""
        ready = problems.answer_to(error, self.request_id)
        if ready.bug:
            self.edge.escaped(error, self.request_id)
        if self.status:
            return  # half an answer is out; the server closes the connection
        if isinstance(error, Malformed | headers.HeadersTooLarge):
            # Where such a request ends is anybody's guess: nothing more is read from this connection.
            ready = msgspec.structs.replace(ready, headers=[*ready.headers, (b"connection", b"close")])
        await self._send({"type": "http.response.start", "status": ready.status, "headers": ready.headers})
        await self._send({"type": "http.response.body", "body": ready.body, "more_body": False})
