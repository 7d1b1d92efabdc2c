"""Every act of this package: load, decide, change, record."""
