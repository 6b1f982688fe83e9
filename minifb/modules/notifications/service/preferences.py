"""Preferences: what members want to be told, by which way and when."""

from collections.abc import Collection

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules import preferences as rules
from minifb.modules.notifications.rules.deliveries import OUTGOING, WAKE, Waking
from minifb.modules.notifications.rules.digests import next_digest
from minifb.modules.notifications.rules.preferences import Preferences, PreferencesChange, Wishes
from minifb.modules.notifications.rules.quiet import quiet_until
from minifb.modules.notifications.service.ground import Ground
from minifb.modules.notifications.store import deliveries, preferences


class PreferenceCases(Ground):
    """What members want."""

    @read
    def preferences(self, tx: Tx, actor: Actor) -> Preferences:
        """Show what a member wants to be told."""
        return self.wishes(tx, [actor.id])[actor.id].whole

    @write
    def change_preferences(self, tx: Tx, actor: Actor, change: PreferencesChange) -> Preferences:
        """Change any part of it, and show the whole."""
        before = self.wishes(tx, [actor.id])[actor.id]
        after = rules.adjusted(before, change)
        self.keep_wishes(tx, before, after)
        return after.whole

    # ── inside a transaction ──

    def wishes(self, tx: Tx, user_ids: Collection[str]) -> dict[str, Wishes]:
        """Give the wishes of members; of whoever has not said anything, those of the house."""
        kept = preferences.wishes(tx, user_ids)
        house = self.settings
        return {one: kept.get(one) or rules.fresh(one, house.digest, house.zone, tx.now) for one in user_ids}

    def keep_wishes(self, tx: Tx, before: Wishes, after: Wishes) -> None:
        """Keep changed wishes; a digest comes at its new time, and what was held when the quiet is over now."""
        if not after.digest_at or (after.digest, after.zone) != (before.digest, before.zone):
            after = self._timed(tx, after)
        preferences.save(tx, after)
        if after.quiet_hours != before.quiet_hours and deliveries.any_held(tx, after.user_id):
            for channel in OUTGOING:
                waking = Waking(after.user_id, channel)
                schedule(tx, WAKE, waking.key, quiet_until(after.quiet_hours, tx.now) or tx.now, waking)

    def settle_in(self, tx: Tx, user_id: str) -> Wishes:
        """Begin with the wishes of the house for somebody new, so that their first digest is set; give what holds."""
        preferences.add(tx, self._timed(tx, self.wishes(tx, [user_id])[user_id]))
        return self.wishes(tx, [user_id])[user_id]

    def _timed(self, tx: Tx, wishes: Wishes) -> Wishes:
        return replace(wishes, digest_at=next_digest(wishes.digest, wishes.zone, self.settings.digest_hour, tx.now))
