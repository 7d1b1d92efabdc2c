"""Fixtures of databases that commit."""

from tests.factories.databases import make_own_url, own_database

__all__ = ["make_own_url", "own_database"]
