"""Where each command that a README tells is proven: here by a reader in a clone, by CI itself, by a story, or by the walk."""

import re
from typing import Final

from tests.documents.commands import Told

HERE: Final = (
    "make check",
    "cp deploy/smallgains.env.example .env",
    "chmod 600 .env",
    ".venv/bin/smallgains key new",
    ".venv/bin/smallgains doctor",
    "make run",
    ".venv/bin/smallgains status",
    ".venv/bin/smallgains status --json",
    ".venv/bin/smallgains run",
    "smallgains run",
    "smallgains doctor",
    ".venv/bin/smallgains new-track quiet-evenings.yaml",
    ".venv/bin/smallgains schema > track.schema.json",
    "make check FILE=quiet-evenings.yaml",
    ".venv/bin/smallgains check --lint quiet-evenings.yaml",
    ".venv/bin/smallgains rehearse quiet-evenings.yaml --as struggling",
    ".venv/bin/smallgains publish quiet-evenings.yaml",
    '.venv/bin/smallgains simulate quiet-evenings.yaml --study "Small words" --people 40 --to var/made-up',
    ".venv/bin/smallgains export-study --env-file var/made-up/simulated.env --to var/made-up/study --format csv",
    "smallgains backup --to /var/backups/smallgains --keys-to /var/backups/smallgains-keys",
    "smallgains backup --to /srv/backups --keys-to /srv/keys",
    "cp -p /var/backups/smallgains-keys/* var/",
    ".venv/bin/smallgains restore /var/backups/smallgains/smallgains-20261126T033000Z.db",
    ".venv/bin/python .ci/licences.py --write",
    ".ci/sbom .venv/bin/python smallgains.cdx.json",
    ".venv/bin/python .ci/audit.py requirements.txt requirements-extras.txt",
    ".venv/bin/python -m pip install --require-hashes --only-binary :all: -r requirements-extras.txt",
)
"""In this order, by somebody who works through the pages in a clone of their own."""

BY_CI: Final = ("make demo", "make lint", "make test", ".ci/run")
"""`.ci/run` gives these itself; what is given to `make test` besides says only which tests."""

BY_HAND: Final = ("make bench", "make requirements", "python -m tests.faults.safeguards")
"""These take hours, or need the registries: that they are there is all that is tested, and each small part elsewhere."""

ELSEWHERE: Final = {
    ".venv/bin/smallgains status --watch --every 5": "tests/bot/test_status.py",
    "smallgains run --role worker": "tests/faults/test_web_and_workers.py",
    "smallgains run --role web": "tests/faults/test_web_and_workers.py",
}
"""What has a story of its own that gives the same command."""

WALKED: Final = (
    "On Debian, with systemd",
    "Giving commands",
    "Backup and restore",
    "Upgrades",
    "Errors to Sentry",
    "The webhook",
    "On a PostgreSQL server",
    "Moving a SQLite file to a server",
    "Several processes",
    "Of a server",
    "Taking it away",
)
"""The headings of deploy/README.md whose commands an operator gives on a Debian root, in this order (`tests.deploy.walk`)."""

_IN_A_CLONE: Final = re.compile(r"\.venv/bin/|cp -p \S+ var/$|smallgains run")
"""Beneath those headings, too, something is said to whoever runs the bot by hand."""

IN_CONTAINERS: Final = ("In containers", "Backups in containers", "Upgrading containers", "Taking containers away")
"""The headings of that page whose commands an operator gives to Docker (`tests.deploy.containers`)."""


def how(told: Told) -> str | None:
    """Which of these proves this command."""
    if told.page == "deploy/README.md" and told.heading in WALKED and not _IN_A_CLONE.match(told.text):
        return "walk"
    if told.page == "deploy/README.md" and told.heading in IN_CONTAINERS:
        return "containers"
    plain = re.sub(r"^REQUIRE_ALL=1 ", "", told.text)
    if plain in HERE:
        return "here"
    if plain in BY_CI or plain.startswith('make test ARGS="'):
        return "ci"
    if plain.startswith(BY_HAND):
        return "by hand"
    if plain.startswith(tuple(ELSEWHERE)):
        return "elsewhere"
    return None
