"""Live: a member who is there sees at once what they are told, how much waits, and what was taken back."""

from typing import Any

from minifb.kernel.refusals import Refusal
from minifb.modules.notifications.service.frames import News
from minifb.modules.notifications.service.telling import TellingCases


class LiveCases(TellingCases):
    """What goes to open sockets."""

    async def show_news(self) -> None:
        """Show what happens as long as the server runs; what cannot be asked about now is left to the list."""
        while True:
            news = await self.frames.next()
            try:
                await self._show(news)
            except Refusal:
                continue

    async def _show(self, news: News) -> None:
        count = await self.badge(news.user_id)
        if not news.created:
            self.show(news.user_id, "notification.withdrawn", {"ids": news.ids, "unreadCount": count})
            return
        for notification in (await self.render(news.user_id, news.ids)).values():
            shown = {"notification": notification, "unreadCount": count}
            self.show(news.user_id, "notification.created", shown)

    async def show_read(self, user_id: str) -> None:
        """Tell a member's devices how much waits now that something was read."""
        if self.live.present(user_id):
            self.show(user_id, "notification.read", {"unreadCount": await self.badge(user_id)})

    def show(self, user_id: str, kind: str, data: dict[str, Any]) -> None:
        """Send a frame to a member's sockets."""
        self.live.tell([user_id], {"type": kind, "data": data})
