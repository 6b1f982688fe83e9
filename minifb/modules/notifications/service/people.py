"""People: the copies of what others told us, and what follows from it for what was told."""

from minifb.kernel.clock import Instant
from minifb.kernel.data.erasing import Trace
from minifb.kernel.data.people import Standing
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.shapes import Card
from minifb.kernel.jobs import schedule
from minifb.modules.auth.public import UserDataErased
from minifb.modules.notifications.rules.deliveries import WELCOME
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.service.rechecks import SOME, RecheckCases
from minifb.modules.notifications.store import causes, erasure
from minifb.modules.notifications.store.erasure import Leaving
from minifb.modules.notifications.tables import ERASURES, PEOPLE

ERASE = "notifications.erase"


class PeopleCases(RecheckCases):
    """What is kept about members."""

    def keep_card(self, tx: Tx, card: Card, told: int) -> None:
        """Keep a member's card."""
        PEOPLE.keep_card(tx, card, told)

    def keep_block(self, tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
        """Keep whether a member blocks another; what each was told of the other goes."""
        PEOPLE.keep_block(tx, by, blocked_id, active=active, told=told)
        if active:
            self.separate(tx, by, blocked_id)

    def mistrust_block(self, tx: Tx, by: str, blocked_id: str) -> None:
        """Take a block for standing that could not be applied."""
        PEOPLE.suspect(tx, by, blocked_id)

    def separate(self, tx: Tx, one: str, other: str) -> None:
        """Take back what two members were told of each other, and soon of what they no longer see."""
        for actor, user in ((one, other), (other, one)):
            self.withdraw(tx, causes.between(tx, actor, user, SOME))
            self.recheck_user(tx, user)

    def mistrust_friends(self, tx: Tx, one: str, other: str) -> None:
        """Take two members for strangers while what happened between them could not be applied."""
        PEOPLE.part(tx, one, other)

    def keep_muting(self, tx: Tx, by: str, muted_id: str, *, until: Instant, told: int) -> None:
        """Keep until when a member does not want to hear from another."""
        PEOPLE.keep_mute(tx, by, muted_id, until=until, told=told)

    def keep_standing(self, tx: Tx, member_id: str, kind: Standing, *, hidden: bool, told: int) -> None:
        """Keep whether a member is hidden."""
        PEOPLE.keep_standing(tx, member_id, kind, hidden=hidden, told=told)

    def mistrust_member(self, tx: Tx, member_id: str) -> None:
        """Hide a member while what happened to them could not be applied."""
        PEOPLE.hide(tx, member_id)

    def welcome(self, tx: Tx, member_id: str) -> None:
        """Welcome somebody new, and begin with the wishes of the house."""
        self.settle_in(tx, member_id)
        self.notify(
            tx,
            Told(
                kind="welcome",
                cause=WELCOME,
                to=[member_id],
                target_kind="member",
                target_id=member_id,
            ),
        )

    # ── the end of a member ──

    def erase(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Forget a member for good, and begin to erase what they were told and what others were told of them."""
        if PEOPLE.bury(tx, member_id):
            ERASURES.begin(tx, member_id, report=report)
            self._erase_some(tx, member_id)

    @write
    def erase_more(self, tx: Tx, leaving: Leaving) -> None:
        """Erase more of a member who is gone."""
        self._erase_some(tx, leaving.member_id)

    def _erase_some(self, tx: Tx, member_id: str) -> None:
        """Erase what one transaction may; with the last of it report, for the receipt."""
        step = ERASURES.step(tx, self, member_id, TRACES, SOME)
        if step and step.more:
            schedule(tx, ERASE, member_id, tx.now, Leaving(member_id))
        elif step and step.report:
            tx.publish(UserDataErased(user_id=member_id, module="notifications", counts=step.counts))

    def drop_acts(self, tx: Tx, member_id: str, limit: int) -> int:
        """Take back some of what others were told of a member, and forget what went out of it."""
        told = causes.by(tx, member_id, limit)
        self.withdraw(tx, told)
        erasure.drop_deliveries(tx, told)
        return len(told)


def _dropping(name: str) -> Trace:
    return Trace(name, 1, lambda _, tx, member_id, limit: erasure.drop(tx, name, member_id, limit))


TRACES = (Trace("", 1, PeopleCases.drop_acts), *map(_dropping, erasure.OWN))
"""All that a member leaves."""
