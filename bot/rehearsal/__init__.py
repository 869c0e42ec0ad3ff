"""Rehearsals: a track walked by persons who do not exist, on a clock that is moved, far from anybody's data."""
