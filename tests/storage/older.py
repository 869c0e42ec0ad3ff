"""What an older program left behind: values sealed with the key of the key file itself, before people had their own."""

import itertools
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, text

from storage.key_files import read_key_file
from storage.secrecy import Cell, Sealed

NOON = "2026-05-04 12:00:00"
WALKED = {"calm": (49, 1, 60, 20, 200), "quiet": (50, 10), "still": (3,)}
"""How many walk each version of these tracks."""
DECIDED = [
    *(("calm", 1, False), ("calm", 2, True), ("calm", 3, True), ("calm", 4, False), ("calm", 5, None)),
    *(("quiet", 1, True), ("quiet", 2, None)),
    ("still", 1, None),
]
"""Whether each of them is told without the next one."""


def sealed_by_an_older_program(key_file: Path, text: str, cell: Cell) -> Sealed:
    """The first format: version, key id, nonce, and the text under the key file's own key."""
    key = read_key_file(key_file)[0]
    nonce = os.urandom(12)
    hidden = AESGCM(key.secret).encrypt(nonce, text.encode(), cell.associated_data(1))
    return Sealed(b"\x01" + key.id + nonce + hidden)


def versions_that_are_walked(connection: Connection) -> None:
    """So many versions, with so many people on each, before anything was decided about them."""
    ids = itertools.count(1)
    for slug, walked in WALKED.items():
        for number, walks in enumerate(walked, 1):
            connection.execute(
                text(
                    "INSERT INTO track_version (id, slug, number, content_hash, title, text, published_at) "
                    "VALUES (:id, :slug, :number, :hash, 'Calm', '', :noon)"
                ),
                {"id": next(ids), "slug": slug, "number": number, "hash": str(number), "noon": NOON},
            )
            people = [{"id": id, "token": f"t{id}", "noon": NOON} for id in itertools.islice(ids, walks)]
            connection.execute(
                text("INSERT INTO person (id, telegram_id, token, met_at) VALUES (:id, :id, :token, :noon)"), people
            )
            connection.execute(
                text(
                    "INSERT INTO enrolment (id, person, track, number, hour, zone, standing, place, started_at) "
                    "VALUES (:id, :id, :slug, :number, '08:00', 'UTC', 'finished', 30, :noon)"
                ),
                [{**person, "slug": slug, "number": number} for person in people],
            )


def people_of_an_older_program(database_file: Path, key_file: Path, *, people: int, notes: int) -> None:
    """So many people with a name and so many notes each: person p is called `Name p`, and their note n says so."""
    with closing(sqlite3.connect(database_file)) as connection, connection:
        connection.execute("DELETE FROM canary")
        canary = sealed_by_an_older_program(key_file, "tweet", Cell("canary", "sealed", 0, 1))
        connection.execute("INSERT INTO canary VALUES (1, ?)", (canary.data,))
        for p in range(1, people + 1):
            name = sealed_by_an_older_program(key_file, f"Name {p}", Cell("person", "name", p, p)).data
            connection.execute(
                "INSERT INTO person (id, telegram_id, token, name, met_at) VALUES (?, ?, ?, ?, ?)",
                (p, 1000 + p, f"token-{p}", name, NOON),
            )
            connection.execute(
                "INSERT INTO enrolment (id, person, track, number, hour, zone, standing, place, started_at) "
                "VALUES (?, ?, 'calm', 1, '08:00', 'Europe/Berlin', 'finished', 30, ?)",
                (p, p, NOON),
            )
            connection.execute(
                "INSERT INTO nudge (id, person, enrolment, track, number, kind, day, local_date, zone, due_at, token, "
                "state, fence, attempts) VALUES (?, ?, ?, 'calm', 1, 'day', 1, '2026-05-04', 'Europe/Berlin', ?, ?, "
                "'sent', 0, 0)",
                (p, p, p, NOON, f"nudge-{p}"),
            )
            connection.executemany(
                "INSERT INTO note (id, person, nudge, kind, words, message_id, written_at) "
                "VALUES (?, ?, ?, 'words', ?, ?, ?)",
                [
                    (
                        id := p * 1_000_000 + n,
                        p,
                        p,
                        sealed_by_an_older_program(key_file, f"Note {n} of {p}", Cell("note", "words", p, id)).data,
                        n,
                        NOON,
                    )
                    for n in range(notes)
                ],
            )
