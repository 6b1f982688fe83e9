"""One's own account: seeing it, taking another name, following what users says of it."""

from minifb.kernel.clock import DAY, maybe_wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ops import audit
from minifb.modules.auth.public import UserRenamed
from minifb.modules.auth.rules.accounts import Mine, NoSuchMember, OwnAccount, me
from minifb.modules.auth.rules.names import taken
from minifb.modules.auth.service.means import Part
from minifb.modules.auth.store import accounts as store
from minifb.modules.auth.store import names, passkeys, totp


class Accounts(Part):
    """Accounts as their owners see them."""

    @read
    def mine(self, tx: Tx, actor: Actor) -> OwnAccount:
        """Show a member their own account."""
        account = store.by_id(tx, actor.id)
        if account is None:
            raise NoSuchMember
        codes = totp.codes_left(tx, actor.id)
        confirmed = totp.confirmed(tx, actor.id)
        due = account.staff and not confirmed and not passkeys.count(tx, actor.id)
        return OwnAccount(
            user=me(account),
            totp=confirmed,
            recovery_codes=codes,
            factor_due_at=maybe_wire(account.factor_due_at if due else None),
        )

    @write
    def rename(self, tx: Tx, actor: Actor, username: str) -> Mine:
        """Take another username; the one before rests, and only its last holder may take it back."""
        account = store.by_id(tx, actor.id)
        if account is None:
            raise NoSuchMember
        if account.username == username:
            return Mine(user=me(account))
        holder = names.resting_for(tx, username)
        if store.by_username(tx, username) is not None or holder not in {None, actor.id}:
            raise taken()
        names.wake(tx, username)
        names.rest(tx, account.username, account.id, tx.now + self.own.names_rest_days * DAY)
        audit.record(tx, actor=actor.id, via="api", action="account.renamed", object=account.id)
        account = store.change(tx, account, username=username)
        tx.publish(UserRenamed(user_id=account.id, username=username, revision=account.version))
        return Mine(user=me(account))

    def profile_changed(self, tx: Tx, user_id: str, first_name: str, last_name: str) -> None:
        """Keep the names that mail and sign-in answers use."""
        account = store.by_id(tx, user_id)
        if account is not None and (account.first_name, account.last_name) != (first_name, last_name):
            store.change(tx, account, first_name=first_name, last_name=last_name)
