"""Stories: the whole bot against the pretend Telegram, a database file, and a clock that is moved."""
