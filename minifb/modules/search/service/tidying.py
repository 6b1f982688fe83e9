"""Tidying: what is kept for a while goes when it is over."""

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.modules.search.rules.trending import LONGEST
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import analytics, recent, tags

TIDY = "search.tidy"


class Tidy(msgspec.Struct, frozen=True):
    """Let go what is over."""


class TidyingCases(Ground):
    """What is over."""

    @write
    def tidy(self, tx: Tx, _tidy: Tidy) -> None:
        """Forget who asked on days that are over, answers that no longer trend, and old searches."""
        analytics.close_days(tx, self.settings.analytics_days)
        recent.drop_old(tx, tx.now - self.settings.recent_days * DAY)
        tags.drop_old(tx, tx.now - LONGEST - DAY)
