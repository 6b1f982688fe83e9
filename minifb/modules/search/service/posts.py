"""Finding posts."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.public import Post
from minifb.modules.search.public import Facets, Highlight
from minifb.modules.search.rules import findings as rules
from minifb.modules.search.rules.queries import Given, parse
from minifb.modules.search.rules.results import FoundPost, PostResults
from minifb.modules.search.rules.wanted import Sort
from minifb.modules.search.service.finding import BATCH, FindCases, place_of
from minifb.modules.search.service.sessions import Session
from minifb.modules.search.tables import PEOPLE

Drawn = tuple[Post, list[Highlight]]


class PostSearchCases(FindCases):
    """What people said."""

    async def find_posts(
        self, actor: Actor, q: str, given: Given, sort: Sort, limit: int, cursor: str | None
    ) -> PostResults:
        """Find posts that the member may see."""
        asked, query = parse(q, given), f"search posts {sort} {q} {given}"
        query_id, position = place_of(self.cursors.after(actor.id, query, cursor))
        session = self.sessions.find(actor.id, query_id)
        if session is None:
            wanted = await self.wanted(actor, "posts", asked, sort)
            session = await self.begin(actor, "posts", q, wanted, self.ranked, id=query_id)

        async def drawn(ids: list[str]) -> dict[str, Drawn]:
            return await self.marked(asked, (await self.posts.shown(actor.id, ids)).values())

        found, following = await self.page(session, position, limit, self.ranked, drawn)
        results = PostResults(
            items=[
                FoundPost(post=post, highlights=highlights, score=place.score) for place, (post, highlights) in found
            ],
            next=None if following is None else self.cursors.encode(actor.id, query, [session.id, following]),
            query_id=session.id,
            degraded=self.degraded,
        )
        if not cursor:
            results.facets = await self._facets(session)
            await self.note_search(actor, "posts", q, len(found))
        return results

    async def _facets(self, session: Session) -> Facets:
        """Count the best of what was found, as far as its owner shows it to the member."""
        best = session.places[:BATCH]
        visible = await self.posts.visible_posts(session.viewer_id, [place.id for place in best]) if best else {}
        found = [place for place in best if visible.get(place.id)]
        return rules.facets(found, await self._cards({place.author_id for place in found}))

    @read
    def _cards(self, tx: Tx, ids: set[str]) -> dict[str, Card]:
        return PEOPLE.cards(tx, ids) if ids else {}
