"""People: the copies of what others told us, and what follows from it for who is found."""

from collections.abc import Collection

from minifb.kernel.clock import Instant
from minifb.kernel.data.erasing import Trace
from minifb.kernel.data.people import Standing
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.shapes import Card
from minifb.kernel.jobs import schedule
from minifb.modules.auth.public import UserDataErased
from minifb.modules.search.rules.documents import name_words
from minifb.modules.search.service.documents import SOME, DocumentCases, Remark
from minifb.modules.search.store import erasure, lists, names
from minifb.modules.search.store.erasure import Leaving
from minifb.modules.search.tables import ERASURES, PEOPLE

ERASE = "search.erase"


class PeopleCases(DocumentCases):
    """What is kept about members."""

    def keep_card(self, tx: Tx, card: Card, told: int) -> None:
        """Keep a member's card, and the words of their name."""
        PEOPLE.keep_card(tx, card, told)
        self.keep_names(tx, [card.id])

    def keep_names(self, tx: Tx, ids: Collection[str]) -> None:
        """Keep the words of members' names as their cards are now."""
        for id, card in PEOPLE.cards(tx, ids).items():
            names.keep(tx, id, name_words(card))
        self.mark(tx, "users", ids)

    def keep_friends(self, tx: Tx, one: str, other: str, *, active: bool, told: int) -> None:
        """Keep whether two members are friends."""
        PEOPLE.keep_friends(tx, one, other, active=active, told=told)

    def mistrust_friends(self, tx: Tx, one: str, other: str) -> None:
        """Take two members for strangers while what happened between them could not be applied."""
        PEOPLE.part(tx, one, other)

    def keep_block(self, tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
        """Keep whether a member blocks another."""
        PEOPLE.keep_block(tx, by, blocked_id, active=active, told=told)

    def mistrust_block(self, tx: Tx, by: str, blocked_id: str) -> None:
        """Take a block for standing that could not be applied."""
        PEOPLE.suspect(tx, by, blocked_id)

    def keep_mute(self, tx: Tx, by: str, muted_id: str, *, until: Instant, told: int) -> None:
        """Keep until when a member does not want to hear from another."""
        PEOPLE.keep_mute(tx, by, muted_id, until=until, told=told)

    def keep_list(self, tx: Tx, list_id: str, member_ids: Collection[str], told: int) -> None:
        """Keep who is on a friend list."""
        lists.keep(tx, list_id, member_ids, told)

    def mistrust_list(self, tx: Tx, list_id: str) -> None:
        """Take everybody off a list whose change could not be applied."""
        lists.empty(tx, list_id)

    def keep_standing(self, tx: Tx, member_id: str, kind: Standing, *, hidden: bool, told: int) -> None:
        """Keep whether a member is hidden; who is hidden is not found, nor what they said."""
        if PEOPLE.keep_standing(tx, member_id, kind, hidden=hidden, told=told):
            self.mark_all(tx, member_id)

    def mistrust_member(self, tx: Tx, member_id: str) -> None:
        """Hide a member while what happened to them could not be applied."""
        PEOPLE.hide(tx, member_id)
        self.mark_all(tx, member_id)

    def mark_all(self, tx: Tx, member_id: str) -> None:
        """Note that the index must learn anew who a member is and what they said."""
        self.mark(tx, "users", [member_id])
        for group in ("posts of", "comments of"):
            self.mark_group(tx, Remark(group, member_id))

    # ── the end of a member ──

    def erase(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Forget a member for good, and begin to erase what they said and looked for."""
        if PEOPLE.bury(tx, member_id):
            self.mark(tx, "users", [member_id])
            ERASURES.begin(tx, member_id, report=report)
            self.erase_some(tx, member_id)

    @write
    def erase_more(self, tx: Tx, leaving: Leaving) -> None:
        """Erase more of a member who is gone."""
        self.erase_some(tx, leaving.member_id)

    def erase_some(self, tx: Tx, member_id: str) -> None:
        """Erase what one transaction may; with the last of it report, for the receipt."""
        self.news.set()
        step = ERASURES.step(tx, self, member_id, TRACES, SOME)
        if step and step.more:
            schedule(tx, ERASE, member_id, tx.now, Leaving(member_id))
        elif step and step.report:
            tx.publish(UserDataErased(user_id=member_id, module="search", counts=step.counts))

    def drop_posts(self, tx: Tx, member_id: str, limit: int) -> int:
        """Erase some posts of a member, and what others said under them."""
        ids = erasure.drop_documents(tx, "posts of", member_id, limit)
        for id in ids:
            self.clear(tx, id)
        return len(ids)

    def drop_comments(self, tx: Tx, member_id: str, limit: int) -> int:
        """Erase some comments of a member."""
        return len(erasure.drop_documents(tx, "comments of", member_id, limit))


def _dropping(name: str) -> Trace:
    return Trace(name, 1, lambda _, tx, member_id, limit: erasure.drop(tx, name, member_id, limit))


TRACES = (
    Trace("tags", 3, PeopleCases.drop_uses),
    Trace("posts", 20, PeopleCases.drop_posts),
    Trace("comments", 2, PeopleCases.drop_comments),
    *map(_dropping, erasure.OWN),
)
"""All that a member leaves."""
