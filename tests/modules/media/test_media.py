"""Media as their owner and others meet them: shown, listed, described, deleted."""

from tests.pictures import encoded, photo
from tests.world import World

JPEG = encoded(photo(64, 48), "JPEG")


async def test_ones_own_files_are_listed_page_by_page(world: World) -> None:
    """A member finds all they uploaded, the newest first, whoever holds it; nobody else does."""
    ann, ben = await world.friends("ann", "ben")
    ids = [(await ann.upload(JPEG))["id"] for _ in range(3)]
    page = await ann.get(f"/media/user/{ann.id}", limit=2)
    rest = await ann.get(f"/media/user/{ann.id}", limit=2, cursor=page["next"])
    assert [one["id"] for one in (*page["items"], *rest["items"])] == ids[::-1]
    assert rest["next"] is None
    assert (await ben.get(f"/media/user/{ann.id}"))["items"] == []
    assert await ben.refused("GET", f"/media/{ids[0]}") == (404, "not_found")
    assert await world.stranger.refused("GET", f"/media/{ids[0]}") == (404, "not_found")


async def test_others_see_of_a_member_what_posts_show_them(world: World) -> None:
    """On a member's page of pictures a friend sees those of posts they may see, and a full page of them."""
    ann, ben = await world.friends("ann", "ben")
    cat = await world.person("cat")
    ids = [(await ann.upload(JPEG))["id"] for _ in range(5)]
    await ann.post("/posts", text="for friends", mediaIds=[ids[0], ids[3]])
    await ann.post("/posts", text="for all", mediaIds=[ids[1]], audience={"kind": "public"})
    await ann.post("/posts", text="for me", mediaIds=[ids[4]], audience={"kind": "onlyMe"})
    await world.settle()
    page = await ben.get(f"/media/user/{ann.id}", limit=2)
    rest = await ben.get(f"/media/user/{ann.id}", limit=2, cursor=page["next"])
    assert [one["id"] for one in page["items"]] == [ids[3], ids[1]]
    assert [one["id"] for one in rest["items"]] == [ids[0]]
    assert [one["id"] for one in (await cat.get(f"/media/user/{ann.id}"))["items"]] == [ids[1]]
    assert (await ben.get(f"/media/{ids[0]}"))["status"] == "ready"
    assert await cat.refused("GET", f"/media/{ids[0]}") == (404, "not_found")


async def test_a_description_reaches_the_posts_that_show_it(world: World) -> None:
    """Who says later what a picture shows says it for everybody who cannot see it, wherever it is shown."""
    ann, ben = await world.friends("ann", "ben")
    medium = await ann.upload(JPEG)
    post = await ann.post("/posts", text="look", mediaIds=[medium["id"]])
    described = await ann.put(f"/media/{medium['id']}", alt="  A gull  ")
    await world.settle()
    assert described["alt"] == "A gull"
    assert (await ben.get(f"/posts/{post['id']}"))["media"][0]["alt"] == "A gull"
    assert (await ann.put(f"/media/{medium['id']}", alt=None))["alt"] is None
    assert await ben.refused("PUT", f"/media/{medium['id']}", json={"alt": "mine"}) == (404, "not_found")
    assert await ann.refused("PUT", f"/media/{medium['id']}", json={"alt": "x" * 1_001}) == (422, "invalid")


async def test_what_is_deleted_is_gone_everywhere(world: World) -> None:
    """A deleted picture is gone from the posts that showed it, from its address and from the ledger, at once."""
    ann, ben = await world.friends("ann", "ben")
    medium = await ann.upload(JPEG)
    post = await ann.post("/posts", text="look", mediaIds=[medium["id"]])
    assert await ben.refused("DELETE", f"/media/{medium['id']}") == (404, "not_found")
    await ann.delete(f"/media/{medium['id']}")
    assert (await ben.get(f"/posts/{post['id']}"))["media"] == []
    for address in (f"/media/{medium['id']}", medium["variants"][0]["url"]):
        assert await ann.refused("GET", address) == (404, "not_found")
    assert await ann.refused("DELETE", f"/media/{medium['id']}") == (404, "not_found")
    usage = await ann.get("/media/usage")
    assert (usage["files"], usage["bytes"]) == (0, 0)
