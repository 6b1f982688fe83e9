"""A session at the terminal: signing in, then what comes and what is typed side by side, until one of them ends."""

import asyncio
import contextlib
from typing import NamedTuple

import httpx2
import rich_click as click

from minifb.cli.chat import commands
from minifb.cli.chat.client import Client, Problem, SignedOut
from minifb.cli.chat.screen import screen_here
from minifb.cli.chat.talk import Talk


class Wanted(NamedTuple):
    """What was said on the command line."""

    url: str
    name: str | None
    token: str | None
    to: str | None
    text: str | None


async def converse(wanted: Wanted) -> None:
    """Sign in and talk; what goes wrong is said in one line."""
    client = Client(wanted.url, wanted.token)
    try:
        if not wanted.token:
            await _sign_in(client, wanted.name)
        talk = Talk(client, screen_here())
        if wanted.text:
            await client.send((await talk.find_conversation(f"@{(wanted.to or '').lstrip('@')}"))["id"], wanted.text)
        else:
            await talk.begin()
            await _talk(talk, wanted.to)
    except SignedOut:
        raise click.ClickException("You are signed out, or this token may not be used here.") from None
    except Problem as problem:
        raise click.ClickException(str(problem)) from None
    except httpx2.TransportError as trouble:
        raise click.ClickException(f"{wanted.url} does not answer: {trouble}") from None
    finally:
        await client.close()


async def _sign_in(client: Client, name: str | None) -> None:
    name = name or click.prompt("Name")
    password = click.prompt("Password", hide_input=True)
    try:
        await client.sign_in(name, password)
    except Problem as problem:
        if problem.code != "totp_required":
            raise
        await client.sign_in(name, password, click.prompt("Code of your second factor"))


async def _talk(talk: Talk, to: str | None) -> None:
    """Show what comes and do what is typed, until one of both ends."""
    with talk.screen.open():
        talk.screen.show(f"You are {talk.name_me()}. /help says what you can do here.", "dim")
        if to:
            await talk.enter(await talk.find_conversation(f"@{to.lstrip('@')}"))
        else:
            talk.say_list(list(talk.known.values()))
            talk.screen.relabel("> ")
        both = [asyncio.create_task(talk.hear()), asyncio.create_task(_obey(talk))]
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in both:
                task.cancel()
            await asyncio.gather(*both, return_exceptions=True)
        for task in done:
            task.result()


async def _obey(talk: Talk) -> None:
    """Do what is typed, line by line; what cannot be done is said."""
    with contextlib.suppress(commands.Quit):
        while (line := await talk.screen.line()) is not None:
            try:
                await commands.run(talk, line)
            except Problem as problem:
                talk.screen.show(str(problem), "red")
            except httpx2.TransportError:
                talk.screen.show("The server does not answer; try that again.", "red")
