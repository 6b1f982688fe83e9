"""The client: requests, and the socket that is opened again whenever it ends. It uses the public API and nothing else.

A message is sent with a name of its own (`clientId`), so that asking again after a lost answer sends it once.
"""

import asyncio
import json
import random
import uuid
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx2
import websockets

RETRIES = 6
"""How often something is sent again before it is given up."""
PATIENCE_SECONDS = 30.0
"""The longest wait between two tries to open the socket."""
SIGNED_OUT, NOT_ALLOWED = 4401, 4403

Frame = tuple[str, dict[str, Any]]
"""A type and its data. `connected` and `lost` are our own: the socket is open, or was."""


class Problem(Exception):
    """The server said no."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        """Keep what it said (RFC 9457)."""
        super().__init__(detail)
        self.status, self.code = status, code


class SignedOut(Exception):
    """The session is over, or the token is worth nothing."""


class Client:
    """Somebody signed in at a server."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """Talk to the server at this address, with a token if there is one already."""
        self.url = url.rstrip("/")
        self._http = httpx2.AsyncClient(base_url=self.url, timeout=20, follow_redirects=False)
        self._token, self._refresh_token = token, ""
        self._renewing = asyncio.Lock()
        self._socket: websockets.ClientConnection | None = None

    # ── signing in ──

    async def sign_in(self, name: str, password: str, code: str | None = None) -> None:
        """Sign in with a name or an address; `Problem` with the code `totp_required` asks for a second factor."""
        who = {"email" if "@" in name else "username": name.removeprefix("@")}
        given = {**who, "password": password, **({"totp": code} if code else {})}
        self._take(await self._request("POST", "/auth/login", json=given))

    def _take(self, granted: dict[str, Any]) -> None:
        self._token, self._refresh_token = granted["accessToken"], granted["refreshToken"]

    async def _renew(self, spent: str | None) -> None:
        """Get a new token for one that ended; whoever finds that another task did already uses that."""
        async with self._renewing:
            if self._token != spent:
                return
            if not self._refresh_token:
                raise SignedOut
            try:
                self._take(await self._request("POST", "/auth/refresh", json={"refreshToken": self._refresh_token}))
            except Problem as problem:
                raise SignedOut from problem

    async def close(self) -> None:
        """Sign out and hang up."""
        if self._refresh_token:
            with suppress(Problem, httpx2.TransportError):  # the session ends by itself
                await self._request("POST", "/auth/logout", json={"refreshToken": self._refresh_token})
        await self._http.aclose()

    # ── requests ──

    async def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return await self.ask("GET", path, params=query)

    async def ask(self, method: str, path: str, **options: Any) -> Any:
        """Send a request as whoever is signed in; a token that ended is renewed on the way."""
        token = self._token
        try:
            return await self._request(method, path, token, **options)
        except Problem as problem:
            if problem.status != 401:
                raise
        await self._renew(token)
        return await self._request(method, path, self._token, **options)

    async def _request(self, method: str, path: str, token: str | None = None, **options: Any) -> Any:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = await self._http.request(method, path, headers=headers, **options)
        if answer.is_success:
            return answer.json() if answer.content else None
        try:
            told = answer.json()
            raise Problem(answer.status_code, told["code"], told["detail"])
        except (ValueError, KeyError, TypeError):
            raise Problem(answer.status_code, "unknown", f"The server answered {answer.status_code}.") from None

    async def insist(self, method: str, path: str, *, away: bool = True, **options: Any) -> Any:
        """Send a request that may come twice, and again as long as the server is overrun, or away if so wished."""
        for tried in range(RETRIES):
            try:
                return await self.ask(method, path, **options)
            except httpx2.TransportError:
                if not away:
                    raise
                await asyncio.sleep(_wait(tried))
            except Problem as problem:
                if problem.status not in {429, 503}:
                    raise
                await asyncio.sleep(_wait(tried))
        return await self.ask(method, path, **options)

    async def send(self, conversation_id: str, text: str, **more: Any) -> Any:
        """Send a message, and again under the same name until it is sure that it arrived."""
        body = {"text": text, "clientId": str(uuid.uuid4()), **more}
        return await self.insist("POST", f"/messages/conversations/{conversation_id}/messages", json=body)

    # ── the socket ──

    async def frames(self) -> AsyncIterator[Frame]:
        """Give what the server tells, for ever: a socket that ends is opened again, later each time."""
        tried = 0
        while True:
            token, socket = self._token, None
            try:
                async with self._open(token) as socket:
                    self._socket = socket
                    yield "connected", {}
                    async for text in socket:
                        tried = 0
                        frame = json.loads(text)
                        yield frame["type"], frame.get("data") or {}
            except (websockets.WebSocketException, OSError, TimeoutError):
                pass  # whatever it was, it is over
            finally:
                self._socket = None
            code = socket.close_code if socket else None
            if code == NOT_ALLOWED:
                raise SignedOut
            if code == SIGNED_OUT:
                await self._renew(token)
            if code != SIGNED_OUT or tried:
                yield "lost", {}
                await asyncio.sleep(_wait(tried))
            tried += 1

    def _open(self, token: str | None) -> websockets.connect:
        address = f"ws{self.url.removeprefix('http')}/messages/ws"
        return websockets.connect(address, additional_headers={"Authorization": f"Bearer {token}"}, max_size=1 << 20)

    async def tell(self, kind: str, **data: Any) -> None:
        """Send a frame if the socket is open: only what may be lost."""
        if self._socket is not None:
            with suppress(websockets.WebSocketException):  # the next one goes over the next socket
                await self._socket.send(json.dumps({"type": kind, "data": data}))


def _wait(tried: int) -> float:
    """Wait longer each time, and never all clients at once."""
    return random.uniform(0.2, min(PATIENCE_SECONDS, 2.0**tried))  # noqa: S311 - spreads clients, guards nothing
