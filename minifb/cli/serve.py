"""`minifb serve`: opens the house, listens, and closes it again without cutting anybody off."""

import os
import socket
import sys
import time
from importlib.metadata import version
from typing import Any

import rich_click as click

from minifb.cli import Told, cli, where
from minifb.kernel.settings import CannotStart, Settings


@cli.command()
@click.argument("modules", nargs=-1)
@click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: `127.0.0.1`, this machine alone.")
@click.option("--port", type=int, metavar="PORT", help="Port to listen on. Default: `3000`.")
@where
def serve(told: Told, modules: tuple[str, ...], host: str | None, port: int | None) -> None:
    """Run the server.

    Without names it serves everything. With names it serves those modules alone, on the port of the first.

    **Examples**

    `minifb serve` · everything on http://127.0.0.1:3000

    `minifb serve --host 0.0.0.0 --port 8080 --data /srv/minifb` · reachable from elsewhere

    It stops on Ctrl-C or SIGTERM, after the requests that are under way.
    """
    from minifb.registry import MODULES

    if port is None and len(modules) == 1:
        port = next((module.port for module in MODULES if module.name == modules[0]), None)
    told.values |= {name: value for name, value in (("server.host", host), ("server.port", port)) if value is not None}
    settings = told.settings()
    from minifb.kernel.http.serve import run

    run(_serve(settings, modules))


async def _serve(settings: Settings, modules: tuple[str, ...]) -> None:
    began = time.monotonic()
    from minifb.app import build
    from minifb.kernel.http.serve import serve as listen
    from minifb.kernel.ops.log import configure

    click.echo(f"minifb {version('minifb')} · data in {settings.data_dir.resolve()}")
    _refuse_taken(settings)
    house = build(settings, modules)
    configure(settings.log, house.clock)
    _warn(settings)

    async def ready(port: int) -> None:
        url = settings.server.public_url if settings.server.port else f"http://{settings.server.host}:{port}"
        click.echo(f"  ready in {time.monotonic() - began:.1f} s\n\n{url}\n{url}/docs is the API page")
        if "auth" in house.parts and (link := await house.service("auth").owner_link()):
            click.echo(f"\nNobody owns this server yet. Who opens this link, once, becomes its owner:\n{link}")
        sys.stdout.flush()

    try:
        await house.start(lambda line: click.echo(f"  {line}"))
        await listen(
            house.asgi,
            host=settings.server.host,
            port=settings.server.port,
            on_ready=ready,
            on_stop=lambda: _stopping(house),
            drain_seconds=settings.server.stop_seconds,
        )
    finally:
        await house.stop()
    click.echo("stopped")


def _refuse_taken(settings: Settings) -> None:
    """Find out that the port is taken before any database is touched."""
    host, port = settings.server.host, settings.server.port
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(os.name == "posix"))
        try:
            probe.bind((host, port))
        except OSError as trouble:
            raise CannotStart(
                f"cannot listen on {host}:{port}: {trouble.strerror or trouble}",
                "stop what listens there, or choose another port with --port",
            ) from None


def _stopping(house: Any) -> None:
    """Say no to load balancers and sockets; what is under way is finished after that."""
    click.echo("stopping: finishing what is under way")
    house.leave()


def _warn(settings: Settings) -> None:
    if not settings.limits.enabled:
        click.echo("  WARNING: limits.enabled is off: nothing stops a flood of requests", err=True)
    here = settings.server.host in {"127.0.0.1", "::1", "localhost"}
    if not here and settings.server.public_url.startswith("http://"):
        click.echo("  WARNING: reachable from elsewhere without https: put a proxy with TLS in front", err=True)
