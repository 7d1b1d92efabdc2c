"""Calls, applications and the life of a project, each programme under its own rulebook."""
