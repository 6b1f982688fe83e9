"""What is true of a community, in plain sets: the words of the product, written down a second time."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import UNSET

from minifb.kernel.http.policy import ANONYMOUS, Actor
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.reports import CaseState
from minifb.modules.posts.store.shelves import Shelf
from tests.modules.social import Social


@dataclass
class Said:
    """A post of the model."""

    author: str
    audience: Audience
    comments_from: str
    at: int
    shares: str | None = None
    options: list[str] = field(default_factory=list)
    """The ids of what its poll asks."""
    votes: dict[str, str] = field(default_factory=dict)
    """Who voted for what."""
    pinned: int = 0
    text: str = ""
    deleted: bool = False
    removed: bool = False
    """Taken down by staff."""
    waits: bool = False
    """Limited with all past posts, and not yet written down."""
    trail: list[tuple[str, str, str]] = field(default_factory=list)
    """Its audiences before and after each change, and why."""

    @property
    def gone(self) -> bool:
        """Whether nobody sees it any more."""
        return self.deleted or self.removed

    @property
    def kind(self) -> str:
        """The kind of its audience."""
        return self.audience.kind

    @property
    def ids(self) -> list[str]:
        """Whom, or which list, its audience names."""
        return [] if self.audience.ids is UNSET else self.audience.ids


@dataclass
class Case:
    """A report of the model."""

    id: str
    kind: str
    """To whom it was said when it was reported."""
    reporters: set[str]
    state: CaseState = "open"


class Model:
    """People with friends, lists, blocks and posts, and the rules of the product about them."""

    def __init__(self, social: Social, seed: int) -> None:
        """Nobody is there yet."""
        self.social, self.dice = social, random.Random(seed)
        self.checks = 0
        self.told = 100
        self.people: dict[str, Actor] = {"": ANONYMOUS}
        self.friends: set[frozenset[str]] = set()
        self.blocks: set[tuple[str, str]] = set()
        self.follows: set[tuple[str, str]] = set()
        self.firsts: set[tuple[str, str]] = set()
        """Who sees whom first; they follow them as well."""
        self.mutes: set[tuple[str, str]] = set()
        self.suspended: set[str] = set()
        self.away: set[str] = set()
        self.lists: dict[str, tuple[str, set[str]]] = {}
        self.limits: dict[str, int] = {}
        """From before when past posts of members are limited, while that is not written down."""
        self.posts: dict[str, Said] = {}
        self.comments: dict[str, tuple[str, str, str | None]] = {}  # id: post, author, parent
        self.reactions: set[tuple[str, str]] = set()  # post, who
        self.shelves: dict[Shelf, set[tuple[str, str]]] = {"saved": set(), "hidden": set()}  # who, post
        self.removed_comments: set[str] = set()
        self.cases: dict[str, Case] = {}  # post or comment that was reported
        self.drafts: dict[str, str] = {}  # id: author

    @property
    def ids(self) -> list[str]:
        """Everybody's id."""
        return [one for one in self.people if one]

    @property
    def viewers(self) -> list[str]:
        """Whoever can ask anything: members who are there, and somebody who is not signed in."""
        return [one for one in self.people if self.there(one)]

    # ── the model ──

    def there(self, member: str) -> bool:
        """Whether a member is neither suspended nor away."""
        return member not in self.suspended | self.away

    def near(self, one: str, other: str) -> bool:
        """Whether two members are friends."""
        return frozenset((one, other)) in self.friends

    def meets(self, viewer: str, other: str) -> bool:
        """Whether a member is there for a viewer at all."""
        return self.there(other) and not {(viewer, other), (other, viewer)} & self.blocks

    def reads(self, viewer: str, author: str, audience: Audience) -> bool:
        """Whether a viewer is among those to whom an author says something."""
        near, ids = self.near(viewer, author), audience.ids or []
        within = {
            "public": True,
            "friends": near,
            "friendsExcept": near and viewer not in ids,
            "specific": viewer in ids,
            "list": near and any(viewer in self.lists[one][1] for one in ids if one in self.lists),
            "onlyMe": False,
        }
        return self.meets(viewer, author) and (viewer == author or within[audience.kind])

    def sees(self, viewer: str, post_id: str) -> bool:
        """Whether a viewer sees a post."""
        said = self.posts[post_id]
        return not said.gone and self.reads(viewer, said.author, said.audience)

    def readers(self, author: str, audience: Audience) -> list[str]:
        """Whoever reads what an author says, beside the author."""
        return sorted(
            one for one in self.ids if one != author and self.there(one) and self.reads(one, author, audience)
        )

    def readable(self, viewer: str, comment_id: str) -> bool:
        """Whether a viewer may read a comment."""
        post_id, who, _ = self.comments[comment_id]
        return comment_id not in self.removed_comments and self.sees(viewer, post_id) and self.meets(viewer, who)

    def counted(self, viewer: str, post_id: str) -> tuple[int, int, int]:
        """How many comments, reactions and shares of a post a viewer is shown."""
        comments = [
            who
            for comment_id, (post, who, _) in self.comments.items()
            if post == post_id and comment_id not in self.removed_comments and self.meets(viewer, who)
        ]
        reactions = [who for post, who in self.reactions if post == post_id and self.meets(viewer, who)]
        shares = [
            said
            for said in self.posts.values()
            if said.shares == post_id and said.kind != "onlyMe" and not said.gone and self.meets(viewer, said.author)
        ]
        return len(comments), len(reactions), len(shares)

    def newest(self, which: Callable[[str, Said], bool]) -> list[str]:
        """The ids of posts, the newest first."""
        order = sorted(((said.at, post_id) for post_id, said in self.posts.items()), reverse=True)
        return [post_id for _, post_id in order if which(post_id, self.posts[post_id])]
