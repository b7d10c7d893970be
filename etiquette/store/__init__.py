"""Persistence: rows never leave."""
