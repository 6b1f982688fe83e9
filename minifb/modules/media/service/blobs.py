"""The sweep: content that nothing is made of any more goes, and so does what no row knows after a crash."""

from collections.abc import AsyncIterator, Collection

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.media.backends.storage import Missing, Spoiled, StorageFailed
from minifb.modules.media.rules.blobs import ORPHANED, Looked, State
from minifb.modules.media.service.films import film_state
from minifb.modules.media.service.ground import Ground
from minifb.modules.media.store import blobs, variants

AT_ONCE = 50
BACKSTOP_SECONDS = 60.0
"""How often it is looked for what is unused although nobody said so."""


class BlobCases(Ground):
    """What becomes of content."""

    async def keep_swept(self) -> None:
        """Sweep as long as the server runs, right after each commit that left content unused."""
        while True:
            await self.sweep_unused()
            await self.broom.wanted(BACKSTOP_SECONDS)

    async def sweep_unused(self) -> int:
        """Let content go that nothing is made of any more; tell how much."""
        swept = 0
        while names := await self._unused():
            gone = await self.vault.remove(names)
            swept += len(gone)
            if len(gone) < len(names):
                break  # somebody is bringing the rest again just now
        return swept

    async def sweep_orphans(self) -> int:
        """Let files go that no row knows: what a crash left between the file and its row. Tell how many.

        Only what is a day old: a restored database may be a little older than the files beside it.
        """
        swept = 0
        async for page in self.storage.kept():
            old = [one.sha256 for one in page if self.clock.now() - one.at > ORPHANED]
            swept += len(await self.vault.remove(await self._unknown(old)))
        return swept

    async def look_through(self) -> AsyncIterator[Looked]:
        """Read all that is kept and say of each content how it is: as it came, damaged or missing."""
        after = ""
        while names := await self._used(after):
            for name in names:
                yield Looked(name, await self._state(name), await self._made_of(name))
            after = names[-1]

    async def _state(self, name: str) -> State:
        try:
            await self.storage.check(name)
        except Missing:
            return "missing"
        except Spoiled:
            return "damaged"
        except StorageFailed:
            return "unreadable"
        return "sound"

    @read
    def how_many(self, tx: Tx) -> int:
        """Count the content that something is made of."""
        return blobs.count_used(tx)

    async def count_orphans(self) -> int:
        """Count the files that no row knows."""
        return sum([len(await self._unknown([one.sha256 for one in page])) async for page in self.storage.kept()])

    async def dependencies(self) -> dict[str, bool]:
        """Tell health how the storage is, and whether film that is to be taken can be."""
        return {self.storage.name: await self.storage.healthy(), **film_state(self.settings)}

    @read
    def _unused(self, tx: Tx) -> list[str]:
        return blobs.unused(tx, AT_ONCE)

    @read
    def _unknown(self, tx: Tx, names: Collection[str]) -> list[str]:
        return sorted(set(names) - blobs.known(tx, names))

    @read
    def _used(self, tx: Tx, after: str) -> list[str]:
        return blobs.used(tx, after, AT_ONCE)

    @read
    def _made_of(self, tx: Tx, name: str) -> list[str]:
        return [f"{form.name} of {form.media_id}" for form in variants.made_of(tx, name)]
