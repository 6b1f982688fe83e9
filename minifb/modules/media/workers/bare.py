"""What is left in a picture that was made: nothing but the picture. Looked for in the very bytes."""

from collections.abc import Iterator

JPEG_PARTS = frozenset({0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0})
"""Frame, tables, scan, restarts and the JFIF header: no other application data, no comment."""
WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
AVIF_TRACES = (b"Exif", b"mime", b"uri ", b"prof", b"rICC")
"""Kinds of items and colour profiles that would tell more than the picture."""


class NotBare(Exception):
    """A file that was made carries more than the picture."""


def check(data: bytes, kind: str) -> None:
    """Refuse a file that carries anything besides its picture."""
    if kind == "image/jpeg":
        extra = {f"{part:#x}" for part in _jpeg(data)} - {f"{part:#x}" for part in JPEG_PARTS}
    elif kind == "image/webp":
        extra = {part.decode("latin-1") for part in _webp(data) if part not in WEBP_PARTS}
    else:
        head = data[: data.index(b"mdat")]
        extra = {trace.decode() for trace in AVIF_TRACES if trace in head}
    if extra:
        raise NotBare(f"{kind}: {sorted(extra)}")


def _jpeg(data: bytes) -> Iterator[int]:
    """Name the markers of a JPEG, and what follows its end."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:  # within a scan: up to the next marker that is none of its own
            at = data.index(b"\xff", at)
        marker = data[at + 1]
        if marker == 0xD9:
            if at + 2 != len(data):
                yield marker
            return
        if marker == 0 or 0xD0 <= marker <= 0xD7:
            at += 2
            continue
        yield marker
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise NotBare("image/jpeg: no end")


def _webp(data: bytes) -> Iterator[bytes]:
    """Name the parts of a WebP, and what follows its end."""
    end = 8 + int.from_bytes(data[4:8], "little")
    at = 12
    while at < end:
        yield data[at : at + 4]
        at += 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        at += at % 2
    if at != len(data):
        yield data[at : at + 4]
