"""Finding members by their names."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.users.public import Person
from minifb.modules.users.rules.search import words_of
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import search


class SearchCases(Ground):
    """Who is called what."""

    @read
    def search(self, tx: Tx, actor: Actor, q: str, limit: int, cursor: str | None) -> Page[Person]:
        """Find members by how their names begin."""
        words, query = words_of(q), f"users {q}"
        if not words:
            return Page(items=[])
        after = self.cursors.after(actor.id, query, cursor)
        found = search.found(tx, actor.id, words, after, limit + 1)
        places = [(one.word, one.id) for one in found]
        return Page(
            items=self.people(tx, actor.id, found[:limit]), next=self.cursors.more(actor.id, query, places, limit)
        )

    @read
    def found(self, tx: Tx, viewer_id: str, user_ids: list[str]) -> dict[str, Person]:
        """Draw those of these members whom this viewer may find; others are absent."""
        cards = search.findable(tx, viewer_id, user_ids) if viewer_id else []
        return {person.id: person for person in self.people(tx, viewer_id, cards)}
