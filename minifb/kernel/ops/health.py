"""Whether this server is well: per module and as a whole, for people, load balancers and supervisors."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal, TypeVar

from litestar import Response, get
from litestar.di import NamedDependency

from minifb.kernel.clock import Clock
from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import NotFound

Status = Literal["healthy", "degraded", "unhealthy"]
UpDown = Literal["up", "down"]
Check = Callable[[], Awaitable[Mapping[str, bool]]]
"""Tells which of a module's dependencies are up, by name."""

WINDOW = 60
"""Seconds over which figures are taken."""

_VITAL = "database"
_RANK: dict[Status, int] = {"healthy": 0, "degraded": 1, "unhealthy": 2}


class Figures(Wire):
    """How the last minute went: milliseconds per answer, share of 5xx, requests per second."""

    response_time: float
    error_rate: float
    throughput: float


class Health(Wire):
    """How one service is."""

    service: str
    status: Status
    dependencies: dict[str, UpDown]
    metrics: Figures


class HouseHealth(Health):
    """How the whole server is, and each of its modules."""

    modules: dict[str, Status]


class Traffic:
    """Requests of the last minute, second by second, per module."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._seconds: dict[str, deque[list[float]]] = {}

    def note(self, module: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        now = int(self._clock.monotonic())
        kept = self._seconds.setdefault(module, deque(maxlen=WINDOW))
        if not kept or kept[-1][0] != now:
            kept.append([now, 0, 0, 0.0])
        latest = kept[-1]
        latest[1] += 1
        latest[2] += status >= 500
        latest[3] += seconds

    def figures(self, module: str | None = None) -> Figures:
        """Sum up a module's last minute, or everybody's."""
        since = int(self._clock.monotonic()) - WINDOW
        kept = self._seconds.values() if module is None else [self._seconds.get(module, ())]
        rows = [second for seconds in kept for second in seconds if second[0] > since]
        count = sum(row[1] for row in rows)
        return Figures(
            response_time=round(sum(row[3] for row in rows) / count * 1000, 3) if count else 0.0,
            error_rate=round(sum(row[2] for row in rows) / count, 4) if count else 0.0,
            throughput=round(count / WINDOW, 3),
        )


class Wellbeing:
    """Asks every module's dependencies how they are."""

    def __init__(self, checks: Mapping[str, Check], traffic: Traffic) -> None:
        """Know the modules' checks; `ready` and `stopping` are set by who starts and stops the server."""
        self._checks = checks
        self.traffic = traffic
        self.ready = False

    async def of(self, module: str) -> Health:
        """Tell how a module is; a database that is down makes it unhealthy, anything else degraded."""
        up = await self._ask(module)
        status: Status = "healthy"
        if not all(up.values()):
            status = "degraded" if up.get(_VITAL, True) else "unhealthy"
        return Health(
            service=module,
            status=status,
            dependencies={name: "up" if well else "down" for name, well in up.items()},
            metrics=self.traffic.figures(module),
        )

    async def whole(self) -> HouseHealth:
        """Tell how the whole server is: as its worst module."""
        modules = [await self.of(module) for module in self._checks]
        down = {name for health in modules for name, state in health.dependencies.items() if state == "down"}
        names = {name for health in modules for name in health.dependencies}
        return HouseHealth(
            service="minifb",
            status=max((health.status for health in modules), key=_RANK.__getitem__, default="healthy"),
            dependencies={name: "down" if name in down else "up" for name in sorted(names)},
            metrics=self.traffic.figures(),
            modules={health.service: health.status for health in modules},
        )

    def knows(self, module: str) -> bool:
        """Tell whether this process serves a module."""
        return module in self._checks

    async def _ask(self, module: str) -> Mapping[str, bool]:
        try:
            return await self._checks[module]()
        except Exception:  # noqa: BLE001 - a check that fails is the answer
            return {_VITAL: False}


_LIMIT = Limit("health", 6000, 60, per="address")
_POLICY = Policy(permission="health.read", role="anonymous", rule="anyone", limit=_LIMIT)


H = TypeVar("H", Health, HouseHealth)


def _told(health: H) -> Response[H]:
    return Response(health, status_code=503 if health.status == "unhealthy" else 200)


@get("/health", operation_id="health", summary="How the server is", tags=["operation"], cache_control=None)
async def _whole(wellbeing: NamedDependency[Wellbeing]) -> Response[HouseHealth]:
    return _told(await wellbeing.whole())


@get("/health/{module:str}", operation_id="moduleHealth", summary="How a module is", tags=["operation"])
async def _one(wellbeing: NamedDependency[Wellbeing], module: str) -> Response[Health]:
    if not wellbeing.knows(module):
        raise NotFound
    return _told(await wellbeing.of(module))


@get("/livez", operation_id="alive", summary="Whether the process turns", tags=["operation"])
async def _alive() -> dict[str, str]:
    return {"status": "alive"}


@get("/readyz", operation_id="ready", summary="Whether requests should come here", tags=["operation"])
async def _ready(wellbeing: NamedDependency[Wellbeing]) -> Response[dict[str, str]]:
    if not wellbeing.ready or (await wellbeing.whole()).status == "unhealthy":
        return Response({"status": "not ready"}, status_code=503)
    return Response({"status": "ready"})


ROUTES = tuple(Route(handler, _POLICY) for handler in (_whole, _one, _alive, _ready))
