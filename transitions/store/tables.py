"""The tables, as SQLAlchemy Core: what a new database is made from.

The migrations in `migrations/` bring an older one there; a test holds the two together.

Flags and enums are text, times ISO 8601 text in UTC, lists and maps JSON; no column means different things
on SQLite and PostgreSQL. Ids are never used again (``sqlite_autoincrement``): a page left open must not
reach another row by the id of one that was deleted.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pseudonym", Text, nullable=False, unique=True),
    Column("note", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("held_on", Text),
    Column("created_at", Text, nullable=False),
    sqlite_autoincrement=True,
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("linked_path", Text),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), index=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="SET NULL"), index=True),
    Column("filmed_on", Text),
    Column("time_of_day", Text),
    Column("task", Text, nullable=False),
    Column("load_kg", Float),
    Column("pain_before", Integer),
    Column("pain_after", Integer),
    Column("seat_height_m", Float),
    Column("hands", Text),
    Column("shoes", Text, nullable=False, server_default=""),
    Column("note", Text, nullable=False),
    Column("consented_at", Text),
    Column("added_at", Text, nullable=False, index=True),
    Column("duration_s", Float),
    sqlite_autoincrement=True,
)

targets = Table(
    "targets",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("set_at", Text, nullable=False),
    UniqueConstraint("person_id", "kind", "measure"),
    sqlite_autoincrement=True,
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("options", JSON, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("frames_done", BigInteger, nullable=False),
    Column("frames_total", BigInteger),
    Column("seconds_left", Float),
    Column("attempt", Integer, nullable=False),
    Column("reason", Text),
    Column("cancelling", Boolean, nullable=False),
    Column("worker", Text),
    Column("lease_until_s", Float),
    Column("created_at", Text, nullable=False),
    Column("started_at", Text),
    Column("finished_at", Text),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    # A job saves at most one run, however often its worker dies on the way.
    Column("job_id", ForeignKey("jobs.id", ondelete="SET NULL"), unique=True),
    Column("clip", JSON, nullable=False),
    Column("version", Text, nullable=False),
    Column("pose_model", Text, nullable=False),
    Column("pose_model_sha256", Text, nullable=False),
    Column("profile_sha256", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("person_fraction", Float, nullable=False),
    Column("view", Text, nullable=False),
    Column("view_angle_deg", Float),
    Column("people_seen", Integer, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("series_sha256", Text, index=True),
    # One run of each recording is the newest; lists show that one.
    Column("is_newest", Boolean, nullable=False, server_default=false()),
    # Counts of segments, results and severities; findings never change once they are saved.
    Column("tally", JSON, nullable=False, server_default="{}"),
    # What the person does over the recording; null until somebody looked.
    Column("states", JSON(none_as_null=True)),
    # How a long clip was gone through; null of a clip that was looked at as a whole.
    Column("survey", JSON(none_as_null=True)),
    Index("ix_runs_recording_id_id", "recording_id", "id"),
    sqlite_autoincrement=True,
)

segments = Table(
    "segments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("side", Text),
    Column("confidence", Float, nullable=False),
    Column("view", Text, nullable=False),
    Column("view_angle_deg", Float),
    Column("phases", JSON, nullable=False),
    UniqueConstraint("run_id", "key"),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("segment_id", ForeignKey("segments.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("severity", Text),
    Column("value", Float),
    Column("unit", Text, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("uncertainty", Float),
    Column("at_s", Float),
    Column("reason", Text),
    Column("headline", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("grade", Text, nullable=False),
    # "Worst first" as two numbers, worked out once when the run is saved: findings never change.
    Column("rank", Integer, nullable=False),
    Column("excess", Float, nullable=False),
    # Of their run and their segment, held here too so that each list is one walk along an index.
    Column("is_newest", Boolean, nullable=False, server_default=false()),
    Column("kind", Text, nullable=False, server_default=""),
    Index("ix_findings_run_id_position", "run_id", "position"),
    Index("ix_findings_is_newest_rank_excess", "is_newest", "rank", "excess", "id"),
    Index(
        "ix_findings_is_newest_kind_rule_result_severity", "is_newest", "kind", "rule", "result", "severity"
    ),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("finding_id", ForeignKey("findings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("rater", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("result", Text),
    Column("severity", Text),
    Column("note", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    sqlite_autoincrement=True,
)


@event.listens_for(reviews, "after_create")
def _forbid_changing_reviews(_table: Table, connection: Connection, **_: object) -> None:
    # Reviews are append-only: they go with their finding, and are never written over.
    if connection.dialect.name == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END"
    else:
        connection.execute(
            text(
                "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'reviews are append-only'; END $$"
            )
        )
        refusal = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    connection.execute(text(f"CREATE TRIGGER reviews_append_only BEFORE UPDATE ON reviews {refusal}"))


cuts = Table(
    "cuts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recording_id", ForeignKey("recordings.id", ondelete="CASCADE"), nullable=False),
    Column("start_s", Float, nullable=False),
    Column("end_s", Float, nullable=False),
    Column("variant", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("frame_times_s", JSON, nullable=False),
    UniqueConstraint("recording_id", "start_s", "end_s", "variant"),
    sqlite_autoincrement=True,
)

removals = Table(
    "removals",
    metadata,
    # Files whose rows are gone but which are still on the disk: emptied within the deletion, or on the
    # next start when the program was stopped in between.
    Column("name", Text, primary_key=True),
)
