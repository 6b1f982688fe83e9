"""The lens: pictures of any size, shape, colour and orientation come out upright, undistorted and in plain colours."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

import av
from av.filter import Graph
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame

UNSAID, BT2020 = 2, 9
HD = 720
"""From this height on, film that does not say how it keeps its colours keeps them as television does."""
PQ, HLG = 16, 18
"""Curves of film with more light than a plain screen has."""
LONGEST = 3
"""The longer side is at most so many times the wished height: a panorama does not become a wall."""
SHAPES = Fraction(1, 8), Fraction(8)
"""Points of other shapes are a mistake in the file."""
CLOCK = 90_000

Form = tuple[int, int, str, int, int, int, int, tuple[str, ...]]


class Lens:
    """Makes pictures ready for a plain H.264 track."""

    def __init__(self, size: tuple[int, int]) -> None:
        """Give all pictures one size."""
        self._size = size
        self._graph: Graph | None = None
        self._form: Form | None = None

    def through(self, frame: VideoFrame, at: int) -> Iterator[VideoFrame]:
        """Send a picture through; film that is drawn in half pictures gives it back one later."""
        form = (
            frame.width,
            frame.height,
            frame.format.name,
            frame.colorspace,
            frame.color_range,
            frame.color_trc,
            frame.color_primaries,
            tuple(turns(frame)),
        )
        if self._graph is None or form != self._form:  # recorders in browsers change the size when the window does
            yield from self.rest()
            self._graph, self._form = self._chain(form, interlaced=frame.interlaced_frame), form
        frame.pts, frame.time_base = at, Fraction(1, CLOCK)
        self._graph.push(frame)
        yield from pulled(self._graph)

    def rest(self) -> Iterator[VideoFrame]:
        """Give what is still inside."""
        if self._graph is not None:
            self._graph.push(None)
            yield from pulled(self._graph)
            self._graph = None

    def _chain(self, form: Form, *, interlaced: bool) -> Graph:
        width, height, kind, matrix, breadth, curve, primaries, turned = form
        ours_width, ours_height = self._size[::-1] if any("transpose" in turn for turn in turned) else self._size
        bright = curve in (PQ, HLG) or primaries == BT2020
        form_given = f"video_size={width}x{height}:pix_fmt={kind}:time_base=1/{CLOCK}"
        graph = Graph()
        nodes = [graph.add("buffer", f"{form_given}:colorspace={matrix}:range={breadth}")]
        if interlaced:
            nodes.append(graph.add("bwdif", "mode=send_frame:deint=interlaced"))
        scale = f"w={ours_width}:h={ours_height}:flags=bicubic"
        if matrix == UNSAID and height >= HD:
            scale += ":in_color_matrix=bt709"
        if bright:
            # First small, then plain: colours cost by the point. What is too bright is brought down, not cut off.
            nodes.append(graph.add("scale", scale))
            scale = "out_primaries=bt709:out_transfer=bt709:intent=perceptual"
        nodes.append(graph.add("scale", f"{scale}:out_color_matrix=bt709:out_range=tv"))
        nodes.append(graph.add("format", "pix_fmts=yuv420p"))
        nodes += [graph.add(*turn.split("=", 1)) for turn in turned]
        nodes += [graph.add("setsar", "1"), graph.add("buffersink")]
        graph.link_nodes(*nodes).configure()
        return graph


def pulled(graph: Graph) -> Iterator[VideoFrame]:
    """Give what has come through a chain."""
    while True:
        try:
            frame = graph.vpull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        yield frame


def shown(frame: VideoFrame, shape: Fraction | None) -> tuple[float, float]:
    """Tell the size at which a picture is meant to be seen; `shape` is the width of a point by its height."""
    width, height = float(frame.width), float(frame.height)
    if shape and SHAPES[0] <= shape <= SHAPES[1]:
        width *= float(shape)
    return (height, width) if any("transpose" in turn for turn in turns(frame)) else (width, height)


def fitted(size: tuple[float, float], height: int) -> tuple[int, int]:
    """Scale a size down so that its shorter side is of this height; never up."""
    scale = min(1.0, height / min(size), LONGEST * height / max(size))
    return _even(size[0] * scale), _even(size[1] * scale)


def turns(frame: VideoFrame) -> list[str]:
    """Say how to turn a picture so that it is upright: phones film as they are held, and write how that was."""
    try:
        # The library's annotations know one kind of such data, and it is not this one.
        numbers = memoryview(bytes(cast("Mapping[str, SideData]", frame.side_data)["DISPLAYMATRIX"])).cast("i")
    except KeyError:
        return []
    across, over, down, along = numbers[0], numbers[1], numbers[3], numbers[4]
    if abs(over) > abs(across):
        way = {(1, -1): "clock", (-1, 1): "cclock", (1, 1): "cclock_flip", (-1, -1): "clock_flip"}
        return [f"transpose={way[1 if over > 0 else -1, 1 if down > 0 else -1]}"]
    return ["hflip"] * (across < 0) + ["vflip"] * (along < 0)


def _even(size: float) -> int:
    """Round to an even number: colours are kept for two points at once."""
    return max(2, round(size / 2) * 2)
