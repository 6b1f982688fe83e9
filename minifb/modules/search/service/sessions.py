"""Sessions: what was found for one query, in its order, so that its pages fit together; in memory and for a while.

Nothing here decides who may see what: whatever a page shows was asked of its owner for that page. A session that is
lost is begun anew where it is asked for.
"""

import msgspec
from cachebox import LRUCache

from minifb.kernel.clock import MINUTE, Clock, Instant
from minifb.modules.search.rules.findings import Place
from minifb.modules.search.rules.wanted import Kind, Wanted

LIFE = 15 * MINUTE
SESSIONS_MAX = 2_000
HITS_MAX = 1_000
"""How many results of a query can be paged through."""


class Session(msgspec.Struct):
    """One query of one member, and what was found for it so far."""

    id: str
    viewer_id: str
    kind: Kind
    query: str
    """As it was typed."""
    started: Instant
    wanted: Wanted | None
    """What the index is asked next; None: there is no more."""
    places: list[Place] = []

    def add(self, found: list[Place]) -> None:
        """Take up what was found next; no page shows anything twice."""
        known = {place.id for place in self.places}
        self.places += [place for place in found if place.id not in known]


class Sessions:
    """The sessions of all members, those that were asked for last."""

    def __init__(self, clock: Clock) -> None:
        """Keep none yet."""
        self._clock = clock
        self._kept: LRUCache[str, Session] = LRUCache(SESSIONS_MAX)

    def find(self, viewer_id: str, query_id: str) -> Session | None:
        """Give a member's own session, unless it is over."""
        found = self._kept.get(query_id)
        if found is None or found.viewer_id != viewer_id or self._clock.now() - found.started >= LIFE:
            return None
        return found

    def keep(self, session: Session) -> None:
        """Keep a session."""
        self._kept[session.id] = session
