"""What happened to sessions: where a member is signed out, nothing is pushed any more."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.module import Consume
from minifb.modules.auth.public import SessionRevoked
from minifb.modules.notifications.service import Notifications


def when_session_revoked(notifications: Notifications, tx: Tx, event: SessionRevoked) -> None:
    """Push to their devices no more. Where none is named, the sessions go on with new tokens."""
    notifications.forget_sessions(tx, event.user_id, event.session_ids)


CONSUMES = (Consume(SessionRevoked, when_session_revoked),)
