"""Uploads: files come in, become media in one transaction, and are waited for a moment."""

from collections.abc import AsyncIterator, Sequence

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import Refusal, TooLarge
from minifb.modules.media import public
from minifb.modules.media.public import MediaUploaded
from minifb.modules.media.rules import media as rules
from minifb.modules.media.rules.ledger import ALL, QUOTAS, Line, refuse_too_much
from minifb.modules.media.rules.media import Whole
from minifb.modules.media.rules.reasons import refusal_of
from minifb.modules.media.rules.uploads import (
    Arrived,
    Begun,
    Ended,
    FileTooLarge,
    Said,
    Sent,
    Taken,
    nothing_sent,
    too_many,
)
from minifb.modules.media.service.incoming import Arrival
from minifb.modules.media.service.media import MediaCases
from minifb.modules.media.store import ledger, media, variants
from minifb.modules.media.store.blobs import keep_blob

FORM_BYTES = 65_536
"""So much of a form is not its file, at most."""

Outcome = public.Media | Refusal


class UploadCases(MediaCases):
    """What a member uploads, at one go."""

    async def upload(self, actor: Actor, sent: AsyncIterator[Sent], announced: int) -> public.Media:
        """Take one file in; `announced` is how long the client says the whole is, 0 when it does not."""
        if announced > self.settings.largest + FORM_BYTES:
            raise FileTooLarge
        (outcome,) = await self._take_in(actor, sent, announced, alone=True)
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    async def upload_batch(self, actor: Actor, sent: AsyncIterator[Sent], announced: int) -> Sequence[Outcome]:
        """Take several files in; one that is refused does not keep out the others."""
        return await self._take_in(actor, sent, announced, alone=False)

    async def _take_in(self, actor: Actor, sent: AsyncIterator[Sent], announced: int, *, alone: bool) -> list[Outcome]:
        await self._refuse_early(actor.id, announced)
        arrivals: list[Arrival] = []
        try:
            await self._receive(sent, arrivals, alone=alone)
            return await self._keep_all(actor.id, arrivals, alone=alone)
        finally:
            await self.incoming.drop(arrivals)

    async def _refuse_early(self, owner_id: str, announced: int) -> None:
        """Refuse by what is announced, before it comes; what really came is looked at in the transaction."""
        self.incoming.refuse_full(announced)
        if announced > FORM_BYTES:
            await self._look_at_quota(owner_id, announced - FORM_BYTES)

    @read
    def _look_at_quota(self, tx: Tx, owner_id: str, more: int) -> None:
        refuse_too_much(self.settings, self.kept(tx, owner_id), ledger.today(tx, owner_id), more)

    def kept(self, tx: Tx, owner_id: str) -> int:
        """Tell how much a member keeps here, with what is promised to uploads under way."""
        return ledger.lines(tx, owner_id).get(ALL, Line(owner_id, ALL, 0, 0)).bytes

    async def _receive(self, sent: AsyncIterator[Sent], arrivals: list[Arrival], *, alone: bool) -> None:
        """Let files come in, one after the other; the rest of one that is refused is passed over."""
        field, most = ("file", 1) if alone else ("files", self.settings.batch_files)
        alts: list[str] = []
        async for piece in sent:
            if isinstance(piece, Begun):
                if len(arrivals) == most:
                    raise too_many(field, most)
                arrivals.append(self.incoming.begin(self.ids(), piece.declared))
            elif isinstance(piece, Said):
                alts.append(piece.alt)
            elif (arrival := arrivals[-1]).refusal is None:
                try:
                    await (arrival.end() if isinstance(piece, Ended) else arrival.take(piece))
                except Refusal as refusal:
                    arrival.refusal = refusal
                    await arrival.discard()
                    if alone:
                        raise
        if not arrivals:
            raise nothing_sent(field)
        for arrival, alt in zip(arrivals, alts, strict=False):
            arrival.alt = rules.described(alt)

    async def _keep_all(self, owner_id: str, arrivals: Sequence[Arrival], *, alone: bool) -> list[Outcome]:
        """Make media of what came whole, and wait a moment for them."""
        whole = [one for one in arrivals if one.refusal is None]
        came = [one.arrived() for one in whole]
        files = {new.sha256: one.path for new, one in zip(came, whole, strict=True)}
        async with self.vault.keeping(files):
            taken = await self._keep(owner_id, came, alone=alone)
        # What was over the quota is let go, and what a retry with the same Idempotency-Key brought again.
        await self.vault.remove([new.sha256 for new, one in zip(came, taken, strict=True) if one.media_id != new.id])
        shown = iter(await self.outcomes([one.media_id for one in taken if one.media_id]))
        outcomes = iter([next(shown) if one.media_id else QUOTAS[one.code]() for one in taken])
        return [one.refusal or next(outcomes) for one in arrivals]

    @write
    def _keep(self, tx: Tx, owner_id: str, came: list[Arrived], *, alone: bool) -> list[Taken]:
        kept, today, taken = self.kept(tx, owner_id), ledger.today(tx, owner_id), []
        for new in came:
            try:
                refuse_too_much(self.settings, kept, today, new.bytes)
            except TooLarge as refusal:
                if alone:
                    raise
                taken.append(Taken(code=refusal.code))
                continue
            self.keep_new(tx, owner_id, new)
            ledger.count_day(tx, owner_id, new.bytes)
            kept, today = kept + new.bytes, today + new.bytes
            taken.append(Taken(media_id=new.id))
        return taken

    def keep_new(self, tx: Tx, owner_id: str, new: Arrived) -> None:
        """Make a medium of a file that came whole."""
        file = rules.fresh(new.id, owner_id, new.kind, new.type, (new.sha256, new.bytes), tx.now)
        media.add(tx, replace(file, alt=new.alt))
        keep_blob(tx, new.sha256, new.bytes)
        ledger.book(tx, owner_id, new.kind, 1, new.bytes)
        tx.publish(
            MediaUploaded(
                media_id=new.id,
                owner_id=owner_id,
                kind=new.kind,
                bytes=new.bytes,
                created_at=tx.now,
                revision=file.revision,
            )
        )

    # ── what became of it ──

    async def outcomes(self, ids: list[str]) -> list[Outcome]:
        """Show media that just came, pictures when they are ready; what turned out to be none is dropped again."""
        self.waiting.begin(ids)
        try:
            wholes = await self._wholes(ids)
            under_way = [one.file.id for one in wholes if one.file.kind == "image" and one.file.status == "processing"]
            if under_way and self.settings.wait_seconds:
                await self.waiting.until(under_way, self.settings.wait_seconds)
                wholes = await self._wholes(ids)
        finally:
            self.waiting.end(ids)
        found = {one.file.id: one for one in wholes}
        return [await self._outcome(found.get(id)) for id in ids]

    async def _outcome(self, whole: Whole | None) -> Outcome:
        if whole is None:
            return refusal_of(None)  # it was deleted meanwhile
        if whole.file.status != "failed" or whole.file.kind != "image":
            return rules.own(whole, self.settings.cdn_url)
        await self._withdraw(whole.file.id)
        return refusal_of(whole.file.reason)

    @read
    def _wholes(self, tx: Tx, ids: list[str]) -> list[Whole]:
        return variants.wholes(tx, media.find(tx, ids))

    @write
    def _withdraw(self, tx: Tx, id: str) -> None:
        if (file := media.get(tx, id)) is not None:
            self.drop_media(tx, file)
