"""The tables of studies: which clips, who rates them in which order, and every entry that a rater made."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)

from transitions.store.tables import metadata

__all__ = ["metadata", "studies", "study_clips", "study_entries", "study_raters"]
"""`metadata` is that of every table: whoever makes the tables takes it from here, so that these are among them."""

studies = Table(
    "studies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("rules", JSON, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("is_blind", Boolean, nullable=False),
    Column("segments_given", Boolean, nullable=False),
    Column("margin", Float, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("faces_blurred", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

study_clips = Table(
    "study_clips",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    # The run is part of the study: an analysis made later changes nothing of what was rated.
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    UniqueConstraint("study_id", "position"),
    sqlite_autoincrement=True,
)

study_raters = Table(
    "study_raters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("study_id", ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("clip_order", JSON, nullable=False),
    # Set once, when the rater has rated everything and wants to see what others said.
    Column("committed_at", Text),
    UniqueConstraint("study_id", "name"),
    sqlite_autoincrement=True,
)

study_entries = Table(
    "study_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("clip_id", ForeignKey("study_clips.id", ondelete="CASCADE"), nullable=False),
    Column("rater", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("created_at", Text, nullable=False),
    Index("ix_study_entries_clip_id_rater", "clip_id", "rater", "id"),
    sqlite_autoincrement=True,
)


@event.listens_for(study_entries, "after_create")
def forbid_changing_entries(_table: Table, connection: Connection, **_: object) -> None:
    """Have the database refuse to write an entry over; entries go with their study or recording alone."""
    if connection.dialect.name == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'entries of a study are append-only'); END"
    else:
        connection.execute(
            text(
                "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'entries of a study are append-only'; END $$"
            )
        )
        refusal = "FOR EACH ROW EXECUTE FUNCTION refuse_entry_change()"
    connection.execute(
        text(f"CREATE TRIGGER study_entries_append_only BEFORE UPDATE ON study_entries {refusal}")
    )
