"""How a request is guarded, read, answered and printed."""
