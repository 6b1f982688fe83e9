"""Media: shown, described, listed, deleted; and what becomes of one in the transactions of others."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached, MediaKind, Page
from minifb.kernel.refusals import NotFound
from minifb.modules.media import public
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed
from minifb.modules.media.rules import media as rules
from minifb.modules.media.rules.access import Seen
from minifb.modules.media.rules.media import Detail, File, Form, Whole
from minifb.modules.media.service.access import AccessCases
from minifb.modules.media.store import attachments, ledger, media, variants
from minifb.modules.media.store.blobs import drop_blob, keep_blob

LOOKS_MAX = 5
"""Pages that are looked through for one page of what a viewer may see."""


class MediaCases(AccessCases):
    """What members do with what they uploaded."""

    # ── asked by others ──

    @read
    def owned_by(self, tx: Tx, owner_id: str, media_ids: list[str]) -> dict[str, Attached]:
        """Give those of these media that belong to a member and may be attached; the rest are absent."""
        own = [file for file in media.find(tx, media_ids) if file.owner_id == owner_id and file.status != "failed"]
        return self._shown(tx, own)

    @read
    def attached(self, tx: Tx, media_ids: list[str]) -> dict[str, Attached]:
        """Give these media as they are shown; who may see them was decided by whoever asks."""
        return self._shown(tx, media.find(tx, media_ids))

    def _shown(self, tx: Tx, files: Sequence[File]) -> dict[str, Attached]:
        return {whole.file.id: self.shown(whole) for whole in variants.wholes(tx, files)}

    def shown(self, whole: Whole) -> Attached:
        """Draw a medium as it is in a post or message."""
        return rules.shown(whole, self.settings.cdn_url)

    # ── asked by members ──

    async def medium(self, actor: Actor, id: str) -> public.Media:
        """Show a medium to its owner, or to whoever may see what holds it."""
        whole = await self._whole(id)
        seen = await self.seen(actor.id, [whole.file]) if whole else {}
        if whole is None or id not in seen:
            raise NotFound
        return rules.own(whole, self.settings.cdn_url, seen[id])

    @read
    def _whole(self, tx: Tx, id: str) -> Whole | None:
        found = variants.wholes(tx, media.find(tx, [id]))
        return found[0] if found else None

    async def of_member(self, actor: Actor, user_id: str, limit: int, cursor: str | None) -> Page[public.Media]:
        """List a member's media, the newest first: one's own, or those of another that one may see."""
        query = f"media of {user_id}"
        after = self.cursors.after(actor.id, query, cursor)
        found: list[Whole] = []
        posts: Seen = {}
        for _ in range(LOOKS_MAX):
            page = await self._of_owner(user_id, after, limit + 1, ready=actor.id != user_id)
            seen = await self.seen(actor.id, [whole.file for whole in page])
            found += [whole for whole in page if whole.file.id in seen]
            posts |= seen
            if len(page) <= limit:
                after = []
                break
            after = page[-1].file.place
            if len(found) > limit:
                break
        if len(found) > limit:
            after = found[limit - 1].file.place
        items = [rules.own(whole, self.settings.cdn_url, posts[whole.file.id]) for whole in found[:limit]]
        return Page(items=items, next=self.cursors.encode(actor.id, query, after) if after else None)

    @read
    def _of_owner(self, tx: Tx, owner_id: str, after: list[Any], limit: int, *, ready: bool) -> list[Whole]:
        return variants.wholes(tx, media.of_owner(tx, owner_id, after, limit, ready=ready))

    async def describe(self, actor: Actor, id: str, said: rules.Description) -> public.Media:
        """Say what one's own medium shows, for who cannot see it."""
        return rules.own(await self._describe(actor, id, rules.described(said.alt)), self.settings.cdn_url)

    @write
    def _describe(self, tx: Tx, actor: Actor, id: str, alt: str | None) -> Whole:
        file = self._own(tx, actor, id)
        return variants.wholes(tx, [file if file.alt == alt else self.change(tx, file, alt=alt)])[0]

    @write_settled
    def delete(self, tx: Tx, actor: Actor, id: str) -> None:
        """Delete one's own medium, with everything made from it, wherever it is shown."""
        self.drop_media(tx, self._own(tx, actor, id))

    def _own(self, tx: Tx, actor: Actor, id: str) -> File:
        file = media.get(tx, id)
        if file is None or file.owner_id != actor.id:
            raise NotFound
        return file

    # ── within the transactions of others ──

    def change(self, tx: Tx, file: File, **changes: Any) -> File:
        """Keep what changed about a medium, and tell it anew if it is shown."""
        changed = replace(file, revision=file.revision + 1, **changes)
        media.save(tx, changed)
        if changed.status == "ready":
            self.tell_ready(tx, changed)
        return changed

    def tell_ready(self, tx: Tx, file: File) -> None:
        """Tell how a medium is shown."""
        whole = variants.wholes(tx, [file])[0]
        tx.publish(
            MediaProcessed(
                media_id=file.id,
                owner_id=file.owner_id,
                kind=file.kind,
                width=whole.detail.width,
                height=whole.detail.height,
                placeholder=whole.detail.placeholder,
                shown=self.shown(whole),
                revision=file.revision,
            )
        )

    def keep_variants(
        self, tx: Tx, file: File, detail: Detail, forms: Sequence[Form], *, kind: MediaKind | None = None
    ) -> File:
        """Take what was made of a medium: it is ready. What came is let go, unless originals are kept."""
        for form in forms:
            keep_blob(tx, form.blob, form.bytes)
        for form in variants.drop(tx, file.id):
            drop_blob(tx, form.blob)
        variants.note(tx, detail)
        variants.add(tx, forms)
        keep = self.settings.keep_originals and file.source is not None
        if file.source is not None and not keep:
            drop_blob(tx, file.source)
        kept = rules.kept_bytes(file, forms, source=keep)
        ledger.book(tx, file.owner_id, file.kind, -1, -file.kept)
        ledger.book(tx, file.owner_id, kind or file.kind, 1, kept)
        return self.change(
            tx,
            file,
            kind=kind or file.kind,
            status="ready",
            kept=kept,
            source=file.source if keep else None,
            progress=None,
            reason=None,
            due_at=None,
        )

    def fail(self, tx: Tx, file: File, reason: str) -> File:
        """Take it that a medium cannot be made fit to be shown; what came is let go."""
        if file.source is not None:
            drop_blob(tx, file.source)
        ledger.book(tx, file.owner_id, file.kind, 0, -file.kept)
        failed = self.change(tx, file, status="failed", kept=0, source=None, progress=None, reason=reason, due_at=None)
        tx.publish(MediaFailed(media_id=file.id, owner_id=file.owner_id, reason=reason, revision=failed.revision))
        return failed

    def drop_media(self, tx: Tx, file: File) -> None:
        """Delete a medium with everything made from it; its row stays as a tombstone."""
        self.purge_later(tx, file)
        for form in variants.drop(tx, file.id):
            drop_blob(tx, form.blob)
        if file.source is not None:
            drop_blob(tx, file.source)
        ledger.book(tx, file.owner_id, file.kind, -1, -file.kept)
        attachments.forget(tx, file.id)
        gone = self.change(
            tx, file, status="deleted", kept=0, source=None, alt=None, progress=None, due_at=None, public=False
        )
        tx.publish(MediaDeleted(media_id=file.id, owner_id=file.owner_id, revision=gone.revision))
