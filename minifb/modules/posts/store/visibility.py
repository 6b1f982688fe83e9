"""What posts are to a viewer.

A list first chooses ids, with `VISIBLE`; what those are to the viewer is then read by `seen`, whoever asks, and judged
by `rules.visibility.may_see`. So there is one way to a post, and lists only shorten it.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import and_, case, exists, or_, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.posts.rules.reactions import replaced
from minifb.modules.posts.rules.visibility import Seen
from minifb.modules.posts.store.circles import VIEWER, are_blocked, are_friends, blocked_with
from minifb.modules.posts.store.comments import comments_by
from minifb.modules.posts.store.members import HIDDEN
from minifb.modules.posts.store.reactions import reactions_by
from minifb.modules.posts.store.shares import shares_by
from minifb.modules.posts.tables import list_members, members, post_people, posts, reactions, saves

KIND = case(
    (and_(posts.c.audience_kind == "public", posts.c.created_at < members.c.limited_before), "friends"),
    else_=posts.c.audience_kind,
)
"""The audience in force, over posts joined with their authors: who limited their past posts said them to friends.

A friend sees both kinds, so that what is chosen among friends' posts alone need not ask.
"""

NAMED = exists().where(post_people.c.post_id == posts.c.id, post_people.c.member_id == VIEWER)
SAVED = exists().where(saves.c.member_id == VIEWER, saves.c.post_id == posts.c.id)
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
        KIND == "public",
        and_(posts.c.audience_kind == "specific", NAMED),
        and_(posts.c.audience_kind != "onlyMe", are_friends(VIEWER, members.c.id), AUDIENCE_OF_FRIEND),
    ),
)
"""`may_see` in SQL, over authors joined with their posts: what it asks of the author is asked once."""

_AS_IT_IS = {"audience_kind": KIND.label("audience_kind")}
SEEN = sql(
    select(
        *(_AS_IT_IS.get(field, posts.c[field]) for field in Seen.__struct_fields__ if field in posts.c),
        HIDDEN.label("author_hidden"),
        members.c.card_revision,
        are_friends(VIEWER, posts.c.author_id).label("friends"),
        are_blocked(VIEWER, posts.c.author_id).label("blocked"),
        NAMED.label("named"),
        LISTED.label("listed"),
        reactions.c.type.label("mine"),
        SAVED.label("saved"),
        posts.c.poll.is_not(None).label("asks"),
    )
    .join(members, members.c.id == posts.c.author_id)
    .outerjoin(reactions, and_(reactions.c.target_id == posts.c.id, reactions.c.user_id == VIEWER))
    .where(among(posts.c.id, "ids")),
    into=Seen,
)


def seen(tx: Tx, viewer: str, ids: Collection[str], *, counted: bool = True) -> dict[str, Seen]:
    """Read what posts are to a viewer.

    The counts leave out whom the viewer does not see for a block; who shows no counts need not have that done.
    """
    found = {post.id: post for post in tx.all(SEEN, viewer=viewer, ids=list(ids))} if ids else {}
    people = blocked_with(tx, viewer) if viewer and found and counted else []
    if people:
        for post_id, count in comments_by(tx, people, found).items():
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, comments=post.comments - count)
        for post_id, count in shares_by(tx, people, [post.id for post in found.values() if post.shares]).items():
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, shares=post.shares - count)
        for post_id, kind in reactions_by(tx, people, found):
            post = found[post_id]
            found[post_id] = msgspec.structs.replace(post, reactions=replaced(post.reactions, kind, None))
    return found
