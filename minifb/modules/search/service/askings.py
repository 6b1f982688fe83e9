"""What was looked for a moment ago, in memory: who types asks at every letter, and only what they end with counts."""

from collections import OrderedDict

from cachebox import LRUCache

from minifb.kernel.clock import Clock
from minifb.modules.search.rules import analytics as rules
from minifb.modules.search.rules.analytics import Search
from minifb.modules.search.rules.wanted import Kind

WAITING_MAX = 10_000
"""When so many wait, the oldest are not counted. Nothing else depends on them."""
TOLD_MAX = 10_000


class Askings:
    """Searches that wait until their asker has finished typing, and what was already said of results."""

    def __init__(self, clock: Clock) -> None:
        """Begin with none."""
        self._clock = clock
        self._waiting: OrderedDict[tuple[str, Kind], list[Search]] = OrderedDict()
        self._told: LRUCache[tuple[str, str], bool] = LRUCache(TOLD_MAX)

    def note(self, member_id: str, kind: Kind, query: str, *, found: bool) -> None:
        """Note a search; of what is still being typed only the last stays."""
        search = Search(member_id, kind, query, found, self._clock.now())
        waiting = self._waiting.setdefault((member_id, kind), [])
        if waiting and rules.still_typing(waiting[-1], search):
            waiting.pop()
        waiting.append(search)
        if len(self._waiting) > WAITING_MAX:
            self._waiting.popitem(last=False)

    def take(self, member_id: str | None = None) -> list[Search]:
        """Take what is typed to its end, or all of one member's."""
        now, taken = self._clock.now(), []
        for key in [key for key in self._waiting if member_id in (None, key[0])]:
            waiting = self._waiting.pop(key)
            if member_id is None and now - waiting[-1].at < rules.TYPING:
                self._waiting[key] = [waiting.pop()]
            taken += waiting
        return taken

    def first(self, query_id: str, event: str) -> bool:
        """Tell whether this is said of a search for the first time."""
        if (query_id, event) in self._told:
            return False
        self._told[query_id, event] = True
        return True
