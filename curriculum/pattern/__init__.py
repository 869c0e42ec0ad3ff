"""The pattern check: twelve questions of our own, what the answers say in plain words, and a first small step."""
