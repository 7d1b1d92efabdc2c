"""The records of this package, one file per noun."""
