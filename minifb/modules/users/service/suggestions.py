"""People one may know."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.users.rules import suggestions as rules
from minifb.modules.users.rules.suggestions import Candidate, Suggestion
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import suggestions


class SuggestionCases(Ground):
    """Who may know whom."""

    async def suggestions(self, actor: Actor, limit: int, cursor: str | None) -> Page[Suggestion]:
        """Suggest friends of friends, and while there are few of them others too; nothing is kept between two asks."""
        after = self.cursors.after(actor.id, "suggestions", cursor)
        async with self.db.slow() as connection:
            lane = suggestions.Lane(connection, self.db.dialect)
            friends = await lane.friends(actor.id)
            near = rules.nearest(friends, self.settings.suggestion_ties_max)
            found = await lane.reached(actor.id, near)
            if len(found) < rules.FEW:
                found += await self._fill(actor)
            rest = rules.ranked(found, after)
            page = rest[:limit]
            through = [one.card.id for one in page if one.kind == "mutualFriends"]
            shared = await lane.shared(through, [friend_id for friend_id, _ in friends])
            names = await lane.cards({name for one in shared.values() for name in (one.one_id, one.other_id)})
        items = [rules.suggest(one, shared.get(one.card.id), names) for one in page]
        return Page(items=items, next=self.cursors.more(actor.id, "suggestions", [one.place for one in rest], limit))

    @read
    def _fill(self, tx: Tx, actor: Actor) -> list[Candidate]:
        return suggestions.fill(tx, actor.id, rules.new_since(tx.now))

    @write
    def dismiss_suggestion(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Suggest somebody no more; they are not told."""
        suggestions.dismiss(tx, actor.id, self.other(tx, actor, other_id).id)
