"""What the use cases of notifications stand on: what app.py hands in, and how a notification is shown."""

from collections.abc import Mapping, Sequence

from minifb.kernel.clock import Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.live import Live
from minifb.kernel.http.outbound import Outbound
from minifb.kernel.http.shapes import Card
from minifb.kernel.settings import Server, Settings
from minifb.modules.auth.public import AuthQuestions
from minifb.modules.messages.public import MessagesQuestions
from minifb.modules.notifications.backends.push import Pusher
from minifb.modules.notifications.backends.push.web import WebPusher
from minifb.modules.notifications.public import Notification
from minifb.modules.notifications.rules import notifications as rules
from minifb.modules.notifications.rules.notifications import Row
from minifb.modules.notifications.rules.settings import NotificationsSettings
from minifb.modules.notifications.service.frames import Frames
from minifb.modules.notifications.service.postbox import Postbox
from minifb.modules.notifications.store import notifications
from minifb.modules.notifications.tables import PEOPLE
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.users.public import UsersQuestions

Shown = tuple[dict[str, Card], set[str]]


class Ground:
    """The ground of notifications' use cases."""

    def __init__(
        self,
        *,
        db: Database,
        outbox: Outbox,
        settings: NotificationsSettings,
        cursors: Cursors,
        live: Live,
        house: Settings,
        server: Server,
        keys: Keys,
        clock: Clock,
        auth: AuthQuestions,
        outbound: Outbound,
        users: UsersQuestions,
        posts: PostsQuestions,
        messages: MessagesQuestions,
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.settings = settings
        self.cursors = cursors
        self.live = live
        self.frames = Frames(live)
        outbox.listen(self.frames.hear)
        self.server = server
        self.keys = keys
        self.clock = clock
        self.auth = auth
        self.postbox = Postbox(settings, house, clock)
        self.users = users
        self.posts = posts
        self.messages = messages
        self.public_url = server.public_url.rstrip("/")
        contact = settings.push_contact or (self.public_url if self.public_url.startswith("https:") else "")
        self.pusher: Pusher = WebPusher(outbound, keys, clock, hosts=settings.push_hosts, contact=contact)

    async def stop(self) -> None:
        """Give back what is held open."""
        await self.postbox.close()

    # ── showing ──

    async def render(self, user_id: str, ids: Sequence[str]) -> dict[str, Notification]:
        """Draw notifications of a member as they may be shown now; one that may not any more is absent."""
        rows = await self._rows(user_id, list(ids))
        return {one.id: one for one in await self.draw(user_id, rows)}

    @read
    def _rows(self, tx: Tx, user_id: str, ids: list[str]) -> list[Row]:
        return [row for row in notifications.find(tx, ids) if row.user_id == user_id]

    async def draw(
        self, user_id: str, rows: Sequence[Row], said: Mapping[str, str] | None = None
    ) -> list[Notification]:
        """Draw rows of a member, in their order; what its owner may not see any more, or who did it, is left out."""
        said = await self.said(user_id, rows) if said is None else said
        shown = [row for row in rows if (about := rules.about(row)) is None or about in said]
        cards, seen = await self._people(user_id, {one for row in shown for one in row.actor_ids})
        drawn = (rules.drawn(row, cards, seen, said.get(rules.about(row) or "")) for row in shown)
        return [one for one in drawn if one is not None]

    async def said(self, user_id: str, rows: Sequence[Row]) -> dict[str, str]:
        """Ask what the posts, comments and messages say that rows are about, as far as their owner may read them now.

        Asked each time anew, for all rows together.
        """
        said: dict[str, str] = {}
        if wanted := sorted({one for row in rows if (one := rules.excerpted(row))}):
            said |= await self.posts.excerpts(user_id, wanted)
        if quoted := sorted({one for row in rows if (one := rules.quoted(row))}):
            said |= await self.messages.texts(user_id, quoted)
        return said

    @read
    def _people(self, tx: Tx, user_id: str, ids: set[str]) -> Shown:
        return PEOPLE.cards(tx, ids), PEOPLE.shown(tx, user_id, ids)
