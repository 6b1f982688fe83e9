"""People that the tests of auth need beside plain members."""

from typing import Any

from minifb.kernel.clock import SECOND
from minifb.modules.auth.rules.totp import code, step_at
from tests.world import PASSWORD, Person, World, newcomer


def credentials(name: str, password: str = PASSWORD) -> dict[str, str]:
    """Give what signs a member in."""
    return {"username": name, "password": password}


async def first_owner(world: World, name: str = "olga", **fields: Any) -> Person:
    """Set the server up and give its owner."""
    link = await world.service("auth").owner_link()
    told = await world.stranger.post("/auth/setup", token=link.split("#token=")[1], **newcomer(name, **fields))
    return Person(world, name, told["accessToken"], told)


async def refresh(person: Person) -> Person:
    """Trade a person's tokens for new ones."""
    told = await person.world.stranger.post("/auth/refresh", refreshToken=person.told["refreshToken"])
    person.told = {**person.told, **told}
    person.token = told["accessToken"]
    return person


async def staff(world: World, owner: Person, name: str, role: str) -> Person:
    """Give a member a role and a second factor, and new tokens that say so."""
    person = await world.person(name)
    await owner.put(f"/auth/members/{person.id}/role", role=role)
    world.clock.advance(SECOND)
    await refresh(person)
    await authenticator(world, person)
    world.clock.advance(SECOND)
    return await refresh(person)


async def authenticator(world: World, person: Person) -> "Authenticator":
    """Set up a second factor by code."""
    offer = await person.post("/auth/totp")
    app = Authenticator(world, offer["secret"])
    told: Any = await person.post("/auth/totp/confirm", code=app.code())
    app.recovery = told["recoveryCodes"]
    return app


class Authenticator:
    """An authenticator app."""

    def __init__(self, world: World, secret: str) -> None:
        """Take the secret a server showed."""
        import base64

        self.world, self.secret = world, base64.b32decode(secret)
        self.recovery: list[str] = []

    def code(self) -> str:
        """Give the code of this moment."""
        return code(self.secret, step_at(self.world.clock.now()))
