"""`minifb keys`: the keys that sign access tokens."""

import asyncio

import rich_click as click

from minifb.cli import Told, cli, where
from minifb.cli.inspect import opened


@cli.group()
def keys() -> None:
    """The keys that sign access tokens. The master key is the file `master.key` in the data folder."""


@keys.command("list")
@where
def list_keys(told: Told) -> None:
    """Show the public keys that verify access tokens, newest first, while the server is stopped."""

    async def run() -> None:
        async with opened(told.settings()) as house:
            for key_id, public in (await house.service("auth").verify_keys()).items():
                click.echo(f"{key_id}  Ed25519  {public}")

    asyncio.run(run())


@keys.command()
@where
def rotate(told: Told) -> None:
    """Sign access tokens with a new key, while the server is stopped.

    A new key is made every 90 days anyway. Tokens of the key before stay good until they end.
    """

    async def run() -> None:
        async with opened(told.settings()) as house:
            click.echo(f"{await house.service('auth').rotate_signing_key()}  signs from now on")

    asyncio.run(run())
