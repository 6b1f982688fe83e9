"""Privacy: who may see which field, and who may find and reach one."""

import msgspec

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.modules.users.public import UserPrivacyChanged
from minifb.modules.users.rules.privacy import Privacy, PrivacyChange, adjusted
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import privacy as store


class PrivacyCases(Ground):
    """Who may see and reach whom."""

    @read
    def own_privacy(self, tx: Tx, actor: Actor) -> Privacy:
        """Show a member their own privacy."""
        return store.privacy_of(tx, self.present(tx, actor.id).id)

    @write_settled
    def change_privacy(self, tx: Tx, actor: Actor, change: PrivacyChange) -> Privacy:
        """Change any part of one's own privacy."""
        member = self.present(tx, actor.id)
        before = store.privacy_of(tx, member.id)
        after = adjusted(before, change)
        if after != before:
            store.save_privacy(tx, member.id, after)
            kept = self.keep(tx, member, member)
            settings: dict[str, str] = msgspec.to_builtins(after)
            tx.publish(UserPrivacyChanged(user_id=member.id, settings=settings, revision=kept.revision))
        return after
