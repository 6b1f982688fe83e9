"""How the parts find each other: databases, questions, services, guard, routes."""

import typing
import warnings
from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version
from types import UnionType
from typing import Any

import structlog
from litestar.exceptions import LitestarDeprecationWarning

from minifb import front
from minifb.app.checks import check, served
from minifb.app.compression import compressed
from minifb.app.house import House, Part
from minifb.kernel.clock import Clock, SystemClock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database
from minifb.kernel.events.event import Envelope
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.hooks import Hooks
from minifb.kernel.http import application as http
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.guard import Guard
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.live import SIGNED_OUT, Live
from minifb.kernel.http.outbound import Outbound
from minifb.kernel.http.policy import Route
from minifb.kernel.http.site import Site
from minifb.kernel.http.tickets import Tickets
from minifb.kernel.ids import Ids, new_id
from minifb.kernel.jobs import Runner
from minifb.kernel.module import Module
from minifb.kernel.ops import health, metrics
from minifb.kernel.ops.failures import Failures
from minifb.kernel.ops.health import Wellbeing
from minifb.kernel.ops.tracing import traced
from minifb.kernel.questions.local import Answering
from minifb.kernel.questions.remote import Asking
from minifb.kernel.questions.serve import internal_routes
from minifb.kernel.settings import Server, Settings
from minifb.modules.auth.public import AuthQuestions, SessionRevoked, UserRestored, UserRoleChanged, UserSuspended
from minifb.registry import MODULES
from minifb.web.pages import Pages

log = structlog.get_logger()


def build(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    clock: Clock | None = None,
    ids: Ids = new_id,
    strict: bool = False,
) -> House:
    """Put a server together from settings and the modules it serves; none named means all that are built.

    With `strict` every question passes through msgspec, as it would between processes.
    """
    modules = served(names)
    check(settings, modules)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    house = House(settings, modules, clock or SystemClock(), ids)
    for module in modules:
        house.parts[module.name] = _part(house, module)
    for module in MODULES:
        if module.answers is not None:
            house.asked[module.answers] = _answerer(house, module, strict=strict)
    for part in house.parts.values():
        _employ(house, part)
    for part in house.parts.values():
        if part.module.answers is not None:
            house.asked[part.module.answers].answered_by(part.service)
        module = part.module
        house.bus.join(module.name, part.db, part.outbox, module.consumes, part.service, module.publishes)
        part.db.settle = house.bus.settle  # type: ignore[attr-defined]
    house.guard = Guard(
        house.asked[AuthQuestions],
        house.clock,
        site=house.site,
        limiter=house.limiter,
        tickets=house.tickets,
        cache=settings.cache,
    )
    if "auth" in house.parts:
        house.parts["auth"].outbox.listen(lambda envelopes: _warn_guard(house, envelopes))
    house.wellbeing = Wellbeing({name: _check_of(house, name) for name in house.parts}, house.traffic)
    house.asgi = _application(house)
    return house


def _part(house: House, module: Module) -> Part:
    """Make a module's database and outbox."""
    settings = house.settings.modules[module.name]
    outbox = Outbox(module.name, clock=house.clock, ids=house.ids)
    db: Any
    if settings.database:
        from minifb.kernel.data.postgres import PostgresDatabase

        db = PostgresDatabase(module.name, settings.database, journal=outbox, clock=house.clock, ids=house.ids)
    else:
        from minifb.kernel.data.sqlite import SqliteDatabase

        db = SqliteDatabase(
            module.name,
            house.settings.data_dir / f"{module.name}.db",
            journal=outbox,
            clock=house.clock,
            ids=house.ids,
            synchronous=module.synchronous,
            ballast=house.ballast,
        )
    commits = house.metrics.commit_events.labels(module.name)
    outbox.listen(lambda envelopes: commits.observe(len(envelopes)))
    return Part(module=module, settings=settings, db=db, outbox=outbox)


def _answerer(house: House, module: Module, *, strict: bool) -> Any:
    """Make what stands for a module's questions: the service here, a client elsewhere, nothing when planned."""
    assert module.answers is not None  # noqa: S101 - the caller looked
    if module.name in house.parts:
        return Answering(module.answers, strict=strict)
    if at := house.settings.modules[module.name].at:
        return Asking(module.answers, module.name, house.client, house.tokens, at=at)
    return None


def _employ(house: House, part: Part) -> None:
    """Make a module's service, giving its constructor what the annotations ask for."""
    module = part.module
    if module.service is None:
        return
    given: dict[Any, Any] = {
        Database: part.db,
        Outbox: part.outbox,
        Clock: house.clock,
        Ids: house.ids,
        Keys: house.keys,
        Settings: house.settings,
        Server: house.settings.server,
        Site: house.site,
        Cursors: Cursors(house.keys, house.clock),
        Limiter: house.limiter,
        Live: house.live,
        Tickets: house.tickets,
        Outbound: house.outbound,
        Hooks: house.hooks,
        Failures: house.failures,
        module.settings: part.settings.own,
    }
    given |= {protocol: house.asked[protocol] for protocol in module.asks}
    wanted = typing.get_type_hints(module.service.__init__)  # type: ignore[misc]
    wanted.pop("return", None)
    part.service = module.service(**{name: _given(given, kind, module, name) for name, kind in wanted.items()})
    if module.jobs:
        part.runner = Runner(module.name, part.db, module.jobs, part.service, house.clock)


