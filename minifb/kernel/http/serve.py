"""Serving: uvicorn inside our own process, started and stopped by us.

A stop begins with `on_stop` (readiness says no), then no connection is accepted any more, requests under way finish,
and `serve` returns. A second signal ends the process at once: what was answered is durable.
"""

import asyncio
import contextlib
import gc
import inspect
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import uvicorn

from minifb.kernel.http.connection import Connection, SocketConnection

R = TypeVar("R")

KEEP_ALIVE_SECONDS = 75
SOCKET_BYTES_MAX = 16 * 1024
BACKLOG = 2048


def run(main: Coroutine[Any, Any, R]) -> R:
    """Run the program on the fastest loop there is."""
    try:
        import uvloop
    except ImportError:  # Windows
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(main)


async def serve(
    app: Any,
    *,
    host: str,
    port: int,
    on_ready: Callable[[int], Any] = lambda _port: None,
    on_stop: Callable[[], Any] = lambda: None,
    stop: asyncio.Event | None = None,
    notice_seconds: float = 0,
    drain_seconds: int = 15,
) -> None:
    """Serve until a signal comes, or `stop` is set.

    `on_ready` hears the port when connections are accepted; `on_stop` runs before they no longer are, and
    `notice_seconds` later, so that whoever balances load can look away in time. Both may be async.
    """
    listening = _listen(host, port)
    stopping = stop or asyncio.Event()
    server = _Server(
        uvicorn.Config(
            app,
            http=Connection,
            ws=SocketConnection,
            ws_per_message_deflate=False,
            ws_max_size=SOCKET_BYTES_MAX,
            ws_ping_interval=25,
            ws_ping_timeout=35,
            lifespan="off",
            log_config=None,
            log_level="error",  # a stranger who speaks no HTTP is no news
            access_log=False,
            server_header=False,
            proxy_headers=False,  # the edge reads them, from trusted proxies alone
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=drain_seconds,
        )
    )
    with _signals(stopping):
        serving = asyncio.create_task(server.serve(sockets=[listening]), name="http")
        halt = asyncio.create_task(stopping.wait())
        try:
            ready = asyncio.create_task(server.ready.wait())
            await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED)
            ready.cancel()
            settle_memory()
            if server.started:
                await _call(on_ready, listening.getsockname()[1])
            await asyncio.wait({serving, halt}, return_when=asyncio.FIRST_COMPLETED)
            await _call(on_stop)
            await asyncio.sleep(notice_seconds)
        finally:
            halt.cancel()
            server.should_exit = True
            await serving


def settle_memory() -> None:
    """Tell Python that what is there now stays: collecting garbage then costs nothing but what is new."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    # A thread that finished something gets the interpreter back after half a millisecond, not five.
    sys.setswitchinterval(0.0005)


class _Server(uvicorn.Server):
    """A server that says when it accepts, and leaves signals to us (uvicorn raises them again after it stopped)."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _listen(host: str, port: int) -> socket.socket:
    """Open the socket, so that a port that is taken is an error here and now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


@contextlib.contextmanager
def _signals(stopping: asyncio.Event) -> Iterator[None]:
    """Turn the first SIGTERM or SIGINT into a stop, and the second into the end."""

    def halt() -> None:
        if stopping.is_set():
            os._exit(1)
        stopping.set()

    loop = asyncio.get_running_loop()
    wanted = (signal.SIGTERM, signal.SIGINT)
    taken: list[signal.Signals] = []
    for one in wanted:
        try:
            loop.add_signal_handler(one, halt)
            taken.append(one)
        except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
            with contextlib.suppress(ValueError):
                signal.signal(one, lambda *_: loop.call_soon_threadsafe(halt))
    try:
        yield
    finally:
        for one in taken:
            loop.remove_signal_handler(one)


async def _call(hook: Callable[..., Any], *args: Any) -> None:
    result = hook(*args)
    if inspect.isawaitable(result):
        await result
