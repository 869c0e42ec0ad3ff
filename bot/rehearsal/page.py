"""A transcript as one page that needs nothing else: no script, light and dark, for a phone, a screen and paper."""

import html
import itertools
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from bot.rehearsal.personas import NAMES
from bot.rehearsal.transcript import By, Line, LocalDay, Transcript, Why
from bot.words import _, language, marked
from bot.words.written import full_weekday_of
from curriculum import timing
from curriculum.nudge import NEVER_ARRIVED, NudgeKind

_TAGS: Final = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "code"}
_WHOSE: Final = {By.BOT: marked("Bot"), By.PERSON: marked("Writes"), By.DONE: marked("Does")}
_UNIT: Final = 2
"""Bytes of what Telegram counts marks in."""


def page(it: Transcript) -> str:
    """The whole page."""
    who = _(NAMES[it.persona.who])
    title = _("{title}: {who}, a rehearsal").format(title=_plain(it.track.title), who=who)
    walked = _("Walked by {who}, who {does}. Seed {seed}.").format(
        who=f"<b>{who}</b>", does=_plain(_(it.persona.says)), seed=it.seed
    )
    days = "\n".join(_day(day, number) for number, day in enumerate(it.dates, start=1))
    return f"""<!DOCTYPE html>
<html lang="{language()}">
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
<p class="mark">{_("Rehearsal: nobody real")}</p>
<h1>{_plain(it.track.title)}</h1>
<p>{walked}</p>
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
        (_("local days"), len(it.dates)),
        (_("days of the track came"), sum(nudge.kind is NudgeKind.DAY for nudge in came)),
        (_("rests came"), sum(nudge.kind is NudgeKind.REST for nudge in came)),
        (_("times something did not come"), sum(why.missing for day in it.dates for why in day.whys)),
    ]


def _summary(it: Transcript) -> str:
    rows = "".join(f"<div><dt>{says}</dt><dd>{count}</dd></div>" for says, count in counts(it))
    return f"<dl>{rows}</dl>"


def _day(day: LocalDay, number: int) -> str:
    lines = "\n".join(map(_line, day.lines)) or f'<p class="nothing">{_("Nothing was said on this day.")}</p>'
    whys = "\n".join(map(_why, day.whys))
    return f"""<section>
<h2><span>{number}</span> {full_weekday_of(day.date)}</h2>
<div class="both">
<div class="chat">
{lines}
</div>
<aside aria-label="{_("Why")}">
{whys}
</aside>
</div>
</section>"""


def _line(line: Line) -> str:
    at = f"{timing.local(line.at, line.zone):%H:%M}"
    says = _("{who} {time}, in place of a message above") if line.anew else _("{who} {time}")
    told = says.format(who=_(_WHOSE[line.by]), time=f"<time>{at}</time>")
    head = f'<p class="who">{told}</p>'
    named = "" if line.file is None else _("With the file {name}").format(name=_plain(line.file))
    file = f'<p class="file">{named}</p>' if named else ""
    return f'<div class="line {line.by}">{head}{file}<p>{"".join(_marked(line.text, line.marks))}</p>{_buttons(line)}</div>'


def _buttons(line: Line) -> str:
    rows = "".join(
        f"<div>{''.join(f'<span>{_plain(label)}</span>' for label in row)}</div>" for row in line.buttons if row
    )
    return f'<div class="buttons" aria-label="{_("Buttons")}">{rows}</div>' if rows else ""


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
