"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_people()
    _make_removals()
    _make_sessions()
    _make_recordings()
    _make_cuts()
    _make_jobs()
    _make_runs()
    _make_segments()
    _make_findings()
    _make_reviews()
    _forbid_changing_reviews()


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("pseudonym", name="uq_people_pseudonym"),
        sqlite_autoincrement=True,
    )


def _make_removals() -> None:
    op.create_table(
        "removals",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_removals"),
    )


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_sessions_person_id_people", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_person_id", "sessions", ["person_id"])


def _make_recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("linked_path", sa.Text()),
        sa.Column("person_id", sa.Integer()),
        sa.Column("session_id", sa.Integer()),
        sa.Column("time_of_day", sa.Text()),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("load_kg", sa.Float()),
        sa.Column("pain_before", sa.Integer()),
        sa.Column("pain_after", sa.Integer()),
        sa.Column("seat_height_m", sa.Float()),
        sa.Column("hands", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.Text()),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("duration_s", sa.Float()),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("frames", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_recordings_person_id_people", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_recordings_session_id_sessions", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recordings"),
        sa.UniqueConstraint("sha256", name="uq_recordings_sha256"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_recordings_added_at", "recordings", ["added_at"])
    op.create_index("ix_recordings_person_id", "recordings", ["person_id"])
    op.create_index("ix_recordings_session_id", "recordings", ["session_id"])


def _make_cuts() -> None:
    op.create_table(
        "cuts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("frame_times_s", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name="fk_cuts_recording_id_recordings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cuts"),
        sa.UniqueConstraint(
            "recording_id", "start_s", "end_s", "variant", name="uq_cuts_recording_id_start_s_end_s_variant"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cuts_sha256", "cuts", ["sha256"])


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("frames_done", sa.BigInteger(), nullable=False),
        sa.Column("frames_total", sa.BigInteger()),
        sa.Column("seconds_left", sa.Float()),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("cancelling", sa.Boolean(), nullable=False),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_until_s", sa.Float()),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text()),
        sa.Column("finished_at", sa.Text()),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name="fk_jobs_recording_id_recordings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_recording_id", "jobs", ["recording_id"])
    op.create_index("ix_jobs_state", "jobs", ["state"])


def _make_runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer()),
        sa.Column("clip", sa.JSON(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("pose_model", sa.Text(), nullable=False),
        sa.Column("pose_model_sha256", sa.Text(), nullable=False),
        sa.Column("profile_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.Column("person_fraction", sa.Float(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("view_angle_deg", sa.Float()),
        sa.Column("people_seen", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("series_sha256", sa.Text()),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_runs_job_id_jobs", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recordings.id"], name="fk_runs_recording_id_recordings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("job_id", name="uq_runs_job_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_runs_recording_id_id", "runs", ["recording_id", "id"])
    op.create_index("ix_runs_series_sha256", "runs", ["series_sha256"])


def _make_segments() -> None:
    op.create_table(
        "segments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("side", sa.Text()),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("view_angle_deg", sa.Float()),
        sa.Column("phases", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_segments_run_id_runs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_segments"),
        sa.UniqueConstraint("run_id", "key", name="uq_segments_run_id_key"),
        sqlite_autoincrement=True,
    )


def _make_findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("segment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text()),
        sa.Column("value", sa.Float()),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("uncertainty", sa.Float()),
        sa.Column("at_s", sa.Float()),
        sa.Column("reason", sa.Text()),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("excess", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_findings_run_id_runs", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name="fk_findings_segment_id_segments", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_findings_rank_excess", "findings", ["rank", "excess"])
    op.create_index("ix_findings_run_id_result_severity", "findings", ["run_id", "result", "severity"])
    op.create_index("ix_findings_segment_id", "findings", ["segment_id"])


def _make_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("severity", sa.Text()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_reviews_finding_id_findings", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reviews_finding_id", "reviews", ["finding_id"])


def _forbid_changing_reviews() -> None:
    # Reviews are append-only: they go with their finding, and are never written over.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER reviews_append_only BEFORE UPDATE ON reviews "
            "BEGIN SELECT RAISE(ABORT, 'reviews are append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'reviews are append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER reviews_append_only BEFORE UPDATE ON reviews "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
