"""Sound: whatever a phone, a browser or a recorder gives becomes AAC in M4A, which every browser plays."""

from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.filter import Graph
from av.filter.context import FilterContext

from minifb.modules.media.workers import footage
from minifb.modules.media.workers.work import Made, MadeVariant, Refused, Report, Work

NAME = "audio.m4a"
RATE = 48_000
BIT_RATES = {"mono": 80_000, "stereo": 128_000}
# Begins at once when played from the net; says neither who wrote it nor with what.
MOVFLAGS = {"movflags": "+faststart", "fflags": "+bitexact"}


class SoundTrack:
    """A track of AAC that is being written: takes decoded sound of any kind, fills its gaps, keeps to its time."""

    def __init__(self, made: OutputContainer, source: AudioStream, start: float, most: float) -> None:
        """Add a track to a file; `start` is the source's moment that is to be 0."""
        self._layout = "mono" if source.codec_context.layout.nb_channels == 1 else "stereo"
        self._made, self._start, self._most = made, start, most
        self._track = made.add_stream("aac", rate=RATE, options={"flags": "+bitexact"})
        self._track.codec_context.layout = self._layout
        self._track.codec_context.format = "fltp"
        self._track.codec_context.bit_rate = BIT_RATES[self._layout]
        self._graph: Graph | None = None
        self._form: tuple[str, str, int] | None = None
        self._end = 0.0
        self.heard = False
        """Whether there was any sound."""

    def take(self, frame: AudioFrame) -> float:
        """Write a piece of sound; tell until when there is sound now."""
        begin = frame.time - self._start if frame.time is not None else self._end
        footage.check_length(begin, self._most)
        self._end = max(self._end, begin + frame.samples / frame.sample_rate)
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._graph is None or form != self._form:
            self._drain()
            self._graph, self._form = self._chain(form, first=not self.heard), form
        frame.time_base = Fraction(1, frame.sample_rate)
        frame.pts = round(begin * frame.sample_rate)
        self._graph.push(frame)
        self._write(self._graph)
        self.heard = True
        return self._end

    def finish(self) -> None:
        """Write what is still held back."""
        self._drain()
        if self.heard:
            self._made.mux(self._track.encode(None))

    def _chain(self, form: tuple[str, str, int], *, first: bool) -> Graph:
        """Turn sound of this form into ours; silence where there is none, and from the very beginning."""
        graph = Graph()
        source = graph.add_abuffer(format=form[0], layout=form[1], sample_rate=form[2], time_base=Fraction(1, form[2]))
        begin = ":first_pts=0" if first else ""
        nodes: list[FilterContext] = [
            source,
            graph.add("aresample", f"{RATE}:async=1{begin}"),
            graph.add("aformat", f"sample_fmts=fltp:channel_layouts={self._layout}:sample_rates={RATE}"),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes).configure()
        return graph

    def _drain(self) -> None:
        """Take out of the chain what it still holds."""
        if self._graph is not None:
            self._graph.push(None)
            self._write(self._graph)
            self._graph = None

    def _write(self, graph: Graph) -> None:
        """Write what has come through the chain."""
        while True:
            try:
                frame = graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            if isinstance(frame, AudioFrame):
                self._made.mux(self._track.encode(frame))


def make(work: Work, report: Report) -> Made:
    """Make of a sound what is served."""
    with footage.opened(work.source) as source:
        stream = footage.sound_of(source)
        if stream is None:
            raise Refused("unsupported_codec" if source.streams.audio else "nothing_there", "no sound")
        said = footage.seconds_of(source)
        footage.check_length(said or 0.0, work.sound.seconds_max)
        footage.allow(said or work.sound.seconds_max, None)
        codec = footage.codec_of(stream)
        path = Path(work.folder) / NAME
        if not path.exists():
            part = path.with_name(NAME + ".part")
            with av.open(part, "w", format="ipod", options=MOVFLAGS) as made:
                track = SoundTrack(made, stream, footage.start_of(stream), work.sound.seconds_max)
                for frame in footage.frames_of(source, stream):
                    if isinstance(frame, AudioFrame):
                        report(track.take(frame) / (said or work.sound.seconds_max))
                track.finish()
                if not track.heard:
                    raise Refused("undecodable", "no sound could be read")
            footage.complete(part, path)
    with av.open(str(path), format="mp4") as done:
        seconds = footage.seconds_of(done)
    return Made(
        variants=[MadeVariant(NAME, "audio/mp4", None, None, NAME)],
        duration=round(seconds or 0.0, 3),
        details={"audio": codec},
    )
