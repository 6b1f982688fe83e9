"""Films and sounds for tests, made on the spot: the left half has one colour, the right half another."""

import math
from array import array
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from PIL import Image

RED, BLUE = (200, 40, 40), (40, 60, 200)
RATE = 48_000

Size = tuple[int, int]
Colour = tuple[int, int, int]


def film(
    path: Path,
    size: Size = (320, 180),
    *,
    codec: str = "libx264",
    form: str = "yuv420p",
    sound: str | None = "aac",
    times: Iterable[float] | None = None,
    later: Size | None = None,
    colours: tuple[Colour, Colour] = (RED, BLUE),
    turned: dict[str, Any] | None = None,
    bright: bool = False,
    tags: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
) -> Path:
    """Write a film: a picture at each of `times` (by default a second of them); from its middle on in another size."""
    kept = "ITU709" if size[1] >= 720 else "ITU601"  # what is meant where nothing is said
    moments = list(times if times is not None else (at / 30 for at in range(30)))
    options = {"preset": "ultrafast", "x265-params": "log-level=none"} if "x26" in codec else {"cpu-used": "8"}
    with av.open(str(path), "w", options=container or {}) as made:
        made.metadata.update(tags or {})
        pictures = cast("VideoStream", made.add_stream(codec, rate=30, options=options if codec[:3] == "lib" else {}))
        pictures.width, pictures.height = size
        pictures.pix_fmt = form
        pictures.codec_context.time_base = Fraction(1, 1_000)
        if bright:  # HDR10, as phones film it
            pictures.codec_context.color_trc, pictures.codec_context.color_primaries = 16, 9
            pictures.codec_context.colorspace = 9
        if turned:
            pictures.set_display_rotation(**turned)
        voice = cast("AudioStream", made.add_stream(sound, rate=RATE)) if sound else None
        for at in moments:
            frame = av.VideoFrame.from_image(halves(size, colours)).reformat(format=form, dst_colorspace=kept)  # type: ignore[no-untyped-call]
            frame.pts, frame.time_base = round(at * 1_000), Fraction(1, 1_000)
            made.mux(pictures.encode(frame))
        made.mux(pictures.encode(None))
        if voice is not None:
            for piece in tone(max(moments, default=0.0)):
                made.mux(voice.encode(piece))
            made.mux(voice.encode(None))
    return path


def sound(
    path: Path, codec: str, seconds: float = 1.0, *, format: str | None = None, tags: dict[str, str] | None = None
) -> Path:
    """Write a sound: a tone of 440 Hz."""
    with av.open(str(path), "w", format=format) as made:
        made.metadata.update(tags or {})
        voice = cast("AudioStream", made.add_stream(codec, rate=RATE))
        for piece in tone(seconds):
            made.mux(voice.encode(piece))
        made.mux(voice.encode(None))
    return path


def halves(size: Size, colours: tuple[Colour, Colour] = (RED, BLUE)) -> Image.Image:
    """Draw a picture of two halves."""
    picture = Image.new("RGB", size, colours[1])
    picture.paste(colours[0], (0, 0, size[0] // 2, size[1]))
    return picture


def tone(seconds: float) -> Iterable[av.AudioFrame]:
    """Give a tone in pieces."""
    for begin in range(0, max(1, round(seconds * RATE)), 1_024):
        frame = av.AudioFrame(format="s16", layout="stereo", samples=1_024)
        frame.sample_rate, frame.pts, frame.time_base = RATE, begin, Fraction(1, RATE)
        wave = (int(8_000 * math.sin((begin + at) * math.tau * 440 / RATE)) for at in range(1_024))
        frame.planes[0].update(array("h", [value for value in wave for _ in range(2)]).tobytes())
        yield frame
