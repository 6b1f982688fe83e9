"""Film: whatever a phone, a camera or a browser gives becomes H.264 and AAC in MP4, with a poster and a sprite.

The best rendition is made from the source, and everything else from it: so the source, which may be large and odd, is
read once, and a lower rendition, the poster and the sprite need care for nothing any more.
"""

from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from minifb.modules.media.workers import footage, sound, stills
from minifb.modules.media.workers.lens import Lens, fitted, shown
from minifb.modules.media.workers.work import FilmWishes, Made, MadeVariant, Refused, Report, Work

CLOCK = 90_000
"""Units of time a second has: pictures keep their own times, so film of a changing rate stays true."""
RATE_MAX = 30
KEY_SECONDS = 2.0
"""So often there is a picture that stands by itself: where playing can begin."""
BITS_PER_POINT = 4.0
"""Most bits a second, for each point of a picture: 3.7 million at 1280 by 720. Calm film takes much less."""
X264 = {"preset": "veryfast", "profile": "high", "forced-idr": "1", "flags": "+bitexact"}
THREADS = 2
BT709, NARROW = 1, 1
"""How colours are kept: as the lens gives them, and said so, for players guess differently."""
BEST, LOWER = 0.75, 0.95
"""How much is done when the best rendition is there, and when all are."""


