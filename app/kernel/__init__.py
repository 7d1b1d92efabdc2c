"""The pure core: money, time, lifecycles, errors, hashes and numbers; no framework, no database."""
