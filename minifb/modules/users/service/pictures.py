"""Pictures: which media members show, and what became of it."""

from collections.abc import Iterable

from msgspec import UnsetType
from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Attached
from minifb.kernel.ids import is_id
from minifb.modules.media.public import AttachmentAdded, AttachmentRemoved
from minifb.modules.users.rules.members import Member
from minifb.modules.users.rules.pictures import PLACES, drawn
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import pictures


class PictureCases(Ground):
    """What members look like."""

    # ── what others ask ──

    @read
    def holding(self, tx: Tx, media_ids: list[str]) -> list[str]:
        """Tell which of these media are somebody's picture or cover."""
        return pictures.holding(tx, media_ids)

    @read
    def visible_profiles(self, tx: Tx, viewer_id: str, user_ids: list[str]) -> dict[str, bool]:
        """Tell which of these members this viewer may see; who is not signed in sees nobody's profile."""
        seen = pictures.seen(tx, viewer_id, user_ids) if viewer_id else set[str]()
        return {one: one in seen for one in user_ids}

    # ── what is held ──

    async def find_media(self, actor: Actor, asked: Iterable[str | UnsetType | None]) -> dict[str, Attached]:
        """Ask which of these media are the member's own; for none nobody is asked."""
        ids = sorted({one for one in asked if isinstance(one, str) and is_id(one)})
        return await self.media.owned_by(actor.id, ids) if ids else {}

    def tell_held(self, tx: Tx, before: Member, after: Member, found: dict[str, Attached]) -> None:
        """Tell media what a profile shows now that it did not show before, and the other way round.

        Nobody on the street sees a profile; the square of a picture is for everybody, as media knows.
        """
        for place in PLACES:
            old, new = getattr(before, f"{place}_id"), getattr(after, f"{place}_id")
            if old == new:
                continue
            ref, revision = f"{place}:{after.id}", after.revision
            if old:
                tx.publish(AttachmentRemoved(media_id=old, ref=ref, owner_id=after.id, revision=revision))
            if new:
                ready = found[new].status != "processing"
                tx.publish(AttachmentAdded(media_id=new, ref=ref, owner_id=after.id, ready=ready, revision=revision))

    # ── inside the transaction of a consumer ──

    def keep_media(self, tx: Tx, shown: Attached) -> None:
        """Show a picture as media does now."""
        for before in pictures.showing(tx, shown.id):
            new = {place: drawn(place, shown) for place in PLACES if getattr(before, f"{place}_id") == shown.id}
            after = replace(before, **new)
            if after != before:
                self.keep(tx, before, after)

    def drop_media(self, tx: Tx, media_id: str) -> None:
        """Show a picture no more that is gone, or cannot be shown."""
        for before in pictures.showing(tx, media_id):
            gone = [place for place in PLACES if getattr(before, f"{place}_id") == media_id]
            after = self.keep(
                tx, before, replace(before, **{f"{place}{end}": None for place in gone for end in ("", "_id")})
            )
            self.tell_held(tx, before, after, {})
