"""What is kept about a person, for them: a journal to read, and the same rows for a program. They lie in the chat, where
somebody else may read them: so what decides which days are sent is not in them, and they say so.
"""

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import methodcaller
from typing import Any, Final

from bot.clock import Clock
from curriculum import timing
from storage.belongings import Owner
from storage.database import Unit
from storage.people import Person

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;font-size:.8rem}td,th{border:1px solid #ccc;padding:.2rem .4rem;text-align:left}"
    "blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #999;white-space:pre-wrap}"
    "div{overflow-x:auto}"
)
_ANSWERS: Final = ("outcome", "rating", "choice")

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Export:
    """A person's journal in HTML, and all rows in JSON."""

    journal: str = field(repr=False)
    rows: str = field(repr=False)
    count: int


class Exporting:
    """Hands people what is kept about them. `contact` has for them what is not to lie in a chat."""

    def __init__(self, now: Clock, *, contact: str) -> None:
        self._now = now
        self._left_out = (
            "What decides which days are sent is left out, as somebody else might read this file. "
            f"{contact} can give it to whom it is about."
        )

    async def export(self, unit: Unit, person: Person) -> Export:
        """What is kept about this person, of every table there is."""
        now = self._now()
        rows = await unit.erasure.collect(Owner(person.id, person.telegram_id))
        kept = {"exported_at": now, "left_out": self._left_out, "tables": rows}
        told = json.dumps(kept, indent=2, ensure_ascii=False, default=methodcaller("isoformat"))
        journal = "\n".join(_journal(rows, now, self._left_out))
        return Export(_whole(journal), _whole(told), sum(len(each) for each in rows.values()))


def _journal(rows: Rows, now: datetime, left_out: str) -> Iterator[str]:
    yield (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Small Gains: my journal</title>'
        f"<style>{_STYLE}</style>"
    )
    yield (
        f"<h1>My journal</h1><p>Made by Small Gains on {now:%Y-%m-%d %H:%M} UTC. It holds private words: keep it safe.</p>"
    )
    for nudge in sorted(rows["nudge"], key=lambda row: str(row["due_at"])):
        yield from _entry(nudge, rows)
    if rows["gain"]:
        yield "<h2>Small gains</h2>"
    for gain in sorted(rows["gain"], key=lambda row: str(row["written_at"])):
        yield f"<p>{_told(gain['local_date'])}</p><blockquote>{_told(gain['words'])}</blockquote>"
    yield f"<h1>What is kept</h1><p>{html.escape(left_out)}</p>"
    for name, kept in rows.items():
        yield f"<h2>{name}</h2>"
        yield from _table(kept)


def _entry(nudge: Mapping[str, Any], rows: Rows) -> Iterator[str]:
    """One day: when it came, how it went, and what the person wrote. Not what it says: it may not be for them (any more)."""
    of_day = {
        name: [row for row in rows[name] if row["nudge"] == nudge["id"]] for name in ("check_in", "strain", "note")
    }
    if nudge["sent_at"] is None and not any(of_day.values()):
        return
    came = timing.local(nudge["sent_at"] or nudge["due_at"], nudge["zone"])
    yield f"<h2>{_told(nudge['kind'])} {nudge['day'] or ''}</h2><p>{came:%A %Y-%m-%d, %H:%M}</p>"
    for answer in of_day["check_in"]:
        given = (f"{name}: {_told(answer[name])}" for name in _ANSWERS if answer[name] is not None)
        yield f"<p>{', '.join(given)}</p>"
    for strain in of_day["strain"]:
        yield f"<p>inside: {_told(strain['strain'])}</p>"
    for note in sorted(of_day["note"], key=lambda row: str(row["written_at"])):
        yield f"<blockquote>{_told(note['words'] if note['words'] is not None else note['kind'])}</blockquote>"


def _table(kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not kept:
        yield "<p>Nothing.</p>"
        return
    yield "<div><table><tr>" + "".join(f"<th>{name}</th>" for name in kept[0]) + "</tr>"
    for row in kept:
        yield "<tr>" + "".join(f"<td>{_told(value)}</td>" for value in row.values()) + "</tr>"
    yield "</table></div>"


def _whole(text: str) -> str:
    """Half a character, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _told(value: Any) -> str:
    if value is None:
        return ""
    return html.escape(value.isoformat() if isinstance(value, date) else str(value))
