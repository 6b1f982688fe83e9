"""Analytics: how much is told and followed, as totals of everybody; nobody is counted by name."""

from typing import Literal

from minifb.kernel.http.shapes import Ask, Wire
from minifb.modules.notifications.public import Channel, Kind
from minifb.modules.notifications.rules.deliveries import Category

What = Literal["delivered", "opened", "clicked"]


class Seen(Ask):
    """Something became of a notification: it was looked at, or followed."""

    event: Literal["opened", "clicked"]
    kind: Kind
    channel: Channel


class Total(Wire):
    """What became of one kind of notification on one way on one day."""

    day: str
    kind: Category
    channel: Channel
    delivered: int
    opened: int
    clicked: int
