"""Life in the town: what was planned happens, through the use cases that requests would call."""

import asyncio
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from itertools import islice
from typing import Protocol, TypeVar

import msgspec
from mimesis import Food, Person
from mimesis.locales import Locale
from msgspec import UNSET

from minifb.app import House
from minifb.demo.album import Album
from minifb.demo.chats import Chat, Chats, Line
from minifb.demo.circles import CLOSE, Circle, Follow, Mute, draw
from minifb.demo.moments import Moments
from minifb.demo.people import Resident, Size, settle
from minifb.demo.talk import Comment, Day, Post, Reaction, Talk, Vote
from minifb.demo.ties import Friends, Tie, meet
from minifb.kernel.clock import DAY, MINUTE, Instant, instant
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import Conflict, Refusal
from minifb.kernel.settings import CannotStart
from minifb.modules.auth.rules.registration import Form, FormInvalid
from minifb.modules.auth.rules.sessions import Device, Granted
from minifb.modules.messages.public import Message
from minifb.modules.messages.rules.conversations import NewConversation
from minifb.modules.messages.rules.messages import NewMessage
from minifb.modules.messages.rules.reactions import NewReaction as NewFeeling
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.comments import NewComment
from minifb.modules.posts.rules.polls import Ballot, NewPoll
from minifb.modules.posts.rules.posts import NewPost, PostChange
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.users.rules.follows import NewFollow
from minifb.modules.users.rules.lists import Everybody, ListName
from minifb.modules.users.rules.mutes import NewMute
from minifb.modules.users.rules.profiles import ProfileChange

T = TypeVar("T")

AT_ONCE = {"sqlite": 200, "postgresql": 8}
"""How many use cases run together: on SQLite one commit keeps many, on Postgres many get into each other's way."""
HERE = Device(address="127.0.0.1", agent="minifb demo")


class Watch(Protocol):
    """Whoever looks on."""

    def begin(self, what: str, total: int) -> None:
        """Hear that a part begins, and how many steps it has."""
        ...

    def step(self, count: int) -> None:
        """Hear that so many steps were taken."""
        ...


class Signed(msgspec.Struct, frozen=True):
    """An account to sign in with."""

    username: str
    password: str
    name: str
    role: str


class Made(msgspec.Struct):
    """What there is now."""

    town: str
    counts: Counter[str]
    accounts: list[Signed]


