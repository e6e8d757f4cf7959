"""Studies: clips that several raters rate, each in an order of their own, with every entry kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make their tables."""
    op.create_table(
        "studies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("segments_given", sa.Boolean(), nullable=False),
        sa.Column("margin", sa.Float(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "study_clips",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("study_id", sa.Integer(), sa.ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.UniqueConstraint("study_id", "position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_study_clips_run_id", "study_clips", ["run_id"])
    op.create_table(
        "study_raters",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("study_id", sa.Integer(), sa.ForeignKey("studies.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("clip_order", sa.JSON(), nullable=False),
        sa.Column("committed_at", sa.Text()),
        sa.UniqueConstraint("study_id", "name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "study_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "clip_id", sa.Integer(), sa.ForeignKey("study_clips.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("rater", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_study_entries_clip_id_rater", "study_entries", ["clip_id", "rater", "id"])
    _forbid_changing_entries()


def _forbid_changing_entries() -> None:
    if op.get_bind().dialect.name == "sqlite":
        refusal = "BEGIN SELECT RAISE(ABORT, 'entries of a study are append-only'); END"
    else:
        op.execute(
            "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'entries of a study are append-only'; END $$"
        )
        refusal = "FOR EACH ROW EXECUTE FUNCTION refuse_entry_change()"
    op.execute(f"CREATE TRIGGER study_entries_append_only BEFORE UPDATE ON study_entries {refusal}")
