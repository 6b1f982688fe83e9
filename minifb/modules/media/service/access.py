"""Who may see a medium: its owner, and whoever may see what holds it. Its owners are asked each time anew."""

import asyncio
from collections.abc import Collection, Sequence

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.media.rules import access as rules
from minifb.modules.media.rules.access import Owner, Seen
from minifb.modules.media.rules.attachments import Attachment
from minifb.modules.media.rules.media import File
from minifb.modules.media.service.purges import PurgeCases
from minifb.modules.media.store import attachments


class AccessCases(PurgeCases):
    """Who may see what."""

    async def seen(self, viewer_id: str, files: Sequence[File]) -> Seen:
        """Give those of these media that a viewer may see; an empty viewer is anybody on the street."""
        own = {file.id for file in files if viewer_id and file.owner_id == viewer_id}
        held = await self._held([file.id for file in files if file.held])
        seen = await self.seen_held(viewer_id, [one for one in held if one.media_id not in own])
        return seen | rules.own_in(own, (one for one in held if one.media_id in own))

    async def seen_held(self, viewer_id: str, held: Sequence[Attachment]) -> Seen:
        """Give those media that something holds which a viewer may see.

        Nothing is taken for granted: where the owner of a post or message cannot be asked, the request fails.
        """
        asked = rules.owners(held)
        if not viewer_id:
            asked = {owner: ids for owner, ids in asked.items() if owner in {"posts", "profiles"}}
        answers = await asyncio.gather(*(self._ask(viewer_id, owner, ids) for owner, ids in asked.items()))
        return rules.seen_in(held, dict(zip(asked, answers, strict=True)))

    async def _ask(self, viewer_id: str, owner: Owner, ids: list[str]) -> set[str]:
        ask = {
            "posts": self.posts.visible_posts,
            "messages": self.messages.shows_media,
            "conversations": self.messages.visible_conversations,
            "profiles": self.users.visible_profiles,
        }[owner]
        return {id for id, visible in (await ask(viewer_id, ids)).items() if visible}

    @read
    def _held(self, tx: Tx, media_ids: Collection[str]) -> list[Attachment]:
        return rules.bounded(attachments.of(tx, media_ids))
