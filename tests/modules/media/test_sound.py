"""Sound: whatever a recorder gives is played by every browser, and tells nothing but what is heard."""

import itertools
import math
from array import array
from pathlib import Path
from typing import Any

import av
import pytest

from minifb.modules.media.workers.work import Refused
from tests.modules.media.films import RATE, film, sound
from tests.modules.media.worked import LONGEST, worked


def pitch(path: Path) -> float:
    """Tell how high the tone is that is heard in the middle of a sound."""
    values = array("f")
    with av.open(str(path)) as opened:
        for frame in opened.decode(audio=0):
            values.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    middle = values[len(values) // 4 : len(values) // 4 + RATE // 4]
    crossings = sum(a < 0 <= b for a, b in itertools.pairwise(middle))
    return crossings * RATE / len(middle)


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("note.m4a", "aac", {"format": "ipod"}),
        ("note.aac", "aac", {"format": "adts"}),
        ("note.ogg", "libopus", {}),
        ("note.webm", "libopus", {}),
        ("note.mp3", "libmp3lame", {"tags": {"title": "secret-marker"}}),
        ("note.wav", "pcm_s16le", {}),
    ],
)
async def test_a_voice_message_is_heard_everywhere(
    tmp_path: Path, name: str, codec: str, options: dict[str, Any]
) -> None:
    """Out comes AAC in an M4A of the same length and the same tone, without what was written beside it."""
    done = await worked(sound(tmp_path / name, codec, **options), "audio")
    assert [(one.name, one.type) for one in done.variants] == [("audio.m4a", "audio/mp4")]
    path = tmp_path / "audio.m4a"
    with av.open(str(path)) as opened:
        assert opened.streams.audio[0].codec_context.name == "aac"
        assert not opened.streams.video
    assert done.duration is not None
    assert abs(done.duration - 1.0) < 0.1
    assert math.isclose(pitch(path), 440, abs_tol=6)
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"secret-marker" not in data


async def test_what_is_no_sound_of_ours_is_refused_with_a_reason(tmp_path: Path) -> None:
    """Broken, silent or too long: the reason is told."""
    broken = tmp_path / "broken.ogg"
    broken.write_bytes(b"OggS" + bytes(4_000))
    mute = film(tmp_path / "mute.mp4", sound=None, times=(0, 0.1))
    long = sound(tmp_path / "long.wav", "pcm_u8", LONGEST + 5)
    for path, reason in ((broken, "undecodable"), (mute, "nothing_there"), (long, "too_long")):
        with pytest.raises(Refused) as refused:
            await worked(path, "audio")
        assert refused.value.code == reason
    assert not (tmp_path / "audio.m4a").exists()
