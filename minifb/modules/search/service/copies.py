"""What search keeps of members, posts and comments, asked for anew."""

from collections.abc import Sequence

from minifb.kernel.data.copies import Copy
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.public import KnownComment, KnownPost
from minifb.modules.search.rules.documents import known_comment, known_post
from minifb.modules.search.service.people import PeopleCases
from minifb.modules.search.store import comments
from minifb.modules.search.tables import PEOPLE
from minifb.modules.users.public import KnownMember


class CopyCases(PeopleCases):
    """What is kept of all that others know."""

    def keep_people(self, tx: Tx, known: Sequence[KnownMember]) -> None:
        """Keep what is known of some members."""
        before = PEOPLE.cards(tx, [one.card.id for one in known])
        PEOPLE.keep_known(tx, known)
        after = PEOPLE.cards(tx, [one.card.id for one in known])
        self.keep_names(tx, [id for id, card in after.items() if before.get(id) != card])
        for one in known:
            for each in one.lists:
                self.keep_list(tx, each.id, each.member_ids, each.revision)

    def keep_known_posts(self, tx: Tx, known: Sequence[KnownPost]) -> None:
        """Keep what is known of some posts."""
        for one in known:
            self.keep_post(tx, known_post(one))

    def keep_known_comments(self, tx: Tx, known: Sequence[KnownComment]) -> None:
        """Keep what is known of some comments, but for what is known here already."""
        told = [known_comment(one) for one in known]
        before = comments.rows(tx, [one.id for one in told])
        for one in (one for one in told if before.get(one.id) != one):
            self.keep_comment(tx, one)
            if not one.gone:
                self.keep_answer(tx, one.post_id, one.author_id, one.id, one.created_at)


async def _people(search: CopyCases, after: str, limit: int) -> list[KnownMember]:
    return await search.users.known(after, limit)


async def _posts(search: CopyCases, after: str, limit: int) -> list[KnownPost]:
    return await search.posts.known_posts(after, limit)


async def _comments(search: CopyCases, after: str, limit: int) -> list[KnownComment]:
    return await search.posts.known_comments(after, limit)


PEOPLE_COPY = Copy("people.copy", ask=_people, keep=CopyCases.keep_people, last=lambda one: one.card.id)
POSTS_COPY = Copy("posts.copy", ask=_posts, keep=CopyCases.keep_known_posts, last=lambda one: one.id)
COMMENTS_COPY = Copy("comments.copy", ask=_comments, keep=CopyCases.keep_known_comments, last=lambda one: one.id)
