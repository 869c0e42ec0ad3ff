"""The journal that is handed over with what is kept about a person: their days and words to read, and all rows below it."""

import html
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from bot.words import _, language, marked
from bot.words.written import full_weekday_of
from curriculum import timing
from curriculum.pairs.items import ITEMS

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;font-size:.8rem}td,th{border:1px solid #ccc;padding:.2rem .4rem;text-align:left}"
    "blockquote{margin:.3rem 0;padding-left:.8rem;border-left:3px solid #999;white-space:pre-wrap}"
    "div{overflow-x:auto}"
)
_ANSWERS: Final = {"outcome": marked("how it went"), "rating": marked("from 0 to 10"), "choice": marked("answer")}
_VALUES: Final = {
    "day": marked("Day"),
    "rest": marked("A rest"),
    "reminder": marked("A reminder"),
    "completion": marked("The end of the track"),
    "question": marked("A question"),
    "welcome_back": marked("Welcome back."),
    "again": marked("The day again"),
    "return": marked("A reminder"),
    "look_back": marked("A look back"),
    "done": marked("Done"),
    "tried": marked("Tried"),
    "not_the_moment": marked("Not the moment"),
    "did_not_want_to": marked("Did not want to"),
    "made_it_worse": marked("Made it worse"),
    "calm": marked("Calm"),
    "pushing": marked("I was pushing"),
    "overwhelmed": marked("It was too much"),
    "fight": marked("We had a fight"),
    "voice": marked("a voice note"),
    "picture": marked("a picture"),
    "sticker": marked("a sticker"),
    "other": marked("something that is not words"),
}
"""What stands in the rows, in words; what is not among them stands as it is kept."""

_ASKED: Final = {item.key: item.says for item in ITEMS}

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def journal(rows: Rows, now: datetime, left_out: str) -> Iterator[str]:
    """The lines of the file, in the language that is spoken now. `left_out` says what is not in it."""
    title = _("Small Gains: my journal")
    yield f'<!doctype html><html lang="{language()}"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    made = _("Made by Small Gains on {at} UTC. It holds private words: keep it safe.").format(
        at=f"{now:%Y-%m-%d %H:%M}"
    )
    yield f"<h1>{_('My journal')}</h1><p>{made}</p>"
    for nudge in sorted(rows["nudge"], key=lambda row: str(row["due_at"])):
        yield from _entry(nudge, rows)
    if rows["gain"]:
        yield f"<h2>{_('Small gains')}</h2>"
    for gain in sorted(rows["gain"], key=lambda row: str(row["written_at"])):
        yield f"<p>{_told(gain['local_date'])}</p><blockquote>{_told(gain['words'])}</blockquote>"
    if rows["pair_answer"]:
        yield f"<h2>{_('Questions for two')}</h2>"
    for answer in sorted(rows["pair_answer"], key=lambda row: str(row["written_at"])):
        yield f"<p>{_told(_(_ASKED[answer['item']]))}</p><blockquote>{_told(answer['words'])}</blockquote>"
    yield f"<h1>{_('What is kept')}</h1><p>{html.escape(left_out)}</p>"
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
    yield f"<h2>{_said(nudge['kind'])} {nudge['day'] or ''}</h2><p>{full_weekday_of(came)}, {came:%H:%M}</p>"
    for answer in of_day["check_in"]:
        given = (f"{_(head)}: {_said(answer[name])}" for name, head in _ANSWERS.items() if answer[name] is not None)
        yield f"<p>{', '.join(given)}</p>"
    for strain in of_day["strain"]:
        yield f"<p>{_('inside')}: {_said(strain['strain'])}</p>"
    for note in sorted(of_day["note"], key=lambda row: str(row["written_at"])):
        yield f"<blockquote>{_said(note['kind']) if note['words'] is None else _told(note['words'])}</blockquote>"


def _table(kept: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not kept:
        yield f"<p>{_('Nothing.')}</p>"
        return
    yield "<div><table><tr>" + "".join(f"<th>{name}</th>" for name in kept[0]) + "</tr>"
    for row in kept:
        yield "<tr>" + "".join(f"<td>{_told(value)}</td>" for value in row.values()) + "</tr>"
    yield "</table></div>"


def _said(value: Any) -> str:
    return _told(_(_VALUES[value]) if value in _VALUES else value)


def _told(value: Any) -> str:
    if value is None:
        return ""
    return html.escape(value.isoformat() if isinstance(value, date) else str(value))
