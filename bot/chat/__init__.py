"""The chat: one turn is what was heard and what is answered."""
