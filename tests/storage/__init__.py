"""Storage, met in a real database file."""
