"""Telling: the one way in for whatever members are told, and the way out when its cause goes away."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.public import NotificationCreated, NotificationWithdrawn
from minifb.modules.notifications.rules import notifications as rules
from minifb.modules.notifications.rules.deliveries import Planned
from minifb.modules.notifications.rules.notifications import Row, Told
from minifb.modules.notifications.rules.preferences import Wishes
from minifb.modules.notifications.service.deliveries import DeliveryCases
from minifb.modules.notifications.service.preferences import PreferenceCases
from minifb.modules.notifications.store import analytics, causes, mutes, notifications
from minifb.modules.notifications.store.causes import Cause
from minifb.modules.notifications.tables import PEOPLE


class Before(NamedTuple):
    """What held of notifications before an act was taken into them."""

    known: set[str]
    """Those in which its actor was already."""
    lit: set[str]
    """Conversations whose latest message waits unseen: one more is on the socket, and changes no count."""


class TellingCases(DeliveryCases, PreferenceCases):
    """How members come to be told, and not any more."""

    def notify(self, tx: Tx, told: Told) -> None:
        """Tell members of an act, each once; not who did it, nor who does not want to hear of them."""
        to = self._hearers(tx, told)
        if not to:
            return
        wishes = self.wishes(tx, to)
        at = rules.told_at(told, tx.trace.happened_at, tx.now)
        since = rules.open_since(told.kind, at, self.settings.group_hours)
        standing = {} if since is None else notifications.open_of(tx, told.kind, told.target_id, to, since)
        causes.drop_of(tx, [row.id for row in standing.values() if rules.is_over(row)])
        known = self._knowing(tx, told.actor_id, standing.values())
        shown = {one: wishes[one].want(told.kind, "inApp") for one in to}
        joined = [rules.joined(row, told, at, known=row.id in known, shown=shown[one]) for one, row in standing.items()]
        begun = [rules.begun(told, one, tx.new_id(), at, shown=shown[one]) for one in to if one not in standing]
        notifications.save(tx, joined)
        notifications.add(tx, begun)
        rows = sorted([*joined, *begun], key=lambda row: row.user_id)
        causes.add(tx, [Cause(row.user_id, told.cause, row.id, told.actor_id, tx.now) for row in rows])
        lit = {row.id for row in standing.values() if row.seen_at is None} if told.kind in rules.RENEWED else set()
        self._tell(tx, told, rows, Before(known, lit), wishes)

    def _hearers(self, tx: Tx, told: Told) -> list[str]:
        """Find who is to be told: those who see the actor and want to hear from them, and were not told yet."""
        to = set(told.to) - {told.actor_id}
        to -= causes.told(tx, told.cause, to) if to else set()
        if to and told.actor_id:
            to &= PEOPLE.shown(tx, told.actor_id, to)
            to -= PEOPLE.muters_among(tx, told.actor_id, to)
        if to and told.actor_id and told.place_id:
            to -= mutes.muting(tx, told.place_id, to)
        return sorted(to)

    def _knowing(self, tx: Tx, actor_id: str, rows: Collection[Row]) -> set[str]:
        """Find in which notifications somebody is already; those with few people say so themselves."""
        known = {row.id for row in rows if actor_id in row.actor_ids}
        crowded = [row.id for row in rows if row.actor_count > len(row.actor_ids) and row.id not in known]
        return known | causes.knowing(tx, actor_id, crowded)

    def _tell(self, tx: Tx, told: Told, rows: Sequence[Row], before: Before, wishes: dict[str, Wishes]) -> None:
        """Plan what goes out, and tell the event."""
        planned = [
            Planned(
                user_id=row.user_id,
                kind=row.kind,
                cause=told.cause,
                notification_id=row.id,
                count=rules.how_many(row, known=row.id in before.known),
            )
            for row in rows
        ]
        self.plan(tx, planned, wishes)
        listed = [row for row in rows if row.shown]
        if listed:
            analytics.count(tx, told.kind, "inApp", "delivered", len(listed))
        for row in listed:
            if row.id not in before.lit:
                tx.publish(
                    NotificationCreated(
                        notification_id=row.id,
                        user_id=row.user_id,
                        kind=row.kind,
                        actor_ids=row.actor_ids[: rules.ACTORS_SHOWN],
                        target_kind=row.target_kind,
                        target_id=row.target_id,
                        created_at=row.created_at,
                        revision=tx.now,
                    )
                )

    # ── taking back ──

    def withdraw(self, tx: Tx, gone: Collection[Cause]) -> None:
        """Take causes back: who did it leaves the notification, and an empty one disappears."""
        causes.drop(tx, gone)
        empty = []
        for row in notifications.find(tx, {cause.notification_id for cause in gone}):
            left = causes.left(tx, row.id)
            if left.causes:
                notifications.save(tx, [rules.shrunk(row, left)])
            else:
                empty.append(row)
        self._drop(tx, empty)

    def drop(self, tx: Tx, rows: Collection[Row]) -> None:
        """Take notifications back whole."""
        causes.drop_of(tx, [row.id for row in rows])
        self._drop(tx, rows)

    def _drop(self, tx: Tx, rows: Iterable[Row]) -> None:
        by_user: dict[str, list[str]] = {}
        for row in rows:
            by_user.setdefault(row.user_id, []).append(row.id)
        notifications.drop(tx, [one for ids in by_user.values() for one in ids])
        for user_id, ids in sorted(by_user.items()):
            tx.publish(NotificationWithdrawn(user_id=user_id, notification_ids=ids, revision=tx.now))
