"""Choices: what a member lets others know while they talk."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.modules.messages.rules import choices as rules
from minifb.modules.messages.rules.choices import Choices, ChoicesChange
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.store import choices


class ChoiceCases(Ground):
    """Who shows what of themselves."""

    @read
    def choices(self, tx: Tx, actor: Actor) -> Choices:
        """Show what one lets others know."""
        return choices.find(tx, actor.id)

    async def choose(self, actor: Actor, change: ChoicesChange) -> Choices:
        """Change what one lets others know; it holds for what was read before as well."""
        chosen = await self._choose(actor, change)
        self.presence.look_again(actor.id)
        return chosen

    @write
    def _choose(self, tx: Tx, actor: Actor, change: ChoicesChange) -> Choices:
        chosen = rules.chosen(choices.find(tx, actor.id), change)
        choices.save(tx, actor.id, chosen)
        return chosen
