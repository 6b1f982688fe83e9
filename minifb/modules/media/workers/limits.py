"""The bounds of a worker process, which it puts on itself before it opens anything that came from outside."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from minifb.modules.media.workers.work import Limits

CPU_GRACE = 2
"""Seconds between being told that the processor time is used up, which ends it, and being killed."""
FILES_MAX = 64
"""Files a worker may have open."""
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


def settle(limits: Limits, parent: int) -> None:
    """Take the last place in the queue for the machine, and no more of it than allowed; end with the server."""
    _step_back(limits.nice)
    _end_with(parent)
    os.umask(0o077)
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_NOFILE, FILES_MAX)
    _bound(resource.RLIMIT_FSIZE, limits.file_bytes)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + CPU_GRACE))
    if sys.platform == "linux":  # elsewhere address space is not counted, or not as one would think
        _bound(resource.RLIMIT_AS, limits.memory_bytes)


def _step_back(nice: int) -> None:
    """Let everybody go first: other processes of the server's session, and other sessions.

    Linux shares the processor between sessions before it looks at the processes within them, where it was built so
    (sched(7), "The autogroup feature"): then a niceness says nothing to the server, for a worker has a session of its
    own.
    """
    with contextlib.suppress(OSError):
        os.nice(nice)
    with contextlib.suppress(OSError):  # there is no such file on other systems, nor where groups are by hand
        Path("/proc/self/autogroup").write_text(str(nice), "ascii")


def _bound(what: int, to: int) -> None:
    """Lower a limit for good; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    to = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(what, (to, to))


def _end_with(parent: int) -> None:
    """Be killed when the server dies, and let nobody but the superuser look into this process."""
    if sys.platform == "linux":
        prctl = ctypes.CDLL(None).prctl
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() != parent:  # it died before it could be followed
        os._exit(1)
