"""`minifb chat`: talking in a terminal, with any minifb server, over its public API alone."""

import asyncio
import contextlib

import rich_click as click

from minifb.cli import cli

HERE = "http://127.0.0.1:3000"


@cli.command()
@click.option("--url", default=HERE, metavar="ADDRESS", help=f"The server. Default: `{HERE}`.")
@click.option("--name", metavar="NAME", help="Your username or e-mail address. Default: you are asked.")
@click.option(
    "--token",
    envvar="CHAT_TOKEN",
    metavar="TOKEN",
    help="An access token, or an API key for `--send`, in place of a password; better in the variable `CHAT_TOKEN`.",
)
@click.option("--to", metavar="@NAME", help="Open the conversation with this member at once.")
@click.option("--send", "text", metavar="TEXT", help="Send this to them, and leave.")
def chat(url: str, name: str | None, token: str | None, to: str | None, text: str | None) -> None:
    """Talk with members of a minifb server, here in the terminal.

    It asks for your name and password, shows your conversations, and then **sends what you type**. What others write
    appears as they send it; when the connection breaks, it comes back by itself and shows what was missed.

    **Inside**

    `/list` · your conversations, with numbers

    `/open 2` or `/open @bob` · open the second of them, or the one with Bob

    `/group Trip @bob @cleo` · begin a group

    `/reply 17 yes` · `/react 17 love` · `/unsend 17` · the numbers stand at the left of each message

    `/more` · `/search words` · `/who` · `/mute` · `/help` · `/quit`

    **Examples**

    `minifb chat --url https://social.example --name ann`

    `minifb chat --name ann --to @bob --send "I am late"` · one message, for scripts
    """
    if text and not to:
        raise click.UsageError("--send needs --to: to whom?")
    if not url.startswith(("http://", "https://")):
        raise click.UsageError("--url begins with https:// or http://")
    from minifb.cli.chat.session import Wanted, converse

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(converse(Wanted(url, name, token, to, text)))
