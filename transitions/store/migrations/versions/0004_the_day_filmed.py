"""The day a recording was filmed is kept with it, with or without a person; until now only a session held it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and fill it from the sessions."""
    op.add_column("recordings", sa.Column("filmed_on", sa.Text()))
    op.execute(
        "UPDATE recordings SET filmed_on = "
        "(SELECT held_on FROM sessions WHERE sessions.id = recordings.session_id)"
    )
