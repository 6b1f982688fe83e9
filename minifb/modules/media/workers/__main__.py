"""Where a worker process starts: one piece of work in, lines about it out, then it ends."""

import errno
import os
import sys
from typing import IO

import msgspec

from minifb.modules.media.workers.limits import settle
from minifb.modules.media.workers.work import Errand, Failed, Kind, Line, Make, Progress, Refused

DETAIL_MAX = 300
OUR_TROUBLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOENT})
"""What is wrong with the machine and not with the file: it is tried again."""
STEP = 0.01
"""Progress in smaller steps is not told."""


class Voice:
    """How a worker speaks to the server. What libraries print goes nowhere."""

    def __init__(self) -> None:
        """Keep the way out for ourselves."""
        self._out: IO[bytes] = os.fdopen(os.dup(1), "wb", buffering=0)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        self._told = 0.0

    def say(self, line: Line) -> None:
        """Say a line."""
        self._out.write(msgspec.json.encode(line) + b"\n")

    def report(self, done: float) -> None:
        """Say how much is done, when it is noticeably more than before."""
        if done - self._told >= STEP:
            self._told = done
            self.say(Progress(round(min(done, 1.0), 3)))


def maker(kind: Kind) -> Make:
    """Find who does the work; libraries are loaded within the limits, as they are part of the memory."""
    match kind:
        case "image":
            from minifb.modules.media.workers import pictures

            return pictures.make
        case "video":
            from minifb.modules.media.workers import film

            return film.make
        case "audio":
            from minifb.modules.media.workers import sound

            return sound.make


def main() -> None:
    """Do one piece of work."""
    errand = msgspec.json.decode(sys.stdin.buffer.read(), type=Errand)
    voice = Voice()
    settle(errand.work.limits, errand.parent)
    try:
        line: Line = maker(errand.work.kind)(errand.work, voice.report)
    except Refused as refused:
        line = Failed(refused.code, refused.detail[:DETAIL_MAX])
    except ImportError:  # what reads film is not installed here (any more): the file can wait for it
        os._exit(os.EX_TEMPFAIL)
    except MemoryError:
        line = Failed("too_much_work", "memory")
    except OSError as error:
        if error.errno in OUR_TROUBLE:
            os._exit(os.EX_TEMPFAIL)
        line = Failed("too_much_work" if error.errno == errno.EFBIG else "undecodable", _told(error))
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a broken file, it is a broken file
        line = Failed("undecodable", _told(error))
    voice.say(line)
    # Nothing is left to do, and taking large libraries down takes as long as some pictures.
    os._exit(0)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:DETAIL_MAX]


if __name__ == "__main__":
    main()
