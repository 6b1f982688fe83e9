"""A little application with one route of every kind, and somebody who issues tokens for it."""

import asyncio
import base64
import hashlib
import sqlite3
from datetime import datetime
from typing import Annotated, Any

import httpx2
import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Request, Response, WebSocket, asgi, get, post, websocket
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Meta

from minifb.kernel.clock import SECOND, SetClock
from minifb.kernel.data.tx import Applying
from minifb.kernel.http.application import Application, Outside, Part, build
from minifb.kernel.http.etag import tagged
from minifb.kernel.http.guard import Guard
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.policy import READS, WRITES, Limit, Policy, Route, actor_of, address_of
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.http.site import Site
from minifb.kernel.http.tokens import AUDIENCE, ISSUER
from minifb.kernel.refusals import NotFound

ANN = "018f0000-0000-7000-8000-00000000000a"
SITE = "http://127.0.0.1:3000"


class NewThing(Ask):
    """What a client sends."""

    text: Annotated[str, Meta(min_length=1, max_length=20)]
    count: Annotated[int, Meta(ge=0, le=9)] = 0
    first_name: str | None = None
    tags: Annotated[list[str], Meta(max_length=3)] = []
    at: datetime | None = None
    extra: dict[str, Any] = {}


class Thing(Wire):
    """What a client gets."""

    text: str
    actor: str = ""
    address: str = ""


Asking = Request[Any, Any, Any]
MOST = Annotated[int, QueryParameter(ge=1, le=100)]


@get("/open", operation_id="open")
async def open_(request: Asking, limit: MOST = 20) -> Thing:
    return Thing(text=str(limit), actor=actor_of(request).id, address=address_of(request))


@get("/things/{thing_id:str}", operation_id="thing")
async def thing(request: Asking, thing_id: FromPath[str]) -> Thing:
    if thing_id != "one":
        raise NotFound
    return Thing(text=thing_id, actor=actor_of(request).id)


@get("/numbers/{number:int}", operation_id="number")
async def number(number: FromPath[int]) -> Thing:
    return Thing(text=str(number))


@get("/asked", operation_id="asked")
async def asked(q: FromQuery[str]) -> Thing:
    return Thing(text=q)


@post("/things", operation_id="newThing")
async def new_thing(request: Asking, data: JSONBody[NewThing]) -> Thing:
    return Thing(text=data.text, actor=actor_of(request).id)


@post("/open-things", operation_id="newOpenThing")
async def new_open_thing(data: JSONBody[NewThing]) -> Thing:
    return Thing(text=data.text)


@post("/raw", operation_id="raw", status_code=200)
async def raw(request: Asking) -> Thing:
    return Thing(text=str(len(await request.body())))


@get("/staff", operation_id="staff")
async def staff() -> Thing:
    return Thing(text="staff")


@post("/careful", operation_id="careful", status_code=204)
async def careful() -> None:
    return None


@get("/few", operation_id="few")
async def few() -> Thing:
    return Thing(text="few")


@get("/boom", operation_id="boom")
async def boom() -> Thing:
    raise RuntimeError("password hunter2 in SELECT * FROM /srv/secret")


@get("/taken", operation_id="taken")
async def taken() -> Thing:
    raise sqlite3.IntegrityError("UNIQUE constraint failed: users.email")


@get("/applying", operation_id="applying")
async def applying() -> Thing:
    raise Applying


@get("/slow", operation_id="slow")
async def slow(seconds: FromQuery[float] = 60) -> Thing:
    await asyncio.sleep(seconds)
    return Thing(text="slow")


@get("/tagged", operation_id="tagged")
async def tagged_(request: Asking) -> Response[bytes]:
    return tagged(request, b'{"same":true}')


@asgi("/fast", copy_scope=True)
async def fast(scope: Any, receive: Any, send: Any) -> None:
    await Response(scope["state"]["actor"].id.encode(), media_type="text/plain").to_asgi_response(None, Request(scope))(
        scope, receive, send
    )


