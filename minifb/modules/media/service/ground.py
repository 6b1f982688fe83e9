"""What the use cases of media stand on: what app.py hands in, and where the bytes are."""

from minifb.kernel.clock import Clock
from minifb.kernel.data.tx import Database
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.live import Live
from minifb.kernel.http.outbound import Outbound
from minifb.kernel.ids import Ids
from minifb.kernel.ops.failures import Failures
from minifb.kernel.settings import Server, Settings
from minifb.modules.media.rules.settings import MediaSettings
from minifb.modules.media.service.broom import Broom
from minifb.modules.media.service.frames import Frames
from minifb.modules.media.service.incoming import Incoming
from minifb.modules.media.service.lanes import Lanes
from minifb.modules.media.service.parts import Turns
from minifb.modules.media.service.shelf import MEMORY_BYTES, Shelf
from minifb.modules.media.service.vault import Vault, storage_of
from minifb.modules.media.service.waiting import Waiting
from minifb.modules.media.service.workshop import Workshop
from minifb.modules.messages.public import MessagesQuestions
from minifb.modules.posts.public import PostsQuestions
from minifb.modules.users.public import UsersQuestions


class Ground:
    """The ground of media's use cases."""

    def __init__(
        self,
        *,
        db: Database,
        outbox: Outbox,
        settings: MediaSettings,
        cursors: Cursors,
        live: Live,
        house: Settings,
        server: Server,
        clock: Clock,
        ids: Ids,
        outbound: Outbound,
        failures: Failures,
        users: UsersQuestions,
        posts: PostsQuestions,
        messages: MessagesQuestions,
    ) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.outbox = outbox
        self.settings = settings
        self.cursors = cursors
        self.live = live
        self.server = server
        self.clock = clock
        self.ids = ids
        self.outbound = outbound
        self.users = users
        self.posts = posts
        self.messages = messages
        self.folder = (house.data_dir / "media").absolute()  # workers stand elsewhere
        self.storage = storage_of(settings, self.folder, clock)
        self.vault = Vault(self.storage, db)
        self.broom = Broom(outbox)
        self.shelf = Shelf(self.storage, failures, bytes_max=MEMORY_BYTES if house.cache else 0)
        self.frames = Frames(live)
        outbox.listen(self.frames.hear)
        self.workshop = Workshop()
        self.lanes = Lanes(clock, self.workshop)
        outbox.listen(self.lanes.hear)
        self.incoming = Incoming(self.folder / "incoming", settings, db)
        self.waiting = Waiting(outbox)
        self.turns = Turns()

    async def start(self) -> None:
        """Make ready what is needed before anybody is served."""
        await self.incoming.open()

    async def stop(self) -> None:
        """Give back what is held open."""
        await self.storage.close()
