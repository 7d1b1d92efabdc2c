"""Input, one file per noun."""
