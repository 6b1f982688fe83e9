"""Suggestions: whom and what somebody may mean, while they type. Only what they may find and see."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.refusals import Unavailable
from minifb.modules.search.public import Completion
from minifb.modules.search.rules import recent as searches
from minifb.modules.search.rules.recent import Recent
from minifb.modules.search.rules.suggestions import BESIDE, Typed, typed
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import recent, suggestions, tags
from minifb.modules.search.store.suggestions import Called
from minifb.modules.users.public import Person

ROUNDS = 3
"""So often more people are looked for, when some may not be found by who asks."""
TAGS_LOOKED_AT = 20
"""The most used tags that begin so, of which some may be nobody's whom the viewer sees."""

FIRST = Called("", "")
"""Before everybody."""


class SuggestionCases(Ground):
    """What somebody may mean."""

    async def suggestions(self, actor: Actor, q: str, limit: int) -> Page[Completion]:
        """Suggest people, tags and earlier searches; while nothing is typed, the latest searches."""
        what = typed(q)
        beside = await self._beside(actor.id, q, what, limit)
        people = await self._people_like(actor, what, max(limit - len(beside), limit // 2)) if what.names else []
        return Page(items=[*map(_person, people), *beside][:limit])

    async def _people_like(self, actor: Actor, what: Typed, limit: int) -> list[Person]:
        """Find people, friends first; who may be found is for users to say, and while they do not say it nobody is."""
        found: dict[str, Person] = {}
        after: Called | None = FIRST
        try:
            for number in range(ROUNDS):
                ids, after = await self._called(actor.id, what.names, after or FIRST, limit, friends=not number)
                shown = await self.users.found(actor.id, [one for one in ids if one not in found])
                found |= {one: shown[one] for one in ids if one in shown}
                if len(found) >= limit or after is None:
                    break
        except Unavailable:
            return list(found.values())[:limit]
        if what.handle:
            return sorted(found.values(), key=lambda one: not one.username.startswith(what.handle))[:limit]
        return list(found.values())[:limit]

    @read
    def _called(
        self, tx: Tx, viewer: str, words: list[str], after: Called, limit: int, *, friends: bool
    ) -> tuple[list[str], Called | None]:
        ids = suggestions.friends(tx, viewer, words, limit) if friends else []
        if len(ids) >= limit:
            return ids, FIRST
        some = 2 * limit
        others = suggestions.others(tx, viewer, words, after, some)
        return [*ids, *(one.member_id for one in others)], others[-1] if len(others) == some else None

    @read
    def _beside(self, tx: Tx, viewer: str, q: str, what: Typed, limit: int) -> list[Completion]:
        """Find tags and earlier searches; few where people may be meant as well."""
        some = BESIDE if what.names else limit
        found = tags.beginning(tx, viewer, what.tag, TAGS_LOOKED_AT, some) if what.tag else []
        mine = recent.latest(tx, viewer, (), searches.KEPT) if what.searches else []
        mine = searches.beginning(mine, q)[:some]
        return [*(Completion(kind="tag", text=f"#{tag}") for tag in found), *map(_search, mine)]


def _person(one: Person) -> Completion:
    return Completion(kind="person", id=one.id, text=f"{one.first_name} {one.last_name}".strip(), user=Card.of(one))


def _search(one: Recent) -> Completion:
    return Completion(kind="query", id=one.id, text=one.query)
