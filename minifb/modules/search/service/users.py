"""Finding members."""

from collections import Counter

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.modules.search.rules import findings as rules
from minifb.modules.search.rules.findings import Place
from minifb.modules.search.rules.matching import fits
from minifb.modules.search.rules.queries import Asked, names
from minifb.modules.search.rules.results import FoundUser, UserResults
from minifb.modules.search.rules.wanted import Term, Wanted
from minifb.modules.search.service.finding import BATCH, FindCases, highlights, place_of
from minifb.modules.search.service.sessions import Session
from minifb.modules.search.tables import PEOPLE
from minifb.modules.users.public import Person


class UserSearchCases(FindCases):
    """Who is here."""

    async def find_users(self, actor: Actor, q: str, limit: int, cursor: str | None) -> UserResults:
        """Find members by their names, who let the member find them."""
        terms, query = names(q), f"search users {q}"
        query_id, position = place_of(self.cursors.after(actor.id, query, cursor))
        session = self.sessions.find(actor.id, query_id)
        handle = q.strip().removeprefix("@").lower()

        async def ranked(wanted: Wanted, ids: list[str]) -> list[Place]:
            # However many are called alike, who has just this username is among the first.
            cards = await self._found_cards(actor.id, ids, [] if wanted.offset else [handle])
            return rules.ranked_people(cards, wanted.terms, wanted.sight)

        if session is None:
            wanted = await self.wanted(actor, "users", Asked(terms=terms), "relevance")
            session = await self.begin(actor, "users", q, wanted, ranked, id=query_id)

        async def drawn(ids: list[str]) -> dict[str, Person]:
            shown = await self.users.found(actor.id, ids)
            return {one.id: one for one in shown.values() if fits(terms, (), rules.called(one))}

        found, following = await self.page(session, position, limit, ranked, drawn)
        results = UserResults(
            items=[_found(place, person, terms) for place, person in found],
            next=None if following is None else self.cursors.encode(actor.id, query, [session.id, following]),
            query_id=session.id,
            degraded=self.degraded,
        )
        if not cursor:
            results.facets = await self._relations(session)
            await self.note_search(actor, "users", q, len(found))
        return results

    @read
    def _found_cards(self, tx: Tx, viewer_id: str, ids: list[str], handles: list[str]) -> list[Card]:
        everybody = {*ids, *PEOPLE.called(tx, viewer_id, handles).values()}
        return list(PEOPLE.cards(tx, everybody).values()) if everybody else []

    async def _relations(self, session: Session) -> dict[str, int]:
        """Count what those who were found are to the member."""
        ids = [place.id for place in session.places[:BATCH]]
        people = await self.users.found(session.viewer_id, ids) if ids else {}
        return dict(Counter(person.relation for person in people.values()))


def _found(place: Place, person: Person, terms: tuple[Term, ...]) -> FoundUser:
    fields = [("firstName", person.first_name), ("lastName", person.last_name), ("username", person.username)]
    return FoundUser(user=person, highlights=highlights(fields, terms), score=place.score)
