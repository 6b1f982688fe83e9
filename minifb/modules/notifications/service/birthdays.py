"""Birthdays: friends hear of them in the morning, by the clock where each of them lives."""

from datetime import date

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.rules.zones import day_in, hour_in, next_at
from minifb.modules.notifications.service.telling import TellingCases
from minifb.modules.notifications.store import preferences

MORNINGS = "notifications.mornings"
MORNING = "notifications.morning"
PAGE = 200


class Mornings(msgspec.Struct, frozen=True):
    """One look at where a morning comes next."""


class Morning(msgspec.Struct, frozen=True):
    """A morning somewhere."""

    zone: str


class BirthdayCases(TellingCases):
    """Whom to congratulate today."""

    @write
    def set_mornings(self, tx: Tx, _mornings: Mornings) -> None:
        """Set the next morning of every zone in which a member lives; set again it stays what it is."""
        for zone in preferences.zones(tx):
            at = next_at(zone, self.settings.birthday_hour, tx.now)
            schedule(tx, MORNING, f"{zone}:{day_in(zone, at)}", at, Morning(zone))

    async def congratulate(self, morning: Morning) -> None:
        """Tell friends who live in a zone of everybody who shows a birthday that is today there.

        A server that slept through some mornings tells of the day on which it wakes up.
        """
        now = self.clock.now()
        if hour_in(morning.zone, now) < self.settings.birthday_hour:
            return  # it is the next day already, and its own morning is ahead
        today, after = day_in(morning.zone, now), ""
        while born := await self.users.celebrating(today, after, PAGE):
            for one in born:
                friend = ""
                while friend := await self._tell_friends(morning.zone, today, one, friend):
                    pass
            after = born[-1]

    @write
    def _tell_friends(self, tx: Tx, zone: str, day: date, born: str, after: str) -> str:
        """Tell some of the friends of somebody; give the last of them if there may be more."""
        friends = preferences.friends_in(tx, born, zone, after, PAGE)
        if friends:
            self.notify(
                tx,
                Told(
                    kind="birthday",
                    cause=f"birthday:{born}:{day}",
                    to=friends,
                    actor_id=born,
                    target_kind="member",
                    target_id=born,
                ),
            )
        return friends[-1] if len(friends) == PAGE else ""
