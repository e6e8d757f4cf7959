"""Alembic's entry: run the migrations on the connection, and in the transaction, that `migrate` opened."""

from alembic import context

from transitions.store.study_tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
