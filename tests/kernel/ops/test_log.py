"""The log: what happened, never what somebody wrote."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from minifb.kernel.clock import SetClock
from minifb.kernel.events.event import Trace, current_trace
from minifb.kernel.ops.log import configure
from minifb.kernel.settings import Log
from tests.world import forget_log


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log that writes JSON into memory."""
    stream = io.StringIO()
    configure(Log(format="json"), SetClock(), stream)
    yield stream
    forget_log()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """Read back what was written."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_says_when_what_and_for_whom(stream: io.StringIO) -> None:
    """Each line carries the time of our own clock and what ties it to its request."""
    reset = current_trace.set(Trace(correlation_id="req-1"))
    structlog.get_logger().info("posted", count=2)
    current_trace.reset(reset)
    assert lines(stream) == [
        {"event": "posted", "count": 2, "level": "info", "at": "2026-01-01T00:00:00Z", "correlation_id": "req-1"}
    ]


@pytest.mark.parametrize("key", ["password", "access_token", "Authorization", "body", "totp_secret", "email"])
def test_what_sounds_like_a_secret_is_blanked(stream: io.StringIO, key: str) -> None:
    """Somebody who logs a secret by mistake logs nothing."""
    structlog.get_logger().warning("oops", **{key: "hunter2"})
    assert "hunter2" not in stream.getvalue()


def test_an_error_is_told_without_the_values_around_it(stream: io.StringIO) -> None:
    """An error's kind, its first line and its lines of code are told; variables and rows are not."""
    secret = "hunter2"
    try:
        raise ValueError(f"no such thing\nDETAIL: Key (email)=({secret})")
    except ValueError:
        structlog.get_logger().exception("it failed")
    (line,) = lines(stream)
    assert line["error"] == "ValueError: no such thing"
    assert line["at_lines"][-1].startswith("test_log.py:")
    assert secret not in stream.getvalue()


def test_libraries_log_the_same_way_and_less(stream: io.StringIO) -> None:
    """What a library warns of is a line like ours; its chatter is left out."""
    logging.getLogger("alembic.runtime").warning("half a %s", "step")
    logging.getLogger("alembic.runtime").info("started")
    logging.getLogger("minifb.events").info("parked")
    assert [(line["event"], line["logger"]) for line in lines(stream)] == [
        ("half a step", "alembic.runtime"),
        ("parked", "minifb.events"),
    ]


def test_people_get_text() -> None:
    """On a terminal a line is for reading."""
    stream = io.StringIO()
    configure(Log(format="console", level="warning"), SetClock(), stream)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud", count=3)
    forget_log()
    assert "quiet" not in stream.getvalue()
    assert "loud" in stream.getvalue()
