"""Posts and comments: what happens to them is told, and taken back when they go or may no longer be seen."""

from collections.abc import Sequence

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules import posts as rules
from minifb.modules.notifications.rules.notifications import Told
from minifb.modules.notifications.rules.posts import Commented, Posted, Telling
from minifb.modules.notifications.service.rechecks import RecheckCases
from minifb.modules.notifications.store import causes, mutes, notifications, posts, watches
from minifb.modules.posts.public import (
    CommentAdded,
    CommentDeleted,
    CommentRestored,
    PostCreated,
    PostDeleted,
    PostRestored,
    PostUpdated,
    ReactionAdded,
    ReactionRemoved,
)

TELL = "notifications.tell"
CROWD = 100
"""How many are asked about at once."""
STALE = DAY
"""What could not be told for so long is not news any more."""


class PostCases(RecheckCases):
    """What members are told about posts and comments."""

    def tell_post(self, tx: Tx, event: PostCreated) -> None:
        """Tell a new post, when there is anybody to tell."""
        telling = rules.of_post(event)
        if telling.named or watches.any_of(tx, event.author_id):
            self._ask(tx, f"post:{event.post_id}", telling)

    def tell_edit(self, tx: Tx, event: Posted | Commented) -> None:
        """Tell whom a text mentions now and did not before."""
        told = rules.mention(event)
        if told.to:
            self._ask(tx, told.cause, Telling(told.target_id, [told], at=tx.trace.happened_at or tx.now))

    def tell_comment(self, tx: Tx, event: CommentAdded) -> None:
        """Tell a new comment."""
        answered, telling = rules.of_comment(event)
        for told in answered:
            self.notify(tx, told)
        self._ask(tx, f"comment:{event.comment_id}", telling)

    def tell_reaction(self, tx: Tx, event: ReactionAdded) -> None:
        """Tell a reaction; one that replaces another changes what was told of that, and tells nothing new."""
        told = rules.of_reaction(event)
        standing = causes.stands(tx, event.target_author_id, told.cause)
        if standing is None:
            self.notify(tx, told)
        for row in notifications.find(tx, [standing] if standing else []):
            if row.actor_ids == [event.user_id]:
                detail = msgspec.structs.replace(row.detail, reaction=event.reaction)
                notifications.save(tx, [msgspec.structs.replace(row, detail=detail)])

    def withdraw_reaction(self, tx: Tx, event: ReactionRemoved) -> None:
        """Take a reaction back."""
        self.withdraw_act(tx, rules.reaction_cause(event))

    def tell_decision(self, tx: Tx, event: PostDeleted | PostRestored | CommentDeleted | CommentRestored) -> None:
        """Tell whoever wrote it what staff decided."""
        self.notify(tx, rules.of_decision(event))

    def withdraw_post(self, tx: Tx, event: PostDeleted) -> None:
        """Take back all that was told about a post and what stood under it."""
        self.drop_about(tx, event.post_id)
        self.withdraw_act(tx, f"share:{event.post_id}")
        mutes.drop_post(tx, event.post_id)
        if event.by_staff:
            self.tell_decision(tx, event)

    def withdraw_comment(self, tx: Tx, event: CommentDeleted) -> None:
        """Take back all that was told about a comment."""
        self.drop_about(tx, event.comment_id)
        if event.by_staff:
            self.tell_decision(tx, event)

    def look_again_at(self, tx: Tx, event: PostUpdated) -> None:
        """Take back what was told about a post to whoever may not see it any more; of a public one that is nobody."""
        if event.audience.kind != "public":
            self.recheck_place(tx, event.post_id)

    # ── asking first ──

    async def start(self) -> None:
        """Forget what could not be told in time, however much it is: a server that was away begins with news."""
        await self._forget_stale()

    @write
    def _forget_stale(self, tx: Tx) -> None:
        posts.forget(tx, TELL, tx.now - STALE)

    def _ask(self, tx: Tx, key: str, telling: Telling) -> None:
        schedule(tx, TELL, key, tx.now, telling)

    async def tell(self, telling: Telling) -> None:
        """Tell an act to those who may see it now; what is long past is not told."""
        if await self._stale(telling):
            return
        for told in telling.named:
            await self._tell_seers(telling, told, told.to)
        if (crowd := telling.crowd) is None:
            return
        if crowd.kind == "comment" and crowd.place_id:
            limit = self.settings.commenters_told_max + len(crowd.to)
            commenters = await self.posts.commenters(crowd.place_id, limit) if limit else []
            others = [one for one in commenters if one not in crowd.to][: self.settings.commenters_told_max]
            await self._tell_seers(telling, crowd, others)
            return
        after = ""
        while watchers := await self._watchers(crowd.actor_id, after):
            await self._tell_seers(telling, crowd, [one for one in watchers if one not in crowd.to])
            after = watchers[-1]

    @read
    def _stale(self, tx: Tx, telling: Telling) -> bool:
        return tx.now - telling.at > STALE

    @read
    def _watchers(self, tx: Tx, author_id: str, after: str) -> list[str]:
        return watches.watchers(tx, author_id, after, CROWD)

    async def _tell_seers(self, telling: Telling, told: Told, to: Sequence[str]) -> None:
        for start in range(0, len(to), CROWD):
            some = list(to[start : start + CROWD])
            seers = await self.posts.seers(telling.about_id, some)
            await self._tell_some(msgspec.structs.replace(told, to=seers, at=telling.at), set(some) - set(seers))
            # What went while they were told was taken back before there was anything to take: so it is asked again.
            still = await self.posts.seers(telling.about_id, seers) if seers else []
            if gone := set(seers) - set(still):
                await self._tell_some(msgspec.structs.replace(told, to=[]), gone)

    @write
    def _tell_some(self, tx: Tx, told: Told, unseeing: set[str]) -> None:
        """Tell those who may see it, and take it back from others, whom an interrupted try may have told."""
        self.notify(tx, told)
        if unseeing:
            self.withdraw(tx, causes.to(tx, told.cause, unseeing))
