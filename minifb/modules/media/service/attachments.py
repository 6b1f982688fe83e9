"""Attachments: what holds media, as its owners tell; and the end of what nothing holds."""

import asyncio

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.jobs import schedule
from minifb.modules.media.public import AttachmentAdded, MediaDeleted, MediaFailed
from minifb.modules.media.rules.access import FACES
from minifb.modules.media.rules.attachments import SWEPT_AT_ONCE, Attachment, Withdrawn, overdue
from minifb.modules.media.rules.media import File
from minifb.modules.media.service.media import MediaCases
from minifb.modules.media.store import attachments, media

SWEEP = "media.sweep"
WITHDRAW = "media.withdraw"


class AttachmentCases(MediaCases):
    """What is kept about what holds media."""

    # ── inside the transaction of a consumer ──

    def attach(self, tx: Tx, event: AttachmentAdded) -> None:
        """Note that something holds a medium; only its owner can have put it there.

        Who held it on what was known a moment ago is told what became of it since.
        """
        file = media.get(tx, event.media_id)
        if file is None:
            if buried := attachments.buried(tx, event.media_id):
                owner_id, revision = buried
                tx.publish(MediaDeleted(media_id=event.media_id, owner_id=owner_id, revision=revision))
            return
        if file.owner_id != event.owner_id:
            return
        held = Attachment(event.media_id, event.ref, event.public)
        if attachments.keep(tx, held, active=True, told=event.revision):
            file = self._hold_anew(tx, file)
        if not event.ready:
            self._tell_again(tx, file)

    def detach(self, tx: Tx, media_id: str, ref: str, told: int) -> None:
        """Note that something no longer holds a medium."""
        file = media.get(tx, media_id)
        ended = Attachment(media_id, ref, public=False)
        if file and attachments.keep(tx, ended, active=False, told=told):
            if ended.holder in FACES:
                self.purge_later(tx, file)  # its small squares were for everybody
            self._hold_anew(tx, file)

    def _hold_anew(self, tx: Tx, file: File) -> File:
        """Keep by how much a medium is held now, and whether somebody on the street may see it."""
        holders = attachments.of(tx, [file.id])
        public = any(one.public for one in holders)
        since = 0 if holders else file.unheld_since or tx.now
        after = replace(file, held=len(holders), unheld_since=since, public=public)
        if after == file:
            return file
        attachments.hold(tx, after)
        if public is file.public:
            return after
        if file.public:
            self.purge_later(tx, file)
        return self.change(tx, after) if self.settings.cdn_url else after  # its addresses are others now

    def _tell_again(self, tx: Tx, file: File) -> None:
        if file.status == "ready":
            self.tell_ready(tx, file)
        elif file.status == "failed":
            reason = file.reason or ""
            tx.publish(MediaFailed(media_id=file.id, owner_id=file.owner_id, reason=reason, revision=file.revision))

    # ── whom nobody sees ──

    def withdraw(self, tx: Tx, member_id: str) -> None:
        """Have the CDN forget the public media of a member who is seen no more; nobody is shown them here anyway."""
        if self.settings.purge_url:
            schedule(tx, WITHDRAW, member_id, tx.now, Withdrawn(member_id))

    @write
    def withdraw_some(self, tx: Tx, due: Withdrawn) -> None:
        """Tell it of some of them, and go on later where there are more."""
        ids = attachments.public_of(tx, due.member_id, due.after, SWEPT_AT_ONCE)
        for file in media.find(tx, ids):
            self.purge_later(tx, file)
        if len(ids) == SWEPT_AT_ONCE:
            schedule(tx, WITHDRAW, due.member_id, tx.now, Withdrawn(due.member_id, ids[-1]))

    # ── the end of what nothing holds ──

    async def sweep(self) -> int:
        """Delete what nothing has held for a day, when those who could hold it say so too; tell how many."""
        swept = 0
        while ids := await self._unheld():
            holding = await asyncio.gather(self.posts.holding(ids), self.messages.holding(ids), self.users.holding(ids))
            swept += await self._sweep(ids, {one for some in holding for one in some})
        return swept

    @read
    def _unheld(self, tx: Tx) -> list[str]:
        return attachments.unheld(tx, overdue(tx.now, self.settings.unheld_hours), SWEPT_AT_ONCE)

    @write
    def _sweep(self, tx: Tx, ids: list[str], spared: set[str]) -> int:
        attachments.spare(tx, spared)
        still = attachments.still_unheld(tx, ids, overdue(tx.now, self.settings.unheld_hours))
        for file in media.find(tx, still):
            self.drop_media(tx, file)
        return len(still)
