"""The lint that reads like an editor: what in a track may press, blame, promise too much, or leave somebody without a way."""
