"""The same picture in the same sizes as the first page of a manual would make them: each from the whole picture."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps


def make(content: bytes, folder: Path, sizes: tuple[int, ...], squares: tuple[int, ...]) -> None:
    """Read a picture, put it upright, and write it in every size, each scaled down from the whole."""
    picture = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("RGB")
    for longest in sizes:
        small = picture.copy()
        small.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=None)
        _save(small, folder / str(longest))
    for side in squares:
        _save(ImageOps.fit(picture, (side, side), Image.Resampling.LANCZOS), folder / f"square-{side}")


def _save(picture: Image.Image, path: Path) -> None:
    picture.save(path.with_suffix(".webp"), quality=80)
    picture.save(path.with_suffix(".jpg"), quality=82)
