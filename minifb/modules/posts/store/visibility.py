"""What posts are to a viewer.

A list first chooses ids, with `VISIBLE`; what those are to the viewer is then read by `seen`, whoever asks, and judged
by `rules.visibility.may_see`. So there is one way to a post, and lists only shorten it.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import and_, exists, or_, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.reactions import replaced
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.store.circles import VIEWER, are_blocked, are_friends, blocked_with
from minifb.modules.posts.store.comments import comments_by
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.store.reactions import reactions_by
from minifb.modules.posts.tables import list_members, members, post_people, posts, reactions

NAMED = exists().where(post_people.c.post_id == posts.c.id, post_people.c.member_id == VIEWER)
LISTED = exists().where(list_members.c.list_id == posts.c.audience_list, list_members.c.member_id == VIEWER)

AUDIENCE_OF_FRIEND = or_(
    posts.c.audience_kind.in_(("public", "friends")),
    and_(posts.c.audience_kind == "friendsExcept", ~NAMED),
    and_(posts.c.audience_kind == "specific", NAMED),
    and_(posts.c.audience_kind == "list", LISTED),
)
"""What the audiences of a friend's posts ask of a viewer."""

VISIBLE = and_(
    posts.c.state == "live",
    ~HIDDEN,
    ~are_blocked(VIEWER, members.c.id),
    or_(
        members.c.id == VIEWER,
        posts.c.audience_kind == "public",
        and_(posts.c.audience_kind == "specific", NAMED),
        and_(
            posts.c.audience_kind.in_(("friends", "friendsExcept", "list")),
            are_friends(VIEWER, members.c.id),
            AUDIENCE_OF_FRIEND,
        ),
    ),
)
"""`may_see` in SQL, over authors joined with their posts: what it asks of the author is asked once."""

SEEN = sql(
    select(
        *(posts.c[field] for field in Seen.__struct_fields__ if field in posts.c),
        HIDDEN.label("author_hidden"),
        members.c.card_revision,
        are_friends(VIEWER, posts.c.author_id).label("friends"),
        are_blocked(VIEWER, posts.c.author_id).label("blocked"),
        NAMED.label("named"),
        LISTED.label("listed"),
        reactions.c.type.label("mine"),
    )
    .join(members, members.c.id == posts.c.author_id)
    .outerjoin(reactions, and_(reactions.c.target_id == posts.c.id, reactions.c.user_id == VIEWER))
    .where(among(posts.c.id, "ids")),
    into=Seen,
)


def seen(tx: Tx, viewer: str, ids: Collection[str]) -> dict[str, Seen]:
    """Read what posts are to a viewer. The counts leave out whom the viewer does not see for a block."""
    found = {post.id: post for post in tx.all(SEEN, viewer=viewer, ids=list(ids))} if ids else {}
    people = blocked_with(tx, viewer) if viewer and found else []
    if people:
        for post_id, count in comments_by(tx, people, found).items():
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, comments=post.comments - count)
        for post_id, kind in reactions_by(tx, people, found):
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, reactions=replaced(post.reactions, kind, None))
    return found
