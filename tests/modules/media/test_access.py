"""Who may have the bytes of a medium: whoever may see what holds it, at the moment they ask."""

from tests.modules.media.shelves import picture, upload
from tests.world import open_world


async def seers(address, *people):
    """List who of these gets the bytes; everybody else must get exactly what a medium that never was would give."""
    found = []
    for person in people:
        answer = await person.ask("GET", address)
        if answer.status_code == 200:
            found.append(person.name)
        else:
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
            assert (await person.ask("HEAD", address)).status_code == 404
    return found


async def test_what_nothing_holds_is_its_owners(world):
    """A picture that was uploaded and is shown nowhere yet is its owner's alone."""
    ann, bob = await world.friends("ann", "bob")
    medium = await upload(ann)
    for variant in medium["variants"]:
        assert await seers(variant["url"], ann, bob, world.stranger) == ["ann"]
    assert await bob.refused("GET", f"/media/{medium['id']}") == (404, "not_found")
    assert (await bob.get(f"/media/user/{ann.id}"))["items"] == []


async def test_a_posts_picture_follows_the_post(world):
    """The picture of a post is for whoever may see the post, from the moment that changes: also with an old tag."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    medium = await upload(ann)
    address = medium["variants"][0]["url"]
    post = await ann.post("/posts", text="look", mediaIds=[medium["id"]], audience={"kind": "friends"})
    await world.settle()
    assert await seers(address, ann, bob, eve, world.stranger) == ["ann", "bob"]
    tag = (await bob.ask("GET", address)).headers["etag"]
    assert [item["id"] for item in (await bob.get(f"/media/user/{ann.id}"))["items"]] == [medium["id"]]
    await ann.put(f"/posts/{post['id']}", audience={"kind": "public"})
    assert await seers(address, ann, bob, eve, world.stranger) == ["ann", "bob", "eve", "stranger"]
    await ann.post("/users/blocks", userId=eve.id)
    assert await seers(address, eve, world.stranger) == ["stranger"]
    await ann.put(f"/posts/{post['id']}", audience={"kind": "onlyMe"})
    assert await seers(address, ann, bob, eve, world.stranger) == ["ann"]
    stale = await bob.ask("GET", address, headers={"if-none-match": tag})
    assert stale.status_code == 404
    await ann.delete(f"/posts/{post['id']}")
    assert await seers(address, ann, bob, world.stranger) == ["ann"]


async def test_a_picture_says_which_post_it_is_in(world):
    """A picture names the newest post that shows it to whoever asks: to each their own, and to nobody one in secret."""
    ann, bob = await world.friends("ann", "bob")
    medium = await upload(ann)
    address = f"/media/{medium['id']}"

    async def posts_of():
        alone = [(await person.get(address))["postId"] for person in (ann, bob)]
        listed = [(await person.get(f"/media/user/{ann.id}"))["items"] for person in (ann, bob)]
        return [alone, *([item["postId"] for item in items] for items in listed)]

    assert (await ann.get(address))["postId"] is None
    shown = await ann.post("/posts", text="look", mediaIds=[medium["id"]], audience={"kind": "friends"})
    await world.settle()
    assert await posts_of() == [[shown["id"]] * 2, [shown["id"]], [shown["id"]]]
    secret = await ann.post("/posts", text="mine", mediaIds=[medium["id"]], audience={"kind": "onlyMe"})
    await world.settle()
    assert await posts_of() == [[secret["id"], shown["id"]], [secret["id"]], [shown["id"]]]
    await ann.delete(f"/posts/{secret['id']}")
    await world.settle()
    assert await posts_of() == [[shown["id"]] * 2, [shown["id"]], [shown["id"]]]


async def test_what_somebody_is_shown_they_can_fetch_at_once(world):
    """As soon as a post, message, group or profile with a picture is answered for, its picture is there for others."""
    ann, bob = await world.friends("ann", "bob")
    talk = await ann.post("/messages/conversations", participantIds=[bob.id])
    group = await ann.post("/messages/conversations", participantIds=[bob.id], title="us")
    draft = await upload(ann)
    kept = await ann.post("/posts/drafts", text="soon", mediaIds=[draft["id"]])
    await world.settle()
    held = {
        "post": lambda id: ann.post("/posts", text="look", mediaIds=[id]),
        "draft": lambda _: ann.post(f"/posts/drafts/{kept['id']}/publish"),
        "message": lambda id: ann.post(f"/messages/conversations/{talk['id']}/messages", text="look", mediaIds=[id]),
        "group": lambda id: ann.put(f"/messages/conversations/{group['id']}", pictureId=id),
        "avatar": lambda id: ann.put("/users/profile", avatarId=id),
    }
    for name, show in held.items():
        medium = draft if name == "draft" else await upload(ann)
        await show(medium["id"])
        assert (name, await seers(medium["variants"][0]["url"], bob)) == (name, ["bob"])


async def test_a_draft_is_its_authors(world):
    """What only a draft holds nobody else sees."""
    ann, bob = await world.friends("ann", "bob")
    medium = await upload(ann)
    await ann.post("/posts/drafts", text="soon", mediaIds=[medium["id"]], audience={"kind": "public"})
    await world.settle()
    assert await seers(medium["variants"][0]["url"], ann, bob, world.stranger) == ["ann"]


async def test_one_holder_that_may_be_seen_is_enough(world):
    """A picture in a private and in a public post may be seen by all, and again by few when the public one is gone."""
    ann, bob = await world.friends("ann", "bob")
    medium = await upload(ann)
    address, ids = medium["variants"][0]["url"], [medium["id"]]
    await ann.post("/posts", text="for you", mediaIds=ids, audience={"kind": "friends"})
    public = await ann.post("/posts", text="for all", mediaIds=ids, audience={"kind": "public"})
    await world.settle()
    assert await seers(address, bob, world.stranger) == ["bob", "stranger"]
    await ann.delete(f"/posts/{public['id']}")
    assert await seers(address, bob, world.stranger) == ["bob"]


async def test_a_messages_picture_is_for_the_conversation(world):
    """A picture in a message is for those who can read the message, until it is unsent."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    medium = await upload(ann)
    chat = await ann.post("/messages/conversations", participantIds=[bob.id])
    message = await ann.post(f"/messages/conversations/{chat['id']}/messages", text="", mediaIds=[medium["id"]])
    await world.settle()
    address = medium["variants"][0]["url"]
    assert await seers(address, ann, bob, eve, world.stranger) == ["ann", "bob"]
    await ann.delete(f"/messages/{message['id']}")
    await world.settle()
    assert await seers(address, ann, bob) == ["ann"]


