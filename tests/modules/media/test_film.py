"""Film: whatever comes, what is served plays everywhere, upright, in its colours, and tells nothing beside it."""

import asyncio
import contextlib
import itertools
import resource
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from minifb.modules.media.service.workshop import Called, Workshop
from minifb.modules.media.workers.work import Refused
from tests.modules.media.films import BLUE, RED, Colour, film, sound
from tests.modules.media.worked import LONGEST, work, worked


def near(colour: Any, wanted: Colour, by: int = 12) -> bool:
    """Tell whether a colour is what it should be; film rounds."""
    return all(abs(one - other) <= by for one, other in zip(colour, wanted, strict=True))


def shown(path: Path, at: float = 0.0) -> Image.Image:
    """Give the picture of a film that a player would show at a moment."""
    with av.open(str(path)) as opened:
        frame = next(frame for frame in opened.decode(video=0) if (frame.time or 0.0) >= at)
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        return picture


def moments(path: Path) -> list[float]:
    """Tell when each picture of a film is shown."""
    with av.open(str(path)) as opened:
        return [frame.time or 0.0 for frame in opened.decode(video=0)]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("phone.mp4", {"size": (1280, 720)}),
        ("phone.mov", {"codec": "libx265", "form": "yuv420p10le", "sound": "pcm_s16le"}),
        ("browser.webm", {"codec": "libvpx", "sound": "libopus", "size": (322, 182)}),
        ("camera.mkv", {"codec": "mjpeg", "form": "yuvj422p", "sound": "ac3"}),
        ("old.mp4", {"codec": "mpeg4", "sound": "libmp3lame"}),
        ("silent.webm", {"codec": "libvpx-vp9", "sound": None}),
    ],
)
async def test_a_film_of_any_phone_or_browser_plays_everywhere(
    tmp_path: Path, name: str, options: dict[str, Any]
) -> None:
    """Out comes H.264 and AAC in an MP4 that begins at once, with a poster and a sprite in the colours of the film."""
    done = await worked(film(tmp_path / name, **options), "video")
    large = name == "phone.mp4"
    films = ["720p.mp4", "480p.mp4"] if large else ["480p.mp4"]
    assert [one.name for one in done.variants] == [*films, "poster.webp", "poster.jpg", "sprite.jpg"]
    assert done.duration is not None
    assert abs(done.duration - 1.0) < 0.06
    for one in done.variants[: len(films)]:
        path = tmp_path / one.path
        with av.open(str(path)) as opened:
            picture = opened.streams.video[0]
            assert (picture.codec_context.name, picture.pix_fmt) == ("h264", "yuv420p")
            assert (picture.width, picture.height) == (one.width, one.height)
            assert [voice.codec_context.name for voice in opened.streams.audio] == ["aac"] * (
                options.get("sound", "aac") is not None
            )
            heard = sum(frame.samples for frame in opened.decode(audio=0)) if opened.streams.audio else 48_000
            assert abs(heard - 48_000) < 4_096
        assert len(moments(path)) == 30
        head = path.read_bytes()
        assert head.index(b"moov") < head.index(b"mdat")
        for still in (shown(path), shown(path, 0.9)):
            assert near(still.getpixel((still.width // 4, still.height // 2)), RED)
            assert near(still.getpixel((still.width * 3 // 4, still.height // 2)), BLUE)
    for one in done.variants[len(films) :]:
        still = Image.open(tmp_path / one.path)
        assert still.size == (one.width, one.height)
        tile = still.width // 10 if one.name == "sprite.jpg" else still.width
        left, right = (still.convert("RGB").getpixel((tile * part // 4, still.height // 2)) for part in (1, 3))
        assert near(left, RED)
        assert near(right, BLUE)


@pytest.mark.parametrize(
    ("turned", "corner"),
    [
        ({"degrees": 90}, "bottom"),
        ({"degrees": -90}, "top"),
        ({"degrees": 180}, "right"),
        ({"degrees": 0, "hflip": True}, "right"),
    ],
)
async def test_a_film_is_upright_however_the_phone_was_held(
    tmp_path: Path, turned: dict[str, Any], corner: str
) -> None:
    """The turn that a phone wrote beside the film is done to the pictures, and nothing is left to turn."""
    done = await worked(film(tmp_path / "held.mp4", turned=turned, sound=None, times=(0, 0.03, 0.06)), "video")
    upright = corner in {"top", "bottom"}
    assert (done.width, done.height) == ((180, 320) if upright else (320, 180))
    picture = shown(tmp_path / "480p.mp4")
    at = {"top": (90, 40), "bottom": (90, 280), "right": (280, 90)}[corner]
    assert near(picture.getpixel(at), RED)
    with av.open(str(tmp_path / "480p.mp4")) as opened:
        assert next(opened.decode(video=0)).rotation == 0


async def test_a_bright_film_keeps_its_picture_on_a_plain_screen(tmp_path: Path) -> None:
    """HDR is brought down to what every screen shows: white is white, dark is dark, nothing is grey fog."""
    colours = ((255, 255, 255), (40, 40, 40))
    bright = film(
        tmp_path / "hdr.mkv",
        codec="libx265",
        form="yuv420p10le",
        bright=True,
        colours=colours,
        times=(0, 0.1),
        sound=None,
    )
    await worked(bright, "video")
    with av.open(str(tmp_path / "480p.mp4")) as opened:
        frame = next(opened.decode(video=0))
        assert (frame.colorspace, frame.color_trc, frame.color_primaries) == (1, 1, 1)
    picture = shown(tmp_path / "480p.mp4")
    white, dark = picture.getpixel((80, 90)), picture.getpixel((240, 90))
    assert near(white, (255, 255, 255), 8)
    assert near(dark, (0, 0, 0), 30)


async def test_a_fast_film_has_thirty_even_pictures_a_second(tmp_path: Path) -> None:
    """Of a film of 60 pictures a second every second one is shown: more is only more to load."""
    await worked(film(tmp_path / "fast.mkv", times=[at / 60 for at in range(60)], sound=None), "video")
    times = moments(tmp_path / "480p.mp4")
    assert len(times) == 30
    assert max(b - a for a, b in itertools.pairwise(times)) < 0.04


async def test_a_film_of_changing_rate_keeps_its_time(tmp_path: Path) -> None:
    """Each picture is shown when it was seen, though the rate and even the size change on the way."""
    times = [0.0, 0.04, 0.5, 0.54, 0.58, 2.0, 2.04]
    changing = film(tmp_path / "screen.webm", codec="libvpx", times=times, sound=None)
    await worked(changing, "video")
    kept = moments(tmp_path / "480p.mp4")
    assert all(abs(one - other) < 0.003 for one, other in zip(kept, times, strict=True))


async def test_nothing_is_known_of_who_filmed_where(tmp_path: Path) -> None:
    """Place, time, device and title of a film are in nothing that is served."""
    tags = {"title": "secret-marker", "location": "+48.8577+002.295/", "com.apple.quicktime.make": "secret-marker"}
    source = film(tmp_path / "told.mov", tags=tags, container={"movflags": "use_metadata_tags"})
    assert b"secret-marker" in source.read_bytes()
    done = await worked(source, "video")
    for one in done.variants:
        data = (tmp_path / one.path).read_bytes()
        assert not [word for word in (b"secret-marker", b"48.85", b"Lavf", b"Lavc") if word in data]


@pytest.mark.parametrize("case", ["garbage", "text", "long", "open end", "large", "cut off"])
async def test_what_is_no_film_of_ours_is_refused_with_a_reason(tmp_path: Path, case: str) -> None:
    """Broken, too long, too large or not a film: the reason is told, and nothing is made of it."""
    path, reason, pixels = tmp_path / "source.mkv", "undecodable", 10_000_000
    match case:
        case "garbage":
            path.write_bytes(b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 64)
        case "text":  # a play list names other files, and FFmpeg would open them
            path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n")
            reason = "unsupported_codec"
        case "long":
            film(path, times=(0, LONGEST + 5), sound=None)
            reason = "too_long"
        case "open end":  # says nothing of its length
            film(path, codec="libvpx", times=(0, LONGEST + 5), sound=None, container={"live": "1"})
            reason = "too_long"
        case "large":
            film(path, times=(0,), sound=None)
            reason, pixels = "too_many_pixels", 320 * 180 - 1
        case _:
            data = film(tmp_path / "whole.mp4").read_bytes()
            path.write_bytes(data[: data.index(b"mdat") + 100])
    with pytest.raises(Refused) as refused:
        await worked(path, "video", pixels_max=pixels)
    assert refused.value.code == reason
    assert not list(tmp_path.glob("*0p.mp4"))  # noqa: ASYNC240 - nobody else waits


async def test_a_film_that_breaks_off_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    """A recording that was cut short, or has a hole, is shown with what there is of it."""
    data = bytearray(film(tmp_path / "whole.webm", codec="libvpx", sound=None).read_bytes())
    data[len(data) // 3 : len(data) // 3 + 100] = bytes(100)
    (tmp_path / "broken.webm").write_bytes(data[: len(data) * 2 // 3])
    await worked(tmp_path / "broken.webm", "video")
    assert 5 < len(moments(tmp_path / "480p.mp4")) < 30


async def test_a_film_without_pictures_is_a_sound(tmp_path: Path) -> None:
    """What a browser records of a voice looks like film from outside; it is kept as the sound it is."""
    done = await worked(sound(tmp_path / "voice.webm", "libopus"), "video")
    assert [one.name for one in done.variants] == ["audio.m4a"]


async def test_a_film_that_was_interrupted_goes_on_where_it_was(tmp_path: Path) -> None:
    """Progress grows to the end; what was complete when the work was killed is not made again."""
    source = film(tmp_path / "film.mp4", size=(1280, 720), sound=None, times=[at / 10 for at in range(60)])
    shop, told = Workshop(), list[float]()

    def killed_late(done: float) -> None:
        told.append(done)
        if (tmp_path / "720p.mp4").exists():
            shop.call_off("one")

    with pytest.raises(Called):
        await shop.make("one", work(source, "video"), killed_late)
    assert not (tmp_path / "480p.mp4").exists()
    before = (tmp_path / "720p.mp4").stat().st_mtime_ns
    await worked(source, "video", told.append)
    assert (tmp_path / "720p.mp4").stat().st_mtime_ns == before
    assert len(moments(tmp_path / "480p.mp4")) == 60
    assert told[0] < 0.2
    assert all(0 <= one <= 1 for one in told)


async def test_a_film_gets_no_more_of_the_machine_than_its_length_is_worth(tmp_path: Path) -> None:
    """Processor time is bounded by how long and how large a film is, not by the longest film that is taken."""
    source = film(tmp_path / "film.mp4", sound=None, times=[at / 30 for at in range(150)])
    shop = Workshop()
    task = asyncio.create_task(shop.make("one", work(source, "video"), print))
    allowed: set[int] = set()
    while not task.done():
        await asyncio.sleep(0.02)
        for process in filter(None, shop._running.values()):
            with contextlib.suppress(ProcessLookupError):
                allowed.add(resource.prlimit(process.pid, resource.RLIMIT_CPU)[0])
    await task
    assert min(allowed) <= 60 + 5 * 3 + 5 * 30 * 320 * 180 // 8_000_000 + 5
