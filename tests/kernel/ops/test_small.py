"""Failures, health figures, trace context and hooks."""

from pathlib import Path

import pytest

from minifb.kernel.clock import SECOND, SetClock
from minifb.kernel.hooks import Hooks, hook, hook_point
from minifb.kernel.ops.failures import Failures, saved
from minifb.kernel.ops.health import Traffic, Wellbeing
from minifb.kernel.ops.tracing import Span


def failing(kind: type[Exception]) -> Exception:
    """Give an error with a traceback."""
    try:
        raise kind("with hunter2 in it")
    except Exception as error:  # noqa: BLE001
        return error


def test_errors_are_grouped_by_kind_and_place(tmp_path: Path) -> None:
    """The same error a thousand times is one line with a count, and never what somebody wrote."""
    clock = SetClock()
    failures = Failures(clock)
    for request in ("r1", "r2"):
        failures.note(failing(ValueError), request)
        clock.advance(SECOND)
    failures.note(failing(KeyError), "r3")
    first, second = failures.grouped()
    assert (first.kind, second.kind, second.count, second.request_id) == ("KeyError", "ValueError", 2, "r2")
    assert second.last - second.first == SECOND
    failures.save(tmp_path)
    assert saved(tmp_path) == failures.grouped()
    assert "hunter2" not in (tmp_path / "failures.json").read_text()


def test_errors_never_fill_the_memory() -> None:
    """However many kinds of errors there are, the list stays short and keeps the latest."""
    failures = Failures(SetClock())
    for number in range(500):
        failures.note(type(f"Odd{number}", (Exception,), {})())
    assert len(failures.grouped()) == 200
    assert failures.grouped()[0].kind == "Odd499"


def test_figures_are_of_the_last_minute() -> None:
    """Response time, error rate and throughput forget what is older than a minute."""
    clock = SetClock()
    traffic = Traffic(clock)
    traffic.note("posts", 200, 0.010)
    traffic.note("posts", 500, 0.030)
    traffic.note("users", 200, 0.5)
    figures = traffic.figures("posts")
    assert (figures.response_time, figures.error_rate, figures.throughput) == (20.0, 0.5, round(2 / 60, 3))
    clock.advance(61 * SECOND)
    assert traffic.figures().throughput == 0


@pytest.mark.parametrize(
    ("up", "status"),
    [
        ({"database": True, "bus": True}, "healthy"),
        ({"database": True, "bus": False}, "degraded"),
        ({"database": False, "bus": True}, "unhealthy"),
    ],
)
async def test_health_is_that_of_what_a_module_stands_on(up: dict[str, bool], status: str) -> None:
    """Without its database a module is unhealthy, without anything else degraded; the whole is as its worst."""

    async def check() -> dict[str, bool]:
        return up

    async def fine() -> dict[str, bool]:
        return {"database": True}

    wellbeing = Wellbeing({"posts": check, "users": fine}, Traffic(SetClock()))
    assert (await wellbeing.of("posts")).status == status
    whole = await wellbeing.whole()
    assert (whole.status, whole.modules) == (status, {"posts": status, "users": "healthy"})


async def test_a_check_that_fails_is_an_answer() -> None:
    """A database that cannot even be asked is down."""

    async def check() -> dict[str, bool]:
        raise OSError

    assert (await Wellbeing({"posts": check}, Traffic(SetClock())).of("posts")).status == "unhealthy"


PARENT = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"


def test_a_trace_goes_on_in_the_same_trace() -> None:
    """A child has the trace of its parent and a place of its own."""
    span = Span.parse(PARENT)
    assert span is not None
    assert span.header() == PARENT
    child = span.child()
    assert (child.trace_id, child.sampled) == (span.trace_id, True)
    assert child.span_id != span.span_id
    assert Span.parse(Span.root().header()) is not None


@pytest.mark.parametrize(
    "header", ["", "00", PARENT.upper(), PARENT.replace("a", "0"), "ff" + PARENT[2:], PARENT + "-x"]
)
def test_a_trace_header_that_is_not_valid_counts_as_none(header: str) -> None:
    """Rubbish in a header begins no trace."""
    assert Span.parse(header) is None


class PostHooks:
    """Where plugins may have a word about posts."""

    @hook_point
    def post_shown(self, post_id: str) -> str | None:
        """Say something beside a post."""


class Polite:
    """A plugin."""

    @hook
    def post_shown(self, post_id: str) -> str:
        """Greet."""
        return f"hello {post_id}"


class Broken:
    """A plugin that fails."""

    @hook
    def post_shown(self, post_id: str) -> str:
        """Fail."""
        raise RuntimeError(post_id)


def test_a_plugin_that_fails_stops_nobody() -> None:
    """Every plugin is asked; what one raises is noted."""
    noted: list[BaseException] = []
    hooks = Hooks([PostHooks], noted.append)
    hooks.register(Polite(), "polite")
    hooks.register(Broken(), "broken")
    assert hooks.call("post_shown", post_id="1") == ["hello 1"]
    assert len(noted) == 1
    hooks.remove("polite")
    assert hooks.call("post_shown", post_id="1") == []
