"""Shoes are told of a recording; a run keeps what somebody does over it; a person has targets of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("recordings", sa.Column("shoes", sa.Text(), nullable=False, server_default=""))
    op.add_column("runs", sa.Column("states", sa.JSON()))
    op.create_table(
        "targets",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.UniqueConstraint("person_id", "kind", "measure"),
        sqlite_autoincrement=True,
    )
