"""A real server process, driven from outside: started, killed, stopped, and asked only over its port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx2

PORTS = tuple(port for port in range(3600, 3700) if port != 3659)  # which browsers refuse to visit
PROGRAM = (sys.executable, "-m", "minifb")
READY_WITHIN = 30.0
"""Seconds until a start counts as failed; how long it took is for the caller to judge."""


class NotReady(Exception):
    """The server did not come up; the text holds the end of what it said."""


def free_port() -> int:
    """Find a port nobody listens on, beginning at a place that differs from one process to the next."""
    start = os.getpid() % len(PORTS)
    for port in PORTS[start:] + PORTS[:start]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NotReady("no free port between 3600 and 3699")


class Server:
    """One data folder and the process that serves it; the process may come and go, the folder stays."""

    def __init__(
        self,
        data: Path,
        *,
        port: int | None = None,
        command: Sequence[str] = PROGRAM,
        environ: Mapping[str, str] | None = None,
        bare: bool = False,
    ) -> None:
        """Prepare to serve this folder; nothing is started yet.

        A bare server gets no environment and no `--data`: it is started in the folder above its data.
        """
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        where = () if bare else ("--data", str(data))
        self.command = [*command, "serve", "--port", str(self.port), *where]
        self.folder = data.parent if bare else None
        # Some machines turn bytecode off, and every start would compile a thousand files again.
        inherited = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        # Tests keep every processor busy, and wait for pictures: workers need not step back.
        quick = {"MINIFB_MODULES_MEDIA_NICENESS": "0"}
        self.environ = {**({} if bare else quick | inherited), **(environ or {})}
        self.said = Path(f"{data.parent}.log") if bare else data.parent / f"{data.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> None:
        """Start the process in a group of its own and do not wait for it."""
        self.said.parent.mkdir(parents=True, exist_ok=True)
        with self.said.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=self.environ,
                cwd=self.folder,
                start_new_session=True,
            )

    def start(self) -> float:
        """Start the process, wait until it is ready to serve, and tell how many seconds that took."""
        began = time.monotonic()
        self.spawn()
        with httpx2.Client(base_url=self.url, timeout=2.0, trust_env=False) as client:
            while (took := time.monotonic() - began) < READY_WITHIN:
                if self.process is None or self.process.poll() is not None:
                    raise NotReady(f"the server ended while starting:\n{self.last_words()}")
                try:
                    if client.get("/readyz").status_code == 200:
                        return time.monotonic() - began
                except httpx2.TransportError:
                    pass
                time.sleep(0.02)
        raise NotReady(f"not ready after {took:.0f} s:\n{self.last_words()}")

    def kill(self) -> None:
        """SIGKILL the whole process group, as a power button would: nothing gets to say goodbye."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self, *, within: float = 30.0) -> int:
        """SIGTERM the server, wait for it, and give its exit code; a server that hangs is killed (and gives -9)."""
        if self.process is None:
            return 0
        self.process.terminate()
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            code = -9
        self.kill()
        return code

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def last_words(self) -> str:
        """Give the end of what the server printed."""
        return self.said.read_text(errors="replace")[-4000:] if self.said.exists() else "(nothing)"
