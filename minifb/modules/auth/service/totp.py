"""Second factors by code: setting up, proving, recovering, removing."""

import base64
import io
import secrets
from urllib.parse import quote

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.http.policy import Actor
from minifb.kernel.ops import audit
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.rules import totp as rules
from minifb.modules.auth.rules.tokens import digest
from minifb.modules.auth.rules.totp import RecoveryCodes, TotpOffer
from minifb.modules.auth.service.community import Community
from minifb.modules.auth.service.mails import Mails
from minifb.modules.auth.service.means import Means, Part
from minifb.modules.auth.service.sessions import Sessions
from minifb.modules.auth.store import accounts
from minifb.modules.auth.store import totp as store

PURPOSE = "auth.totp"


class Totp(Part):
    """Codes of an authenticator app."""

    def __init__(self, means: Means, sessions: Sessions, mails: Mails, community: Community) -> None:
        """Work with sessions, which end elsewhere when a factor changes, mail that says so, and the name apps show."""
        super().__init__(means)
        self._community = community
        self._sessions = sessions
        self._mails = mails

    async def offer(self, actor: Actor) -> TotpOffer:
        """Make a secret; it counts only when a code of it was given."""
        secret = secrets.token_bytes(rules.SECRET_BYTES)
        username = await self._keep(actor, self.means.keys.seal(PURPOSE, secret, actor.id))
        text = base64.b32encode(secret).decode()
        issuer = self._community.name()
        uri = f"otpauth://totp/{quote(f'{issuer}:{username}')}?secret={text}&issuer={quote(issuer)}"
        return TotpOffer(secret=text, uri=uri, qr=_qr(uri))

    @write
    def _keep(self, tx: Tx, actor: Actor, sealed: bytes) -> str:
        account = accounts.by_id(tx, actor.id)
        if account is None:
            raise NotFound
        if store.confirmed(tx, actor.id):
            raise rules.TotpOn
        store.offer(tx, actor.id, sealed)
        return account.username

    async def confirm(self, actor: Actor, code: str) -> RecoveryCodes:
        """Let the secret count, and give the recovery codes this once."""
        letters = [
            "".join(secrets.choice(rules.ALPHABET) for _ in range(rules.RECOVERY_CHARACTERS))
            for _ in range(rules.RECOVERY_CODES)
        ]
        await self._confirm(actor, code, [digest(code) for code in letters])
        return RecoveryCodes(recovery_codes=[rules.recovery_code(code) for code in letters])

    @write
    def _confirm(self, tx: Tx, actor: Actor, code: str, digests: list[str]) -> None:
        row = store.find(tx, actor.id)
        account = accounts.by_id(tx, actor.id)
        if row is None or account is None or row.confirmed_at is not None:
            raise rules.TotpOff
        secret = self.means.keys.open(PURPOSE, row.sealed, actor.id)
        step = rules.matching_step(secret, code, tx.now, row.last_step)
        if step is None or not store.spend(tx, actor.id, step):
            raise rules.code_wrong()
        store.confirm(tx, actor.id, digests)
        account = self._sessions.end_all(tx, account, "a second factor was set up", but=actor.session)
        self._mails.write(tx, account, "account_changed", about="A second factor was set up for your account.")
        audit.record(tx, actor=actor.id, via="api", action="totp.set_up", object=actor.id)

    @write
    def remove(self, tx: Tx, actor: Actor) -> None:
        """Remove the second factor; staff are then asked for a new one."""
        account = accounts.by_id(tx, actor.id)
        if account is None or store.find(tx, actor.id) is None:
            raise rules.TotpOff
        store.erase(tx, actor.id)
        account = self._sessions.end_all(tx, account, "the second factor was removed", but=actor.session)
        account = self._sessions.outdate(tx, account)
        self._mails.write(tx, account, "account_changed", about="The second factor of your account was removed.")
        audit.record(tx, actor=actor.id, via="api", action="totp.removed", object=actor.id)

    @staticmethod
    def wanted(tx: Tx, user_id: str) -> bool:
        """Tell whether a password alone does not sign this member in."""
        return store.confirmed(tx, user_id)

    def proves(self, tx: Tx, user_id: str, code: str) -> bool:
        """Spend a code, or a recovery code; each is good once."""
        row = store.find(tx, user_id)
        if row is None or row.confirmed_at is None:
            return False
        folded = rules.fold_recovery(code)
        if len(folded) == rules.RECOVERY_CHARACTERS and not code.strip().isdigit():
            return store.use_code(tx, user_id, digest(folded))
        secret = self.means.keys.open(PURPOSE, row.sealed, user_id)
        step = rules.matching_step(secret, code, tx.now, row.last_step)
        return step is not None and store.spend(tx, user_id, step)


def _qr(uri: str) -> str:
    import segno  # takes 70 ms to import and is wanted once in a member's life

    picture = io.BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", scale=4, xmldecl=False, svgns=True)
    return picture.getvalue().decode()
