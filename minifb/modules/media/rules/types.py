"""What kind of file this is, by its first bytes: a closed list, and nothing else is taken.

What a client says of a file is believed only where the bytes leave it open: the same containers hold film and sound.
"""

import msgspec

from minifb.kernel.http.shapes import MediaKind

HEAD_BYTES = 4_096
"""So much of a file says what it is."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
# Brands of the ISO base media format. What is written first counts, but for the two that leave it to the others.
_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
}
_OPEN_BRANDS = frozenset({b"mif1", b"msf1", b"miaf"})
_FILM_BRANDS = (b"iso", b"mp4", b"mp7", b"avc", b"M4V", b"dash", b"3gp", b"3g2", b"MSNV")
_KINDS: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}
_MATROSKA = b"\x1a\x45\xdf\xa3"


class Recognised(msgspec.Struct, frozen=True):
    """What a file is."""

    kind: MediaKind
    type: str


def recognise(head: bytes, declared: str = "") -> Recognised | None:
    """Tell what a file is that begins like this; None: nothing that is taken."""
    found = _type_of(head)
    if found in ("video/mp4", "video/webm") and declared.startswith("audio/"):
        found = found.replace("video/", "audio/")
    return None if found is None else Recognised(_KINDS[found.partition("/")[0]], found)


def _type_of(head: bytes) -> str | None:
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _branded(head)
    if head.startswith(_MATROSKA):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska" if b"matroska" in head[:64] else None
    return _framed(head)


def _branded(head: bytes) -> str | None:
    """Read the brands of a file in the ISO base media format."""
    major, end = head[8:12], min(int.from_bytes(head[:4], "big"), len(head))
    named = [major, *(head[at : at + 4] for at in range(16, end - 3, 4))]
    for brand in named if major in _OPEN_BRANDS else named[:1]:
        if brand in _BRANDS:
            return _BRANDS[brand]
    return "video/mp4" if major.startswith(_FILM_BRANDS) else None


def _framed(head: bytes) -> str | None:
    """Recognise sound that begins with its first frame: MP3 (layer III) and AAC in ADTS."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    second, rate = head[1], head[2] >> 4
    if second & 0xF6 == 0xF0:
        return "audio/aac"
    third_layer = second & 0xE6 == 0xE2 and second & 0x18 != 0x08
    return "audio/mpeg" if third_layer and rate not in {0, 15} else None
