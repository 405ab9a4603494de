"""Bringing the schema up to date: Alembic's migrations, run inside the caller's transaction under a lock."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_201_606_233
"""The advisory lock of PostgreSQL that one migrating process holds; any number that nobody else uses."""


class NewerSchemaError(Exception):
    """The database knows migrations that this version does not."""


def migrate(connection: Connection) -> None:
    """Apply what is missing; a second process waits and then finds nothing to do. Raises NewerSchemaError.

    The connection is inside a transaction that holds SQLite's write lock; on PostgreSQL the lock is taken here and
    released with the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK})
    config = configuration()
    scripts = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
        raise NewerSchemaError(current)
    if current != scripts.get_current_head():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def configuration() -> Config:
    """Alembic's settings: where the migrations are, and nothing else."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
