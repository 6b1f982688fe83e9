"""Opening film and sound: known containers and codecs, nothing outside the file, no more work than it is worth.

FFmpeg reads hundreds of formats, some of which name other files or addresses. Here it is told which one a file is in,
from its first bytes, and which decoders it may use.
"""

import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from minifb.modules.media.workers.work import Refused, Report

PICTURES = frozenset({"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg4", "mjpeg"})
"""Decoders of pictures."""
SOUNDS = frozenset(
    {"aac", "alac", "opus", "vorbis", "mp3", "mp3float", "flac", "ac3", "eac3", "pcm_u8", "pcm_alaw", "pcm_mulaw"}
    | {f"pcm_{form}{end}" for form in ("s16", "s24", "s32", "f32", "f64") for end in ("le", "be")}
)
"""Decoders of sound."""
HEADS: tuple[tuple[int, tuple[bytes, ...], str], ...] = (
    (4, (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"), "mp4"),
    (0, (b"\x1a\x45\xdf\xa3",), "matroska"),  # WebM too
    (0, (b"OggS",), "ogg"),
    (8, (b"WAVE",), "wav"),
    (0, (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3"), "mp3"),
    (0, (b"\xff\xf1", b"\xff\xf9"), "aac"),
)
"""Where which bytes stand in a file of which format."""
SLACK = 2.0
"""Seconds more than allowed are let pass: containers round."""
CPU_LEAST = 60
CPU_PER_SECOND = 3.0
CPU_PER_PIXEL = 1 / 8_000_000
"""Seconds of processor time for any file, for each second of it, and for each picture point that is read: some four
times what a machine of today needs."""
RATE_MAX = 240
PIECE = 1 << 20
BROKEN_MAX = 1_000
"""Broken pieces that are passed over; more of them is not worth reading on."""


def opened(path: str) -> InputContainer:
    """Open a file as what its first bytes say it is."""
    with Path(path).open("rb") as file:
        head = file.read(16)
    form = next((form for at, signs, form in HEADS if head[at:].startswith(signs)), None)
    if form is None:
        raise Refused("unsupported_codec", "container")
    options = {
        "protocol_whitelist": "file",
        "codec_whitelist": ",".join(sorted(PICTURES | SOUNDS)),
        "enable_drefs": "0",
    }
    try:
        return av.open(path, format=form, container_options=options, metadata_errors="replace")
    except av.error.FFmpegError as error:
        _blame_file(path, error)
        raise Refused("undecodable", str(error)) from error


def picture_of(source: InputContainer) -> VideoStream | None:
    """Find the stream with the moving picture: cover art is none."""
    moving = [one for one in source.streams.video if not one.disposition & Disposition.attached_pic]
    known = [one for one in moving if codec_of(one) in PICTURES]
    if moving and not known:
        raise Refused("unsupported_codec", f"codec {codec_of(moving[0])}")
    return known[0] if known else None


def sound_of(source: InputContainer) -> AudioStream | None:
    """Find the first stream of sound that can be read."""
    return next((one for one in source.streams.audio if codec_of(one) in SOUNDS), None)


def codec_of(stream: VideoStream | AudioStream) -> str:
    """Name the decoder of a stream; some streams have none."""
    # PyAV annotates a decoder always, and has None where FFmpeg knows none.
    context = getattr(stream, "codec_context", None)
    return str(context.name) if context is not None else "unknown"


def seconds_of(source: InputContainer) -> float | None:
    """Tell how long a file says it is; recorders in browsers leave it open."""
    return source.duration / av.time_base if source.duration and source.duration > 0 else None


def start_of(*streams: VideoStream | AudioStream | None) -> float:
    """Tell when the first of these streams begins: that will be 0."""
    starts = [float(one.start_time * one.time_base) for one in streams if one and one.start_time and one.time_base]
    return min(starts) if starts and len(starts) == sum(one is not None for one in streams) else 0.0


def frames_of(source: InputContainer, *streams: VideoStream | AudioStream) -> Iterator[VideoFrame | AudioFrame]:
    """Decode streams as they lie in the file; broken pieces are passed over, but not without end."""
    broken = 0
    for packet in packets_of(source, *streams):
        try:
            for frame in packet.decode():
                if isinstance(frame, VideoFrame | AudioFrame):
                    yield frame
        except MemoryError:
            raise
        except av.error.FFmpegError as error:
            broken += 1
            if broken > BROKEN_MAX:
                raise Refused("undecodable", "too many broken pieces") from error


def packets_of(source: InputContainer, *streams: VideoStream | AudioStream) -> "Iterator[Packet[Stream]]":
    """Read streams up to the end of the file, or to where it is cut off."""
    packets = source.demux(*streams)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError as error:
            _blame_file(source.name, error)
            return
        if packet is None:
            return
        yield packet


def _blame_file(path: str, error: Exception) -> None:
    """Make sure that it is the file that cannot be read, not the disk: FFmpeg says the same of both."""
    if isinstance(error, MemoryError):
        raise error
    with Path(path).open("rb") as file:
        while file.read(PIECE):
            pass


def check_length(seconds: float, most: float) -> None:
    """Refuse what is longer than allowed."""
    if seconds > most + SLACK:
        raise Refused("too_long", f"{seconds:.0f} s")


def allow(seconds: float, picture: VideoStream | None) -> None:
    """Take as much processor time as a file of this length may cost, and not more: what asks for more is an attack."""
    cost = CPU_LEAST + seconds * CPU_PER_SECOND
    if picture is not None:
        rate = min(float(picture.average_rate or 30), RATE_MAX)
        cost += seconds * rate * picture.codec_context.width * picture.codec_context.height * CPU_PER_PIXEL
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(used.ru_utime + used.ru_stime + cost) + 1
    if soft == resource.RLIM_INFINITY or wanted < soft:
        resource.setrlimit(resource.RLIMIT_CPU, (wanted, hard))


def complete(part: Path, path: Path) -> None:
    """Give a file that was written aside its name, once it is on the disk for sure."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(path)


def share(report: Report, start: float, end: float) -> Callable[[float], None]:
    """Report a part of the work as a share of the whole."""
    return lambda done: report(start + (end - start) * min(done, 1.0))
