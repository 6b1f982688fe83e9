"""The tables of search: the documents as rows, what the index still has to learn, tags, and what is looked for."""

from sqlalchemy import Column, Index, MetaData, PrimaryKeyConstraint, Table

from minifb.kernel.data.erasing import Erasures
from minifb.kernel.data.people import People
from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

METADATA = MetaData()

# A post as it is looked for. The index is made of these rows and can be made anew at any time.
posts = Table(
    "posts",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("tags", Json, nullable=False),
    Column("audience", Name, nullable=False),  # public | friends | friendsExcept | specific | list | onlyMe
    Column("audience_ids", Json, nullable=False),
    Column("has", Json, nullable=False),  # photo, video, audio, link, poll
    Column("created_at", Time, nullable=False),
    Column("gone", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    Index("posts_author", "author_id", "id"),
)

comments = Table(
    "comments",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("post_id", Id, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("tags", Json, nullable=False),
    Column("created_at", Time, nullable=False),
    Column("gone", Flag, nullable=False),
    Column("revision", Number, nullable=False),
    Index("comments_post", "post_id", "id"),
    Index("comments_author", "author_id", "id"),
)

# The documents of people are the rows of `members`; what else of them is looked for stands here.
PEOPLE = People(METADATA)

# Words of names, for suggestions at every key.
names = Table(
    "names",
    METADATA,
    Column("word", Id, nullable=False),  # folded: small, without accents; its first thirty letters
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("word", "member_id"),
    Index("names_member", "member_id", "word"),
)

# Who may see what is said to a list.
lists = Table(
    "lists",
    METADATA,
    Column("list_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    PrimaryKeyConstraint("list_id", "member_id"),
    Index("lists_member", "member_id"),
)
list_revisions = Table(
    "list_revisions",
    METADATA,
    Column("list_id", Id, primary_key=True),
    Column("revision", Number, nullable=False),
)

# What changed and the index has not learnt yet, in order; the same document again has a greater position.
unindexed = Table(
    "unindexed",
    METADATA,
    Column("kind", Name, nullable=False),  # posts | users | comments
    Column("id", Id, nullable=False),
    Column("position", Time, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
    Index("unindexed_order", "position"),
)

# Tags and how many public posts use them, for suggestions.
tags = Table(
    "tags",
    METADATA,
    Column("tag", Name, primary_key=True),
    Column("word", Id, nullable=False),  # its beginning, folded: small, without accents
    Column("uses", Number, nullable=False),
    Index("tags_word", "word", "uses"),
)
# The public posts that use a tag.
tag_uses = Table(
    "tag_uses",
    METADATA,
    Column("tag", Name, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("author_id", Id, nullable=False),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("tag", "post_id"),
    Index("tag_uses_at", "at"),
    Index("tag_uses_tag", "tag", "at"),
    Index("tag_uses_post", "post_id"),
    Index("tag_uses_author", "author_id"),
)
# Who answered a public post that has tags, a row per comment or reaction: they count among a tag's people.
tag_answers = Table(
    "tag_answers",
    METADATA,
    Column("post_id", Id, nullable=False),
    Column("member_id", Id, nullable=False),
    Column("act_id", Id, nullable=False),  # the comment's id, or the post's for a reaction
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("post_id", "member_id", "act_id"),
    Index("tag_answers_member", "member_id"),
    Index("tag_answers_at", "at"),
)
# Tags that staff let neither trend nor be suggested.
vetoes = Table(
    "vetoes",
    METADATA,
    Column("tag", Name, primary_key=True),
    Column("id", Id, nullable=False),
    Column("by_id", Id, nullable=False),
    Column("at", Time, nullable=False),
    Index("vetoes_order", "id"),
)
# The last day on which a member said something: how many are active a week.
actives = Table(
    "actives",
    METADATA,
    Column("member_id", Id, primary_key=True),
    Column("day", Number, nullable=False),
    Index("actives_day", "day"),
)

# What a member looked for lately, for their own suggestions alone.
recent_searches = Table(
    "recent_searches",
    METADATA,
    Column("member_id", Id, nullable=False),
    Column("folded", Name, nullable=False),
    Column("id", Id, nullable=False),  # a new one each time, so that the latest is the greatest
    Column("query", Name, nullable=False),
    Column("at", Time, nullable=False),
    PrimaryKeyConstraint("member_id", "folded"),
    Index("recent_searches_order", "member_id", "id"),
    Index("recent_searches_at", "at"),
)

# How often what is looked for, a row per day: nobody's name stands here. The empty query is all that few looked for.
search_days = Table(
    "search_days",
    METADATA,
    Column("day", Number, nullable=False),
    Column("kind", Name, nullable=False),  # posts | comments | users
    Column("query", Name, nullable=False),
    Column("searches", Number, nullable=False),
    Column("people", Number, nullable=False),
    Column("empty", Number, nullable=False),  # how often nothing was found
    Column("clicks", Number, nullable=False),
    Column("places", Number, nullable=False),  # the sum of the places in the list that were clicked
    Column("abandoned", Number, nullable=False),
    PrimaryKeyConstraint("day", "kind", "query"),
)
# Who was counted today, as a hash with the salt of that day: both are dropped with the day.
search_askers = Table(
    "search_askers",
    METADATA,
    Column("day", Number, nullable=False),
    Column("kind", Name, nullable=False),
    Column("query", Name, nullable=False),
    Column("asker", Name, nullable=False),
    PrimaryKeyConstraint("day", "kind", "query", "asker"),
)
search_salts = Table(
    "search_salts",
    METADATA,
    Column("day", Number, primary_key=True),
    Column("salt", Blob, nullable=False),
)

ERASURES = Erasures(METADATA)
