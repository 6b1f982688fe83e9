"""Questions over HTTP: a stand-in for a module that another process serves, made from the same Protocol.

Processes of one server show each other a service token, `{serviceId, permissions, expiresAt}` signed with the
secret they share (`server.internal_token`); the secret itself never travels.
"""

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import msgspec

from minifb.kernel.clock import SECOND, Clock, Instant
from minifb.kernel.data.tx import WITHIN_UNIT
from minifb.kernel.events.event import current_trace
from minifb.kernel.http.shapes import Problem
from minifb.kernel.ops.tracing import Span
from minifb.kernel.questions.question import DEADLINE, Question, questions_of
from minifb.kernel.refusals import KINDS, Refusal, Unauthenticated, Unavailable, every

SERVICE_HEADER = "minifb-service"
TOKEN_SECONDS = 60


class ServiceToken(msgspec.Struct, frozen=True, rename="camel"):
    """Who asks, what it may ask, and until when."""

    service_id: str
    permissions: list[str]
    expires_at: Instant


class ServiceTokens:
    """Makes and checks service tokens."""

    def __init__(self, secret: str, clock: Clock) -> None:
        """Stand on the secret that the processes share."""
        self._secret = secret.encode()
        self._clock = clock

    def make(self, service: str, permission: str) -> str:
        """Make a token for one permission, good for a minute."""
        token = ServiceToken(service, [permission], self._clock.now() + TOKEN_SECONDS * SECOND)
        body = base64.urlsafe_b64encode(msgspec.json.encode(token))
        return f"{body.decode()}.{self._sign(body)}"

    def check(self, text: str, permission: str) -> ServiceToken:
        """Give the token if it is ours, still good, and allows this; otherwise refuse."""
        body, _, signature = text.encode().partition(b".")
        if not self._secret or not hmac.compare_digest(signature, self._sign(body).encode()):
            raise Unauthenticated
        token = msgspec.json.decode(base64.urlsafe_b64decode(body), type=ServiceToken)  # ours: the signature says so
        if token.expires_at <= self._clock.now() or permission not in token.permissions:
            raise Unauthenticated
        return token

    def _sign(self, body: bytes) -> str:
        return hmac.digest(self._secret, b"minifb service token " + body, "sha256").hex()


class Asking:
    """Stands for a module that is served elsewhere; each question is a method."""

    def __init__(
        self,
        protocol: type,
        module: str,
        client: httpx2.AsyncClient,
        tokens: ServiceTokens,
        *,
        at: str,
        deadline: float = DEADLINE,
    ) -> None:
        """Make every question of the Protocol a request to the process at this address."""
        self._client, self._tokens, self._module, self._at = client, tokens, module, at.rstrip("/")
        self._deadline = deadline
        for question in questions_of(protocol).values():
            setattr(self, question.name, self._question(question))

    def _question(self, question: Question) -> Callable[..., Awaitable[Any]]:
        told = msgspec.json.Decoder(question.answer)

        def ask(*args: Any, **kwargs: Any) -> Awaitable[Any]:
            if WITHIN_UNIT.get():
                raise RuntimeError(f"{question.name} was asked inside a transaction: ask first, then write")
            return send(msgspec.json.encode(question.arguments(*args, **kwargs)))

        async def send(body: bytes) -> Any:
            return told.decode(await self._send(question.name, body))

        return ask

    async def _send(self, name: str, body: bytes) -> bytes:
        trace = current_trace.get()
        span = Span.parse(trace.traceparent or "")
        headers = {
            "content-type": "application/json",
            SERVICE_HEADER: self._tokens.make("minifb", f"ask.{self._module}"),
            "x-correlation-id": trace.correlation_id,
            **({"traceparent": span.child().header()} if span else {}),
        }
        try:
            # A timeout of the client is per read; this one is for the whole.
            async with asyncio.timeout(self._deadline):
                response = await self._client.post(
                    f"{self._at}/internal/{self._module}/{name}", content=body, headers=headers
                )
        except (httpx2.HTTPError, TimeoutError):
            raise Unavailable from None
        if response.status_code != 200:
            raise _refusal(response.status_code, response.content)
        return response.content


def _refusal(status: int, body: bytes) -> Refusal:
    """Turn a problem document back into the refusal it was; what is no refusal of ours is `unavailable`."""
    try:
        problem = msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:
        return Unavailable()
    for refusal in every():
        if refusal.code == problem.code and refusal.status == status:
            return refusal(*problem.errors)
    kind = next((kind for kind in KINDS if kind.status == status), Unavailable)
    return kind(*problem.errors)
