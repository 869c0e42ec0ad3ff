"""Tests of rehearsals: those who walk, what they meet, and that nothing real is touched."""
