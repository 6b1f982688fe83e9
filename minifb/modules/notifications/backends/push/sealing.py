"""Sealing: what is pushed opens on the device alone, the push service in between sees nothing (RFC 8291, RFC 8188)."""

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT_BYTES = 16
RECORD_BYTES = 4096
PLAIN_MAX = RECORD_BYTES - 17 - 86
"""What fits into the one record that every push service takes: less the tag, the end mark and the header."""

_LAST_RECORD = b"\x02"


def raw(key: ec.EllipticCurvePublicKey) -> bytes:
    """Write a public key as the 65 bytes that browsers use."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """Read a public key; ValueError where the bytes are no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def seal(plain: bytes, p256dh: bytes, secret: bytes, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """Encrypt for the device with these keys; `own` and `salt` are made for this one message."""
    if len(plain) > PLAIN_MAX:
        raise ValueError(f"a push holds {PLAIN_MAX} bytes, not {len(plain)}")
    theirs, ours = public_key(p256dh), raw(own.public_key())
    both = own.exchange(ec.ECDH(), theirs)
    shared = _derive(both, secret, b"WebPush: info\0" + p256dh + ours, 32)
    key = _derive(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, plain + _LAST_RECORD, None)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
