"""A random community: what its people do, in the product and in the model at once."""

from itertools import combinations

from minifb.kernel.clock import SECOND, wire
from minifb.kernel.events.event import Event
from minifb.kernel.http.policy import Actor
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import NotFound
from minifb.modules.auth.public import UserRestored, UserSuspended
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.audiences import PastLimit
from minifb.modules.posts.rules.comments import CommentsClosed, NewComment
from minifb.modules.posts.rules.drafts import NewDraft
from minifb.modules.posts.rules.polls import Ballot, NewPoll
from minifb.modules.posts.rules.posts import NewPost, PostChange
from minifb.modules.posts.rules.reactions import NewReaction
from minifb.modules.posts.rules.reports import Decision, NewDecision, NewReport
from minifb.modules.posts.rules.shares import NotToShare
from minifb.modules.posts.rules.visibility import PastBeingLimited
from minifb.modules.users.public import (
    FriendListChanged,
    UserDeactivated,
    UserFollowed,
    UserMuted,
    UserReactivated,
    UserUnfollowed,
    UserUnmuted,
)
from tests.modules.posts.model import Case, Model, Said

PUBLIC = Audience("public")
STAFF = Actor(id=new_id(), role="moderator", kind="member")
KINDS = ("public", "friends", "friendsExcept", "specific", "list", "onlyMe", "public")


