"""How a long clip was gone through: what was looked at frame by frame, what was skipped and why."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; runs of before looked at everything."""
    op.add_column("runs", sa.Column("survey", sa.JSON()))
