"""Errors that escaped, grouped: what, where, how often, since when. Never what somebody had written."""

import traceback
from pathlib import Path

import msgspec

from minifb.kernel.clock import Clock, Instant

_KEPT = 200
FILE = "failures.json"


class Failure(msgspec.Struct):
    """One kind of error at one place."""

    kind: str
    place: str
    count: int
    first: Instant
    last: Instant
    request_id: str


class Failures:
    """The errors of this process; at most 200 groups, the longest quiet one makes room."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._groups: dict[tuple[str, str], Failure] = {}
        self.changed = False

    def note(self, error: BaseException, request_id: str = "") -> Failure:
        """Count an error in its group."""
        now = self._clock.now()
        key = (type(error).__name__, _place(error))
        group = self._groups.pop(key, None) or Failure(*key, count=0, first=now, last=now, request_id=request_id)
        group.count += 1
        group.last, group.request_id = now, request_id or group.request_id
        self._groups[key] = group  # popped and put back: the order is that of the last time
        if len(self._groups) > _KEPT:
            del self._groups[next(iter(self._groups))]
        self.changed = True
        return group

    def grouped(self) -> list[Failure]:
        """Give the groups, latest first."""
        return list(reversed(self._groups.values()))

    def save(self, folder: Path) -> None:
        """Leave them where `minifb doctor` finds them."""
        if self.changed:
            self.changed = False
            (folder / FILE).write_bytes(msgspec.json.encode(self.grouped()))


def saved(folder: Path) -> list[Failure]:
    """Read what the server left."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=list[Failure])
    except (OSError, msgspec.DecodeError):
        return []


def _place(error: BaseException) -> str:
    """Name the innermost line of our own in the traceback, else the innermost of all."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "minifb" in Path(frame.filename).parts]
    if not frames:
        return "unknown"
    frame = (ours or frames)[-1]
    parts = Path(frame.filename).with_suffix("").parts
    start = len(parts) - 1 - parts[::-1].index("minifb") if "minifb" in parts else len(parts) - 1
    return f"{'.'.join(parts[start:])}.{frame.name}:{frame.lineno}"
