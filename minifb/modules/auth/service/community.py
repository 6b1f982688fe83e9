"""The community: its name and its door, which the owner sets in the browser."""

from msgspec import UNSET, UnsetType

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ops import audit
from minifb.modules.auth.rules import community as rules
from minifb.modules.auth.rules.community import CommunityShown
from minifb.modules.auth.rules.names import person
from minifb.modules.auth.rules.settings import SignUp
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.store import community as store


class Community(Part):
    """What is true for everybody here."""

    def __init__(self, means: Means) -> None:
        """Know nothing before `prepare`."""
        super().__init__(means)
        self._said = rules.Community()

    async def prepare(self) -> None:
        """Read what was said, so that `shown` can tell it."""
        self._said = await self._read()

    def shown(self) -> CommunityShown:
        """Show the community as this process last read it: every page has it, and none waits for the database."""
        return rules.shown(self._said, self.own)

    def name(self) -> str:
        """Name the community to programs that keep a way in beside those to other places: else by its address."""
        return self._said.name or self.means.public_url.split("://")[-1]

    async def ask(self) -> CommunityShown:
        """Show the community as it is now."""
        await self.prepare()
        return self.shown()

    async def change(
        self, actor: Actor, name: str | UnsetType | None, sign_up: SignUp | UnsetType | None
    ) -> CommunityShown:
        """Change what is given; None goes back to what holds where nothing was said."""
        self._said = await self._change(actor, person(name, "name") if name else name, sign_up)
        return self.shown()

    @write
    def _change(
        self, tx: Tx, actor: Actor, name: str | UnsetType | None, sign_up: SignUp | UnsetType | None
    ) -> rules.Community:
        before = self.said(tx)
        after = rules.Community(
            name=before.name if name is UNSET else name,
            sign_up=before.sign_up if sign_up is UNSET else sign_up,
        )
        if after != before:
            store.keep(tx, after)
            changed = rules.difference(before, after)
            audit.record(tx, actor=actor.id, via="api", action="community.changed", object="community", reason=changed)
        return after

    @read
    def _read(self, tx: Tx) -> rules.Community:
        return self.said(tx)

    @classmethod
    def called(cls, tx: Tx) -> str:
        """Tell what the community is called now."""
        return cls.said(tx).name or rules.NAMELESS

    @staticmethod
    def said(tx: Tx) -> rules.Community:
        """Give what was said about the community, within the transaction of whoever decides by it."""
        return store.find(tx) or rules.Community()

    def sign_up(self, tx: Tx) -> SignUp:
        """Say who may register, within the transaction of a registration."""
        return rules.sign_up(self.said(tx), self.own)
