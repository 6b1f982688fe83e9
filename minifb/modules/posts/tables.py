"""The tables of posts: what people say, and below it the copies of what others told us about people."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

METADATA = MetaData()

posts = Table(
    "posts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("spans", Json, nullable=False),
    Column("audience_kind", Name, nullable=False),
    Column("audience_ids", Json, nullable=False),
    Column("audience_list", Id),  # the list of an audience of that kind
    Column("comments_from", Name, nullable=False),  # everyone | friends | nobody
    Column("state", Name, nullable=False),  # live | deleted (by the author: a tombstone) | removed (by staff)
    Column("created_at", Time, nullable=False),
    Column("edited_at", Time),
    # `edition` counts what the post says, `revision` everything that is told about it.
    Column("edition", Number, nullable=False),
    Column("revision", Number, nullable=False),
    # Counted in the transaction of the act, of people whom nobody's standing hides.
    Column("comments", Number, nullable=False),
    Column("commenters", Number, nullable=False),  # distinct people, the author apart
    Column("shares", Number, nullable=False),
    Column("reactions", Json, nullable=False),  # {"like": 2}
    Column("reactors", Number, nullable=False),
    # The feed and a member's page choose from this index alone.
    Index("posts_author", "author_id", "created_at", "id", "state", "audience_kind"),
)

# Whom the audience of a post names, to be let in (specific) or left out (friendsExcept).
post_people = Table(
    "post_people",
    METADATA,
    Column("post_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("post_id", "member_id"),
    Index("post_people_member", "member_id"),
)

comments = Table(
    "comments",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("post_id", Id, nullable=False),
    Column("under_id", Id, nullable=False),  # the comment it answers, else the post: one level is one value
    Column("depth", Number, nullable=False),
    Column("author_id", Id),  # gone when the comment is a tombstone
    Column("text", Name, nullable=False),
    Column("spans", Json, nullable=False),
    Column("state", Name, nullable=False),  # live | deleted (its replies keep the place)
    Column("created_at", Time, nullable=False),
    Column("edited_at", Time),
    Column("edition", Number, nullable=False),
    Column("replies", Number, nullable=False),
    Column("reactions", Json, nullable=False),
    Column("reactors", Number, nullable=False),
    Index("comments_level", "under_id", "created_at", "id"),
    Index("comments_post", "post_id", "author_id"),
    Index("comments_author", "author_id"),
)

# What a post or comment said before it was edited: whole earlier editions.
edits = Table(
    "edits",
    METADATA,
    Column("target_id", Id, nullable=False),
    Column("edition", Number, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("spans", Json, nullable=False),
    Column("written_at", Time, nullable=False),
    PrimaryKeyConstraint("target_id", "edition"),
    Index("edits_post", "post_id"),
)

# One reaction of one member to one post or comment: the key makes it so.
reactions = Table(
    "reactions",
    METADATA,
    Column("target_id", Id, nullable=False),
    Column("user_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("type", Name, nullable=False),
    Column("created_at", Time, nullable=False),
    PrimaryKeyConstraint("target_id", "user_id"),
    Index("reactions_people", "target_id", "created_at", "user_id"),
    Index("reactions_post", "post_id"),
    Index("reactions_user", "user_id"),
)

# ── copies, kept by events; each fact carries the version it was told with ──

members = Table(
    "members",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("username", Name),
    Column("card", Json),
    Column("card_revision", Number, nullable=False),
    Column("suspended", Flag, nullable=False),
    Column("suspended_revision", Number, nullable=False),
    Column("away", Flag, nullable=False),
    Column("away_revision", Number, nullable=False),
    Column("gone", Flag, nullable=False),
    Column("posts", Number, nullable=False),  # ours: how many the member shares with anybody
    Column("posts_revision", Number, nullable=False),
    Column("circle", Number, nullable=False),  # ours: grows whenever whom this member sees may have changed
    Index("members_username", "username"),
)

friends = Table(
    "friends",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("friend_id", Id, nullable=False),
    Column("active", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    Column("since", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "friend_id"),
)

blocks = Table(
    "blocks",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("blocked_id", Id, nullable=False),
    Column("active", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "blocked_id"),
    Index("blocks_blocked", "blocked_id", "by_id"),
)

lists = Table(
    "lists",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("revision", Number, nullable=False),
    Index("lists_owner", "owner_id"),
)

list_members = Table(
    "list_members",
    METADATA,
    Column("list_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("list_id", "member_id"),
    Index("list_members_member", "member_id"),
)

follows = Table(
    "follows",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("followed_id", Id, nullable=False),
    Column("first", Flag, nullable=False),  # whose posts the follower wants to see before all others
    Column("active", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "followed_id"),
)

mutes = Table(
    "mutes",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("muted_id", Id, nullable=False),
    Column("until", Time, nullable=False),  # the far future for good, 0 when lifted
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "muted_id"),
)
