"""What other modules keep copies of, for those that appear later or have lost something."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.posts.public import KnownComment, KnownPost
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import copies

PAGE_MAX = 500


class CopyCases(Ground):
    """All that events told of posts and comments, as it is now."""

    @read
    def known_posts(self, tx: Tx, after: str, limit: int) -> list[KnownPost]:
        """Give posts in the order of their ids, gone ones too, as events would tell them now; at the end none."""
        return copies.known_posts(tx, after, min(limit, PAGE_MAX))

    @read
    def known_comments(self, tx: Tx, after: str, limit: int) -> list[KnownComment]:
        """Give comments in the order of their ids, gone ones too, as events would tell them now; at the end none."""
        return copies.known_comments(tx, after, min(limit, PAGE_MAX))
