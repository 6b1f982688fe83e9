"""The feed: its pages ranked or latest first, why a post is there, and what members do about their feed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.etag import etag_of
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import NotFound
from minifb.modules.posts.public import Why
from minifb.modules.posts.rules.feed import choices, ranker, why
from minifb.modules.posts.rules.feed.choices import Mode, Parameters, Preferences, PreferencesChange, Sight
from minifb.modules.posts.rules.feed.ranker import Candidate, Facts, Place
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.service.bodies import joined, page
from minifb.modules.posts.service.feed.kept import FeedPage, Session, packed
from minifb.modules.posts.service.ground import Ground
from minifb.modules.posts.store import members
from minifb.modules.posts.store.feed import candidates, facts
from minifb.modules.posts.store.feed import choices as chosen_by

Position = list[Any]
Chosen = list[tuple[Seen, Place | None]]


class FeedCases(Ground):
    """What can be done with a feed."""

    @read
    def feed(self, tx: Tx, actor: Actor, mode: Mode | None, limit: int, cursor: str | None) -> FeedPage:
        """Show a page of one's feed; without a mode as one prefers it."""
        asked = (actor.id, actor.role, mode or "", str(limit), cursor or "")
        kept = self.feeds.page(asked)
        if kept is not None and self._holds(tx, actor.id, kept):
            self.feeds.hits += 1
            return kept
        self.feeds.misses += 1
        heard = self.feeds.heard  # before anything is read: what comes meanwhile is news to this page
        kind, *place = self.cursors.after(actor.id, "feed", cursor) or [mode or self._preferences(tx, actor.id)[0]]
        if kind == "latest":
            items, ids, following = self._latest(tx, actor.id, place, limit)
        else:
            items, ids, following = self._ranked(tx, actor.id, kind, place, limit)
        body = page(items, self.cursors.encode(actor.id, "feed", following) if following else None)
        drawn = FeedPage(
            body=body,
            tag=etag_of(body),
            post_ids=ids,
            version=candidates.version(tx, actor.id, ids),
            until=tx.now + choices.AGE_MAX,
            heard=heard,
        )
        self.feeds.keep_page(asked, drawn)
        return drawn

    @read
    def why(self, tx: Tx, actor: Actor, post_id: str) -> Why:
        """Say why a post stands in one's feed where it stands."""
        post = self.see(tx, actor.id, post_id)
        session = self.feeds.session(actor.id, tx.now)
        if session is None or session.circle != members.circle(tx, actor.id):
            session = self._begin(tx, actor.id, tx.now)
        place = session.find(post.id)
        if place is None:
            found = list(candidates.still(tx, actor.id, [post.id]).values())
            if not found:
                raise NotFound
            places = ranker.places(found, self._facts(tx, actor.id, found, session.started))
            [place] = facts.exactly(tx, actor.id, places)
        name = members.cards(tx, [post.author_id])[post.author_id].first_name
        return why.whole(place, name, session.given, session.started)

    @read
    def new_count(self, tx: Tx, actor: Actor, since: Instant | None) -> int:
        """Count what others posted since an instant, else since one's session began."""
        if since is None:
            session = self.feeds.session(actor.id, tx.now)
            since = session.started if session else tx.now - choices.SESSION_LIFE
        found = candidates.candidates(tx, actor.id, since + 1, (), choices.NEW_COUNT_MAX)
        others = [post.id for post in found if post.tie != ranker.OWN]
        return len(self.visible(tx, actor.id, others, counted=False))

    # ── what members do about their feed ──

    @write
    def see_posts(self, tx: Tx, actor: Actor, sight: Sight) -> None:
        """Note that one saw posts."""
        chosen_by.see(tx, actor.id, sorted(self.visible(tx, actor.id, set(sight.post_ids), counted=False)))
        members.stir(tx, (actor.id,))

    @write
    def see_less(self, tx: Tx, actor: Actor, author_id: str, *, less: bool) -> None:
        """See less of an author for a month, or as usual."""
        if author_id not in members.seen_among(tx, actor.id, [author_id]):
            raise NotFound
        chosen_by.see_less(tx, actor.id, author_id, tx.now + choices.LESS_FOR if less else None)
        members.stir(tx, (actor.id,))

    @read
    def feed_preferences(self, tx: Tx, actor: Actor) -> Preferences:
        """Show what one prefers."""
        return self._preferred(tx, actor.id)

    @write
    def prefer(self, tx: Tx, actor: Actor, change: PreferencesChange) -> Preferences:
        """Change what one prefers, on all one's devices."""
        mode, balance = chosen_by.preferred(tx, actor.id) or (None, choices.MIDDLE)
        mode = mode if change.mode is UNSET else change.mode
        balance = balance if change.balance is UNSET else change.balance
        chosen_by.prefer(tx, actor.id, mode, balance)
        members.stir(tx, (actor.id,))
        return self._preferred(tx, actor.id)

    # ── inside a transaction ──

    def _holds(self, tx: Tx, viewer_id: str, kept: FeedPage) -> bool:
        """Tell whether a page would be drawn just so again."""
        if tx.now >= kept.until:
            return False
        if kept.heard != self.feeds.heard:
            heard, news = self.feeds.heard, self.feeds.news(kept.heard)
            if news is None or candidates.any_near(tx, viewer_id, news):
                return False
            kept.heard = heard
        return candidates.version(tx, viewer_id, kept.post_ids) == kept.version

    def _preferences(self, tx: Tx, viewer_id: str) -> tuple[Mode, int]:
        mode, balance = chosen_by.preferred(tx, viewer_id) or (None, choices.MIDDLE)
        return mode or self.settings.feed_mode, balance

    def _parameters(self, balance: int) -> Parameters:
        return choices.parameters(self.settings.feed_half_life_hours, balance)

    def _preferred(self, tx: Tx, viewer_id: str) -> Preferences:
        mode, balance = self._preferences(tx, viewer_id)
        return Preferences(mode=mode, balance=balance, half_life_hours=self._parameters(balance).hours)

    # ── latest first ──

    def _latest(
        self, tx: Tx, viewer_id: str, before: Position, limit: int
    ) -> tuple[list[bytes], list[str], Position | None]:
        found, then = self._newest(tx, viewer_id, before, limit)
        ids = _ids([(post, None) for post in found])
        return self.draw(tx, viewer_id, found), ids, ["latest", *then] if then else None

    def _newest(
        self, tx: Tx, viewer_id: str, before: Sequence[Any], limit: int
    ) -> tuple[list[Seen], Sequence[Any] | None]:
        """Choose the newest posts before a place, each past the gate; and the place after which there are more."""
        found: list[Seen] = []
        while True:
            wanted = limit + 1 - len(found)
            rows = self._some(tx, viewer_id, before, wanted)
            visible = self.visible(tx, viewer_id, [row.id for row in rows])
            for row in rows:
                if row.id in visible:
                    if len(found) == limit:
                        return found, before
                    found.append(visible[row.id])
                before = (row.created_at, row.id)
            if len(rows) < wanted:
                return found, None

    def _some(self, tx: Tx, viewer_id: str, before: Sequence[Any], wanted: int) -> list[Candidate]:
        rows: list[Candidate] = []
        for floor in choices.windows(candidates.near_count(tx, viewer_id), before[0] if before else tx.now, wanted):
            rows = candidates.candidates(tx, viewer_id, floor, before, wanted)
            if len(rows) == wanted:
                break
        return rows

    # ── ranked ──

    def _ranked(
        self, tx: Tx, viewer_id: str, kind: str, place: Position, limit: int
    ) -> tuple[list[bytes], list[str], Position | None]:
        """Draw a page of a session, and behind its end older posts, newest first."""
        found: Chosen = []
        if kind == "older":
            session, before = None, place
        else:
            session, position = self._resumed(tx, viewer_id, place)
            found, position = self._walk(tx, viewer_id, session, position, limit)
            if position < len(session):
                following = ["ranked", session.started, session.number, position]
                return self._reasoned(tx, viewer_id, session, found), _ids(found), following
            before = list(session.end)
        older, then = self._newest(tx, viewer_id, before, limit - len(found))
        found += [(post, None) for post in older]
        return self._reasoned(tx, viewer_id, session, found), _ids(found), ["older", *then] if then else None

    def _resumed(self, tx: Tx, viewer_id: str, place: Position) -> tuple[Session, int]:
        """Give the session that a cursor goes on in, and where; one that is lost begins again as far as is known."""
        if not place:
            return self._begin(tx, viewer_id, tx.now), 0
        started, number, position = place
        session = self.feeds.session(viewer_id, tx.now)
        if session is None or (session.started, session.number) != (started, number):
            session = self._begin(tx, viewer_id, started, number)
        return session, position

    def _walk(self, tx: Tx, viewer_id: str, session: Session, position: int, limit: int) -> tuple[Chosen, int]:
        """Take places of a session from a position on until there are enough that the viewer may see."""
        found: Chosen = []
        same = members.circle(tx, viewer_id) == session.circle
        while len(found) < limit and position < len(session):
            places = session.places(position, limit - len(found))
            position += len(places)
            ids = [place.id for place in places]
            visible = self.visible(tx, viewer_id, ids)
            # Who is still seen need not be wanted any more: muted, unfollowed, hidden from the feed.
            wanted = visible if same else candidates.still(tx, viewer_id, ids)
            found += [(visible[one.id], one) for one in places if one.id in visible and one.id in wanted]
        return found, position

    def _reasoned(self, tx: Tx, viewer_id: str, session: Session | None, found: Chosen) -> list[bytes]:
        """Draw posts with why they are there."""
        posts = [post for post, _ in found]
        cards = members.cards(tx, {post.author_id for post in posts}) if posts else {}
        drawn = []
        for (post, place), body in zip(found, self.draw(tx, viewer_id, posts), strict=True):
            name = cards[post.author_id].first_name
            said = why.brief(place, name, session.given, session.started) if place and session else why.older(name)
            drawn.append(joined(body, b'{"why":' + msgspec.json.encode(said) + b"}"))
        return drawn

    def _begin(self, tx: Tx, viewer_id: str, now: Instant, number: int | None = None) -> Session:
        """Rank what there is for a viewer at an instant, and keep that as their session."""
        if number is None:
            number = self.feeds.begun = self.feeds.begun + 1
        _, balance = self._preferences(tx, viewer_id)
        given = self._parameters(balance)
        found, end = self._candidates(tx, viewer_id, now)
        places = ranker.places(found, self._facts(tx, viewer_id, found, now))
        ranked = ranker.rank(places, given, now, lambda best: facts.exactly(tx, viewer_id, best))
        session = Session(
            started=now,
            number=number,
            circle=members.circle(tx, viewer_id),
            given=given,
            end=end,
            rows=packed(ranked),
        )
        self.feeds.keep_session(viewer_id, session)
        return session

    def _candidates(self, tx: Tx, viewer_id: str, now: Instant) -> tuple[list[Candidate], tuple[Instant, str]]:
        """Choose what is ranked, and tell where what is not begins."""
        found: list[Candidate] = []
        floor = furthest = max(0, now - ranker.WINDOW_MOST)
        near = candidates.near_count(tx, viewer_id)
        for floor in choices.windows(near, now, ranker.CANDIDATES_USUAL, furthest):
            whole = candidates.within(tx, viewer_id, floor, now, ranker.CANDIDATES_MOST)
            if whole is None:
                found = candidates.candidates(tx, viewer_id, floor, (now + 1, ""), ranker.CANDIDATES_MOST)
                return found, (found[-1].created_at, found[-1].id)
            found = whole
            if len(found) >= ranker.CANDIDATES_LEAST:
                break
        return found, (floor, "")

    def _facts(self, tx: Tx, viewer_id: str, found: Sequence[Candidate], now: Instant) -> Facts:
        seen = facts.sightings(tx, viewer_id, min(post.id for post in found), now) if found else {}
        since = {
            post.id: seen[post.id].last if post.id in seen else post.created_at
            for post in found
            if post.commenters and (post.id in seen or post.tie == ranker.OWN)
        }
        return Facts(
            now=now,
            acts=facts.acts(tx, viewer_id, now - ranker.ACTS_FOR),
            seen=seen,
            less=facts.less(tx, viewer_id),
            bumped=facts.bumps(tx, viewer_id, since, now),
        )


def _ids(found: Chosen) -> list[str]:
    """Name all posts that are on a page, also those that are shared there."""
    return [post.id for post, _ in found] + [post.shared_post_id for post, _ in found if post.shared_post_id]
