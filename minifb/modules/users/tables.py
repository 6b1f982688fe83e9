"""The tables of users."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Time

METADATA = MetaData()

users = Table(
    "users",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("username", Name, nullable=False),
    Column("first_name", Name, nullable=False),
    Column("last_name", Name, nullable=False),
    Column("avatar", Json),
    Column("cover", Json),
    Column("bio", Name),
    Column("birthday", Name),
    Column("location", Name),
    Column("links", Json, nullable=False),
    Column("state", Name, nullable=False),  # pending (registering) | active | gone (a tombstone: nothing personal left)
    Column("suspended", Flag, nullable=False),
    Column("friends", Number, nullable=False),
    Column("posts", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("last_login_at", Time),
    # The version of the profile, told with its events; and the versions of what others told us about this member.
    Column("revision", Number, nullable=False),
    Column("username_revision", Number, nullable=False),
    Column("standing_revision", Number, nullable=False),
    Column("posts_revision", Number, nullable=False),
    Index("users_username", "username", "id"),
)

# Every word somebody may be looked up by, folded: parts of the username and of the names.
user_words = Table(
    "user_words",
    METADATA,
    Column("word", Id, nullable=False),
    Column("user_id", Id, nullable=False),
    PrimaryKeyConstraint("word", "user_id"),
    Index("user_words_user", "user_id", "word"),
)

# One row per pair that ever had to do with each other, whoever asked; it stays, so that its version only grows.
friendships = Table(
    "friendships",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("low_id", Id, nullable=False),
    Column("high_id", Id, nullable=False),
    Column("status", Name, nullable=False),  # none | pending | declined | friends
    Column("by_id", Id),
    Column("quiet_until", Time, nullable=False),
    Column("since", Time, nullable=False),
    Column("revision", Number, nullable=False),
    UniqueConstraint("low_id", "high_id", name="friendships_pair"),
    Index("friendships_low", "low_id", "status", "since"),
    Index("friendships_high", "high_id", "status", "since"),
)

blocks = Table(
    "blocks",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("blocked_id", Id, nullable=False),
    Column("created_at", Time, nullable=False),
    PrimaryKeyConstraint("by_id", "blocked_id"),
    Index("blocks_blocked", "blocked_id", "by_id"),
)
