"""Thumbhash: a picture in some twenty bytes, shown in its place until it is there (evanw.github.io/thumbhash).

A few waves of brightness, two of colour and one of transparency, each a number of four bits.
"""

import base64
from collections.abc import Sequence
from math import cos, floor, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIDE = 32
"""The picture is looked at in this size: the finest wave has seven of its periods."""

Channel = tuple[float, list[float], float]
"""The mean, the waves each between 0 and 1, and how high they go."""


def of(image: "Image.Image") -> str:
    """Give the thumbhash of a picture in base64."""
    small = image.copy()
    small.thumbnail((SIDE, SIDE))
    return base64.b64encode(encode(*small.size, small.convert("RGBA").tobytes())).decode()


def encode(width: int, height: int, rgba: bytes) -> bytes:
    """Give the thumbhash of pixels, four bytes each."""
    pixels = list(zip(*[iter(rgba)] * 4, strict=True))
    cover = [a / 255 for *_, a in pixels]
    whole = sum(cover) or 1.0
    # What is transparent has the mean colour of what is not.
    mean = [sum(p[at] / 255 * a for p, a in zip(pixels, cover, strict=True)) / whole for at in range(3)]
    red, green, blue = (
        [mean[at] * (1 - a) + p[at] / 255 * a for p, a in zip(pixels, cover, strict=True)] for at in range(3)
    )
    clear = sum(cover) < width * height
    longest = max(width, height)
    across, down = (max(1, _round((5 if clear else 7) * side / longest)) for side in (width, height))

    colours = list(zip(red, green, blue, strict=True))
    size = (width, height)
    light = _waves([(r + g + b) / 3 for r, g, b in colours], size, max(3, across), max(3, down))
    yellow = _waves([(r + g) / 2 - b for r, g, b in colours], size, 3, 3)
    ruddy = _waves([r - g for r, g, _ in colours], size, 3, 3)
    channels = [light, yellow, ruddy]

    head = _round(63 * light[0]) | _round(31.5 + 31.5 * yellow[0]) << 6 | _round(31.5 + 31.5 * ruddy[0]) << 12
    head |= _round(31 * light[2]) << 18 | clear << 23
    more = (down if width > height else across) | _round(63 * yellow[2]) << 3 | _round(63 * ruddy[2]) << 9
    more |= (width > height) << 15
    out = bytearray(head.to_bytes(3, "little") + more.to_bytes(2, "little"))
    if clear:
        channels.append(covered := _waves(cover, size, 5, 5))
        out.append(_round(15 * covered[0]) | _round(15 * covered[2]) << 4)
    nibbles = [_round(15 * wave) for _, waves, _ in channels for wave in waves]
    nibbles += [0] * (len(nibbles) % 2)
    return bytes(out) + bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))


def _waves(channel: Sequence[float], size: tuple[int, int], across: int, down: int) -> Channel:
    """Take a channel apart into waves, the coarse ones: a triangle of the cosine transform."""
    width, height = size
    rows = [channel[at : at + width] for at in range(0, width * height, width)]
    mean, waves = 0.0, []
    columns = []
    for x in range(across):
        wave = [cos(pi / width * x * (at + 0.5)) for at in range(width)]
        columns.append([sum(map(float.__mul__, row, wave)) for row in rows])
    for y in range(down):
        wave = [cos(pi / height * y * (at + 0.5)) for at in range(height)]
        for x in range(across):
            if x * down >= across * (down - y):
                break
            value = sum(map(float.__mul__, columns[x], wave)) / (width * height)
            if x or y:
                waves.append(value)
            else:
                mean = value
    highest = max(map(abs, waves))
    return mean, [0.5 + 0.5 / highest * wave if highest else wave for wave in waves], highest


def _round(value: float) -> int:
    """Round as the reference does, a half upwards."""
    return floor(value + 0.5)
