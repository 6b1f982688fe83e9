"""Photos as a phone takes them: twelve million pixels, some two megabytes, no two alike."""

import random
from io import BytesIO

from PIL import Image

SIZE = (4000, 3000)


def photo(seed: int) -> bytes:
    """Draw a photo: soft shapes, and the grain of a sensor."""
    chance = random.Random(seed)
    shapes = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", SIZE, chance.randbytes(SIZE[0] * SIZE[1])).convert("RGB")
    out = BytesIO()
    Image.blend(shapes, grain, 0.07).save(out, "JPEG", quality=88, exif=_upside_down())
    return out.getvalue()


def another(content: bytes, number: int) -> bytes:
    """Give a photo the bytes of one of its own: a comment with a number, so that it is stored and worked on anew."""
    note = f"{number:08d}".encode()
    return content[:2] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + content[2:]


def _upside_down() -> Image.Exif:
    """Say that the phone was held the other way round, as half of them are."""
    exif = Image.Exif()
    exif[0x0112] = 3
    return exif
