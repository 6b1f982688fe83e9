"""Media: what became of what messages and groups hold, as media tells it."""

from msgspec.structs import replace

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.shapes import Attached
from minifb.kernel.jobs import schedule
from minifb.modules.messages.public import Message
from minifb.modules.messages.rules.conversations import Told
from minifb.modules.messages.rules.media import Pictured
from minifb.modules.messages.service.showing import Showing
from minifb.modules.messages.store import conversations, media, messages

PICTURED = "messages.pictured"


class MediaCases(Showing):
    """What is kept about media."""

    # ── what others ask ──

    @read
    def holding(self, tx: Tx, media_ids: list[str]) -> list[str]:
        """Tell which of these media a message or a group holds."""
        return media.holding(tx, media_ids)

    @read
    def visible_conversations(self, tx: Tx, viewer_id: str, conversation_ids: list[str]) -> dict[str, bool]:
        """Tell which of these conversations this viewer takes part in; who has not accepted one does not yet."""
        seats = self.seats(tx, viewer_id, conversation_ids)
        return {one: one in seats and seats[one].state == "in" for one in conversation_ids}

    @read
    def shows_media(self, tx: Tx, viewer_id: str, message_ids: list[str]) -> dict[str, bool]:
        """Tell which of these messages show this viewer their media: those they may read, but requests."""
        found = self.readable(tx, viewer_id, message_ids)
        shown = {one for one, (line, seat) in found.items() if line.said and not seat.veiled}
        return {one: one in shown for one in message_ids}

    # ── inside the transaction of a consumer ──

    def keep_media(self, tx: Tx, shown: Attached, told: int) -> None:
        """Show a medium as media does now, wherever it is held."""
        if media.keep(tx, shown.id, shown, told):
            self._show_anew(tx, media.holders(tx, shown.id))

    def fail_media(self, tx: Tx, media_id: str, told: int) -> None:
        """Show that a medium could not be made fit to be shown."""
        kept = media.copy(tx, media_id)
        if kept:
            self.keep_media(tx, replace(kept, status="failed", variants=[]), told)

    def drop_media(self, tx: Tx, media_id: str) -> None:
        """Show a medium no more; a message keeps its place, also when nothing else was in it."""
        holders = media.holders(tx, media_id)
        if holders:
            media.drop(tx, media_id)
            self._show_anew(tx, holders, without=media_id)

    def _show_anew(self, tx: Tx, holders: list[str], without: str = "") -> None:
        """Count it as a change of each conversation, and tell the sockets."""
        for line in messages.lines(tx, holders).values():
            left = [one for one in line.media_ids if one != without]
            media.show(tx, line.id, left, self.touch(tx, line.conversation_id))
        for conversation_id, picture_id in media.groups(tx, holders).items():
            self.touch(tx, conversation_id)
            if picture_id == without:
                media.set_picture(tx, conversation_id, None)
        for holder_id in holders:
            schedule(tx, PICTURED, holder_id, tx.now, Pictured(holder_id))

    # ── after it is durable ──

    async def tell_pictured(self, pictured: Pictured) -> None:
        """Show a message or a group anew to those of its members who have a socket open."""
        message, told, members = await self._pictured(pictured.holder_id)
        if message and told:
            await self.tell_changed(message.sender.id if message.sender else "", message, told, "edited")
        await self.announce(pictured.holder_id, members)

    @read
    def _pictured(self, tx: Tx, holder_id: str) -> tuple[Message | None, Told | None, list[str]]:
        line = messages.lines(tx, [holder_id]).get(holder_id)
        if line is None:
            return None, None, [place.member_id for place in self.participants(tx, holder_id)]
        seat = conversations.seat(tx, line.sender_id, line.conversation_id)
        return (self.drawn(tx, seat, line), self.audience(tx, seat), []) if seat else (None, None, [])
