"""Whether film and sound can be worked on here: they need PyAV, which the core build has not (docs/guide/media.md)."""

from importlib.util import find_spec

from minifb.modules.media.rules.settings import MediaSettings


def film_here() -> bool:
    """Tell whether PyAV is installed, without loading it: that takes a while, and only workers use it."""
    return find_spec("av") is not None


def film_state(settings: MediaSettings) -> dict[str, bool]:
    """Tell health whether film and sound work; a server that wants neither (both sizes 0) says nothing of them."""
    return {"film": film_here()} if settings.video_mib or settings.audio_mib else {}
