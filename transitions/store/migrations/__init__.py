"""Alembic migrations, shipped with the package and run by `transitions.store.migrate`."""