@websocket("/socket")
async def socket(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    await socket.send_text(actor_of(socket).id)
    await socket.close()


@websocket("/echo")
async def echo(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    async for text in socket.iter_data():
        await socket.send_text(text)


@websocket("/flood")
async def flood(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    while True:
        await socket.send_text("x" * 100_000)


def _open(**changes: Any) -> Policy:
    return Policy(permission="things.read", role="anonymous", limit=READS, **changes)


FEW = Limit("few", 3, 60, per="address")

ROUTES = (
    Route(open_, _open()),
    Route(thing, Policy(permission="things.read", limit=READS)),
    Route(number, _open()),
    Route(asked, _open()),
    Route(new_thing, Policy(permission="things.write", limit=WRITES, once="key", body_bytes_max=4096)),
    Route(new_open_thing, _open(body_bytes_max=4096)),
    Route(raw, _open(body_bytes_max=1000)),
    Route(staff, Policy(permission="things.moderate", role="moderator", limit=READS, keys=False)),
    Route(careful, Policy(permission="things.careful", limit=WRITES, step_up=True)),
    Route(few, Policy(permission="things.few", role="anonymous", limit=FEW)),
    Route(boom, _open()),
    Route(taken, _open()),
    Route(applying, _open()),
    Route(slow, _open()),
    Route(tagged_, _open()),
    Route(fast, Policy(permission="things.read", limit=READS)),
    Route(socket, Policy(permission="things.read", limit=READS)),
    Route(echo, _open()),
    Route(flood, _open()),
)


class Holder(msgspec.Struct, frozen=True):
    """Whom an API key stands for."""

    key_id: str = "k1"
    service_id: str = "bot"
    user_id: str | None = ANN
    role: Any = "member"
    permissions: tuple[str, ...] = ("things.read",)
    rate_limit: int = 5
    expires_at: int | None = None


class Revoked(msgspec.Struct):
    """What auth has revoked."""

    sessions: dict[str, int] = {}
    members: dict[str, int] = {}
    suspended: list[str] = []


class Issuer:
    """Auth, as far as a guard sees it: it issues tokens and answers the guard's questions."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.private = {"k1": Ed25519PrivateKey.generate()}
        self.revoked = Revoked()
        self.holders: dict[str, Holder] = {}
        self.asked = 0

    def token(
        self, *, kid: str = "k1", key: Any = None, headers: Any = None, algorithm: str = "EdDSA", **claims: Any
    ) -> str:
        now = self.clock.now() / SECOND
        told = {
            "iss": ISSUER, "aud": AUDIENCE, "sub": ANN, "sid": "s1", "jti": "j1", "iat": now, "exp": now + 600,
            "role": "member", "auth_time": now, "amr": ["pwd"],
        }  # fmt: skip
        told = {name: value for name, value in (told | claims).items() if value is not None}
        head = {"typ": "at+jwt", "kid": kid} | (headers or {})
        return jwt.encode(told, key or self.private[kid], algorithm, headers=head)

    def api_key(self, holder: Holder, key: str = "mfb_k1_secretsecret") -> str:
        self.holders[hashlib.sha256(key.encode()).hexdigest()] = holder
        return key

    async def verify_keys(self) -> dict[str, str]:
        self.asked += 1
        return {
            kid: base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()
            for kid, key in self.private.items()
        }

    async def revocations(self, since: int) -> Revoked:
        return self.revoked

    async def key_holders(self, digests: list[str]) -> dict[str, Holder]:
        return {digest: self.holders[digest] for digest in digests if digest in self.holders}


class World:
    """The application, its clock, and who may use it."""

    def __init__(self, parts: tuple[Part, ...] | None = None, *, cache: bool = True, **outside: Any) -> None:
        self.clock = SetClock()
        self.issuer = Issuer(self.clock)
        self.limiter = Limiter(self.clock)
        self.seen: list[tuple[Any, ...]] = []
        self.escaped: list[tuple[BaseException, str]] = []
        site = Site.at(outside.pop("public_url", SITE))
        self.guard = Guard(self.issuer, self.clock, site=site, limiter=self.limiter, cache=cache)
        self.application: Application = build(
            parts or (Part("things", ROUTES),),
            self.guard,
            self.clock,
            Outside(site=site, observe=self._observe, escaped=self._escaped, version="1", **outside),
        )

    def _observe(self, *seen: Any) -> None:
        self.seen.append(seen)

    def _escaped(self, error: BaseException, request_id: str) -> None:
        self.escaped.append((error, request_id))

    async def started(self) -> "World":
        await self.guard.credentials.reload()
        return self

    def client(self, token: str | None = None, peer: str = "192.0.2.1", **headers: str) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(self.application.edge, client=(peer, 1))
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        return httpx2.AsyncClient(transport=transport, base_url=SITE, headers=headers)
