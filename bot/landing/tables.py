"""How days land on the command line: as columns to read, as JSON, and as CSV. Hidden counts have no number in the latter two."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from bot.checking import aligned
from bot.landing.released import DayTold, Released, Told
from bot.landing.wording import count, hidden, outcomes, percent, quiet_spans, sets, sets_of, wait, whose
from bot.words import _
from curriculum.day import Outcome

_COUNTS = ("eligible", "sent", "opened", "answered")


def lines(released: Released) -> Iterator[str]:
    """Three tables: the funnel, what became of each day, and who went quiet."""
    yield f"{released.title} ({released.slug}), {released.told}, up to {released.until.isoformat()} (UTC)"
    others = ", ".join(each.told for each in released.choices)
    yield f"Counts are in tens, rounded down; of {hidden()} nothing is told. Told by themselves: {others}."
    yield whose()
    yield ""
    yield from aligned([("day", *sets()), *((str(day.day), *map(count, sets_of(day))) for day in released.by_day)])
    yield ""
    yield "Opened: a tap on the message, or an answer. Skipped: not the moment, or did not want to."
    yield ""
    yield from (line.rstrip() for line in aligned([effect_heads(), *(effect_row(day) for day in released.by_day)]))
    yield ""
    yield from aligned([("without an answer for", "people"), *quiet_rows(released)])


def as_json(released: Released) -> str:
    """All of it, for a program."""
    told = {
        "track": released.slug,
        "versions": None if released.versions is None else [released.versions.first, released.versions.last],
        "until": released.until.isoformat(),
        "days": [_day(day) for day in released.by_day],
        "quiet": [{"days": span, "people": _at_least(told)} for span, told in _spans(released)],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_csv(released: Released) -> str:
    """A row for each day."""
    held = io.StringIO()
    rows = [_flat(_day(day)) for day in released.by_day]
    writer = csv.DictWriter(held, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return held.getvalue()


def effect_heads() -> tuple[str, ...]:
    """What stands above each column of what became of the days."""
    return _("day"), *outcomes().values(), _("skipped"), _("made it worse"), _("half in"), _("title")


def effect_row(day: DayTold) -> tuple[str, ...]:
    """What became of one day, under `effect_heads`."""
    became = (count(day.outcomes[outcome]) for outcome in Outcome)
    return str(day.day), *became, percent(day.skipped), percent(day.worse), wait(day), day.title


def quiet_rows(released: Released) -> Iterator[tuple[str, str]]:
    """How many have gone quiet for how long."""
    return ((span, count(told)) for span, told in _spans(released))


def _spans(released: Released) -> Sequence[tuple[str, Told]]:
    return list(zip(quiet_spans(), released.quiet, strict=True))


def _day(day: DayTold) -> dict[str, object]:
    skipped, worse = day.skipped, day.worse
    return {
        "day": day.day,
        "title": day.title,
        **{name: _at_least(told) for name, told in zip(_COUNTS, sets_of(day), strict=True)},
        **{outcome.value: _at_least(day.outcomes[outcome]) for outcome in Outcome},
        "skipped_percent": None if skipped is None else [skipped.low, skipped.high],
        "made_it_worse_percent": None if worse is None else [worse.low, worse.high],
        "half_answered_in": None if day.wait is None else wait(day),
    }


def _at_least(told: Told) -> int | None:
    return None if told.is_hidden else told.low


def _flat(day: Mapping[str, object]) -> dict[str, object]:
    spans = {name: "-".join(map(str, value)) for name, value in day.items() if isinstance(value, list)}
    return {**day, **spans, "title": _no_formula(str(day["title"]))}


def _no_formula(title: str) -> str:
    """What an author wrote is not reckoned by whoever opens the file as a sheet."""
    return f"'{title}" if title.startswith(("=", "+", "-", "@")) else title
