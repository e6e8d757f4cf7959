"""Columns and an index that nothing reads go; a clip's size in pixels and frames is kept with each run."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNREAD = (
    ("sessions", "note"),
    ("recordings", "width"),
    ("recordings", "height"),
    ("recordings", "frames"),
    ("runs", "saved_at"),
)


def upgrade() -> None:
    """Drop them."""
    op.drop_index("ix_findings_is_newest_run_id_rank_excess", "findings")
    for table, column in UNREAD:
        op.drop_column(table, column)
