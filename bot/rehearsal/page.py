"""A transcript as one page that needs nothing else: no script, light and dark, for a phone, a screen and paper."""

import html
import itertools
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from bot.rehearsal.transcript import By, Line, LocalDay, Transcript, Why
from curriculum import timing
from curriculum.nudge import NEVER_ARRIVED, NudgeKind

_TAGS: Final = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "code"}
_WHOSE: Final = {By.BOT: "Bot", By.PERSON: "Writes", By.DONE: "Does"}
_UNIT: Final = 2
"""Bytes of what Telegram counts marks in."""


def page(it: Transcript) -> str:
    """The whole page."""
    title = f"{_plain(it.track.title)}: {it.persona.who}, a rehearsal"
    days = "\n".join(_day(day, number) for number, day in enumerate(it.dates, start=1))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{_style()}</style>
</head>
<body>
<main>
<header>
<p class="mark">Rehearsal: nobody real</p>
<h1>{_plain(it.track.title)}</h1>
<p>Walked by <b>{it.persona.who}</b>, who {_plain(it.persona.says)}. Seed {it.seed}.</p>
{_summary(it)}
</header>
{days}
</main>
</body>
</html>
"""


def counts(it: Transcript) -> list[tuple[str, int]]:
    """What came of the walk, in numbers."""
    came = [nudge for nudge in it.ledger if nudge.state not in NEVER_ARRIVED]
    return [
        ("local days", len(it.dates)),
        ("days of the track came", sum(nudge.kind is NudgeKind.DAY for nudge in came)),
        ("rests came", sum(nudge.kind is NudgeKind.REST for nudge in came)),
        ("times something did not come", sum(why.missing for day in it.dates for why in day.whys)),
    ]


def _summary(it: Transcript) -> str:
    rows = "".join(f"<div><dt>{says}</dt><dd>{count}</dd></div>" for says, count in counts(it))
    return f"<dl>{rows}</dl>"


def _day(day: LocalDay, number: int) -> str:
    lines = "\n".join(map(_line, day.lines)) or '<p class="nothing">Nothing was said on this day.</p>'
    whys = "\n".join(map(_why, day.whys))
    return f"""<section>
<h2><span>{number}</span> {day.date:%A} {day.date.day} {day.date:%B %Y}</h2>
<div class="both">
<div class="chat">
{lines}
</div>
<aside aria-label="Why">
{whys}
</aside>
</div>
</section>"""


def _line(line: Line) -> str:
    at = f"{timing.local(line.at, line.zone):%H:%M}"
    again = ", in place of a message above" if line.anew else ""
    head = f'<p class="who">{_WHOSE[line.by]} <time>{at}</time>{again}</p>'
    file = "" if line.file is None else f'<p class="file">With the file {_plain(line.file)}</p>'
    return f'<div class="line {line.by}">{head}{file}<p>{"".join(_marked(line.text, line.marks))}</p>{_buttons(line)}</div>'


def _buttons(line: Line) -> str:
    rows = "".join(
        f"<div>{''.join(f'<span>{_plain(label)}</span>' for label in row)}</div>" for row in line.buttons if row
    )
    return f'<div class="buttons" aria-label="Buttons">{rows}</div>' if rows else ""


def _why(why: Why) -> str:
    at = "" if why.at is None else f"<time>{timing.local(why.at, why.zone):%H:%M}</time> "
    return f"<p{' class=missing' if why.missing else ''}>{at}{_plain(why.says)}</p>"


def _marked(text: str, marks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The text in pieces, each with the tags of the marks over it."""
    raw = text.encode("utf-16-le", "surrogatepass")
    known = [mark for mark in marks if mark.get("type") in _TAGS]
    edges = {0, len(raw)}
    for mark in known:
        edges |= {_UNIT * mark["offset"], _UNIT * (mark["offset"] + mark["length"])}
    ordered = sorted(edge for edge in edges if edge <= len(raw))
    for start, end in itertools.pairwise(ordered):
        tags = [
            _TAGS[mark["type"]]
            for mark in known
            if _UNIT * mark["offset"] <= start and end <= _UNIT * (mark["offset"] + mark["length"])
        ]
        piece = _plain(raw[start:end].decode("utf-16-le", "replace"))
        yield "".join(f"<{tag}>" for tag in tags) + piece + "".join(f"</{tag}>" for tag in reversed(tags))


def _plain(text: str) -> str:
    return html.escape(text)


def _style() -> str:
    return (files("bot.rehearsal") / "page.css").read_text(encoding="utf-8")