class PictureTrack:
    """A track of H.264 that is being written: takes decoded pictures of any kind, at no more than 30 a second."""

    def __init__(
        self, made: OutputContainer, source: VideoStream, size: tuple[int, int], start: float, most: float
    ) -> None:
        """Add a track to a file; `start` is the source's moment that is to be 0."""
        self._made, self._start, self._most = made, start, most
        self._lens = Lens(size)
        rate = float(source.average_rate or RATE_MAX)
        # Every second or third picture of a fast film, so that what is left is even.
        self._step = 1 / RATE_MAX if rate <= RATE_MAX + 1 else -(-rate // (RATE_MAX + 1)) / rate
        bits = int(BITS_PER_POINT * size[0] * size[1])
        options = {"crf": "23", "maxrate": str(bits), "bufsize": str(2 * bits)}
        self._track = made.add_stream("libx264", rate=RATE_MAX, options={**X264, **options})
        self._track.width, self._track.height = size
        self._track.pix_fmt = "yuv420p"
        coder = self._track.codec_context
        coder.time_base, coder.thread_count = Fraction(1, CLOCK), THREADS
        coder.colorspace, coder.color_primaries, coder.color_trc, coder.color_range = BT709, BT709, BT709, NARROW
        self._due = self._key = self._end = 0.0
        self._last = -1
        self.seen = False
        """Whether there was any picture."""

    def take(self, frame: VideoFrame) -> float:
        """Write a picture, if one is due; tell how far the film has come."""
        at = frame.time - self._start if frame.pts is not None else self._end
        footage.check_length(at, self._most)
        self._end = max(self._end, at + self._step)
        if at < self._due - self._step / 4:
            return self._end
        self._due = max(self._due, at - self._step) + self._step
        self.seen = True
        for picture in self._lens.through(frame, max(round(at * CLOCK), self._last + 1)):
            self._write(picture)
        return self._end

    def finish(self) -> None:
        """Write what is still held back."""
        for picture in self._lens.rest():
            self._write(picture)
        self._made.mux(self._track.encode(None))

    def _write(self, picture: VideoFrame) -> None:
        at = picture.pts or 0
        self._last = max(self._last + 1, at)
        picture.pts, picture.time_base = self._last, Fraction(1, CLOCK)
        key = self._last >= self._key * CLOCK
        picture.pict_type = PictureType.I if key else PictureType.NONE
        if key:
            self._key = self._last / CLOCK + KEY_SECONDS
        self._made.mux(self._track.encode(picture))


def make(work: Work, report: Report) -> Made:
    """Make of a film what is served."""
    with footage.opened(work.source) as source:
        heard_only = footage.picture_of(source) is None and footage.sound_of(source) is not None
    # Browsers record voices in containers of film.
    return sound.make(work, report) if heard_only else _make(work, report)


def _make(work: Work, report: Report) -> Made:
    folder, wishes = Path(work.folder), work.film
    with footage.opened(work.source) as source:
        size, details = _look(source, wishes)
    sizes = _sizes(size, wishes.heights)
    films = [MadeVariant(f"{height}p.mp4", "video/mp4", *of, f"{height}p.mp4") for height, of in sizes]
    best, *lower = ((folder / film.path, of) for film, (_, of) in zip(films, sizes, strict=True))
    if not best[0].exists():
        _render(work.source, *best, wishes, footage.share(report, 0.0, BEST))
    for at, (path, of) in enumerate(lower):
        if not path.exists():
            start = BEST + (LOWER - BEST) * at / len(lower)
            _shrink(best[0], path, of, wishes, footage.share(report, start, LOWER))
    report(LOWER)
    with av.open(str(best[0]), format="mp4") as made:
        seconds = footage.seconds_of(made) or 0.0
        frames = made.streams.video[0].frames
        pictures, placeholder = stills.make(made, seconds, work.folder)
    return Made(
        variants=films + pictures,
        width=films[0].width,
        height=films[0].height,
        duration=round(seconds, 3),
        placeholder=placeholder,
        frames=frames,
        details=details,
    )


def _look(source: InputContainer, wishes: FilmWishes) -> tuple[tuple[float, float], dict[str, object]]:
    """See what a film is before it costs anything: the size at which it is meant to be seen, and more."""
    picture = footage.picture_of(source)
    if picture is None:
        raise Refused("nothing_there", "no film in it")
    said = footage.seconds_of(source)
    footage.check_length(said or 0.0, wishes.seconds_max)
    context = picture.codec_context
    if context.width * context.height > wishes.pixels_max:
        raise Refused("too_many_pixels", f"{context.width} by {context.height}")
    footage.allow(said or wishes.seconds_max, picture)
    voice = footage.sound_of(source)
    first = next(footage.frames_of(source, picture), None)
    if not isinstance(first, VideoFrame):
        raise Refused("undecodable", "no picture could be read")
    return shown(first, context.sample_aspect_ratio), {
        "container": source.format.name,
        "video": footage.codec_of(picture),
        "form": context.pix_fmt,
        "size": [context.width, context.height],
        "rate": round(float(picture.average_rate or 0), 3),
        "audio": footage.codec_of(voice) if voice else None,
    }


def _sizes(size: tuple[float, float], heights: tuple[int, ...]) -> list[tuple[int, tuple[int, int]]]:
    """Choose the renditions, the best first: up to the first that holds the film as it is."""
    ordered = sorted(heights)
    chosen = [one for at, one in enumerate(ordered) if at == 0 or ordered[at - 1] < min(size)]
    return [(one, fitted(size, one)) for one in reversed(chosen)]


def _render(path: str, to: Path, size: tuple[int, int], wishes: FilmWishes, report: Report) -> None:
    """Make a rendition from what came."""
    part = to.with_name(to.name + ".part")
    with footage.opened(path) as source, av.open(part, "w", format="mp4", options=sound.MOVFLAGS) as made:
        picture, voice = footage.picture_of(source), footage.sound_of(source)
        if picture is None:
            raise Refused("nothing_there", "no film in it")
        picture.thread_type, picture.thread_count = "AUTO", THREADS
        start = footage.start_of(picture, voice)
        said = footage.seconds_of(source) or wishes.seconds_max
        film = PictureTrack(made, picture, size, start, wishes.seconds_max)
        track = sound.SoundTrack(made, voice, start, wishes.seconds_max) if voice else None
        for frame in footage.frames_of(source, *(one for one in (picture, voice) if one)):
            if isinstance(frame, VideoFrame):
                report(film.take(frame) / said)
            elif track:
                track.take(frame)
        film.finish()
        if track:
            track.finish()
    footage.complete(part, to)


def _shrink(best: Path, to: Path, size: tuple[int, int], wishes: FilmWishes, report: Report) -> None:
    """Make a lower rendition from the best one; the sound is taken over as it is."""
    part = to.with_name(to.name + ".part")
    with footage.opened(str(best)) as source, av.open(part, "w", format="mp4", options=sound.MOVFLAGS) as made:
        picture, voice = source.streams.video[0], next(iter(source.streams.audio), None)
        picture.thread_type, picture.thread_count = "AUTO", THREADS
        said = footage.seconds_of(source) or wishes.seconds_max
        film = PictureTrack(made, picture, size, 0.0, wishes.seconds_max)
        track = made.add_stream_from_template(voice) if voice else None
        for packet in source.demux(*(one for one in (picture, voice) if one)):
            if packet.stream is picture:
                for frame in picture.decode(packet):
                    report(film.take(frame) / said)
            elif packet.dts is not None and track is not None:
                packet.stream = track
                made.mux(packet)
        film.finish()
    footage.complete(part, to)