class Community(Model):
    """Random people with random friends, lists, blocks and posts."""

    # ── what people do ──

    async def grow(self, size: int) -> None:
        """Fill the community with people, who make friends, say things, answer, and fall out with each other."""
        for at in range(size):
            actor = await self.social.member(f"member{at}")
            self.people[actor.id] = actor
        pairs = list(combinations(self.ids, 2))
        for one, other in self.dice.sample(pairs, len(pairs) // 2):
            await self.befriend(one, other)
        for owner in self.ids:
            await self.list_of(owner)
        for kind in KINDS:
            for author in self.ids:
                await self.say(author, kind)
        for author in self.ids:
            draft = await self.social.posts.keep(self.people[author], NewDraft(text="not yet", audience=PUBLIC))
            self.drafts[draft.id] = author
        for shared in self.dice.sample(list(self.posts), 2 * size):
            await self.say(self.dice.choice(self.ids), self.dice.choice(KINDS), shared)
        for post_id in list(self.posts):
            for who in self.dice.sample(self.ids, 3):
                await self.answer(who, post_id)
        for _ in range(4):
            await self.some_follow()
        for _ in range(2):
            await self.some_mute()
            await self.block(*self.dice.sample(self.ids, 2))
        await self.suspend(self.dice.choice(self.ids))

    async def live(self, acts: int = 12) -> None:
        """Let things happen that change who sees what."""
        turns = (
            self.some_befriend,
            self.some_part,
            self.some_block,
            self.some_unblock,
            self.some_list,
            self.some_change,
            self.some_change,
            self.some_limit,
            self.narrow,
            self.some_delete,
            self.some_follow,
            self.some_mute,
            self.some_leave,
            self.some_report,
            self.some_report,
            self.some_decision,
        )
        for _ in range(acts):
            self.social.clock.advance(SECOND)
            await self.dice.choice(turns)()

    async def befriend(self, one: str, other: str) -> None:
        """Make two members friends, unless one blocked the other."""
        if not {(one, other), (other, one)} & self.blocks and self.there(one) and self.there(other):
            await self.social.befriend(self.people[one], self.people[other])
            self.friends.add(frozenset((one, other)))

    async def list_of(self, owner: str) -> str:
        """Put some friends of a member on a list of theirs, or on a new one."""
        own = [one for one, (who, _) in self.lists.items() if who == owner]
        list_id = self.dice.choice(own) if len(own) > 1 else new_id()
        friends = [one for one in self.ids if self.near(one, owner)]
        on_it = set(self.dice.sample(friends, self.dice.randint(0, len(friends))))
        self.lists[list_id] = owner, on_it
        changed = FriendListChanged(list_id=list_id, owner_id=owner, member_ids=sorted(on_it), revision=self.tick())
        await self.social.tell(changed, source="users")
        return list_id

    def some_audience(self, author: str, kind: str) -> Audience:
        """Make an audience of a kind that an author may name."""
        others = [one for one in self.ids if one != author and self.meets(author, one)]
        if kind == "list":
            own = [one for one, (who, _) in self.lists.items() if who == author]
            return Audience("list", ids=[self.dice.choice(own)])
        if kind in {"specific", "friendsExcept"} and others:
            return Audience(kind, ids=self.dice.sample(others, min(2, len(others))))  # type: ignore[arg-type]
        return Audience(kind if kind in {"public", "friends"} else "onlyMe")  # type: ignore[arg-type]

    async def say(self, author: str, kind: str, shared: str | None = None) -> None:
        """Publish a post, or share one; every third asks something."""
        self.social.clock.advance(SECOND)
        original = (self.posts[shared].shares or shared) if shared else None
        said = Said(
            author=author,
            audience=self.some_audience(author, kind),
            comments_from=self.dice.choice(("everyone", "everyone", "friends", "nobody")),
            at=self.social.clock.now(),
            shares=original,
            text=f"{kind} of {author} #{kind}ly",
        )
        new = NewPost(
            text=said.text,
            audience=said.audience,
            comments_from=said.comments_from,  # type: ignore[arg-type]
            shared_post_id=shared,
            poll=NewPoll(options=["yes", "no"]) if self.dice.random() < 0.3 else None,
        )
        there = [one for one in (shared, original) if one]
        try:
            post = await self.social.posts.publish(self.people[author], new)
        except NotFound:
            assert not all(self.sees(author, one) for one in there)
        except NotToShare:
            assert any(self.posts[one].kind == "onlyMe" for one in there)
        else:
            assert all(self.sees(author, one) and self.posts[one].kind != "onlyMe" for one in there)
            said.options = [option.id for option in post.poll.options] if post.poll else []
            self.posts[post.id] = said

    async def answer(self, who: str, post_id: str) -> None:
        """Comment on a post, or reply under it, and like it, if one may."""
        if not self.sees(who, post_id):
            return
        under = [one for one, (post, _, _) in self.comments.items() if post == post_id and self.readable(who, one)]
        parent = self.dice.choice([None, *under])
        said, actor = self.posts[post_id], self.people[who]
        welcome = {"everyone": True, "friends": self.near(who, said.author), "nobody": False}[said.comments_from]
        try:
            comment = await self.social.posts.comment(actor, post_id, NewComment(text="hm", parent_id=parent))
        except CommentsClosed:
            assert not welcome
            assert who != said.author
        else:
            assert welcome or who == said.author
            self.comments[comment.id] = post_id, who, parent
        await self.social.posts.react(actor, post_id, NewReaction(type="like"))
        self.reactions.add((post_id, who))
        if said.options:
            said.votes[who] = self.dice.choice(said.options)
            await self.social.posts.vote(actor, post_id, Ballot(option_ids=[said.votes[who]]))
        for shelf, on_it in self.shelves.items():
            if self.dice.random() < 0.3:
                await self.social.posts.put(actor, shelf, post_id)
                on_it.add((who, post_id))
        if who == said.author and sum(bool(one.pinned) for one in self.posts.values() if one.author == who) < 3:
            await self.social.posts.pin(actor, post_id)
            said.pinned = self.tick()

    async def block(self, one: str, other: str) -> None:
        """Let a member block another."""
        if self.meets(one, other) and self.there(one):
            await self.social.users.block(self.people[one], other)
            self.blocks.add((one, other))
            self.friends.discard(frozenset((one, other)))

    async def suspend(self, *ids: str) -> None:
        """Suspend members."""
        self.suspended.update(ids)
        await self.social.tell(*(UserSuspended(user_id=one, until=None, revision=self.tick()) for one in ids))

    async def restore(self) -> None:
        """Restore whoever was suspended."""
        await self.social.tell(*(UserRestored(user_id=one, revision=self.tick()) for one in sorted(self.suspended)))
        self.suspended.clear()

    def tick(self) -> int:
        """A version later than all before."""
        self.told += 1
        return self.told

    # ── some of it, at random ──

    async def some_befriend(self) -> None:
        """Two members become friends, or stay."""
        await self.befriend(*self.dice.sample(self.ids, 2))

    async def some_part(self) -> None:
        """Two friends part."""
        if pairs := sorted(map(sorted, self.friends)):
            one, other = self.dice.choice(pairs)
            if self.there(one) and self.there(other):
                await self.social.users.remove_friend(self.people[one], other)
                self.friends.discard(frozenset((one, other)))

    async def some_block(self) -> None:
        """A member blocks another."""
        await self.block(*self.dice.sample(self.ids, 2))

    async def some_unblock(self) -> None:
        """A member lifts a block."""
        if self.blocks:
            by, other = self.dice.choice(sorted(self.blocks))
            await self.social.users.unblock(self.people[by], other)
            self.blocks.discard((by, other))

    async def some_follow(self) -> None:
        """A member follows another or wants to see them first, or does so no longer."""
        by, other = pair = tuple(self.dice.sample(self.ids, 2))
        if pair in self.follows and self.dice.random() < 0.5:
            self.follows.discard(pair)
            self.firsts.discard(pair)
            event: Event = UserUnfollowed(by_id=by, followed_id=other, revision=self.tick())
        else:
            first = self.dice.random() < 0.3
            self.follows.add(pair)
            (self.firsts.add if first else self.firsts.discard)(pair)
            event = UserFollowed(by_id=by, followed_id=other, first=first, revision=self.tick())
        await self.social.tell(event, source="users")

    async def some_mute(self) -> None:
        """A member does not want to hear from another, or wants to again."""
        by, other = pair = tuple(self.dice.sample(self.ids, 2))
        muted = pair not in self.mutes
        (self.mutes.add if muted else self.mutes.discard)(pair)
        event = (
            UserMuted(by_id=by, muted_id=other, until=None, revision=self.tick())
            if muted
            else UserUnmuted(by_id=by, muted_id=other, revision=self.tick())
        )
        await self.social.tell(event, source="users")

    async def some_list(self) -> None:
        """A member has other friends on a list."""
        await self.list_of(self.dice.choice(self.ids))

    async def some_change(self) -> None:
        """An author says a post to another audience."""
        post_id = self.dice.choice(list(self.posts))
        said = self.posts[post_id]
        if said.gone or not self.there(said.author):
            return
        audience = self.some_audience(said.author, self.dice.choice(KINDS))
        text = said.text if self.dice.random() < 0.5 else f"edit {self.tick()}"
        change = PostChange(audience=audience, text=text)
        limited = audience.kind == "public" and said.at < self.limits.get(said.author, 0)
        try:
            await self.social.posts.change(self.people[said.author], post_id, change)
        except PastBeingLimited:
            assert limited
            return
        assert not limited
        before = "public" if said.waits else said.kind
        if (before, said.ids) != (audience.kind, audience.ids or []):
            cause = "limited" if said.waits and audience.kind == "friends" else "changed"
            said.trail.append((before, audience.kind, cause))
        said.audience, said.waits, said.text = audience, False, text

    async def some_limit(self) -> None:
        """An author limits past posts; it is true before it is written down."""
        author = self.dice.choice([one for one in self.ids if self.there(one)])
        before = self.social.clock.now() - self.dice.choice((0, 20)) * SECOND
        past = [
            said
            for said in self.posts.values()
            if said.author == author and said.kind == "public" and said.at < before and not said.deleted
        ]
        told = await self.social.posts.limit_past(self.people[author], PastLimit(before=wire(before)))
        assert told.count == len([said for said in past if not said.gone])
        for said in past:
            said.audience, said.waits = Audience("friends"), True
        if past:
            self.limits[author] = max(before, self.limits.get(author, 0))

    async def narrow(self) -> None:
        """The job that writes it down runs."""
        for author in self.limits:
            await self.social.posts.narrow_past(author)
        self.limits.clear()
        for said in self.posts.values():
            if said.waits and not said.deleted:
                said.waits = False
                said.trail.append(("public", "friends", "limited"))

    async def some_delete(self) -> None:
        """An author deletes a post."""
        post_id = self.dice.choice(list(self.posts))
        said = self.posts[post_id]
        if not said.gone and self.there(said.author):
            await self.social.posts.delete(self.people[said.author], post_id)
            said.deleted, said.pinned = True, 0

    async def some_report(self) -> None:
        """A member reports a post or a comment of somebody else, once."""
        who = self.dice.choice([one for one in self.ids if self.there(one)])
        posts = [one for one, said in self.posts.items() if said.author != who and self.sees(who, one)]
        comments = [one for one, (_, by, _) in self.comments.items() if by != who and self.readable(who, one)]
        target = self.dice.choice([*posts, *comments])
        post_id = self.comments[target][0] if target in self.comments else target
        new = NewReport(reason="spam", comment_id=target if target in self.comments else None)
        if target in self.cases and who in self.cases[target].reporters:
            return
        await self.social.posts.report(self.people[who], post_id, new)
        found = await self.social.posts.cases(STAFF, "open", 100, None)
        [case_id] = [one.id for one in found.items if (one.target.comment_id or one.target.post_id) == target]
        case = self.cases.setdefault(target, Case(case_id, "", set()))
        if not case.reporters or case.state != "open":
            case.kind = self.posts[post_id].kind
        case.reporters.add(who)
        case.state = "open"

    async def some_decision(self) -> None:
        """Staff take something down, leave it, or put it back."""
        targets = [one for one in self.cases if not self.posts[self.comments.get(one, (one,))[0]].deleted]
        if not targets:
            return
        target = self.dice.choice(targets)
        case = self.cases[target]
        decision: Decision = "restore" if case.state == "upheld" else self.dice.choice(("takeDown", "dismiss"))
        if case.state == "dismissed":
            return
        await self.social.posts.decide(STAFF, case.id, NewDecision(decision=decision, reason="because"))
        case.state = "upheld" if decision == "takeDown" else "dismissed"
        if target in self.posts:
            self.posts[target].removed = decision == "takeDown"
        elif decision == "takeDown":
            self.removed_comments.add(target)
        else:
            self.removed_comments.discard(target)

    async def some_leave(self) -> None:
        """A member deactivates the account, or comes back."""
        member = self.dice.choice(self.ids)
        if member in self.away:
            self.away.discard(member)
            await self.social.tell(UserReactivated(user_id=member, revision=self.tick()), source="users")
        elif len(self.away) < 2:
            self.away.add(member)
            await self.social.tell(UserDeactivated(user_id=member, revision=self.tick()), source="users")
