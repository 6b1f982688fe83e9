"""Posts and comments in the order of their ids, gone ones too: for modules that keep copies."""

from msgspec.structs import replace
from sqlalchemy import bindparam, func, select

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.public import Audience, KnownComment, KnownPost
from minifb.modules.posts.rules.posts import Content
from minifb.modules.posts.rules.visibility import State
from minifb.modules.posts.store.visibility import KIND
from minifb.modules.posts.tables import comments, members, posts


class _Post(Content, frozen=True):
    """A post with what else is told of it."""

    state: State = "live"
    revision: int = 0

    def known(self) -> KnownPost:
        """Give it as it is told."""
        live = self.state == "live"
        return KnownPost(
            id=self.id,
            author_id=self.author_id,
            text=self.text if live else "",
            spans=self.spans if live else [],
            audience=self.audience if live else Audience("onlyMe"),
            media_ids=self.media_ids if live else [],
            media_kinds=self.media_kinds if live else [],
            has_poll=live and self.poll is not None,
            created_at=self.created_at,
            gone=not live,
            revision=self.revision,
        )


_IN_FORCE = {"audience_kind": func.coalesce(KIND, posts.c.audience_kind).label("audience_kind")}
POSTS = sql(
    select(*(_IN_FORCE.get(field, posts.c[field]) for field in _Post.__struct_fields__))
    .outerjoin(members, members.c.id == posts.c.author_id)
    .where(posts.c.id > bindparam("after"))
    .order_by(posts.c.id)
    .limit(bindparam("limit")),
    into=_Post,
)
_LIVE = comments.c.state == "live"
COMMENTS = sql(
    select(
        comments.c.id,
        comments.c.post_id,
        func.coalesce(comments.c.author_id, "").label("author_id"),
        comments.c.text,
        comments.c.spans,
        comments.c.created_at,
        (~_LIVE).label("gone"),
        func.coalesce(posts.c.revision, 0).label("revision"),
    )
    .outerjoin(posts, posts.c.id == comments.c.post_id)
    .where(comments.c.id > bindparam("after"))
    .order_by(comments.c.id)
    .limit(bindparam("limit")),
    into=KnownComment,
)


def known_posts(tx: Tx, after: str, limit: int) -> list[KnownPost]:
    """Give posts after an id, as events would tell them now."""
    return [post.known() for post in tx.all(POSTS, after=after, limit=limit)]


def known_comments(tx: Tx, after: str, limit: int) -> list[KnownComment]:
    """Give comments after an id, as events would tell them now; of one that is gone only that."""
    return [_told(one) for one in tx.all(COMMENTS, after=after, limit=limit)]


def _told(comment: KnownComment) -> KnownComment:
    return replace(comment, text="", spans=[]) if comment.gone else comment
