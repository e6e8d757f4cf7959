"""The first tables. A new database is made from `transitions.store.tables` at once; no older one is without these."""

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is left to do."""
