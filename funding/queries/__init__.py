"""Finding and listing, named for the answer."""
