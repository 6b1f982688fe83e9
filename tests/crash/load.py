"""The load: many clients that register, befriend, post, comment, react, edit and delete at the same time."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import httpx2

from tests.crash.ledger import Ledger
from tests.crash.world import PASSWORD, REACTIONS, Answer, Member, Post, World, Write, pair, pair_name

MEMBERS_MAX = 60
LOST_ANSWERS = 0.05
Act = Callable[[], Coroutine[Any, Any, None]]


class Gone(Exception):
    """The server went away before it answered."""


class Load:
    """The clients of one life of the server."""

    def __init__(self, world: World, ledger: Ledger, url: str) -> None:
        """Talk to the server at this address."""
        self.world = world
        self.ledger = ledger
        self.url = url
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=200)
        self.http = httpx2.AsyncClient(base_url=url, timeout=15.0, limits=limits, trust_env=False)
        self.acts: dict[Act, int] = {
            self.register: 3,
            self.befriend: 8,
            self.unfriend: 2,
            self.rename: 3,
            self.publish: 22,
            self.edit: 8,
            self.delete: 3,
            self.comment: 26,
            self.uncomment: 3,
            self.react: 22,
            self.unreact: 4,
        }

    async def client(self) -> None:
        """Do one thing after the other until the server is gone."""
        acts, weights = list(self.acts), list(self.acts.values())
        try:
            while True:
                if len(self.world.members) < 4:
                    await self.register()
                else:
                    await self.world.random.choices(acts, weights)[0]()
                await asyncio.sleep(0)
        except Gone:
            return

    # ── sending ──────────────────────────────────────────────────────────────────────────────────

    async def request(self, who: Member | None, method: str, path: str, **options: Any) -> httpx2.Response:
        """Send a request, signing in anew when the token has run out."""
        try:
            answer = await self._request(who, method, path, **options)
            if answer.status_code == 401 and who is not None:
                await self.sign_in(who)
                answer = await self._request(who, method, path, **options)
        except httpx2.TimeoutException as hang:
            self.ledger.check("no request hangs", right=False, detail=f"{method} {path}")
            raise Gone from hang
        except httpx2.TransportError as gone:
            raise Gone from gone
        return answer

    async def _request(self, who: Member | None, method: str, path: str, **options: Any) -> httpx2.Response:
        headers = options.pop("headers", {}) | ({"Authorization": f"Bearer {who.token}"} if who else {})
        return await self.http.request(method, path, headers=headers, **options)

    async def sign_in(self, who: Member) -> None:
        """Get a fresh token with the password."""
        form = {"username": who.name, "password": PASSWORD}
        answer = await self._request(None, "POST", "/auth/login", json=form)
        if self.ledger.check("log-in works", answer.status_code == 200, f"{who.name}: {answer.text}"):
            who.token = answer.json()["accessToken"]

    async def send(self, write: Write) -> bool:
        """Send a write for the first time; without an answer it becomes a doubt.

        Some answers get lost on the way back, as on a bad line: the client then asks again at once, with the same key.
        """
        self.world.hold(write)
        try:
            if self.world.random.random() < LOST_ANSWERS:
                await self.ask(write)
                return await self.outcome(write, write.expect + write.again)
            return await self.outcome(write, write.expect)
        except Gone:
            self.doubt(write)
            raise

    def doubt(self, write: Write) -> None:
        """Keep a write whose outcome nobody knows."""
        self.ledger.doubts += 1
        self.world.doubts.append(write)

    async def ask(self, write: Write) -> httpx2.Response:
        """Send a write with its key."""
        return await self.request(
            write.who,
            write.method,
            write.path,
            json=write.body,
            files=None if write.file is None else {"file": ("picture", write.file)},
            params=write.params,
            headers=write.headers | ({"Idempotency-Key": write.key} if write.keyed else {}),
        )

    async def outcome(self, write: Write, expect: tuple[int, ...]) -> bool:
        """Send a write and let the model learn from the answer."""
        answer = await self.ask(write)
        if answer.status_code == 503:
            self.doubt(write)
            await asyncio.sleep(0.05)
            return False
        said = f"{write.what} {write.method} {write.path} {write.body}: {answer.status_code} {answer.text[:500]}"
        right = answer.status_code in expect
        return self.learn(write, answer.json() if answer.content else {}, right=right, said=said)

    def learn(self, write: Write, answer: Answer, *, right: bool, said: str) -> bool:
        """Let the model learn from an answer, if it is the right one."""
        self.world.release(write)
        if not self.ledger.check("a write is answered as it should be", right, said):
            return False
        write.done(answer)
        self.ledger.ack(write.what, key=write.key, id=answer.get("id"))
        return True

    async def resolve(self) -> None:
        """Retry every doubt with its own key: whatever had become of it, there is one effect now."""
        doubts, self.world.doubts = self.world.doubts, []
        for write in doubts:
            if write.what == "register" and self.world.random.random() < 0.3:
                self.world.abandoned.append(Member(write.body["username"] if write.body else ""))
                self.world.release(write)
                continue
            await self.outcome(write, write.expect + write.again)

    # ── what people do ───────────────────────────────────────────────────────────────────────────

    def somebody(self) -> Member:
        """Pick a member."""
        return self.world.random.choice(self.world.members)

    def something(self, member: Member | None = None) -> Post | None:
        """Pick a post that lives: one a member wrote, or any of the latest."""
        recent = [post for post in self.world.open[-200:] if member is None or post.author is member]
        return self.world.random.choice(recent) if recent else None

    async def register(self) -> None:
        """Somebody makes an account."""
        if len(self.world.members) >= MEMBERS_MAX:
            return await self.publish()
        member = Member(self.world.next_name("m"))

        def done(answer: Answer) -> None:
            if "accessToken" not in answer:  # 202: still under way; it is looked at again like one nobody retried
                self.world.abandoned.append(member)
                return
            member.id, member.token = answer["user"]["id"], answer["accessToken"]
            self.world.members.append(member)
            self.world.dirty.add(member.id)

        await self.send(Write("register", None, "POST", "/auth/register", member.form(), done, (201, 202)))
        return None

    async def befriend(self) -> None:
        """Two members become friends, and the one who asked sees what is for friends at once."""
        one, other = self.somebody(), self.somebody()
        held, key = pair_name(one, other), pair(one, other)
        if one is other or held in self.world.busy or self.world.are_friends(one, other):
            return
        if key not in self.world.asked:
            asked = partial(lambda one, _: self.world.asked.update({key: one}), one)
            form = {"userId": other.id}
            path = "/users/friends/request"
            if not await self.send(Write("ask", one, "POST", path, form, asked, (201,), frozenset({held}))):
                return
        one = self.world.asked[key]
        other = next(m for m in self.world.members if m.id in key and m is not one)

        def met(_: Answer) -> None:
            self.world.friends[key] = True
            self.world.asked.pop(key, None)
            self.world.dirty |= set(key)

        path = f"/users/friends/{one.id}/accept"
        if await self.send(Write("accept", other, "PUT", path, {}, met, (200, 202), frozenset({held}))):
            await self.see_friend(one, other, held)

    async def see_friend(self, one: Member, other: Member, held: str) -> None:
        """Reads see what was answered: a friend's post shows at once, and no longer once they parted."""
        theirs = [p for p in self.world.open if p.author is other and p.audience == "friends"]
        post = self.world.random.choice(theirs) if theirs else None
        if post is None:
            return
        self.world.busy.add(held)
        post.touched_by += 1
        try:
            answer = await self.request(one, "GET", f"/posts/{post.id}")
            right = 200 if self.world.are_friends(one, other) else 404
            self.ledger.equal("reads see friendship at once", right, answer.status_code, post.id)
        finally:
            post.touched_by -= 1
            self.world.busy.discard(held)

    async def unfriend(self) -> None:
        """Two friends part, and the one who is left sees friends' posts no more."""
        known = [key for key, on in self.world.friends.items() if on]
        pairs = [key for key in known if f"pair:{key[0]}:{key[1]}" not in self.world.busy]
        if not pairs:
            return
        ids = self.world.random.choice(pairs)
        one, other = (next(m for m in self.world.members if m.id == each) for each in ids)
        held = pair_name(one, other)

        def parted(_: Answer) -> None:
            self.world.friends[pair(one, other)] = False
            self.world.dirty |= {one.id, other.id}

        path = f"/users/friends/{other.id}"
        gone = Write("unfriend", one, "DELETE", path, None, parted, (204, 202), frozenset({held}), again=(404,))
        if await self.send(gone):
            await self.see_friend(other, one, held)

    async def rename(self) -> None:
        """A member changes their first name."""
        who = self.somebody()
        held = f"name:{who.id}"
        if held in self.world.busy:
            return
        name = self.world.next_name("Name ")

        def done(_: Answer) -> None:
            who.first_name = name
            self.world.dirty.add(who.id)

        form = {"firstName": name}
        await self.send(Write("rename", who, "PUT", "/users/profile", form, done, (200,), frozenset({held})))

    async def publish(self) -> None:
        """A member posts."""
        who = self.somebody()
        text = self.world.next_name("post ")
        audience = self.world.random.choice(("public", "public", "friends", "onlyMe"))

        def done(answer: Answer) -> None:
            post = self.world.posts[answer["id"]] = Post(answer["id"], who, audience, text)
            self.world.open.append(post)
            self.world.dirty |= {post.id, who.id}

        form = {"text": text, "audience": {"kind": audience}}
        await self.send(Write("post", who, "POST", "/posts", form, done, (201,)))

    async def edit(self) -> None:
        """An author says it differently."""
        post = self.something()
        if post is None or (held := f"text:{post.id}") in self.world.busy:
            return
        text = self.world.next_name("edited ")
        form = {"text": text, "audience": {"kind": post.audience}}
        done = partial(lambda post, text, _: setattr(post, "text", text), post, text)
        path = f"/posts/{post.id}"
        await self.send(Write("edit", post.author, "PUT", path, form, done, (200,), frozenset({held}), post))

    async def delete(self) -> None:
        """An author takes a post back."""
        post = self.something()
        if post is None or post.touched_by:
            return
        self.world.open.remove(post)

        def done(_: Answer) -> None:
            post.alive = False
            self.world.dirty |= {post.id, post.author.id}

        path = f"/posts/{post.id}"
        await self.send(Write("delete", post.author, "DELETE", path, None, done, (204,), again=(404,)))

    async def comment(self) -> None:
        """Somebody who may see a post comments on it."""
        who, post = self.somebody(), self.something()
        if post is None or not self.world.may_see(who, post):
            return
        text = self.world.next_name("comment ")
        # A friends' post is held with its pair, so that nobody parts while the comment is on its way.
        held = frozenset({pair_name(who, post.author)} if post.audience == "friends" and who is not post.author else ())
        done = partial(lambda post, text, answer: post.comments.update({answer["id"]: (who, text)}), post, text)
        path = f"/posts/{post.id}/comments"
        await self.send(Write("comment", who, "POST", path, {"text": text}, done, (201,), held, post))

    async def uncomment(self) -> None:
        """Somebody takes a comment back."""
        post = self.something()
        if post is None or not post.comments:
            return
        comment = self.world.random.choice(list(post.comments))
        held = f"comment:{comment}"
        who, _ = post.comments[comment]
        if held in self.world.busy or not self.world.may_see(who, post):
            return
        done = partial(lambda post, comment, _: post.comments.pop(comment), post, comment)
        path = f"/posts/{post.id}/comments/{comment}"
        await self.send(
            Write("uncomment", who, "DELETE", path, None, done, (204,), frozenset({held}), post, again=(404,))
        )

    async def react(self) -> None:
        """Somebody reacts, or changes their mind."""
        if (post := self.something()) is not None:
            await self._feel(self.somebody(), post, self.world.random.choice(REACTIONS))

    async def unreact(self) -> None:
        """Somebody takes a reaction back."""
        post = self.something()
        if post is not None and post.reactions:
            who = self.world.random.choice(list(post.reactions))
            await self._feel(next(m for m in self.world.members if m.id == who), post, None)

    async def _feel(self, who: Member, post: Post, kind: str | None) -> None:
        mine, both = f"react:{post.id}:{who.id}", pair_name(who, post.author)
        if mine in self.world.busy or not self.world.may_see(who, post):
            return
        held = {mine} | ({both} if post.audience == "friends" and who is not post.author else set())

        def done(_: Answer) -> None:
            if kind is None:
                post.reactions.pop(who.id, None)
            else:
                post.reactions[who.id] = kind

        method, body = ("DELETE", None) if kind is None else ("POST", {"type": kind})
        path = f"/posts/{post.id}/reactions"
        what = "react" if kind else "unreact"
        await self.send(Write(what, who, method, path, body, done, (200,), frozenset(held), post))
