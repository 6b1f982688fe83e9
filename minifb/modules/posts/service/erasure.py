"""The end of a member, and their absence: done some rows at a time, by jobs that go on by themselves.

The gate hides at once: a member who is suspended, away or gone is seen nowhere from the moment we are told, and what
stands under a deleted post is behind its tombstone. What jobs bring up to date is only what is counted: in between a
number may still hold somebody whom nobody sees any more, or not yet somebody who is back. Never a word or a name.
"""

from collections.abc import Callable

import msgspec

from minifb.kernel.data.erasing import Trace
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.auth.public import UserDataErased
from minifb.modules.posts.service.ground import CLEAR, ROWS, Cleared, Ground
from minifb.modules.posts.store import erasure, media, members, reports
from minifb.modules.posts.store.visibility import seen
from minifb.modules.posts.tables import ERASURES

ERASE = "posts.erase"
RECOUNT = "posts.recount"


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


class Recounting(msgspec.Struct, frozen=True):
    """A member whose standing changed: what they did is counted again, from here on."""

    member_id: str
    kind: int = 0
    after: str = ""


RECOUNTS: tuple[Callable[[Tx, str, str, int], str | None], ...] = (
    erasure.recount_comments,
    erasure.recount_reactions,
    erasure.recount_votes,
    erasure.recount_shares,
)
"""What counts a hidden member no more: each counts some again, and tells where to go on."""


class ErasureCases(Ground):
    """What is done some rows at a time."""

    # ── the end of a member ──

    def erase(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Hide a member for good, and begin to erase all that they said and did."""
        if members.bury(tx, member_id):
            members.stir(tx, (member_id,))
            ERASURES.begin(tx, member_id, report=report)
            self._erase_some(tx, member_id)

    @write
    def erase_more(self, tx: Tx, member_id: str) -> None:
        """Erase more of a member who is gone."""
        self._erase_some(tx, member_id)

    def _erase_some(self, tx: Tx, member_id: str) -> None:
        """Erase what one transaction may; with the last of it report, for the receipt."""
        step = ERASURES.step(tx, self, member_id, TRACES, ROWS)
        if step and step.more:
            schedule(tx, ERASE, member_id, tx.now, Leaving(member_id))
        elif step and step.report:
            tx.publish(UserDataErased(user_id=member_id, module="posts", counts=step.counts))

    def drop_posts(self, tx: Tx, member_id: str, limit: int) -> int:
        """Leave tombstones of some posts of a member."""
        ids = erasure.posts_of(tx, member_id, limit)
        for post in seen(tx, "", ids).values():
            self.bury(tx, post)
        return len(ids)

    def drop_comments(self, tx: Tx, member_id: str, limit: int) -> int:
        """Erase some comments of a member."""
        return erasure.drop_comments(
            tx, member_id, limit, lambda gone_id: schedule(tx, CLEAR, gone_id, tx.now, Cleared(gone_id))
        )

    # ── counting again ──

    def recount(self, tx: Tx, work: Recounting) -> None:
        """Count again some of what a member did, after their standing changed."""
        for kind in range(work.kind, len(RECOUNTS)):
            after = RECOUNTS[kind](tx, work.member_id, work.after if kind == work.kind else "", ROWS // 4)
            if after is not None:
                schedule(tx, RECOUNT, work.member_id, tx.now, Recounting(work.member_id, kind, after))
                return

    @write
    def recount_more(self, tx: Tx, work: Recounting) -> None:
        """Go on counting."""
        self.recount(tx, work)

    # ── what stood under something that is gone ──

    @write
    def clear_more(self, tx: Tx, gone_id: str) -> None:
        """Go on dropping what stood under something that is gone."""
        self.clear(tx, gone_id)


TRACES = (
    Trace("", 1, lambda _, tx, member_id, limit: erasure.drop_relations(tx, member_id, limit)),
    Trace("", 1, lambda _, tx, member_id, limit: media.drop_drafted(tx, member_id, limit)),
    Trace("drafts", 1, lambda _, tx, member_id, limit: erasure.drop_own(tx, "drafts", member_id, limit)),
    Trace("saves", 1, lambda _, tx, member_id, limit: erasure.drop_own(tx, "saves", member_id, limit)),
    Trace("hides", 1, lambda _, tx, member_id, limit: erasure.drop_own(tx, "hides", member_id, limit)),
    Trace("reactions", 2, lambda _, tx, member_id, limit: erasure.drop_reactions(tx, member_id, limit)),
    Trace("votes", 4, lambda _, tx, member_id, limit: erasure.drop_votes(tx, member_id, limit)),
    Trace("reports", 2, lambda _, tx, member_id, limit: reports.drop_by(tx, member_id, limit)),
    Trace("comments", 4, ErasureCases.drop_comments),
    Trace("posts", 20, ErasureCases.drop_posts),
    Trace("", 4, lambda _, tx, member_id, limit: reports.drop_about(tx, member_id, limit)),
)
"""All that a member leaves, what would go with something else before that, so that it is counted."""
