"""Delivery: bytes go out to who may have them, sound, and no faster than they are taken."""

from collections.abc import AsyncIterator

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.refusals import NotFound
from minifb.modules.media.rules import access
from minifb.modules.media.rules.attachments import Attachment
from minifb.modules.media.rules.delivery import SMALL, Part, Served
from minifb.modules.media.rules.media import File, Form
from minifb.modules.media.service.access import AccessCases
from minifb.modules.media.store import attachments, media, variants

Found = tuple[File, Form, list[Attachment]]


class DeliveryCases(AccessCases):
    """What is handed out."""

    async def served(self, viewer_id: str, media_id: str, name: str) -> Served:
        """Find a form of a medium for a viewer who may have it; for anybody else there is none."""
        found = await self._found(media_id, name)
        if found is None:
            raise NotFound
        file, form, held = found
        if access.face(name, held):
            return Served(form, public=True)
        told = [one for one in held if one.public]
        public = bool(told) and bool(await self.seen_held("", told))
        if viewer_id != file.owner_id or not viewer_id:
            seen = public if public and not viewer_id else bool(await self.seen_held(viewer_id, held))
            if not seen:
                raise NotFound
        return Served(form, public=public)

    @read
    def _found(self, tx: Tx, media_id: str, name: str) -> Found | None:
        file = media.get(tx, media_id)
        form = variants.one(tx, media_id, name) if file is not None and file.status == "ready" else None
        if file is None or form is None:
            return None
        return file, form, access.bounded(attachments.of(tx, [media_id]))

    async def bytes_of(self, served: Served, part: Part, viewer: str) -> bytes | AsyncIterator[bytes]:
        """Give a part of what is served: at once when it is small, else piece by piece."""
        if served.form.bytes <= SMALL:
            return (await self.shelf.whole(served.form))[part.start : part.stop]
        return await self.shelf.stream(served.form, part, viewer)
