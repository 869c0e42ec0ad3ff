"""What deploy/README.md leaves to whoever follows it, and what is filled in by the walk. All of it stands here."""

from collections.abc import Mapping
from typing import Final

TOKEN: Final = "42:WALK"
ADMIN: Final = 1001
PASSWORD: Final = "not-to-be-guessed"
ORIGIN: Final = "/srv/origin.git"
CLOCK: Final = "/srv/clock"

TYPED: Final[Mapping[str, str]] = {
    "apt-get install": "y\n",
    "/etc/smallgains/secrets/token": f"{TOKEN}\n",
    "/var/lib/smallgains/sentry-dsn": "https://0123456789abcdef@sentry.example.org/1\n",
    "/var/lib/smallgains/pgpass": f"localhost:*:*:smallgains:{PASSWORD}\n",
    "createuser --pwprompt": f"{PASSWORD}\n{PASSWORD}\n",
}
"""What is typed or pasted when a command waits for it, by words of the command."""

SETTINGS: Final[Mapping[str, str]] = {
    "ADMINS": str(ADMIN),
    "CONTACT": "operator@example.org",
    "API_URL": "{telegram}",
    "CLOCK_FILE": CLOCK,
    "TICK_SECONDS": "1",
}
"""What is put into the settings before the first start: the last three are for a pretend Telegram with a clock to move."""

ANYWHERE: Final[Mapping[str, str]] = {
    "ADDRESS": ORIGIN,
    "https://bot.example.org": "http://{listen}",
    "127.0.0.1:8080": "{listen}",
    "db.example.org": "{server}",
    "&sslmode=verify-full": "",  # the server is on this very machine
}
"""What stands instead of an example."""

BENEATH: Final[Mapping[str, Mapping[str, str]]] = {
    "Upgrades": {"source/deploy/install": "source/deploy/install --extras"},  # for errors to Sentry
    "Taking it away": {"--now smallgains": "--now smallgains@1 smallgains@2"},
}
"""The same beneath one heading alone, where the page says that it may be otherwise."""

FROM_BEFORE_AN_UPGRADE: Final[Mapping[str, str]] = {
    "/var/backups/smallgains-keys": "/srv/keys",
    "/var/backups/smallgains": "/srv/backups",
}
"""Where the backup is that was made before an upgrade."""