def _given(given: dict[Any, Any], kind: Any, module: Module, name: str) -> Any:
    """Find what a parameter asks for; `X | None` takes a module that is only planned as None."""
    optional = isinstance(kind, UnionType) and type(None) in typing.get_args(kind)
    plain = next(part for part in typing.get_args(kind) if part is not type(None)) if optional else kind
    if plain not in given:
        raise TypeError(
            f"the service of {module.name} wants {name}: {kind}; the house has no such thing (is it in `asks`?)"
        )
    value = given[plain]
    if value is None and not optional:
        raise TypeError(f"{module.name} asks {plain.__name__}, whose module is only planned: annotate `| None`")
    return value


def _warn_guard(house: House, envelopes: Sequence[Envelope]) -> None:
    """Tell the guard at once what auth did to sessions and members; it also loads all of it every minute."""
    for envelope in envelopes:
        if envelope.name not in _GUARDED:
            continue
        match envelope.event():
            case SessionRevoked(user_id=user, session_ids=sessions, at=at):
                house.guard.revocations.revoke_sessions(user, sessions, at)
                house.live.hang_up(user, SIGNED_OUT, sessions)
            case UserSuspended(user_id=user):
                house.guard.revocations.suspend(user)
                house.live.hang_up(user, SIGNED_OUT)
            case UserRestored(user_id=user):
                house.guard.revocations.restore(user)
            case UserRoleChanged(user_id=user, role=role):
                house.guard.revocations.role_changed(user, role)


_GUARDED = {told.NAME for told in (SessionRevoked, UserSuspended, UserRestored, UserRoleChanged)}


def _check_of(house: House, name: str) -> Callable[[], Awaitable[dict[str, bool]]]:
    async def check() -> dict[str, bool]:
        own = [standing for standing in house.bus.status() if standing.consumer == name]
        flowing = all(standing.state == "running" and not standing.parked for standing in own)
        up = {"database": await house.parts[name].db.health(), "bus": flowing}
        more = getattr(house.parts[name].service, "dependencies", None)
        return up | await more() if more else up

    return check


def _application(house: House) -> Any:
    """Make the ASGI application of all routes, with what is served beside the modules."""
    parts = [http.Part(part.module.name, part.module.routes, part.service) for part in house.parts.values()]
    parts += [
        http.Part("wellbeing", health.ROUTES, house.wellbeing),
        http.Part("metrics", metrics.ROUTES, house.metrics),
        http.Part("pages", front.ROUTES, _pages(house)),
    ]
    if house.settings.server.internal_token:
        parts += [http.Part("internal", _internal(house))]
    outside = http.Outside(
        site=house.site,
        trusted_proxies=house.settings.server.trusted_proxies,
        observe=lambda *seen: _observe(house, *seen),
        escaped=lambda error, request_id: _escaped(house, error, request_id),
        version=version("minifb"),
    )
    with warnings.catch_warnings():
        # Handlers name what they want plainly (`posts: Posts, id: str`); Litestar 3 will want it spelled out.
        warnings.simplefilter("ignore", LitestarDeprecationWarning)
        house.application = http.build(parts, house.guard, house.clock, outside)
    return traced(compressed(house.application.edge, keep=house.settings.cache), house.settings.tracing)


def _pages(house: House) -> Pages:
    """Make the pages of the web app, which speak of the community by its name."""

    def about() -> tuple[str, str]:
        community = house.service("auth").community.shown()
        return community.name, community.sign_up

    media_url: str = getattr(house.settings.modules["media"].own, "cdn_url", "")
    return front.pages(house.site, about, linked=house.settings.server.linked, media_url=media_url)


def _internal(house: House) -> tuple[Route, ...]:
    """Make the routes by which other processes of this server ask the modules here."""
    return tuple(
        route
        for part in house.parts.values()
        if part.module.answers is not None
        for route in internal_routes(part.module.name, part.module.answers, part.service, house.tokens)
    )


def _observe(house: House, method: str, route: str, status: int, seconds: float, request_id: str) -> None:
    """Count an answer, and write a line about what changed something, failed or was slow."""
    house.metrics.request(method, route, status, seconds)
    house.traffic.note(route.split("/", 2)[1] if "/" in route else "", status, seconds)
    quiet = method in {"GET", "HEAD"} and status < 400 and seconds <= 1
    if quiet and house.settings.log.level != "debug":
        return  # a line that nobody reads still costs a twentieth of a page of the feed
    write = log.debug if quiet else log.info
    write("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), request_id=request_id)


def _escaped(house: House, error: BaseException, request_id: str) -> None:
    """Keep an error that nobody foresaw, and write it down once with its traceback."""
    failure = house.failures.note(error, request_id)
    log.error("an error escaped", place=failure.place, count=failure.count, request_id=request_id, exc_info=error)
