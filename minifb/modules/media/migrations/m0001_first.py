"""The first tables of media."""

from typing import Any

from sqlalchemy import Column, PrimaryKeyConstraint

from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, Real, Time

REVISION = "0001"


def upgrade(op: Any) -> None:
    """Make the tables."""
    op.create_table(
        "attachments",
        Column("media_id", Id, nullable=False),
        Column("ref", Name, nullable=False),
        Column("public", Flag, nullable=False),
        Column("active", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        PrimaryKeyConstraint("media_id", "ref"),
    )
    op.create_index("attachments_ref", "attachments", ["ref"])
    op.create_table(
        "blobs",
        Column("sha256", Name, primary_key=True),
        Column("bytes", Number, nullable=False),
        Column("refs", Number, nullable=False),
        Column("unused_since", Time, nullable=False),
    )
    op.create_index("blobs_unused", "blobs", ["unused_since"])
    op.create_table(
        "erasures",
        Column("member_id", Id, primary_key=True),
        Column("report", Flag, nullable=False),
        Column("counts", Json, nullable=False),
    )
    op.create_table(
        "media_files",
        Column("id", Id, primary_key=True),
        Column("owner_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("status", Name, nullable=False),
        Column("type", Name, nullable=False),
        Column("bytes", Number, nullable=False),
        Column("kept", Number, nullable=False),
        Column("source", Name),
        Column("alt", Name),
        Column("reason", Name),
        Column("progress", Real),
        Column("attempts", Number, nullable=False),
        Column("due_at", Time),
        Column("held", Number, nullable=False),
        Column("unheld_since", Time, nullable=False),
        Column("public", Flag, nullable=False),
        Column("revision", Number, nullable=False),
        Column("created_at", Time, nullable=False),
    )
    op.create_index("media_files_due", "media_files", ["kind", "due_at"])
    op.create_index("media_files_owner", "media_files", ["owner_id", "created_at", "id"])
    op.create_index("media_files_unheld", "media_files", ["held", "unheld_since"])
    op.create_table(
        "media_metadata",
        Column("media_id", Id, primary_key=True),
        Column("width", Number),
        Column("height", Number),
        Column("duration", Real),
        Column("placeholder", Name),
        Column("frames", Number),
        Column("details", Json, nullable=False),
    )
    op.create_table(
        "storage",
        Column("owner_id", Id, nullable=False),
        Column("kind", Name, nullable=False),
        Column("files", Number, nullable=False),
        Column("bytes", Number, nullable=False),
        PrimaryKeyConstraint("owner_id", "kind"),
    )
    op.create_index("storage_most", "storage", ["kind", "bytes", "owner_id"])
    op.create_table(
        "uploaded",
        Column("owner_id", Id, nullable=False),
        Column("day", Number, nullable=False),
        Column("bytes", Number, nullable=False),
        PrimaryKeyConstraint("owner_id", "day"),
    )
    op.create_index("uploaded_day", "uploaded", ["day"])
    op.create_table(
        "uploads",
        Column("id", Id, primary_key=True),
        Column("owner_id", Id, nullable=False),
        Column("length", Number, nullable=False),
        Column("position", Number, nullable=False),
        Column("type", Name),
        Column("alt", Name),
        Column("done", Flag, nullable=False),
        Column("created_at", Time, nullable=False),
        Column("expires_at", Time, nullable=False),
    )
    op.create_index("uploads_expiry", "uploads", ["expires_at"])
    op.create_index("uploads_owner", "uploads", ["owner_id"])
    op.create_table(
        "variants",
        Column("media_id", Id, nullable=False),
        Column("name", Name, nullable=False),
        Column("position", Number, nullable=False),
        Column("type", Name, nullable=False),
        Column("width", Number),
        Column("height", Number),
        Column("bytes", Number, nullable=False),
        Column("blob", Name, nullable=False),
        PrimaryKeyConstraint("media_id", "name"),
    )
    op.create_index("variants_blob", "variants", ["blob"])
