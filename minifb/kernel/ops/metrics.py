"""Figures for Prometheus, in a registry of our own: names start with `minifb_`, paths are route templates."""

import asyncio
import ipaddress
import secrets
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from minifb.kernel.clock import Clock
from minifb.kernel.http.policy import Limit, Policy, Route
from minifb.kernel.refusals import NotFound

_LATENCY = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_GROUP = (1, 2, 4, 8, 16, 32, 64, 128)

LAG_EVERY = 0.25
"""Seconds between two looks at how late the loop is."""
LAG_WARNING = 0.05


class Metrics:
    """What is counted and measured in this process."""

    def __init__(self, token: str = "") -> None:
        """Begin at nothing; who is elsewhere is shown it for the token."""
        self.token = token
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "minifb_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.latency = Histogram(
            "minifb_request_seconds",
            "Time from the request's head to the answer's end.",
            ["method", "route"],
            buckets=_LATENCY,
            registry=self.registry,
        )
        self.loop_lag = Gauge("minifb_loop_lag_seconds", "How late the event loop was last.", registry=self.registry)
        self.loop_lag_worst = Gauge("minifb_loop_lag_worst_seconds", "The latest it ever was.", registry=self.registry)
        self.sockets = Gauge("minifb_sockets", "Sockets that are open.", registry=self.registry)
        self.outbox_depth = Gauge(
            "minifb_outbox_events", "Events kept in a module's outbox.", ["module"], registry=self.registry
        )
        self.consumer_lag = Gauge(
            "minifb_consumer_lag_events",
            "Events a consumer has not applied yet.",
            ["module", "source"],
            registry=self.registry,
        )
        self.commit_events = Histogram(
            "minifb_commit_events",
            "Events that one commit made durable: how much callers share.",
            ["module"],
            buckets=_GROUP,
            registry=self.registry,
        )
        self._children: dict[tuple[str, str, int], tuple[Any, Any]] = {}

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that was answered; `route` is the template, so that ids do not become labels."""
        children = self._children.get((method, route, status))
        if children is None:
            children = self._children[method, route, status] = (
                self.requests.labels(method, route, str(status)),
                self.latency.labels(method, route),
            )
        children[0].inc()
        children[1].observe(seconds)

    def text(self) -> bytes:
        """Write everything in Prometheus' text format."""
        return generate_latest(self.registry)

    async def watch_loop(self, clock: Clock, warn: Any) -> None:
        """Measure how late the loop is, as long as the server runs."""
        worst = 0.0
        while True:
            before = clock.monotonic()
            await asyncio.sleep(LAG_EVERY)
            late = max(0.0, clock.monotonic() - before - LAG_EVERY)
            self.loop_lag.set(late)
            if late > worst:
                worst = late
                self.loop_lag_worst.set(worst)
            if late > LAG_WARNING:
                warn("the loop was late", seconds=round(late, 3))


def _from_here(request: Request[Any, Any, Any]) -> bool:
    """Tell whether this machine itself asks; a proxy on it passes on what somebody else asks."""
    if any(header in request.headers for header in ("x-forwarded-for", "forwarded", "x-real-ip", "via")):
        return False
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False


@get("/metrics", operation_id="metrics", summary="Figures for Prometheus", tags=["operation"])
async def _show(request: Request[Any, Any, Any], metrics: NamedDependency[Metrics]) -> Response[bytes]:
    # For this machine, and for who has the token; for everybody else there is no such page.
    given = request.headers.get("x-metrics-token", "").encode()
    allowed = bool(metrics.token) and secrets.compare_digest(given, metrics.token.encode())
    if not allowed and not _from_here(request):
        raise NotFound
    return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)


_LIMIT = Limit("metrics", 600, 60, per="address")
_RULE = "this machine, or the metrics token"
ROUTES = (Route(_show, Policy(permission="metrics.read", role="anonymous", rule=_RULE, limit=_LIMIT)),)
