"""The tables of users."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, UniqueConstraint, text

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
    # pending (registering) | active | away (deactivated) | gone (a tombstone: nothing personal left)
    Column("state", Name, nullable=False),
    Column("suspended", Flag, nullable=False),
    Column("away_since", Time),
    Column("friends", Number, nullable=False),  # whom nobody's standing hides
    Column("posts", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("last_login_at", Time),
    # The version of the profile, told with its events; and the versions of what others told us about this member.
    Column("revision", Number, nullable=False),
    Column("username_revision", Number, nullable=False),
    Column("standing_revision", Number, nullable=False),
    Column("posts_revision", Number, nullable=False),
    # The media that `avatar` and `cover` show, or will when they are ready.
    Column("avatar_id", Id),
    Column("cover_id", Id),
    Index("users_username", "username", "id"),
    Index("users_friends", "friends", "id"),
    Index("users_created", "created_at", "id"),
    *(
        Index(f"users_{column}", column, sqlite_where=text(some), postgresql_where=text(some))
        for column, some in (("avatar_id", "avatar_id IS NOT NULL"), ("cover_id", "cover_id IS NOT NULL"))
    ),
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
    # Newest first for the lists, and with the other one in them: friends of friends are found without looking at a row.
    Index("friendships_low", "low_id", "status", "since", "high_id"),
    Index("friendships_high", "high_id", "status", "since", "low_id"),
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

# Who may see which field and reach the member; a member who never changed any has no row.
privacy_settings = Table(
    "privacy_settings",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("bio", Name, nullable=False),  # everyone | friends | onlyMe, as all of them but `requests`
    Column("birthday", Name, nullable=False),
    Column("birth_year", Name, nullable=False),
    Column("location", Name, nullable=False),
    Column("links", Name, nullable=False),
    Column("friends", Name, nullable=False),
    Column("last_seen", Name, nullable=False),
    Column("requests", Name, nullable=False),  # everyone | friendsOfFriends
    Column("search", Name, nullable=False),
)

# The roles that auth told us of, with the version they were told with; `member` is somebody who was staff.
staff = Table(
    "staff",
    METADATA,
    Column("user_id", Id, primary_key=True),
    Column("role", Name, nullable=False),
    Column("revision", Number, nullable=False),
)

# The list of close friends has no name of its own; so names, once per owner, also keep it from being there twice.
friend_lists = Table(
    "friend_lists",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("owner_id", Id, nullable=False),
    Column("kind", Name, nullable=False),  # close | custom
    Column("name", Name, nullable=False),
    Column("revision", Number, nullable=False),
    Column("created_at", Time, nullable=False),
    UniqueConstraint("owner_id", "name", name="friend_lists_name"),
)

friend_list_members = Table(
    "friend_list_members",
    METADATA,
    Column("list_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("list_id", "member_id"),
    Index("friend_list_members_member", "member_id", "list_id"),
)

# Who wants to see whose posts; a follow that ended stays as a row, so that its version only grows.
follows = Table(
    "follows",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("followed_id", Id, nullable=False),
    Column("active", Flag, nullable=False),
    Column("first", Flag, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "followed_id"),
    Index("follows_by", "by_id", "active", "created_at", "followed_id"),
    Index("follows_followed", "followed_id", "active", "created_at", "by_id"),
)

# Who does not want to hear from whom, until when (none: for good; 0: no more); it stays, as a follow does.
mutes = Table(
    "mutes",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("muted_id", Id, nullable=False),
    Column("until", Time),
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "muted_id"),
    Index("mutes_muted", "muted_id", "by_id"),
)

suggestion_dismissals = Table(
    "suggestion_dismissals",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("dismissed_id", Id, nullable=False),
    Column("created_at", Time, nullable=False),
    PrimaryKeyConstraint("by_id", "dismissed_id"),
    Index("suggestion_dismissals_dismissed", "dismissed_id", "by_id"),
)

# Who was reported by whom, with the card they had then; it waits once for each pair.
member_reports = Table(
    "member_reports",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("member_id", Id, nullable=False),
    Column("reporter_id", Id, nullable=False),
    Column("reason", Name, nullable=False),
    Column("note", Name, nullable=False),
    Column("shown", Json, nullable=False),
    Column("state", Name, nullable=False),  # open | upheld | dismissed
    Column("reported_at", Time, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Time),
    Column("decision", Name),
    Index(
        "member_reports_once",
        "member_id",
        "reporter_id",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index("member_reports_queue", "state", "reported_at", "id"),
    Index("member_reports_reporter", "reporter_id"),
    Index("member_reports_member", "member_id"),
)
