"""Finding comments."""

from minifb.kernel.http.policy import Actor
from minifb.modules.posts.public import Comment
from minifb.modules.search.public import Highlight
from minifb.modules.search.rules.queries import Given, parse
from minifb.modules.search.rules.results import CommentResults, FoundComment
from minifb.modules.search.rules.wanted import Sort
from minifb.modules.search.service.finding import FindCases, place_of

Drawn = tuple[Comment, list[Highlight]]


class CommentSearchCases(FindCases):
    """What people answered."""

    async def find_comments(
        self, actor: Actor, q: str, given: Given, sort: Sort, limit: int, cursor: str | None
    ) -> CommentResults:
        """Find comments that the member may read."""
        asked, query = parse(q, given), f"search comments {sort} {q} {given}"
        query_id, position = place_of(self.cursors.after(actor.id, query, cursor))
        session = self.sessions.find(actor.id, query_id)
        if session is None:
            wanted = await self.wanted(actor, "comments", asked, sort)
            session = await self.begin(actor, "comments", q, wanted, self.ranked, id=query_id)

        async def drawn(ids: list[str]) -> dict[str, Drawn]:
            return await self.marked(asked, (await self.posts.shown_comments(actor.id, ids)).values())

        found, following = await self.page(session, position, limit, self.ranked, drawn)
        if not cursor:
            await self.note_search(actor, "comments", q, len(found))
        return CommentResults(
            items=[
                FoundComment(comment=comment, highlights=highlights, score=place.score)
                for place, (comment, highlights) in found
            ],
            next=None if following is None else self.cursors.encode(actor.id, query, [session.id, following]),
            query_id=session.id,
            degraded=self.degraded,
        )
