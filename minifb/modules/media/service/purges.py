"""Purges: telling the CDN what it must forget, because it is gone or no longer for everybody."""

import msgspec

from minifb.kernel import jobs
from minifb.kernel.clock import MINUTE
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.outbound import NotCalled
from minifb.modules.media.rules.media import File, address
from minifb.modules.media.rules.purges import PURGE, Purge, PurgeFailed
from minifb.modules.media.service.ground import Ground
from minifb.modules.media.store import variants

SECOND_TIME = 15 * MINUTE
"""A copy that was on its way to the CDN during the first purge is caught by the second."""


class PurgeCases(Ground):
    """What the CDN is told."""

    def purge_later(self, tx: Tx, file: File) -> None:
        """Set it down, in the unit that ends it, that copies of a medium must be forgotten."""
        if not self.settings.purge_url:
            return
        forms = variants.of(tx, [file.id]).get(file.id, [])
        at = (self.settings.cdn_url or self.server.public_url).rstrip("/")
        public = msgspec.structs.replace(file, public=True)
        purge = Purge(
            urls=[address(public, form, at) for form in forms],
            prefixes=[f"{at}/media/{file.id}/"],
        )
        jobs.schedule(tx, PURGE, file.id, tx.now, purge)
        jobs.schedule(tx, PURGE, f"{file.id} again", tx.now + SECOND_TIME, purge)

    async def purge(self, purge: Purge) -> None:
        """Tell the CDN; what it does not take is told again later."""
        url, token = self.settings.purge_url, self.settings.purge_token
        if not url:
            return
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        try:
            answer = await self.outbound.ask("POST", url, headers, msgspec.json.encode(purge))
        except NotCalled as error:
            raise PurgeFailed(f"{url} may not be called: {error}; see outbound.allow") from error
        if not 200 <= answer.status < 300:
            raise PurgeFailed(f"{url} answered {answer.status}")
