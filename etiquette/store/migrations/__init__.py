"""Alembic's migrations, shipped with the code that needs them."""
