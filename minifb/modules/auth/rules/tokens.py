"""Secrets that are handed out, and how they are kept: as digests, or sealed under another secret."""

import binascii
import hashlib
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_REFRESH = re.compile(r"\Amfr_[A-Za-z0-9_-]{43}\Z")
_NONCE_BYTES = 12


def digest(secret: str) -> str:
    """Give what is kept of a secret: 256 bits of chance need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def refresh_token(chance: str) -> str:
    """Make a refresh token of 256 bits of chance (base64url)."""
    return f"mfr_{chance}"


def is_refresh(text: str) -> bool:
    """Tell whether a text has the form of a refresh token."""
    return _REFRESH.match(text) is not None


def seal_child(parent: str, child: str, nonce: bytes) -> bytes:
    """Seal a token's successor so that only who holds the token itself can open it."""
    return nonce + AESGCM(_child_key(parent)).encrypt(nonce, child.encode(), b"child")


def open_child(parent: str, sealed: bytes) -> str | None:
    """Open a token's successor with the token; None when it does not fit."""
    try:
        return AESGCM(_child_key(parent)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], b"child").decode()
    except (InvalidTag, ValueError):
        return None


def _child_key(parent: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"minifb", info=b"refresh child").derive(parent.encode())


def api_key(key_id: str, chance: str) -> str:
    """Write an API key: `mfb_<id>_<chance>_<crc>`; the last part tells a typing error from a wrong key."""
    body = f"mfb_{key_id}_{chance}"
    return f"{body}_{binascii.crc32(body.encode()):08x}"
