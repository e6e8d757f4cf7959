"""Alembic migrations, shipped with the package and run by `transitions.store.migrate`.

A database of any earlier version goes in, one with the tables of `store.tables` comes out; `versions` holds the steps.
"""
