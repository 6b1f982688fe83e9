"""A PostgreSQL of the tests' own: Debian's package, in a folder that goes away afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

ROOT = Path("/usr/lib/postgresql")
SETTINGS = (
    "listen_addresses=127.0.0.1",
    # Nobody pulls the plug on this one.
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
)


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server, give its address, stop it. It must be there: a missing one fails, it is not skipped."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="minifb-postgres-", dir="/tmp"))  # a socket's path must be short
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port = _free_port()
    try:
        _run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        options = f"-p {port} -k {folder} " + " ".join(f"-c {setting}" for setting in SETTINGS)
        _run(programs / "pg_ctl", "-D", data, "-w", "-t", "30", "-l", folder / "server.log", "-o", options, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


async def databases(server: str, *names: str, template: str = "template1") -> dict[str, str]:
    """Make databases of these names anew on a server, each a copy of another, and give their addresses."""
    admin = await asyncpg.connect(server)
    for name in names:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    await admin.close()
    return {name: f"{server.rpartition('/')[0]}/{name}" for name in names}


def _programs() -> Path:
    found = sorted(ROOT.glob("*/bin/initdb"))
    if not found and os.geteuid() == 0:
        install = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]
        subprocess.run(install, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        found = sorted(ROOT.glob("*/bin/initdb"))
    if not found:
        raise RuntimeError("no PostgreSQL server here: apt-get install postgresql")
    return found[-1].parent


def _run(*command: object) -> None:
    # PostgreSQL refuses to run as root.
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    done = subprocess.run(
        as_user + [str(part) for part in command],
        cwd="/tmp",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # a pipe would be kept open by the server
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL: {command[0]} failed with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
