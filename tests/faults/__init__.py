"""The promise, with the process killed for real."""
