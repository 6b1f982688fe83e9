"""Small files that are large when they are read: pixels, frames, texts and profiles without measure."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageCms

from tests.pictures import box, encoded, moving, photo, png_chunk
from tests.security.cases import Case

PNG = b"\x89PNG\r\n\x1a\n"
LAST = png_chunk(b"IEND", b"")
MIB = 1 << 20


@cache
def zeros(mebibytes: int) -> bytes:
    """Compress so many mebibytes of nothing."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(mebibytes)) + packer.flush()


def head(width: int, height: int, bits: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    """Write the header of a PNG, whatever follows it."""
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced))


def png(width: int, height: int, mebibytes: int, bits: int = 8, colour: int = 0, interlaced: int = 0) -> bytes:
    """Write a PNG of nothing."""
    return PNG + head(width, height, bits, colour, interlaced) + png_chunk(b"IDAT", zeros(mebibytes)) + LAST


def with_chunks(*chunks: bytes) -> bytes:
    """Write a small PNG with more in it."""
    data = encoded(photo(40, 30), "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def gif(width: int, height: int, frames: int, delay: int = 0) -> bytes:
    """Write a GIF with a canvas of any size and many tiny frames."""
    canvas = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(3) + b"\xff\xff\xff"
    control = b"\x21\xf9\x04\x00" + struct.pack("<H", delay) + b"\x00\x00"
    frame = control + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return canvas + frame * frames + b";"


def jpeg(width: int, height: int) -> bytes:
    """Write a JPEG whose header says any size."""
    data = bytearray(encoded(photo(64, 64), "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def webp(width: int, height: int) -> bytes:
    """Write a WebP whose canvas is said to be of any size."""
    data = bytearray(encoded(photo(64, 64, "RGBA"), "WEBP"))
    data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def heif(width: int, height: int, brand: bytes) -> bytes:
    """Write the boxes of a HEIF or AVIF of any size, with next to nothing in it."""
    config = box(b"av1C", b"\x81\x00\x0c\x00") if brand == b"avif" else box(b"hvcC", bytes(23))
    size = box(b"ispe", bytes(4), struct.pack(">II", width, height))
    kind = b"av01" if brand == b"avif" else b"hvc1"
    return box(b"ftyp", brand, bytes(4), b"mif1" + brand) + box(
        b"meta",
        bytes(4),
        box(b"hdlr", bytes(8), b"pict", bytes(13)),
        box(b"pitm", bytes(4), b"\0\1"),
        box(b"iloc", bytes(4), b"\x44\0\0\1", struct.pack(">HHHII", 1, 0, 1, 0, 100)),
        box(b"iinf", bytes(4), b"\0\1", box(b"infe", b"\2\0\0\0", b"\0\1\0\0", kind, b"\0")),
        box(b"iprp", box(b"ipco", config, size), box(b"ipma", bytes(4), struct.pack(">IHBBB", 1, 1, 2, 0x81, 2))),
    )


def bombs() -> Iterator[Case]:
    """Pictures of far more points than they have bytes."""
    pictures = {
        "png of 40 million points": png(8_000, 5_000, 39),
        "png of 89 million points": png(9_434, 9_434, 86),
        "png at the longest sides": png(16_384, 16_384, 260),
        "png that is one line": png(26_000_000, 1, 25),
        "png that is one column": png(1, 26_000_000, 50),
        "png of 26 million points in full colour": png(5_200, 5_000, 100, colour=6),
        "png of 16 bits": png(5_200, 5_000, 100, bits=16, colour=2),
        "png in seven passes": png(6_000, 6_000, 36, interlaced=1),
        "png of two thousand million points": png(2**31 - 1, 1, 1),
        "gif of 40 million points": encoded(Image.new("P", (8_000, 5_000)), "GIF"),
        "gif with the largest canvas": gif(65_535, 65_535, 2),
        "webp of 40 million points": encoded(Image.new("RGB", (8_000, 5_000)), "WEBP", method=0, lossless=True),
        "webp with the largest canvas": webp(1 << 24, 1 << 24),
        "webp with a canvas of 268 million points": webp(16_383, 16_383),
        "jpeg of 51 million points": encoded(Image.new("L", (8_500, 6_010)), "JPEG"),
        "jpeg with the largest header": jpeg(65_500, 65_500),
        "avif with the largest header": heif(65_535, 65_535, b"avif"),
        "heic with the largest header": heif(2**31, 2**31, b"heic"),
        "heic of no size": heif(0, 0, b"heic"),
    }
    yield from (Case("bombs", name, data) for name, data in pictures.items())
    # A small picture with far more data than it needs: what is more is not read.
    yield Case(
        "bombs", "png with data without end", PNG + head(64, 64) + png_chunk(b"IDAT", zeros(300)) + LAST, "either"
    )


def inner_bombs() -> Iterator[Case]:
    """Texts, profiles and animations that grow when they are read."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lying = bytearray(icc)
    lying[128:132] = b"\xff\xff\xff\xff"  # so many tags it says it has
    text = b"a\0\0" + zeros(100)
    chunks = {
        "a text of 100 MiB": (png_chunk(b"zTXt", text),),
        "twenty texts of 50 MiB": (png_chunk(b"zTXt", b"a\0\0" + zeros(50)),) * 20,
        "an international text of 100 MiB": (png_chunk(b"iTXt", b"a\0\1\0\0\0" + zeros(100)),),
        "a profile of 100 MiB": (png_chunk(b"iCCP", b"a\0\0" + zeros(100)),),
        "ten thousand texts": (png_chunk(b"tEXt", b"a\0b"),) * 10_000,
        "notes of a camera without end": (png_chunk(b"eXIf", b"MM\0*\0\0\0\x08" + b"\xff" * 60_000),),
        "an animation of any number of frames": (png_chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0)),),
    }
    for name, more in chunks.items():
        yield Case("profiles and animations", name, with_chunks(*more), "either")
    profiles = {
        "a profile that lies about its tags": bytes(lying),
        "a profile of 15 MB": icc + bytes(15_000_000),
        "a profile that is none": b"\xff" * 4_000,
        "a profile for paper": icc.replace(b"RGB XYZ", b"CMYKXYZ"),
    }
    for name, profile in profiles.items():
        form = "PNG" if len(profile) > 10_000_000 else "JPEG"
        data = encoded(photo(60, 40), form, icc_profile=profile)
        yield Case("profiles and animations", name, data, "either")
    animations = {
        "a gif of 101 frames": gif(10, 10, 101),
        "a gif of a hundred thousand frames": gif(10, 10, 100_000),
        "a gif of a hundred large frames": gif(4_000, 4_000, 100),
        "a webp of 120 frames": moving("WEBP", 120, (16, 16), minimize_size=False),
        "a webp of 60 large frames": moving("WEBP", 60, (1_400, 1_300)),
    }
    for name, data in animations.items():
        yield Case("profiles and animations", name, data)
    still = {
        "a gif of 100 frames without delay": gif(10, 10, 100),
        "a gif with the longest delays": gif(10, 10, 50, 65_535),
        "an avif of 30 frames": moving("AVIF", 30, (32, 32), speed=10),
        "an animated png of 150 frames": moving("PNG", 150, (16, 16)),
    }
    for name, data in still.items():
        yield Case("profiles and animations", name, data, "made")
