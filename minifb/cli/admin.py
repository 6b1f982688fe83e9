"""`minifb admin`: what only somebody on the machine itself may do, for when nobody can sign in."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, get_args

import rich_click as click

from minifb.cli import Told, cli, where
from minifb.cli.inspect import opened
from minifb.kernel.http.policy import Actor, Role
from minifb.kernel.refusals import Refusal

OPERATOR = Actor(id="operator", role="owner", kind="service")


@cli.group()
def admin() -> None:
    """What only somebody on the machine itself may do. But for `test-mail`, the server must be stopped."""


def _on(told: Told, act: Callable[[Any], Awaitable[str]]) -> None:
    """Do something with the services and print what it gives; a refusal is said in its own words."""

    async def run() -> str:
        async with opened(told.settings()) as house:
            return await act(house)

    try:
        click.echo(asyncio.run(run()))
    except Refusal as refusal:
        raise click.ClickException(refusal.text) from None


@admin.command("reset-password")
@click.argument("name")
@where
def reset_password(told: Told, name: str) -> None:
    """Print a link by which a member sets a new password, when no mail reaches them.

    Everything the member was signed in with ends. A second factor stays as it is.
    """
    _on(told, lambda house: house.service("auth").reset_password_for(name.removeprefix("@")))


@admin.command("owner-link")
@where
def owner_link(told: Told) -> None:
    """Print a new link that makes the first owner, as long as there is none."""

    async def act(house: Any) -> str:
        return await house.service("auth").owner_link() or "This server has, or had, an owner; see `minifb admin role`."

    _on(told, act)


@admin.command()
@click.argument("name")
@click.argument("role", type=click.Choice([each for each in get_args(Role) if each != "anonymous"]))
@where
def role(told: Told, name: str, role: str) -> None:
    """Give a member another role: member, moderator, admin or owner."""

    async def act(house: Any) -> str:
        member = await house.service("users").profile(OPERATOR, f"@{name.removeprefix('@')}")
        standing = await house.service("auth").members.give_role(OPERATOR, member.id, role)
        return f"@{standing.username} is {standing.role} now"

    _on(told, act)


@admin.command("test-mail")
@click.argument("address")
@where
def test_mail(told: Told, address: str) -> None:
    """Send a mail to an address just as the server would, and say what became of it."""
    from minifb.kernel.clock import SystemClock
    from minifb.kernel.ids import new_id
    from minifb.modules.notifications.rules.mails import Addressee
    from minifb.modules.notifications.rules.settings import NotificationsSettings
    from minifb.modules.notifications.service.postbox import Postbox

    async def run() -> tuple[bool, str]:
        settings = told.settings()
        own = settings.modules["notifications"].own
        assert isinstance(own, NotificationsSettings)  # noqa: S101 - of this module
        postbox = Postbox(own, settings, SystemClock())
        try:
            return await postbox.try_out(f"test-{new_id()}", Addressee(address, "there", "minifb"))
        finally:
            await postbox.close()

    sent, words = asyncio.run(run())
    if not sent:
        raise click.ClickException(f"The mail did not go out: {words}")
    click.echo(f"Sent, by {words}")