class Life:
    """What happens, in the order of the story."""

    def __init__(self, house: House, moments: Moments, size: Size, seed: str, until: Instant, watch: Watch) -> None:
        """Plan who there is and who knows whom; what is said is thought out day by day."""
        self._bus = house.bus
        self._at_once = min(AT_ONCE[part.db.dialect] for part in house.parts.values())
        self._auth, self._users, self._posts = (house.service(name) for name in ("auth", "users", "posts"))
        self._messages, self._notifications = house.service("messages"), house.service("notifications")
        self._moments, self._watch, self._until = moments, watch, until
        self._album = Album(house, seed)
        self._counts: Counter[str] = Counter()
        self._town = settle(seed, size, until - size.days * DAY)
        self._ties = meet(seed, self._town, until)
        friends = Friends(self._town, self._ties)
        self._days = size.days
        self._circles = draw(seed, self._town, friends, until)
        self._talk = Talk(seed, size, self._town, friends, self._circles, until)
        self._chats = Chats(seed, self._town, friends, until)
        people = self._town.residents
        self._first = people[0]
        known = friends.at(0, until)
        self._second = max(
            (people[number] for number in known if people[number].home != people[0].home),
            key=lambda one: (min(one.busy, 3.0), friends.count(one.number)),
            default=people[1],
        )
        talking = sorted(people, key=lambda one: -one.busy)
        self._faces = list(dict.fromkeys((self._first.number, self._second.number, *(one.number for one in talking))))
        self._faces = self._faces[: size.faces]
        self._passwords = {one.number: passphrase() for one in (self._first, self._second)}

    async def pass_by(self) -> Made:
        """Let everything happen."""
        link = await self._auth.owner_link()
        self._setup_token: str | None = link.partition("#token=")[2] if link else None
        people = self._town.residents
        # The founder alone first: the set-up link is good for half an hour, and works once.
        await self._all("members", people[:1], self._join)
        await self._all("members", people[1:], self._join)
        await self._all("profiles", people, self._introduce)
        await self._all("faces", self._faces, self._show_face)
        await self._all("requests", self._ties, self._meet)
        await self._all("lists", self._circles.lists, self._gather)
        await self._all("follows", self._circles.follows, self._follow)
        self._watch.begin("days of talk", self._days)
        days, waiting = Day(), 0
        for day in self._talk.days():
            waiting += 1
            if days.join(day) >= self._at_once:  # quiet days go together
                await self._live_through(days)
                self._watch.step(waiting)
                days, waiting = Day(), 0
        if waiting:
            await self._live_through(days)
            self._watch.step(waiting)
        await self._bus.drain()
        await self._all("conversations", list(self._chats.all()), self._chat)
        await self._all("mutes", self._circles.mutes, self._mute)
        await self._all("partings", [tie for tie in self._ties if tie.ended], self._part)
        await self._all("looks at lists", [self._first, self._second], self._look)
        accounts = [
            Signed(one.username, self._passwords[one.number], f"{one.first_name} {one.last_name}", role)
            for one, role in ((self._first, "owner" if link else "member"), (self._second, "member"))
        ]
        return Made(self._town.name, self._counts, accounts)

    async def _all(self, what: str, things: list[T], act: Callable[[T], Awaitable[None]]) -> None:
        """Do the same with all of them, many at once, until every module knows."""
        self._watch.begin(what, len(things))
        await self._each(things, act, self._watch.step)
        await self._bus.drain()

    async def _each(
        self, things: Iterable[T], act: Callable[[T], Awaitable[None]], told: Callable[[int], None] = lambda _: None
    ) -> None:
        rest = iter(things)
        while batch := list(islice(rest, self._at_once)):
            await asyncio.gather(*(self._allowed(act, thing) for thing in batch))
            told(len(batch))

    async def _allowed(self, act: Callable[[T], Awaitable[None]], thing: T) -> None:
        """Count what the server refused: it knows better than the plan."""
        try:
            await act(thing)
        except Refusal as refusal:
            self._counts["refused"] += 1
            self._counts[f"refused: {refusal.code}"] += 1

    def _actor(self, number: int) -> Actor:
        return Actor(id=self._town.residents[number].id, role="member", kind="member")

    # ── people ──

    async def _join(self, one: Resident) -> None:
        """Register somebody; the name they want may be taken, or look like that of somebody who runs the server."""
        self._moments.present = one.joined
        self._moments.begin(one.joined, f"member {one.number}")
        wanted = one.username
        for another in range(2, 50):
            try:
                granted = await self._auth.registration.register(self._form(one), HERE)
            except Conflict:
                one.username = f"{wanted[:26]}{another}"
                continue
            except FormInvalid as wrong:
                if any(error.field == "password" for error in wrong.errors):
                    self._passwords[one.number] = passphrase()  # there are people called Olive
                else:
                    one.first_name = Person(Locale.EN_GB, seed=f"{one.number} {another}").first_name()
                continue
            if isinstance(granted, Granted):
                one.id = granted.user.id
                self._counts["members"] += 1
                return
        raise CannotStart(f"{wanted} could not be registered", "look into the log, and try again")

    def _form(self, one: Resident) -> Form:
        return Form(
            email=f"{one.username}@example.org",
            username=one.username,
            password=self._passwords.get(one.number) or secrets.token_urlsafe(32),
            first_name=one.first_name,
            last_name=one.last_name,
            setup_token=self._setup_token if one is self._first else None,
        )

    async def _introduce(self, one: Resident) -> None:
        """Fill in a profile."""
        self._moments.begin(one.joined + 10 * MINUTE, f"profile {one.number}")
        change = ProfileChange(birthday=date(*one.birthday), location=f"{one.street}, {self._town.name}", bio=one.bio)
        await self._users.change_profile(self._actor(one.number), change)

    async def _show_face(self, number: int) -> None:
        """Give a profile a picture, and to some a view above it."""
        name, actor, joined = f"face {number}", self._actor(number), self._town.residents[number].joined
        self._moments.begin(joined + 20 * MINUTE, name)
        face = await self._album.take(actor, "face", name)
        view = await self._album.take(actor, "hills", f"{name} cover") if number % 4 == 0 else UNSET
        self._moments.begin(joined + 21 * MINUTE, f"{name} shown")
        await self._users.change_profile(actor, ProfileChange(avatar_id=face, cover_id=view))
        self._counts["faces"] += 1

    # ── ties ──

    async def _meet(self, tie: Tie) -> None:
        """Let one ask and the other answer."""
        name = f"tie {tie.asker} {tie.asked}"
        asker, asked = self._actor(tie.asker), self._actor(tie.asked)
        self._moments.begin(tie.at, name)
        await self._users.ask_friend(asker, asked.id)
        self._counts[f"{tie.outcome} requests"] += 1
        self._moments.begin(tie.answered, f"{name} answered")
        match tie.outcome:
            case "accepted":
                await self._users.accept_friend(asked, asker.id)
            case "crossed":
                await self._users.ask_friend(asked, asker.id)
            case "declined":
                await self._users.remove_friend(asked, asker.id)
            case "taken_back":
                await self._users.remove_friend(asker, asked.id)
        self._counts["friendships"] += tie.friends

    async def _part(self, tie: Tie) -> None:
        """Let a friendship end."""
        self._moments.begin(tie.ended or self._until, f"tie {tie.asker} {tie.asked} ended")
        if tie.blocked:
            await self._users.block(self._actor(tie.asker), self._actor(tie.asked).id)
        else:
            await self._users.remove_friend(self._actor(tie.asker), self._actor(tie.asked).id)
        self._counts["blocks" if tie.blocked else "friendships that ended"] += 1

    # ── circles ──

    async def _gather(self, circle: Circle) -> None:
        """Keep a list of friends."""
        name = f"list {circle.owner} {circle.name}"
        self._moments.begin(circle.at, name)
        owner = self._actor(circle.owner)
        if circle.name == CLOSE:
            circle.id = next(
                each.id for each in (await self._users.lists(owner, 100, None)).items if each.kind == "close"
            )
        else:
            circle.id = (await self._users.create_list(owner, ListName(name=circle.name))).id
        members = Everybody(user_ids=[self._town.residents[number].id for number in circle.members])
        await self._users.put_list_members(owner, circle.id, members)
        self._counts["lists"] += 1

    async def _follow(self, follow: Follow) -> None:
        self._moments.begin(follow.at, f"follow {follow.by} {follow.whom}")
        new = NewFollow(user_id=self._town.residents[follow.whom].id, first=follow.first)
        await self._users.follow(self._actor(follow.by), new)
        self._counts["follows"] += 1

    async def _mute(self, mute: Mute) -> None:
        self._moments.begin(mute.at, f"mute {mute.by} {mute.whom}")
        new = NewMute(user_id=self._town.residents[mute.whom].id, days=mute.days)
        await self._users.mute(self._actor(mute.by), new)
        self._counts["mutes"] += 1

    # ── talk ──

    async def _live_through(self, days: Day) -> None:
        """Let some days happen: what is answered comes before its answers."""
        await self._each([post for post in days.posts if post.shares is None], self._post)
        await self._each([post for post in days.posts if post.shares is not None], self._post)
        await self._each(days.updates, self._update)
        for depth in sorted({comment.depth for comment in days.comments}):
            await self._each([comment for comment in days.comments if comment.depth == depth], self._comment)
        await self._each(days.reactions, self._react)
        await self._each(days.votes, self._vote)

    async def _post(self, post: Post) -> None:
        self._moments.present = max(self._moments.present, post.at)
        actor, shown = self._actor(post.author), []
        for number, scene in enumerate(post.pictures):
            self._moments.begin(post.at - MINUTE, f"post {post.number} picture {number}")
            shown.append(await self._album.take(actor, scene, f"post {post.number} picture {number}"))
        self._moments.begin(post.at, f"post {post.number}")
        new = NewPost(
            text=post.text,
            media_ids=shown,
            audience=self._audience(post),
            poll=NewPoll(options=post.options) if post.options else None,
            shared_post_id=post.shares.id if post.shares else None,
        )
        published = await self._posts.publish(actor, new)
        post.id = published.id
        self._counts["posts"] += 1
        self._counts[f"posts to {post.audience}"] += 1
        self._counts["pictures"] += len(shown)
        self._counts["shares"] += post.shares is not None
        if published.poll is not None:
            post.option_ids = [option.id for option in published.poll.options]
            self._counts["polls"] += 1

    def _audience(self, post: Post) -> Audience:
        ids = [post.circle.id] if post.circle else [self._town.residents[number].id for number in post.whom]
        return Audience(kind=post.audience, ids=ids or UNSET)

    async def _vote(self, vote: Vote) -> None:
        self._moments.begin(vote.at, f"post {vote.post.number} vote {vote.author}")
        ballot = Ballot(option_ids=[vote.post.option_ids[vote.option]])
        await self._posts.vote(self._actor(vote.author), vote.post.id, ballot)
        self._counts["votes"] += 1

    async def _update(self, post: Post) -> None:
        self._moments.begin(post.updated, f"post {post.number} updated")
        change = PostChange(text=f"{post.text}\n\n{post.update}")
        await self._posts.change(self._actor(post.author), post.id, change)
        self._counts["edits"] += 1

    async def _comment(self, comment: Comment) -> None:
        self._moments.begin(comment.at, f"comment {comment.number}")
        new = NewComment(text=comment.text, parent_id=comment.parent.id if comment.parent else None)
        comment.id = (await self._posts.comment(self._actor(comment.author), comment.post.id, new)).id
        self._counts["comments"] += 1

    async def _react(self, reaction: Reaction) -> None:
        target = reaction.target
        to_comment = isinstance(target, Comment)
        self._moments.begin(reaction.at, f"{'comment' if to_comment else 'post'} {target.number} {reaction.author}")
        post = target.post if isinstance(target, Comment) else target
        new = NewReaction(type=reaction.type, comment_id=target.id if to_comment else None)
        await self._posts.react(self._actor(reaction.author), post.id, new)
        self._counts["reactions"] += 1

    # ── chats ──

    async def _chat(self, chat: Chat) -> None:
        """Let a conversation take its course: what is written in it has an order."""
        name, first = f"chat {chat.number}", chat.lines[0]
        self._moments.present = max(self._moments.present, chat.lines[-1].at)
        self._moments.begin(first.at - MINUTE, name)
        others = [self._town.residents[number].id for number in chat.people[1:]]
        new = NewConversation(participant_ids=others, title=chat.title or None)
        conversation, _ = await self._messages.begin(self._actor(chat.people[0]), new)
        self._counts["groups" if chat.title else "requests to talk" if not chat.knows else "conversations"] += 1
        said: Message | None = None
        for number, line in enumerate(chat.lines):
            said = await self._write(conversation.id, line, f"{name} line {number}")
        if said is not None:
            for reader in set(chat.read_by) - {chat.lines[-1].author}:
                self._moments.begin(chat.lines[-1].at + 10 * MINUTE, f"{name} read {reader}")
                await self._messages.mark_read(self._actor(reader), said.id)

    async def _look(self, one: Resident) -> None:
        """Let whoever somebody will sign in as have read what they were told until two days ago."""
        actor, cursor = self._actor(one.number), None
        self._moments.begin(self._until, f"look {one.number}")
        while True:
            page = await self._notifications.notifications(actor, 100, cursor, unread=True)
            old = [told.id for told in page.items if instant(told.created_at) < self._until - 2 * DAY]
            await asyncio.gather(*(self._notifications.read_one(actor, each) for each in old))
            if (cursor := page.next) is None:
                return

    async def _write(self, conversation_id: str, line: Line, name: str) -> Message:
        self._moments.begin(line.at, name)
        sent = await self._messages.send(self._actor(line.author), conversation_id, NewMessage(text=line.text))
        self._counts["messages"] += 1
        for by, feeling in line.feel.items():
            self._moments.begin(line.at + MINUTE, f"{name} {by}")
            await self._messages.react(self._actor(by), sent.message.id, NewFeeling(type=feeling))
        message: Message = sent.message
        return message


def passphrase() -> str:
    """Make a password that can be typed: four things to eat and a number, drawn anew for every server."""
    food = Food(Locale.EN)
    every = {word.lower() for _ in range(2_000) for word in (food.fruit(), food.vegetable(), food.spices())}
    words = sorted(word for word in every if word.isascii() and word.isalpha() and len(word) <= 8)
    return " ".join(secrets.choice(words) for _ in range(4)) + f" {secrets.randbelow(90) + 10}"
