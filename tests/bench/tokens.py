"""Tokens for any member, signed with the server's own key from its data folder: nobody has to sign in a thousand times.

They say what auth's own say and live as long, so the bench makes new ones in every round.
"""

import time
from pathlib import Path

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

import jwt  # isort: skip
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # isort: skip

from minifb.kernel.crypto import Keys  # isort: skip
from minifb.kernel.http.tokens import ALGORITHM, AUDIENCE, ISSUER, TYPE  # isort: skip
from minifb.kernel.ids import new_id  # isort: skip
from minifb.modules.auth.service.tokens import PURPOSE  # isort: skip

LIFE = 600
PLAIN_SECRET = "the textbook's own secret, of thirty-two bytes or more"
"""What the textbook server signs with: HS256, the cheaper way."""


class Tokens:
    """Signs tokens."""

    def __init__(self, data: Path) -> None:
        """Open the key of a server that was started once."""
        database = sqlite3.connect(data / "auth.db")
        newest = "select id, sealed from signing_keys order by created_at desc, id desc limit 1"
        self._id, sealed = database.execute(newest).fetchone()
        database.close()
        private = Keys.load(data, databases_exist=True).open(PURPOSE, sealed, self._id)
        self._key = Ed25519PrivateKey.from_private_bytes(private)
        self._kept: dict[str, str] = {}

    def forget(self) -> None:
        """Make new ones from now on."""
        self._kept.clear()

    def of(self, member_id: str) -> str:
        """Give the token of a member."""
        if member_id not in self._kept:
            headers = {"kid": self._id, "typ": TYPE}
            self._kept[member_id] = jwt.encode(_claims(member_id), self._key, ALGORITHM, headers=headers)
        return self._kept[member_id]


def _claims(member_id: str) -> dict[str, object]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": member_id,
        "sid": new_id(),
        "jti": new_id(),
        "iat": now,
        "exp": now + LIFE,
        "role": "member",
        "auth_time": now,
        "amr": ["pwd"],
    }


def plain(member_id: str) -> str:
    """Give a token that the textbook server takes."""
    return jwt.encode(_claims(member_id), PLAIN_SECRET, "HS256")
