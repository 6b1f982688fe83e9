"""Filling a server: a house that is opened for it, the life that happens in it, and a try of the accounts."""

import contextlib
import secrets
from collections.abc import AsyncIterator
from typing import Any

from minifb.app import House, build
from minifb.demo.life import AT_ONCE, HERE, Life, Made, Watch
from minifb.demo.moments import Moments
from minifb.demo.people import Size
from minifb.kernel.clock import DAY, Clock, Instant
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import Ids, new_id
from minifb.kernel.settings import CannotStart, Settings
from minifb.modules.auth.rules.sessions import Granted
from minifb.modules.auth.rules.settings import AuthSettings


class Inhabited(CannotStart):
    """The server has members already."""


def quick(settings: Settings, size: Size) -> dict[str, Any]:
    """Give the settings by which a server is filled; it is served by its own ones afterwards.

    Passwords nobody knows are as hard to guess behind a quick hash as behind a slow one, and signing in makes the slow
    one of the quick one. The owner, who came months ago, has the days for a second factor that one of today would have.
    """
    own = settings.modules["auth"].own
    grace = own.owner_grace_days if isinstance(own, AuthSettings) else 0
    return {
        "limits.enabled": False,
        "modules.auth.password_memory_kib": 8,
        "modules.auth.password_passes": 1,
        "modules.auth.password_queue": max(AT_ONCE.values()),
        "modules.auth.sign_up": "open",
        "modules.auth.verification_required": False,
        "modules.auth.registration_wait_seconds": 30,
        "modules.auth.owner_grace_days": size.days + grace,
        "modules.media.wait_seconds": 0,
    }


async def live(
    settings: Settings, quick_settings: Settings, size: Size, seed: str, watch: Watch, *, until: Instant, more: bool
) -> Made:
    """Fill a server, then sign in to the accounts that somebody is to use, under the server's own settings.

    Refuses a server that has members, unless there may be more.
    """
    moments = Moments(seed, until - size.days * DAY)
    async with _awake(quick_settings, moments, moments.new_id) as house:
        auth = house.parts["auth"]
        if (await auth.db.read(auth.outbox.reach)).last:
            if not more:
                raise Inhabited(
                    f"{settings.data_dir} has members already",
                    "name another folder with --data, or add this community to them with --yes",
                )
            moments.seed += secrets.token_hex(8)  # those who are here may be of the same seed, and ids are given once
        for part in house.parts.values():
            moments.follow(part.db)
        life = Life(house, moments, size, seed, until, watch)
        made = await life.pass_by()
    async with _awake(settings) as house:
        service = house.service("auth")
        for account in made.accounts:
            granted: Granted = await service.login.log_in(account.username, account.password, None, HERE)
            await service.sessions.log_out(Actor(id=granted.user.id, session=granted.session_id), "")
        await house.service("search").catch_up()  # so that everything is found from the first start on
    return made


@contextlib.asynccontextmanager
async def _awake(settings: Settings, clock: Clock | None = None, ids: Ids = new_id) -> AsyncIterator[House]:
    """Open a house in which events flow; its timers stand still, so that it sends nobody a mail."""
    house = build(settings, clock=clock, ids=ids)
    await house.open()
    try:
        await house.wake()
        yield house
    finally:
        await house.rest()
        await house.close()
