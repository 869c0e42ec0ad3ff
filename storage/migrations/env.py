"""Alembic's entry: it works on the connection it is given."""

from alembic import context
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (the models register themselves)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    on_version_apply=context.config.attributes.get("after_each"),
)
with context.begin_transaction():
    context.run_migrations()