async def test_a_face_is_for_everybody(world):
    """The small squares of a profile's picture are for everybody; the picture itself is for who sees the profile."""
    ann, bob = await world.friends("ann", "bob")
    medium = await upload(ann)
    await ann.put("/users/profile", avatarId=medium["id"])
    await world.settle()
    by_name = {variant["name"]: variant["url"] for variant in medium["variants"]}
    square = await world.stranger.ask("GET", by_name["square-160.webp"])
    assert (square.status_code, square.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert await seers(by_name["320.webp"], ann, bob, world.stranger) == ["ann", "bob"]
    await ann.put("/users/profile", avatarId=None)
    await world.settle()
    assert await seers(by_name["square-160.webp"], ann, bob, world.stranger) == ["ann"]


async def test_only_what_all_may_see_may_be_kept_by_all(world):
    """A copy in a cache that several people share is allowed of public media alone."""
    ann, bob = await world.friends("ann", "bob")
    told = {}
    for kind in ("public", "friends"):
        medium = await upload(ann, picture(len(told)))
        await ann.post("/posts", text=kind, mediaIds=[medium["id"]], audience={"kind": kind})
        await world.settle()
        told[kind] = (await bob.ask("GET", medium["variants"][0]["url"])).headers["cache-control"]
    assert told == {"public": "public, max-age=31536000, immutable", "friends": "private, no-cache"}


async def test_public_media_come_from_the_cdn(tmp_path, template):
    """With a CDN, addresses of public media are its, others stay ours; pages of ours may show what comes from there."""
    async with open_world(tmp_path / "data", template=template, modules__media__cdn_url="https://cdn.example") as world:
        ann, bob = await world.friends("ann", "bob")
        medium = await upload(ann)
        post = await ann.post("/posts", text="x", mediaIds=[medium["id"]], audience={"kind": "friends"})

        async def address():
            await world.settle()
            return (await bob.get(f"/posts/{post['id']}"))["media"][0]["variants"][0]["url"]

        assert (await address()).startswith("/media/")
        await ann.put(f"/posts/{post['id']}", audience={"kind": "public"})
        public = await address()
        assert public.startswith(f"https://cdn.example/media/{medium['id']}/")
        fetched = await world.stranger.ask("GET", public.removeprefix("https://cdn.example"))
        assert fetched.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
        await ann.put(f"/posts/{post['id']}", audience={"kind": "friends"})
        assert (await address()).startswith("/media/")
