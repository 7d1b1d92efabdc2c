"""The records of projects, one file per noun."""
