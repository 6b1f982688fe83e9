"""The ledger: what each member keeps here."""

from sqlalchemy import func, select

from minifb.kernel.data.sql import sql
from minifb.kernel.ops import audit
from minifb.modules.media.rules.ledger import ALL
from minifb.modules.media.tables import media_files, storage
from tests.modules.auth.people import first_owner, staff
from tests.pictures import encoded, photo
from tests.world import World

JPEG = encoded(photo(64, 48), "JPEG")
LARGER = encoded(photo(400, 300), "PNG")
_F, _S = media_files.c, storage.c
KEPT = sql(
    select(_F.owner_id, func.count(), func.sum(_F.kept))
    .where(_F.status != "deleted")
    .group_by(_F.owner_id)
    .order_by(_F.owner_id)
)
BOOKED = sql(select(_S.owner_id, _S.files, _S.bytes).where(_S.kind == ALL, _S.files > 0).order_by(_S.owner_id))


async def test_the_books_balance(world: World) -> None:
    """Whatever was uploaded, failed or deleted: the ledger says what the rows of the files say."""
    ann, ben = await world.persons("ann", "ben")
    first = await ann.upload(JPEG)
    await ann.upload(LARGER)
    await ben.upload(JPEG)
    await ann.refused("POST", "/media/upload", files={"file": ("a", JPEG[:300])})
    await ann.delete(f"/media/{first['id']}")
    db = world.house.parts["media"].db
    booked = [tuple(row) for row in await db.read(lambda tx: tx.all(BOOKED))]
    assert booked == [tuple(row) for row in await db.read(lambda tx: tx.all(KEPT))]
    assert [(owner, files) for owner, files, _ in booked] == [(ann.id, 1), (ben.id, 1)]
    usage = await ann.get("/media/usage")
    assert usage["kinds"] == [{"kind": "image", "files": 1, "bytes": usage["bytes"]}]


async def test_admins_see_who_keeps_how_much(world: World) -> None:
    """Who runs the server sees members by how much they keep, page by page, and that they looked is written down."""
    owner = await first_owner(world)
    admin = await staff(world, owner, "ada", "admin")
    ann, ben = await world.persons("ann", "ben")
    await ann.upload(JPEG)
    await ben.upload(LARGER)
    page = await admin.get("/media/ledger", limit=1)
    rest = await admin.get("/media/ledger", limit=1, cursor=page["next"])
    assert [one["user"]["username"] for one in (*page["items"], *rest["items"])] == ["ben", "ann"]
    assert rest["next"] is None
    assert (await admin.get(f"/media/usage/{ann.id}"))["bytes"] == rest["items"][0]["bytes"]
    assert await ann.refused("GET", "/media/ledger") == (403, "forbidden")
    assert await ann.refused("GET", f"/media/usage/{ben.id}") == (403, "forbidden")
    acts = await world.house.parts["media"].db.read(lambda tx: audit.latest(tx, 10))
    assert [(act.actor, act.object) for act in acts] == [
        (admin.id, ann.id),
        (admin.id, "everybody"),
        (admin.id, "everybody"),
    ]
