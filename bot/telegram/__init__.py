"""Our side of the wire to Telegram: requests, limits, polling, and what an error means."""
