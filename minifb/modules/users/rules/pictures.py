"""Pictures of members: their own, and the one behind their name."""

from typing import Literal

from minifb.kernel.http.shapes import Attached, Avatar
from minifb.kernel.refusals import FieldError, Invalid

Place = Literal["avatar", "cover"]
PLACES: tuple[Place, ...] = ("avatar", "cover")

_FIRST_CHOICE = {"avatar": "square-160.webp", "cover": "1080.webp"}


class MediaNotFound(Invalid):
    """This is no picture of yours, or it could not be made fit to be shown."""


def checked(place: Place, found: Attached | None) -> Attached:
    """Refuse what is no picture that a member may show there."""
    if found is None or found.kind != "image" or found.status == "failed":
        raise MediaNotFound(FieldError(f"{place}Id", MediaNotFound.code, MediaNotFound.__doc__ or ""))
    return found


def drawn(place: Place, shown: Attached) -> Avatar | None:
    """Draw a picture where it is shown: its square, or its width for a cover; none until it is ready."""
    variants = {variant.name: variant.url for variant in shown.variants}
    whole = [one.url for one in shown.variants if one.type == "image/webp" and not one.name.startswith("square-")]
    url = variants.get(_FIRST_CHOICE[place]) or (whole[0] if place == "cover" and whole else None)
    return Avatar(url=url, placeholder=shown.placeholder) if url else None
