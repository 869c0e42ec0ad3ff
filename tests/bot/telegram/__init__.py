"""Our side of the wire to Telegram, against a server on loopback that does as each test says."""
