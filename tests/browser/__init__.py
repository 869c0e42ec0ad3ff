"""The demo's page in a real browser, with the bot as a real process behind it."""
