"""Resumable uploads: begun, gone on with after whatever broke off, and at the end a medium of the same id."""

import asyncio
from collections.abc import AsyncIterator

import msgspec

from minifb.kernel.clock import HOUR
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import NotFound, Refusal
from minifb.modules.media.rules.ledger import UNDER_WAY, refuse_too_much
from minifb.modules.media.rules.resumable import Announced, NotThere, TooManyUploads, Upload
from minifb.modules.media.rules.types import HEAD_BYTES
from minifb.modules.media.rules.uploads import Arrived, FileTooLarge, judge
from minifb.modules.media.service.films import film_here
from minifb.modules.media.service.parts import Writing, digest_of, head_of, length_of
from minifb.modules.media.service.uploads import UploadCases
from minifb.modules.media.store import ledger, media, resumable

EXPIRE = "media.uploads.expire"
SOME = 100


class Expire(msgspec.Struct, frozen=True):
    """One look at uploads that nobody goes on with."""


class ResumableCases(UploadCases):
    """What a member uploads in parts."""

    async def begin_upload(self, actor: Actor, announced: Announced) -> Upload:
        """Promise room for a file; its parts follow."""
        if announced.length > self.settings.largest:
            raise FileTooLarge
        self.incoming.refuse_full(announced.length)
        return await self._begin_upload(actor, announced)

    @write
    def _begin_upload(self, tx: Tx, actor: Actor, announced: Announced) -> Upload:
        if resumable.count_open(tx, actor.id) >= self.settings.uploads_open_max:
            raise TooManyUploads(retry_after=60)
        today = ledger.today(tx, actor.id)
        refuse_too_much(self.settings, self.kept(tx, actor.id), today, announced.length)
        upload = Upload(
            id=tx.new_id(),
            owner_id=actor.id,
            length=announced.length,
            position=0,
            type=announced.declared or None,
            alt=announced.alt,
            done=False,
            created_at=tx.now,
            expires_at=self._expiry(tx),
        )
        resumable.add(tx, upload)
        ledger.book(tx, actor.id, UNDER_WAY, 1, upload.length)
        ledger.count_day(tx, actor.id, upload.length)
        return upload

    def _expiry(self, tx: Tx) -> int:
        return tx.now + self.settings.resume_hours * HOUR

    async def upload_standing(self, actor: Actor, id: str) -> Upload:
        """Tell how far an upload is. Who asks wants to go on: a connection that still sends is cut off."""
        async with self.turns.taken(id):
            return await self._how_far(actor, id)

    async def _how_far(self, actor: Actor, id: str) -> Upload:
        """Find one's upload; bytes that the disk has lost are to be sent again."""
        upload = await self._standing(actor, id)
        there = await asyncio.to_thread(length_of, self.incoming.path(id))
        if upload.done or there >= upload.position:
            return upload
        await self._reach(id, there)
        return msgspec.structs.replace(upload, position=there)

    @read
    def _standing(self, tx: Tx, actor: Actor, id: str) -> Upload:
        return self._own_upload(tx, actor, id)

    def _own_upload(self, tx: Tx, actor: Actor, id: str) -> Upload:
        upload = resumable.find(tx, id)
        if upload is None or upload.owner_id != actor.id or upload.expires_at <= tx.now:
            raise NotFound
        return upload

    async def append(self, actor: Actor, id: str, offset: int, body: AsyncIterator[bytes]) -> Upload:
        """Take the next part of a file; with the last one it becomes a medium, as any other upload."""
        async with self.turns.taken(id):
            upload = await self._how_far(actor, id)
            if offset != upload.position:
                raise NotThere
            if upload.done:
                return upload
            self.incoming.refuse_full(upload.length - upload.position)
            writing = Writing(self.incoming.path(id), upload.position, upload.length)
            try:
                await self._take_parts(upload, writing, body)
            finally:
                try:
                    await self._keep_parts(upload, writing)
                finally:
                    await writing.close()
            return await (self._complete(upload) if writing.complete else self._standing(actor, id))

    async def _take_parts(self, upload: Upload, writing: Writing, body: AsyncIterator[bytes]) -> None:
        head = bytearray()
        while (piece := await self.turns.next(upload.id, body)) is not None:
            if upload.position == 0 and len(head) < HEAD_BYTES <= len(head) + len(piece):
                try:
                    await self._judge(upload, bytes(head + piece[:HEAD_BYTES]))
                except Refusal:
                    writing.give_up()
                    raise
            if len(head) < HEAD_BYTES:
                head += piece
            await writing.take(piece)
            if writing.due and not writing.complete:
                await self._reach(upload.id, await writing.make_sure())

    async def _keep_parts(self, upload: Upload, writing: Writing) -> None:
        """Keep what came, however it ended; that all is there is kept only together with the medium."""
        position = await writing.make_sure()
        if upload.position < position < upload.length:
            await self._reach(upload.id, position)

    @write
    def _reach(self, tx: Tx, id: str, position: int) -> None:
        resumable.reach(tx, id, position, self._expiry(tx))

    async def _judge(self, upload: Upload, head: bytes) -> Arrived:
        """Tell what a file is by its beginning; one that is not taken ends the upload."""
        try:
            found = judge(head, upload.type or "", self.settings, film_here=film_here())
            if upload.length > self.settings.bytes_max(found.kind):
                raise FileTooLarge
        except Refusal:
            await self._drop_upload(upload)
            raise
        return Arrived(upload.id, found.kind, found.type, "", upload.length, upload.alt)

    async def _complete(self, upload: Upload) -> Upload:
        path = self.incoming.path(upload.id)
        new = await self._judge(upload, await asyncio.to_thread(head_of, path))
        new = msgspec.structs.replace(new, sha256=await asyncio.to_thread(digest_of, path))
        async with self.vault.keeping({new.sha256: path}):
            done = await self._become(upload, new)
        await asyncio.to_thread(path.unlink, missing_ok=True)
        (outcome,) = await self.outcomes([upload.id])
        if isinstance(outcome, Refusal):
            await self._forget_upload(upload.id)
            raise outcome
        return done

    @write
    def _become(self, tx: Tx, upload: Upload, new: Arrived) -> Upload:
        """Turn an upload into a medium; its promise is now a real entry in the ledger."""
        if resumable.find(tx, upload.id) is None:
            raise NotFound  # its owner was erased meanwhile
        done = msgspec.structs.replace(upload, position=upload.length, done=True, expires_at=self._expiry(tx))
        ledger.book(tx, upload.owner_id, UNDER_WAY, -1, -upload.length)
        self.keep_new(tx, upload.owner_id, new)
        resumable.reach(tx, upload.id, done.position, done.expires_at, done=True)
        return done

    # ── ending ──

    async def end_upload(self, actor: Actor, id: str) -> None:
        """End an upload; a medium that became of it and that nothing holds goes too."""
        async with self.turns.taken(id):
            upload = await self._standing(actor, id)
            await self._drop_upload(upload)

    async def _drop_upload(self, upload: Upload) -> None:
        await self._forget_upload(upload.id)
        await asyncio.to_thread(self.incoming.path(upload.id).unlink, missing_ok=True)

    @write
    def _forget_upload(self, tx: Tx, id: str) -> None:
        if (upload := resumable.find(tx, id)) is None:
            return
        self.forget_upload(tx, upload)
        file = media.get(tx, id) if upload.done else None
        if file is not None and not file.held:
            self.drop_media(tx, file)

    def forget_upload(self, tx: Tx, upload: Upload) -> None:
        """Drop an upload's row, and with it the promise of room."""
        resumable.drop(tx, upload.id)
        if not upload.done:
            ledger.book(tx, upload.owner_id, UNDER_WAY, -1, -upload.length)

    async def expire_uploads(self, _expire: Expire) -> None:
        """Drop uploads that nobody went on with, and bytes of which no upload is known any more."""
        while await self._expire_some():
            pass
        await self.incoming.sweep()

    @write
    def _expire_some(self, tx: Tx) -> int:
        gone = resumable.expired(tx, SOME)
        for upload in gone:
            self.forget_upload(tx, upload)
        ledger.forget_days(tx)
        return len(gone)
