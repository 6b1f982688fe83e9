"""The first owner: a link that is printed while nobody owns the server, and works once."""

from minifb.kernel.clock import MINUTE
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.ops import audit
from minifb.modules.auth.rules.registration import SetupDone
from minifb.modules.auth.rules.tokens import digest
from minifb.modules.auth.service.means import Part
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import registration as store


class Setup(Part):
    """The one chance to become the first owner."""

    async def link(self) -> str | None:
        """Make a new link, which replaces the one before; None when the server has, or ever had, an owner."""
        token = self.means.chance()
        offered = await self._offer(digest(token))
        return f"{self.means.public_url}/setup#token={token}" if offered else None

    @write
    def _offer(self, tx: Tx, token_digest: str) -> bool:
        if not _open(tx):
            return False
        store.offer_setup(tx, token_digest, tx.now + self.own.setup_minutes * MINUTE)
        audit.record(tx, actor="operator", via="cli", action="setup.link", object="server")
        return True

    @read
    def check(self, tx: Tx) -> None:
        """Refuse when the server has, or ever had, an owner: then there is no such page, for good."""
        if not _open(tx):
            raise SetupDone


def _open(tx: Tx) -> bool:
    offered = store.find_setup(tx)
    return accounts.owners(tx) == 0 and (offered is None or offered.claimed_by is None)
