"""Media of any size put straight onto the shelf, without the work of making them from a real film."""

import hashlib
from typing import Any

from minifb.modules.media.rules import media as rules
from minifb.modules.media.rules.media import Detail, Form
from minifb.modules.media.store import media
from minifb.modules.media.store.blobs import keep_blob
from tests.pictures import encoded, photo
from tests.world import Person, World

JPEG = encoded(photo(400, 300), "JPEG")


async def upload(person: Person, data: bytes = JPEG) -> Any:
    """Upload a picture as somebody; give the medium."""
    response = await person.ask("POST", "/media/upload", files={"file": ("p.jpg", data)})
    assert response.status_code == 201, response.text
    return response.json()


def picture(at: int) -> bytes:
    """Draw a picture that is like no other."""
    return encoded(photo(64 + at, 48), "JPEG")


async def shelve(world: World, owner: Person, data: bytes, name: str = "720p.mp4", type: str = "video/mp4") -> str:
    """Put a ready medium with one form of these bytes onto the shelf; give its address."""
    service: Any = world.service("media")
    sha256 = hashlib.sha256(data).hexdigest()
    path = world.folder / f"{sha256}.in"
    path.write_bytes(data)
    id = world.house.ids()
    form = Form(id, name, 0, type, None, None, len(data), sha256)

    def keep(tx: Any) -> None:
        file = rules.fresh(id, owner.id, "video", type, (sha256, len(data)), tx.now)
        media.add(tx, file)
        keep_blob(tx, sha256, len(data))
        service.keep_variants(tx, file, Detail(id), [form])

    async with service.vault.keeping({sha256: path}):
        await service.db.write(keep)
    path.unlink()
    return f"/media/{id}/{name}"


def stored(world: World) -> list[str]:
    """List what is kept on the disk."""
    return sorted(path.name for path in (world.folder / "media" / "blobs").glob("??/*"))
