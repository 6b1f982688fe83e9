"""Media: what became of what posts and drafts hold, as media tells it."""

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.shapes import Attached
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import drafts, media, posts
from minifb.modules.posts.store.visibility import seen


class MediaCases(Ground):
    """What is kept about media."""

    @read
    def holding(self, tx: Tx, media_ids: list[str]) -> list[str]:
        """Tell which of these media a post or a draft holds."""
        return media.holding(tx, media_ids)

    # ── inside the transaction of a consumer ──

    def keep_media(self, tx: Tx, shown: Attached, told: int) -> None:
        """Show a medium as media does now, wherever it is held."""
        if media.keep(tx, shown.id, shown, told):
            media.redraw(tx, media.holders(tx, shown.id))

    def fail_media(self, tx: Tx, media_id: str, told: int) -> None:
        """Show that a medium could not be made fit to be shown."""
        kept = media.copy(tx, media_id)
        if kept:
            self.keep_media(tx, replace(kept, status="failed", variants=[]), told)

    def drop_media(self, tx: Tx, media_id: str) -> None:
        """Show a medium no more; what has it no longer says so."""
        holders = media.holders(tx, media_id)
        if not holders:
            return
        media.drop(tx, media_id)
        told = seen(tx, "", holders)
        for content in posts.contents(tx, holders):
            after = replace(content, media=[piece for piece in content.media if piece.id != media_id])
            if after != content:
                post = told[content.id]
                media.save(tx, content.id, after.media)
                if post.state == "live":
                    self.tell_updated(tx, replace(after, audience_kind=post.audience_kind), post.revision + 1)
        for draft in (drafts.by_id(tx, holder) for holder in holders):
            if draft:
                left = [one for one in draft.content.media_ids if one != media_id]
                drafts.save_draft(tx, replace(draft, content=replace(draft.content, media_ids=left)))
