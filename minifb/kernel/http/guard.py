"""The guard: one layer in front of every route, whatever its kind, that holds the request against its policy row.

In the cheapest safe order: the limiter by address, who asks, the limiter by member, what they may, the once-key, the
body. A handler runs only when all of it is settled, and finds who asks with `actor_of(request)`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar.handlers.base import BaseRouteHandler

from minifb.kernel.clock import MINUTE, Clock
from minifb.kernel.events.event import current_trace
from minifb.kernel.http import body, once
from minifb.kernel.http.credentials import AuthSource, Credentials
from minifb.kernel.http.limits import Limiter, limit_headers
from minifb.kernel.http.policy import ANONYMOUS, READS, Actor, Limit, Policy, Route
from minifb.kernel.http.site import Site
from minifb.kernel.http.tickets import PARAMETER, Tickets
from minifb.kernel.refusals import Forbidden, Refusal, TooMany, Unauthenticated

App = Callable[[Any, Any, Any], Any]

STEP_UP_FRESH = 10 * MINUTE
READING = frozenset({"GET", "HEAD", "OPTIONS"})
BAD_CREDENTIALS = Limit("bad credentials", 120, 300, per="address")
"""How many unknown tokens an address may present: verifying one costs more than most requests."""
OPTIONS = Policy(permission="options.read", role="anonymous", rule="anybody", limit=READS)
"""The row of the answers the framework gives to OPTIONS by itself."""


class StepUpRequired(Forbidden):
    """Give your password or second factor again to do this."""


class SecondFactorRequired(Forbidden):
    """Set up a second factor first; this session may do nothing else."""


class ForeignPage(Forbidden):
    """A page of another site may not do this for you."""


class RateLimited(TooMany, code="too_many"):
    """Too many requests; wait a little."""


class Desk(msgspec.Struct, frozen=True):
    """What the guard knows of one handler."""

    policy: Policy
    intake: body.Intake


def desks(routes: Mapping[Any, Route], handlers: list[BaseRouteHandler]) -> dict[Any, Desk]:
    """Give each live handler its policy row, by its function; one without a row stops start-up."""
    found = {}
    for handler in handlers:
        if route := routes.get(handler.fn):
            found[handler.fn] = Desk(route.policy, body.Intake.of(handler))
        elif getattr(handler, "http_methods", None) == {"OPTIONS"}:
            found[handler.fn] = Desk(OPTIONS, body.Intake())
        else:
            raise LookupError(f"{handler} has no policy row: add it to its module's ROUTES")
    return found


class Guard:
    """Lets a request through to its handler, or refuses it."""

    def __init__(
        self,
        source: AuthSource,
        clock: Clock,
        *,
        site: Site,
        limiter: Limiter,
        tickets: Tickets | None = None,
        cache: bool = True,
    ) -> None:
        """Stand in front of a site; `source` says which tokens and keys are good."""
        self.credentials = Credentials(source, clock, cache=cache)
        self.revocations = self.credentials.revocations
        """Events tell it: `revoke_sessions`, `suspend`, `restore`, `role_changed`."""
        self._clock = clock
        self._site = site
        self._limiter = limiter
        self._tickets = tickets or Tickets(clock)
        self._once = once.OnceDoor()
        self._cookie = f"{site.access_cookie}=".encode()
        self._refresh_cookie = f"{site.refresh_cookie}=".encode()

    async def start(self) -> None:
        """Learn which tokens are good, before anybody is served."""
        await self.credentials.start()

    async def stop(self) -> None:
        """Stop following."""
        await self.credentials.stop()

    async def let(self, app: App, desk: Desk, scope: Any, receive: Any, send: Any) -> None:
        """Let a request or a socket through to its route, or refuse it."""
        if scope["type"] == "websocket":
            await self._socket(app, desk, scope, receive, send)
        else:
            await self.admit(scope, desk.policy)
            await self._with_body(app, desk, scope, receive, send)

    async def admit(self, scope: Any, policy: Policy) -> Actor:
        """Decide who asks and whether they may; leave the actor in the scope."""
        state = scope["state"]
        headers: dict[bytes, bytes] = state["headers"]
        authorization, cookie = headers.get(b"authorization"), self._cookie_token(headers)
        ticket = _ticket(scope) if authorization is None else None
        anonymous = authorization is None and cookie is None and ticket is None
        if anonymous or policy.limit.per == "address":
            self._take(policy.limit, state["address"], state)
        if authorization is None:
            self._refuse_foreign(scope, headers)
        actor = ANONYMOUS if anonymous else await self._actor(authorization, ticket, cookie, policy, state)
        if actor.signed_in:
            if policy.limit.per == "actor":
                self._take(policy.limit, actor.id, state)
            if actor.rate_limit is not None:
                self._take(Limit("key", actor.rate_limit, 60), f"{actor.kind}:{actor.id}", state)
            trace = current_trace.get()
            current_trace.set(msgspec.structs.replace(trace, actor_id=actor.id))
        state["actor"] = actor
        self._allow(actor, policy)
        return actor

    def _take(self, limit: Limit, who: str, state: dict[str, Any]) -> None:
        if not self._limiter.enabled:
            return
        taken = self._limiter.take(limit, who)
        state["answer_headers"] = limit_headers(limit, taken)
        if not taken.allowed:
            raise RateLimited(retry_after=taken.reset_seconds)

    async def _actor(
        self,
        authorization: bytes | None,
        ticket: bytes | None,
        cookie: bytes | None,
        policy: Policy,
        state: dict[str, Any],
    ) -> Actor:
        if authorization is None:
            credential = ticket or cookie or b""
        else:
            kind, _, credential = authorization.partition(b" ")
            credential = credential.strip()
            if kind.lower() != b"bearer" or not credential:
                raise Unauthenticated
        unknown = not self.credentials.known(credential)
        if unknown and not self._limiter.peek(BAD_CREDENTIALS, state["address"]):
            raise RateLimited(retry_after=1)
        try:
            if authorization is not None:
                return await self.credentials.bearer(credential)
            if ticket is not None:
                return self._ticket_holder(ticket)
            return await self.credentials.member(credential)
        except Unauthenticated:
            if unknown:
                self._limiter.take(BAD_CREDENTIALS, state["address"])
            # A browser sends its cookie everywhere, also after the session ended, also to the log-in form.
            if authorization is None and policy.role == "anonymous":
                return ANONYMOUS
            raise

    def _ticket_holder(self, ticket: bytes) -> Actor:
        proven = self._tickets.spend(ticket)
        actor = self.revocations.actor(proven) if proven is not None else None
        if actor is None:
            raise Unauthenticated
        return actor

    def _allow(self, actor: Actor, policy: Policy) -> None:
        """Hold the actor against the row."""
        if policy.role != "anonymous":
            if not actor.signed_in:
                raise Unauthenticated
            if not actor.ranks(policy.role):
                raise Forbidden
        if actor.kind in {"key", "service"}:
            granted = actor.permissions is None or policy.permission in actor.permissions
            if not policy.keys or policy.step_up or not granted:
                raise Forbidden
        if actor.limited_to is not None and policy.permission not in actor.limited_to:
            raise SecondFactorRequired
        if policy.step_up and self._clock.now() - actor.authenticated_at > STEP_UP_FRESH:
            raise StepUpRequired

    # ── pages of other sites ─────────────────────────────────────────────────────────────────────

    def _cookie_token(self, headers: dict[bytes, bytes]) -> bytes | None:
        if (cookies := headers.get(b"cookie")) is None:
            return None
        for cookie in cookies.split(b";"):
            if (cookie := cookie.strip()).startswith(self._cookie):
                return cookie[len(self._cookie) :] or None
        return None

    def _refuse_foreign(self, scope: Any, headers: dict[bytes, bytes]) -> None:
        """Refuse what a page of another site makes a browser send: writes, and sockets (RFC 6455 §10.2).

        A program that is no browser sends neither cookies nor an Origin and is not asked for anything.
        """
        socket = scope["type"] == "websocket"
        if not socket and scope["method"] in READING:
            return
        cookies = headers.get(b"cookie", b"")
        ours = self._cookie in cookies or self._refresh_cookie in cookies
        origin = headers.get(b"origin")
        known = not ours if origin is None else self._site.takes_origin(origin.decode(), headers[b"host"].decode())
        forged = ours and not socket and headers.get(b"x-minifb") != b"1"
        if not known or forged or headers.get(b"sec-fetch-site") in {b"cross-site", b"same-site"}:
            raise ForeignPage

    async def _socket(self, app: App, desk: Desk, scope: Any, receive: Any, send: Any) -> None:
        """Let a socket through, or say by its close code why not; a foreign page does not even get that far."""
        try:
            await self.admit(scope, desk.policy)
        except ForeignPage:
            await send({"type": "websocket.close", "code": 4403, "reason": ""})
        except Refusal as refusal:
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 4000 + refusal.status, "reason": refusal.code})
        else:
            await app(scope, receive, send)

    # ── what comes with the request ──────────────────────────────────────────────────────────────

    async def _with_body(self, app: App, desk: Desk, scope: Any, receive: Any, send: Any) -> None:
        state, policy = scope["state"], desk.policy
        headers: dict[bytes, bytes] = state["headers"]
        body.refuse_large(headers, policy.body_bytes_max)
        desk.intake.refuse_null(scope.get("query_string", b""))
        if desk.intake.kind is None:
            receive, read = body.capped(receive, policy.body_bytes_max), headers.get(b"content-length", b"")
        else:
            read = await body.read(receive, policy.body_bytes_max)
            state["body"] = read
        key = headers.get(once.HEADER) if policy.once == "key" else None
        held = None if key is None else self._once.key_of(key, scope, state["actor"], read)
        if desk.intake.kind is not None:
            state["data"] = desk.intake.decode(read, headers.get(b"content-type", b""))
        if held is None:
            await app(scope, receive, send)
        else:
            state["once"] = held
            with self._once.through(held):
                await app(scope, receive, send)


def _ticket(scope: Any) -> bytes | None:
    """Find the ticket of a socket; a request takes none."""
    query: bytes = scope.get("query_string", b"")
    return query.removeprefix(PARAMETER) if scope["type"] == "websocket" and query.startswith(PARAMETER) else None
