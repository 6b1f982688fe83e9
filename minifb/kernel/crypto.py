"""Keys: one master key, made at the first run and kept beside the databases, and everything derived from it.

Each purpose has a key of its own (HKDF-SHA256), so that what is made for one place is worth nothing in another.
"""

import hmac
import os
import secrets
import stat
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from minifb.kernel.settings import CannotStart

MASTER_BYTES = 32
KEY_FILE = "master.key"

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(Exception):
    """What was sealed does not open: another key, another context, or somebody changed it."""


class Keys:
    """The keys of this server, one for each purpose."""

    def __init__(self, master: bytes) -> None:
        """Stand on a master key of 32 bytes."""
        if len(master) != MASTER_BYTES:
            raise ValueError(f"a master key has {MASTER_BYTES} bytes, not {len(master)}")
        self._master = master
        self._derived: dict[tuple[str, int], bytes] = {}

    @classmethod
    def load(cls, data_dir: Path, databases_exist: bool) -> Self:
        """Read the master key, or make it where there is no database yet that would need the old one."""
        path = data_dir / KEY_FILE
        if not path.exists():
            if databases_exist:
                raise CannotStart(
                    f"{path} is missing, but there are databases beside it that were written with it",
                    f"put the key back from your copy ({path}, mode 0600); a new one cannot open what the old one "
                    "sealed. To begin anew, move the databases away first",
                )
            _make(path)
        return cls(_read(path))

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Give the key of a purpose; always the same one for the same master key."""
        kept = self._derived.get((purpose, length))
        if kept is None:
            hkdf = HKDF(algorithm=SHA256(), length=length, salt=b"minifb", info=purpose.encode())
            kept = self._derived[purpose, length] = hkdf.derive(self._master)
        return kept

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """Sign parts (HMAC-SHA256); lengths are part of it, so `("ab", "c")` is not `("a", "bc")`."""
        signer = hmac.new(self.derive(purpose), digestmod=sha256)
        for part in parts:
            plain = part.encode() if isinstance(part, str) else part
            signer.update(len(plain).to_bytes(8, "big"))
            signer.update(plain)
        return signer.digest()

    def check(self, purpose: str, mac: bytes, *parts: str | bytes) -> bool:
        """Tell whether parts were signed by us, in constant time."""
        return hmac.compare_digest(mac, self.mac(purpose, *parts))

    def seal(self, purpose: str, plain: bytes, context: str) -> bytes:
        """Encrypt (AES-256-GCM) so that it opens only for the same purpose and context (a row's id)."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _VERSION + nonce + AESGCM(self.derive(purpose)).encrypt(nonce, plain, context.encode())

    def open(self, purpose: str, sealed: bytes, context: str) -> bytes:
        """Decrypt what `seal` made, or raise SealBroken."""
        if sealed[:1] != _VERSION:
            raise SealBroken("sealed by a version this program does not know")
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return AESGCM(self.derive(purpose)).decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as broken:
            raise SealBroken("the seal does not open") from broken


def _make(path: Path) -> None:
    """Write a new master key so that it is whole and durable, or not there at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_hex(MASTER_BYTES).encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        # A link refuses where another process was faster; a rename would put our key over theirs.
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> bytes:
    """Read the master key, refusing one that others on this machine can read."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as trouble:
        raise CannotStart(f"{path} cannot be read: {trouble}", "make it readable to the user minifb runs as") from None
    if os.name == "posix" and mode & 0o077:
        raise CannotStart(f"{path} can be read by others on this machine (mode {mode:04o})", f"chmod 600 {path}")
    try:
        master = bytes.fromhex(text)
    except ValueError:
        master = b""
    if len(master) != MASTER_BYTES:
        raise CannotStart(
            f"{path} does not hold a key of {MASTER_BYTES} bytes in hex", "put the key back from your copy"
        )
    return master
