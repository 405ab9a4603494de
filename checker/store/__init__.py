"""The store: verdicts of the review and progress of the practice, in SQLite or PostgreSQL, one schema for both.

Needs the extra `store` (SQLAlchemy, Alembic, psycopg). Import `open_store`, `reading` and `writing` from
`checker.store.engine`; the tables of each part stand in a file of their own.
"""
