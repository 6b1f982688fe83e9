"""Documents: posts and comments as others told us of them, and what follows for who finds them.

Each of these runs in the transaction of the consumer, and bears twice, late and out of order.
"""

from collections.abc import Collection

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.search.rules.documents import PUBLIC, CommentRow, PostRow, born
from minifb.modules.search.rules.tags import Tagged
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.service.tags import TagCases
from minifb.modules.search.store import comments, erasure, posts, unindexed
from minifb.modules.search.store.unindexed import Group
from minifb.modules.search.tables import PEOPLE

REMARK = "search.remark"
CLEAR = "search.clear"
SOME = 200
"""How many rows one transaction notes or drops, more or less; jobs do the rest."""


class Remark(msgspec.Struct, frozen=True):
    """Documents that changed together, from after one of them on."""

    group: Group
    whose: str
    after: str = ""


class Cleared(msgspec.Struct, frozen=True):
    """A post that is gone, and what may be left under it."""

    post_id: str


class DocumentCases(TagCases):
    """What is kept of posts and comments."""

    def mark(self, tx: Tx, kind: Kind, ids: Collection[str]) -> None:
        """Note that the index must learn these anew."""
        unindexed.mark(tx, kind, ids)
        self.news.set()

    def mark_group(self, tx: Tx, remark: Remark) -> None:
        """Note some of a group; a job does the others."""
        last = unindexed.mark_some(tx, remark.group, remark.whose, remark.after, SOME)
        self.news.set()
        if last:
            more = Remark(remark.group, remark.whose, last)
            schedule(tx, REMARK, f"{remark.group} {remark.whose}", tx.now, more)

    @write
    def mark_more(self, tx: Tx, remark: Remark) -> None:
        """Go on noting what changed together."""
        self.mark_group(tx, remark)

    # ── posts ──

    def keep_post(self, tx: Tx, post: PostRow) -> None:
        """Keep a post; with its audience changes for whom its comments are."""
        if PEOPLE.gone_among(tx, [post.author_id]):
            return
        before = posts.rows(tx, [post.id]).get(post.id)
        if before == post or not posts.keep(tx, post):
            return
        self.mark(tx, "posts", [post.id])
        # Under a post of which this is the first that is told, nothing was said before.
        if post.revision > 1 if before is None else _reach(before) != _reach(post):
            self.mark_group(tx, Remark("comments under", post.id))
        self.tag(tx, post)

    def tag(self, tx: Tx, post: PostRow) -> None:
        """Keep the tags of a post as far as they are said to everybody."""
        shown = post.audience == PUBLIC and not post.gone
        self.keep_tags(tx, Tagged(post.id, post.author_id, post.tags if shown else [], post.created_at))

    def drop_post(self, tx: Tx, post_id: str, author_id: str, told: int, *, whole: bool) -> None:
        """Leave nothing of a post but a tombstone; with `whole` what was said under it goes too, for good."""
        self.keep_post(tx, _tombstone(post_id, author_id, told))
        if whole:
            self.clear(tx, post_id)

    def mistrust_post(self, tx: Tx, post_id: str, author_id: str) -> None:
        """Let no tag of a post count while what happened to it could not be applied."""
        self.keep_tags(tx, Tagged(post_id, author_id, [], tx.now))

    @write
    def clear_more(self, tx: Tx, gone: Cleared) -> None:
        """Go on dropping what was said under a post that is gone."""
        self.clear(tx, gone.post_id)

    def clear(self, tx: Tx, post_id: str) -> None:
        """Drop some of what was said under a post that is gone; a job drops the rest."""
        self.news.set()
        if len(erasure.drop_documents(tx, "comments under", post_id, SOME)) == SOME:
            schedule(tx, CLEAR, post_id, tx.now, Cleared(post_id))

    # ── comments ──

    def keep_comment(self, tx: Tx, comment: CommentRow) -> None:
        """Keep a comment, unless its post is gone since, or whoever wrote it."""
        late = posts.gone_since(tx, comment.post_id, comment.revision) or PEOPLE.gone_among(tx, [comment.author_id])
        if not late and comments.keep(tx, comment):
            self.mark(tx, "comments", [comment.id])


def _reach(post: PostRow) -> tuple[str, list[str], bool]:
    return post.audience, post.audience_ids, post.gone


def _tombstone(post_id: str, author_id: str, told: int) -> PostRow:
    return PostRow(post_id, author_id, "", [], "onlyMe", [], [], born(post_id), gone=True, revision=told)
