"""Open sockets: messages go out on them and come in, and each is heard once on each of them."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.crash.ledger import Ledger
from tests.crash.world import Member

ANSWER_SECONDS = 15.0
NO_ANSWER = (OSError, WebSocketException, TimeoutError)


class Line:
    """The socket of a member."""

    def __init__(self, url: str, who: Member, ledger: Ledger) -> None:
        """Nobody is called yet."""
        self.url, self.who, self.ledger = url.replace("http", "ws", 1) + "/messages/ws", who, ledger
        self.heard: set[str] = set()
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._door = asyncio.Lock()

    async def say(self, chat_id: str, text: str, client_id: str) -> dict[str, Any]:
        """Say something and wait until the server acknowledges it; one of NO_ANSWER when it does not."""
        socket = await self._open()
        told = self._waiting[client_id] = asyncio.get_running_loop().create_future()
        data = {"conversationId": chat_id, "text": text, "clientId": client_id}
        try:
            await socket.send(json.dumps({"type": "message.sent", "id": client_id, "data": data}))
            return await asyncio.wait_for(told, ANSWER_SECONDS)
        finally:
            self._waiting.pop(client_id, None)

    async def _open(self) -> ClientConnection:
        async with self._door:
            if self._socket is None:
                headers = {"Authorization": f"Bearer {self.who.token}"}
                self._socket = await connect(self.url, additional_headers=headers, proxy=None, compression=None)
                self._reader = asyncio.create_task(self._listen(self._socket))
            return self._socket

    async def _listen(self, socket: ClientConnection) -> None:
        gone: Exception = ConnectionError("the socket was closed")
        try:
            async for text in socket:
                self._hear(json.loads(text))
        except WebSocketException as closed:
            gone = closed
        finally:
            self._socket = None
            self.heard.clear()
            for told in self._waiting.values():
                if not told.done():
                    told.set_exception(gone)

    def _hear(self, frame: dict[str, Any]) -> None:
        kind, data = frame["type"], frame["data"]
        if kind == "error":
            self._tell(frame.get("id"), {"problem": data})
        elif kind == "message.sent":
            self._tell(data["clientId"], data["message"])
        if kind == "message.received":
            message = data["message"]
            said = f"{self.who.name} heard {message['text']!r} again"
            self.ledger.check("a socket hears a message once", message["id"] not in self.heard, said)
            self.heard.add(message["id"])

    def _tell(self, client_id: str | None, answer: dict[str, Any]) -> None:
        told = self._waiting.get(client_id or "")
        if told is not None and not told.done():
            told.set_result(answer)

    async def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            with suppress(*NO_ANSWER):
                await self._socket.close()
        if self._reader is not None:
            await self._reader
