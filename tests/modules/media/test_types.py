"""What a file is, by its first bytes."""

import pytest

from minifb.modules.media.rules.types import recognise
from tests.pictures import encoded, heic, moving, photo

MATROSKA = b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x86\x81\x01\x42\x82"


def brand(major: bytes, *others: bytes) -> bytes:
    """Begin a file in the ISO base media format."""
    named = b"".join(others)
    return (16 + len(named)).to_bytes(4, "big") + b"ftyp" + major + bytes(4) + named + b"\x00\x00\x00\x08moov"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (encoded(photo(8, 8), "JPEG"), "image/jpeg"),
        (encoded(photo(8, 8), "PNG"), "image/png"),
        (encoded(photo(8, 8), "WEBP"), "image/webp"),
        (encoded(photo(8, 8), "AVIF"), "image/avif"),
        (moving("GIF", 2), "image/gif"),
        (heic(photo(64, 64)), "image/heic"),
        (brand(b"mif1", b"mif1", b"heic"), "image/heic"),
        (brand(b"mif1", b"mif1", b"avif"), "image/avif"),
        (brand(b"isom", b"isom", b"mp41"), "video/mp4"),
        (brand(b"3gp4", b"isom"), "video/mp4"),
        (brand(b"qt  "), "video/quicktime"),
        (brand(b"M4A ", b"isom"), "audio/mp4"),
        (MATROSKA + b"\x84webm", "video/webm"),
        (MATROSKA + b"\x88matroska", "video/x-matroska"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04\x00", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf3\x84\xc4", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
    ],
)
def test_what_is_taken_is_recognised(head: bytes, kind: str) -> None:
    """Pictures, films and sounds are told apart by their bytes alone."""
    found = recognise(head[:4_096])
    assert found is not None
    assert (found.type, found.kind) == (kind, kind.partition("/")[0])


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff",
        b"\xff\xd8",
        b"\xff\xfe\x00\x00",
        b"\xff\xfb\xf0\x00",
        b"RIFF\x24\x00\x00\x00AVI LIST",
        brand(b"mif1", b"mif1"),
        brand(b"jp2 "),
        MATROSKA + b"\x84none",
        b"\x00\x00\xff\xffftyp",
        b" \x89PNG\r\n\x1a\n",
        b"<?xml version='1.0'?><svg/>",
        b"%!PS-Adobe",
        b"\x7fELF",
    ],
)
def test_anything_else_is_not(head: bytes) -> None:
    """What is on no list is nothing, whatever it is called."""
    assert recognise(head, "image/jpeg") is None


def test_the_client_settles_only_what_the_bytes_leave_open() -> None:
    """A recorder's WebM or MP4 without pictures is sound when it says so; a picture stays a picture."""
    said = "audio/webm;codecs=opus"
    for head, kind in ((MATROSKA + b"\x84webm", "audio/webm"), (brand(b"isom"), "audio/mp4"), (b"GIF89a", "image/gif")):
        found = recognise(head, said)
        assert found is not None
        assert found.type == kind
