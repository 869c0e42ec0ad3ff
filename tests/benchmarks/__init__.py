"""Measurements, each a script with its command in its docstring; the last results are in README.md here."""
