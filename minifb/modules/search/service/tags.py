"""Tags: which public posts use them, and who takes part."""

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.tags import Tagged
from minifb.modules.search.rules.trending import LONGEST
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import tags
from minifb.modules.search.tables import PEOPLE


class TagCases(Ground):
    """What is kept of tags."""

    def keep_tags(self, tx: Tx, post: Tagged) -> None:
        """Keep which tags a post uses now, as far as they are said to everybody."""
        tags.keep(tx, post)
        self.note_active(tx, post.author_id, post.at)

    def keep_answer(self, tx: Tx, post_id: str, member_id: str, act_id: str, at: Instant) -> None:
        """Keep that a member commented on a post or reacted to it; `act_id` is the comment, or the post itself."""
        if not PEOPLE.gone_among(tx, [member_id]):
            tags.keep_answer(tx, post_id, member_id, act_id, at, tx.now - LONGEST)
            self.note_active(tx, member_id, at)

    def drop_answer(self, tx: Tx, post_id: str, member_id: str, act_id: str) -> None:
        """Forget an answer that was taken back."""
        tags.drop_answer(tx, post_id, member_id, act_id)

    def drop_uses(self, tx: Tx, member_id: str, limit: int) -> int:
        """Forget some of the tags that a member used; tell how many."""
        return tags.drop_uses(tx, member_id, limit)

    def note_active(self, tx: Tx, member_id: str, at: Instant) -> None:
        """Keep that a member said something."""
        if at >= tx.now - LONGEST:
            tags.note_active(tx, member_id, at)
