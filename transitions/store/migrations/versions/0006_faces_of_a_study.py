"""Whether the raters of a study see faces."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; in studies there are, faces are seen."""
    op.add_column(
        "studies", sa.Column("faces_blurred", sa.Boolean(), nullable=False, server_default=sa.false())
    )
