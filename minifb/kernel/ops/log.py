"""What is written about what happens: one line per event, JSON for machines or text for people, on stderr.

Bodies and secrets never get here: callers log ids and counts, and a word that sounds like a secret is blanked.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import msgspec
import structlog

from minifb.kernel.clock import Clock, wire
from minifb.kernel.events.event import current_trace
from minifb.kernel.settings import Log

_SECRET_WORDS = {"password", "token", "secret", "cookie", "authorization", "totp", "body", "text", "email", "link"}
_SAID_MAX = 200
_FRAMES_MAX = 12
FOREIGN = ("uvicorn", "litestar", "alembic", "sqlalchemy", "asyncio", "aiosqlite", "httpx2", "py.warnings")
"""Libraries whose log is ours too."""

_Line = MutableMapping[str, Any]


def configure(settings: Log, clock: Clock, stream: TextIO | None = None) -> None:
    """Set up the log of this process; what libraries log goes the same way."""
    stream = stream or sys.stderr
    for_people = settings.format == "console" or (settings.format == "auto" and stream.isatty())
    level = logging.getLevelNamesMapping()[settings.level.upper()]

    def stamp(_logger: Any, _method: str, line: _Line) -> _Line:
        at = wire(clock.now())
        line["at"] = f"{at:%H:%M:%S}" if for_people else at.isoformat().replace("+00:00", "Z")
        return line

    last: Any = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), timestamp_key="at", exception_formatter=structlog.dev.plain_traceback
        )
        if for_people
        else structlog.processors.JSONRenderer(serializer=_json)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            stamp,
            _traced,
            _blanked,
            _error_told,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    for name in ("minifb", *FOREIGN):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [_Handler()], False
        logger.setLevel(level if name == "minifb" else max(level, logging.WARNING))


def _json(line: dict[str, Any], **_options: Any) -> str:
    return msgspec.json.encode(line, enc_hook=str).decode()


def _traced(_logger: Any, _method: str, line: _Line) -> _Line:
    """Add what ties this line to a request or an event."""
    trace = current_trace.get()
    if trace.correlation_id:
        line.setdefault("correlation_id", trace.correlation_id)
    return line


def _blanked(_logger: Any, _method: str, line: _Line) -> _Line:
    """Blank what sounds like a secret, whoever logged it."""
    for key in line:
        if _SECRET_WORDS.intersection(key.lower().split("_")):
            line[key] = "…"
    return line


def _error_told(_logger: Any, _method: str, line: _Line) -> _Line:
    """Tell an error's kind, the first line of what it says, and where it came from; never a variable's value.

    Databases write the row they refuse into the lines after the first, and tracebacks with values hold requests.
    """
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        said = (str(error).splitlines() or [""])[0][:_SAID_MAX]
        line["error"] = f"{type(error).__name__}: {said}" if said else type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_MAX:]
        line["at_lines"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return line


def _short(filename: str) -> str:
    """Leave out where the program is installed."""
    parts = filename.replace("\\", "/").split("/")
    for root in ("site-packages", "minifb"):
        if root in parts:
            return "/".join(parts[parts.index(root) + (root == "site-packages") :])
    return parts[-1]


class _Handler(logging.Handler):
    """Hands what a library logs to our own log."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        error = record.exc_info[1] if record.exc_info else None
        log.log(record.levelno, record.getMessage(), logger=record.name, **({"exc_info": error} if error else {}))
