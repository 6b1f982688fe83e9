"""Sockets of tests: a tab that a member has open, in process or over a real port."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from minifb.kernel.http import serve
from tests.world import Person, World

Frame = dict[str, Any]
OPEN: list["Tab"] = []
"""What the test at hand opened; conftest.py closes it."""


class Tab:
    """One open socket, without a network in between."""

    def __init__(self, world: World, query: str = "", **headers: str) -> None:
        """Begin to open it; `opened` waits until the server took or refused it."""
        named = {"host": "127.0.0.1:3000", **headers}
        self._in: asyncio.Queue[Any] = asyncio.Queue()
        self._out: asyncio.Queue[Any] = asyncio.Queue()
        self._asked = 0
        self.hears: tuple[str, ...] = ()
        """What is listened to besides messages."""
        self.code: int | None = None
        """How it was closed."""
        scope = {
            "type": "websocket",
            "path": "/messages/ws",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("192.0.2.1", 1),
            "scheme": "ws",
            "subprotocols": [],
        }
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(world.house.asgi(scope, self._in.get, self._out.put))
        OPEN.append(self)

    async def opened(self) -> "Tab":
        """Wait until the server took the socket."""
        first = await asyncio.wait_for(self._out.get(), 2)
        assert first["type"] in {"websocket.accept", "websocket.close"}
        self.code = first.get("code")
        return self

    async def send(self, kind: str, **data: Any) -> None:
        """Send a frame."""
        await self.say(json.dumps({"type": kind, "data": data}))

    async def say(self, text: str) -> None:
        """Send any text."""
        await self._in.put({"type": "websocket.receive", "text": text})

    async def next(self) -> Frame:
        """Wait for the next frame; what comes by the clock, or of other modules, is heard by who asked for it."""
        while True:
            message = await asyncio.wait_for(self._out.get(), 2)
            assert message["type"] == "websocket.send", message
            frame: Frame = json.loads(message["text"])
            if not frame["type"].startswith(("user.", "notification.")) or frame["type"].startswith(self.hears):
                return frame

    async def told(self) -> list[Frame]:
        """Give every frame that came until now: the server is asked something silly, and answers after them."""
        self._asked += 1
        await self.say(json.dumps({"type": "?", "id": str(self._asked)}))
        frames: list[Frame] = []
        while (frame := await self.next()).get("id") != str(self._asked):
            frames.append(frame)
        return frames

    async def kinds(self) -> list[str]:
        """Name the frames that came until now."""
        return [frame["type"] for frame in await self.told()]

    async def closed(self) -> int:
        """Wait until the server closes the socket, give the code; frames before it are passed over."""
        while (message := await asyncio.wait_for(self._out.get(), 2))["type"] != "websocket.close":
            pass
        self.code = int(message["code"])
        await self._in.put({"type": "websocket.disconnect", "code": self.code})
        return self.code

    async def leave(self) -> None:
        """Close it from the member's side."""
        await self._in.put({"type": "websocket.disconnect", "code": 1000})
        await asyncio.wait_for(self._task, 2)


async def tab(person: Person) -> Tab:
    """Open a socket with a member's token."""
    return await Tab(person.world, authorization=f"Bearer {person.token}").opened()


@asynccontextmanager
async def served(world: World) -> AsyncIterator[int]:
    """Serve a world on a real port."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    task = asyncio.create_task(
        serve.serve(world.house.asgi, host="127.0.0.1", port=0, on_ready=port.set_result, stop=stop, drain_seconds=5)
    )
    try:
        yield await port
    finally:
        stop.set()
        world.house.live.hang_up_all(1012)
        await task


async def dial(port: int, person: Person, **options: Any) -> ClientConnection:
    """Open a real socket with a member's token."""
    headers = {"authorization": f"Bearer {person.token}"}
    return await connect(f"ws://127.0.0.1:{port}/messages/ws", additional_headers=headers, **options)
