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
    Index("members_username", "username"),
)

friends = Table(
    "friends",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("friend_id", Id, nullable=False),
    Column("active", Flag, nullable=False),
    Column("revision", Number, nullable=False),
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
