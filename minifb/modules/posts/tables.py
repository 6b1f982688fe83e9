"""The tables of posts: what people say, and below it the copies of what others told us about people."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table, text

from minifb.kernel.data.erasing import Erasures
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
    Column("shared_post_id", Id),  # the original that this post shares, never a share itself
    Column("sharers", Number, nullable=False),  # distinct people, the author apart
    Column("poll", Json),
    Column("votes", Json),  # what `votes` adds up to
    Column("pinned_at", Time),
    Column("media", Json, nullable=False),  # [[id, kind], …] in the order in which they are shown
    # The feed and a member's page choose from this index alone, and the ranker weighs by it.
    Index(
        "posts_author",
        *("author_id", "created_at", "id", "state", "audience_kind", "commenters", "reactors", "sharers"),
    ),
    *(
        Index(name, *columns, sqlite_where=text(some), postgresql_where=text(some))
        for name, columns, some in (
            ("posts_shared", ("shared_post_id", "created_at", "id"), "shared_post_id IS NOT NULL"),
            ("posts_sharer", ("author_id", "shared_post_id"), "shared_post_id IS NOT NULL"),
            ("posts_pinned", ("author_id", "pinned_at"), "pinned_at IS NOT NULL"),
        )
    ),
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
    Column("state", Name, nullable=False),  # live | deleted (its replies keep the place) | removed (by staff)
    Column("created_at", Time, nullable=False),
    Column("edited_at", Time),
    Column("edition", Number, nullable=False),
    Column("replies", Number, nullable=False),
    Column("reactions", Json, nullable=False),
    Column("reactors", Number, nullable=False),
    Column("answers", Number, nullable=False),  # replies and reactors together
    Index("comments_level", "under_id", "created_at", "id"),
    Index("comments_top", "under_id", "answers", "created_at", "id"),
    Index("comments_post", "post_id", "author_id"),
    Index("comments_author", "author_id", "id"),
)

# The media that posts (also their earlier editions) and drafts hold, each as media shows it.
post_media = Table(
    "post_media",
    METADATA,
    Column("holder_id", Id, nullable=False),
    Column("media_id", Id, nullable=False),
    Column("shown", Json, nullable=False),
    Column("revision", Number, nullable=False),  # of the medium, as it was told; 0: asked for
    PrimaryKeyConstraint("holder_id", "media_id"),
    Index("post_media_media", "media_id"),
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
    Column("poll_options", Json, nullable=False),
    Column("media", Json, nullable=False),
    PrimaryKeyConstraint("target_id", "edition"),
    Index("edits_post", "post_id"),
)

# To whom a post was said before and after each change, for its author alone.
audience_changes = Table(
    "audience_changes",
    METADATA,
    Column("post_id", Id, nullable=False),
    Column("revision", Number, nullable=False),  # of the post, as the change was told
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("cause", Name, nullable=False),  # changed (by hand) | limited (with all past posts)
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("post_id", "revision"),
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
    Index("reactions_user", "user_id", "target_id"),
)

# What one member chose in one poll: the key makes it one.
votes = Table(
    "votes",
    METADATA,
    Column("post_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("options", Json, nullable=False),
    Column("voted_at", Time, nullable=False),
    PrimaryKeyConstraint("post_id", "member_id"),
    Index("votes_member", "member_id", "post_id"),
)

# What is not said yet. Nobody but its author learns of a draft, not even that it is there.
drafts = Table(
    "drafts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("content", Json, nullable=False),
    Column("publish_at", Time),
    Column("problem", Name),  # why it could not be published when its time had come
    Column("created_at", Time, nullable=False),
    Column("updated_at", Time, nullable=False),
    Column("revision", Number, nullable=False),
    Index("drafts_author", "author_id", "updated_at", "id"),
)

# Posts that a member keeps for later.
saves = Table(
    "saves",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("saved_at", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "post_id"),
    Index("saves_latest", "member_id", "saved_at", "post_id"),
    Index("saves_post", "post_id"),
)

# Posts that a member does not want in the feed.
hides = Table(
    "hides",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("hidden_at", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "post_id"),
    Index("hides_latest", "member_id", "hidden_at", "post_id"),
    Index("hides_post", "post_id"),
)

# What a member saw of the feed, for a second or more.
feed_seen = Table(
    "feed_seen",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("times", Number, nullable=False),
    Column("last", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "post_id"),
    Index("feed_seen_post", "post_id"),
)

# Of whom a member wants to see less, and until when.
feed_authors = Table(
    "feed_authors",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("less_until", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "author_id"),
    Index("feed_authors_author", "author_id", "member_id"),
)

# What members want of their feed, where they said so.
feed_preferences = Table(
    "feed_preferences",
    METADATA,
    Column("member_id", Id, primary_key=True),
    Column("mode", Name),  # ranked | latest; as the server has it when empty
    Column("balance", Number, nullable=False),  # fresh 0 … 100 friends
)

# What members reported, one case for each post or comment, and what staff decided.
cases = Table(
    "cases",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("target_id", Id, nullable=False),
    Column("post_id", Id, nullable=False),  # the target, or what it is a comment on
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),  # as it was when it was reported
    Column("audience_kind", Name, nullable=False),  # of the post, then
    Column("state", Name, nullable=False),  # open | upheld | dismissed
    Column("since", Time, nullable=False),  # when it came to be so
    Column("revision", Number, nullable=False),  # grows with each decision
    Column("reasons", Json, nullable=False),  # {"spam": 2}
    Column("reporters", Number, nullable=False),
    Column("first_at", Time, nullable=False),
    Column("last_at", Time, nullable=False),
    Column("decided_by", Id),
    Column("decision", Name),  # why, in the words that the author is shown
    Index("cases_target", "target_id", unique=True),
    Index("cases_queue", "state", "since", "id"),
    Index("cases_author", "author_id", "state", "since", "id"),
    Index("cases_post", "post_id"),
)

# Who reported it: one report of each member in each case.
reports = Table(
    "reports",
    METADATA,
    Column("case_id", Id, nullable=False),
    Column("reporter_id", Id, nullable=False),
    Column("reason", Name, nullable=False),
    Column("note", Name, nullable=False),
    Column("reported_at", Time, nullable=False),
    PrimaryKeyConstraint("case_id", "reporter_id"),
    Index("reports_reporter", "reporter_id", "case_id"),
)

ERASURES = Erasures(METADATA)
"""The members who are being erased, piece by piece."""

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
    Column("role", Name, nullable=False),
    Column("role_revision", Number, nullable=False),
    Column("posts", Number, nullable=False),  # ours: how many the member shares with anybody
    Column("posts_revision", Number, nullable=False),
    Column("circle", Number, nullable=False),  # ours: grows whenever whom this member sees may have changed
    Column("limited_before", Time, nullable=False),  # ours: public posts from before it are for friends; 0 when all are
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
    Index("follows_followed", "followed_id", "by_id"),
)

mutes = Table(
    "mutes",
    METADATA,
    Column("by_id", Id, nullable=False),
    Column("muted_id", Id, nullable=False),
    Column("until", Time, nullable=False),  # the far future for good, 0 when lifted
    Column("revision", Number, nullable=False),
    PrimaryKeyConstraint("by_id", "muted_id"),
    Index("mutes_muted", "muted_id", "by_id"),
)
