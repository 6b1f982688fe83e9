"""Reading the mail of a world."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.world import World


async def letters(world: World, to: str) -> list[EmailMessage]:
    """Deliver what is due and give the mails to an address, oldest first."""
    await world.settle()
    await world.advance(0)
    await world.settle()
    await world.advance(0)
    files = sorted((world.folder / "mail").glob("*.eml")) if (world.folder / "mail").exists() else []
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [mail for mail in mails if mail["To"] == to]  # type: ignore[misc, unused-ignore]


def said(mail: EmailMessage) -> str:
    """Give what a mail says in plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def subjects(world: World, to: str) -> list[str]:
    """Give what the mails to an address are about."""
    return [str(mail["Subject"]) for mail in await letters(world, to)]


async def link_secret(world: World, to: str, path: str) -> str:
    """Give the secret of the latest link of a kind in the mails to an address."""
    found = []
    for mail in await letters(world, to):
        found += re.findall(rf"{path}#token=(\S+)", said(mail))
    assert found, f"no link to {path} in the mails to {to}"
    return str(found[-1])
