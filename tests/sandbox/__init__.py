"""The pretend Telegram, met as the bot meets it: over HTTP."""
