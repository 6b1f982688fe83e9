"""The first tables of search."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Blob, Flag, Id, Json, Name, Number, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make the tables."""
    op.create_table(
        "blocks",
        Column("by_id", Id, nullable=False),
        Column("blocked_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "blocked_id"),
    )
    op.create_index("blocks_blocked", "blocks", ["blocked_id", "by_id"])
    op.create_table(
        "comments",
        Column("id", Id, primary_key=True),
        Column("post_id", Id, nullable=False),
        Column("author_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("tags", Json, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("gone", Flag, nullable=False),
        Column("revision", Number, nullable=False),
    )
    op.create_index("comments_author", "comments", ["author_id", "id"])
    op.create_index("comments_post", "comments", ["post_id", "id"])
    op.create_table(
        "erasures",
        Column("member_id", Id, primary_key=True),
        Column("report", Flag, nullable=False),
        Column("counts", Json, nullable=False),
    )
    op.create_table(
        "friends",
        Column("member_id", Id, nullable=False),
        Column("friend_id", Id, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("member_id", "friend_id"),
    )
    op.create_index("friends_friend", "friends", ["friend_id", "member_id"])
    op.create_table(
        "list_revisions",
        Column("list_id", Id, primary_key=True),
        Column("revision", Number, nullable=False),
    )
    op.create_table(
        "lists",
        Column("list_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        PrimaryKeyConstraint("list_id", "member_id"),
    )
    op.create_index("lists_member", "lists", ["member_id"])
    op.create_table(
        "members",
        Column("id", Id, primary_key=True),
        Column("username", Name),
        Column("card", Json),
        Column("card_revision", Number, nullable=False),
        Column("suspended", Flag, nullable=False),
        Column("suspended_revision", Number, nullable=False),
        Column("away", Flag, nullable=False),
        Column("away_revision", Number, nullable=False),
        Column("gone", Flag, nullable=False),
    )
    op.create_index("members_username", "members", ["username"])
    op.create_table(
        "mutes",
        Column("by_id", Id, nullable=False),
        Column("muted_id", Id, nullable=False),
        Column("until", Number, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("by_id", "muted_id"),
    )
    op.create_index("mutes_muted", "mutes", ["muted_id", "by_id"])
    op.create_table(
        "names",
        Column("word", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        PrimaryKeyConstraint("word", "member_id"),
    )
    op.create_index("names_member", "names", ["member_id", "word"])
    op.create_table(
        "posts",
        Column("id", Id, primary_key=True),
        Column("author_id", Id, nullable=False),
        Column("text", Name, nullable=False),
        Column("tags", Json, nullable=False),
        Column("audience", Name, nullable=False),
        Column("audience_ids", Json, nullable=False),
        Column("has", Json, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("gone", Flag, nullable=False),
        Column("revision", Number, nullable=False),
    )
    op.create_index("posts_author", "posts", ["author_id", "id"])
    op.create_table(
        "unindexed",
        Column("kind", Name, nullable=False),
        Column("id", Id, nullable=False),
        Column("position", Time, nullable=False),
        PrimaryKeyConstraint("kind", "id"),
    )
    op.create_index("unindexed_order", "unindexed", ["position"])
    op.create_table(
        "tags",
        Column("tag", Name, primary_key=True),
        Column("word", Id, nullable=False),
        Column("uses", Number, nullable=False),
    )
    op.create_index("tags_word", "tags", ["word", "uses"])
    op.create_table(
        "tag_uses",
        Column("tag", Name, nullable=False),
        Column("post_id", Id, nullable=False),
        Column("author_id", Id, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("tag", "post_id"),
    )
    op.create_index("tag_uses_at", "tag_uses", ["at"])
    op.create_index("tag_uses_tag", "tag_uses", ["tag", "at"])
    op.create_index("tag_uses_post", "tag_uses", ["post_id"])
    op.create_index("tag_uses_author", "tag_uses", ["author_id"])
    op.create_table(
        "tag_answers",
        Column("post_id", Id, nullable=False),
        Column("member_id", Id, nullable=False),
        Column("act_id", Id, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("post_id", "member_id", "act_id"),
    )
    op.create_index("tag_answers_member", "tag_answers", ["member_id"])
    op.create_index("tag_answers_at", "tag_answers", ["at"])
    op.create_table(
        "vetoes",
        Column("tag", Name, primary_key=True),
        Column("id", Id, nullable=False),
        Column("by_id", Id, nullable=False),
        Column("at", Time, nullable=False),
    )
    op.create_index("vetoes_order", "vetoes", ["id"])
    op.create_table(
        "actives",
        Column("member_id", Id, primary_key=True),
        Column("day", Number, nullable=False),
    )
    op.create_index("actives_day", "actives", ["day"])
    op.create_table(
        "recent_searches",
        Column("member_id", Id, nullable=False),
        Column("folded", Name, nullable=False),
        Column("id", Id, nullable=False),
        Column("query", Name, nullable=False),
        Column("at", Time, nullable=False),
        PrimaryKeyConstraint("member_id", "folded"),
    )
    op.create_index("recent_searches_order", "recent_searches", ["member_id", "id"])
    op.create_index("recent_searches_at", "recent_searches", ["at"])
    op.create_table(
        "search_days",
        Column("day", Number, nullable=False),
        Column("kind", Name, nullable=False),
        Column("query", Name, nullable=False),
        Column("searches", Number, nullable=False),
        Column("people", Number, nullable=False),
        Column("empty", Number, nullable=False),
        Column("clicks", Number, nullable=False),
        Column("places", Number, nullable=False),
        Column("abandoned", Number, nullable=False),
        PrimaryKeyConstraint("day", "kind", "query"),
    )
    op.create_table(
        "search_askers",
        Column("day", Number, nullable=False),
        Column("kind", Name, nullable=False),
        Column("query", Name, nullable=False),
        Column("asker", Name, nullable=False),
        PrimaryKeyConstraint("day", "kind", "query", "asker"),
    )
    op.create_table(
        "search_salts",
        Column("day", Number, primary_key=True),
        Column("salt", Blob, nullable=False),
    )
