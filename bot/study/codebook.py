"""What goes with the tables: a codebook made of the columns and of the tracks' YAML, a description for programs, a page to read first."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any, Final

from bot.study.columns import TABLES, Column, Holds, columns_of
from bot.study.writing import Format
from curriculum import asked_about
from curriculum.enrolment import TrackRef
from curriculum.track import Track

_HEAD: Final = ("table", "name", "type", "unit", "values", "label", "source")
_FORMATS: Final = {Holds.INSTANT: "%Y-%m-%dT%H:%M:%SZ", Holds.LOCAL: "%Y-%m-%dT%H:%M:%S"}
_TITLES: Final = {
    "long": "One row a message",
    "wide": "One row a way of a person along a track",
    "decisions": "One row a decision of an experiment",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a bundle is: of which study and when, in which form, and how much there is in it."""

    study: str
    made_at: datetime
    coarse: bool
    formats: Sequence[Format]
    people: int
    walks: int
    counts: Mapping[str, int]


Line = tuple[str, str, str, str, str, str, str]


def lines(about: About, tracks: Mapping[TrackRef, Track]) -> Iterator[Line]:
    """Every column, and then what each version of a track in the bundle asks and compares."""
    for table in TABLES:
        for column in columns_of(table, coarse=about.coarse):
            yield _line(table, column)
    for ref in sorted(tracks, key=lambda ref: (ref.slug, ref.number)):
        for item in asked_about.items(tracks[ref]):
            name = item.field if item.day is None else f"day {item.day}, {item.field}"
            yield (f"{ref.slug}@{ref.number}", name, "text", "", " | ".join(item.values), item.says, "the track's YAML")


def as_csv(lines: Sequence[Line]) -> str:
    """For programs."""
    text = StringIO()
    written = csv.writer(text, lineterminator="\n")
    written.writerow(_HEAD)
    written.writerows(lines)
    return text.getvalue()


def as_markdown(about: About, lines: Sequence[Line]) -> str:
    """To read, table by table."""
    parts = [f"# Codebook: {about.study}", ""]
    for table in dict.fromkeys(line[0] for line in lines):
        parts += [f"## {table}", "", "| name | type | unit | values | what it is | from |", "|---|---|---|---|---|---|"]
        parts += [f"| {' | '.join(_in_a_cell(each) for each in line[1:])} |" for line in lines if line[0] == table]
        parts.append("")
    return "\n".join(parts)


def datapackage(about: About) -> str:
    """A Frictionless Data Package: the CSV files with the type of each column. https://datapackage.org/standard/table-schema/"""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "study",
        "title": about.study,
        "created": f"{about.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "coarse": about.coarse,
        "people": about.people,
        "resources": [_resource(table, about) for table in TABLES],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def read_me(about: About) -> str:
    """What somebody reads who opens the folder."""
    files = ", ".join(f"{table}.{about.formats[0]} ({about.counts[table]} rows)" for table in TABLES)
    told = _COARSE if about.coarse else _EXACT
    reading = "".join(_READING[one] for one in about.formats)
    return f"{about.study}\n\n{about.people} people, {about.walks} ways along tracks: {files}.\n\n{_TEXT}\n{told}\n{reading}"


_TEXT: Final = """\
codebook.md says what each column is, codebook.csv the same for programs, datapackage.json the types.

Who is in it: people who agreed to this study, by its name, who answers for it and the words of today, and had not taken that back when
it was made, with what came due since they agreed. Not in it, though they agreed: whoever the bot does not know to be safe with every
day, and whoever has messages on hold. So that somebody is in it tells that they answered the private questions clearly, and that
somebody is not may have that reason or another: say neither to anybody. It is decided when the bundle is made, so people may be
missing after a day went badly, and more of them under one arm than under another: do not read an arm as harmless by this alone. No words
are in it, no names, no Telegram ids, no answers to the private questions.

Under no circumstances try to find out who somebody is. Hand the folder to nobody whom the people were not told of. When a newer bundle
is there, use that one and delete this: who has taken their yes back is missing in it, and has to be missing in all that you go on with.

A row of `decisions` was written before the day it is about went out, and is never changed. Where `randomised` is false, chance was not
asked and the usual texts came. `arm` is what was decided; `arm_shown` in long is what came. Weigh by 1 / probability.
"""
_EXACT: Final = """\
Dates, minutes and a time zone can tell who somebody is to a person who knows them: keep the folder as you would keep names, and
hand on a coarse bundle (smallgains export-study --coarse) where that is enough.
"""
_COARSE: Final = """\
It is coarse: days are counted from the beginning of each way, and of times only the hour and the minutes to an answer are told. With
few people in it, even that may tell who somebody is to a person who knows them.
"""
_READING: Final = {
    Format.PARQUET: 'In pandas:  pandas.read_parquet("long.parquet")\n',
    Format.CSV: 'In pandas:  pandas.read_csv("long.csv")\nIn R:       read.csv("long.csv", na.strings = "")\n',
}


def _line(table: str, column: Column) -> Line:
    holds = "datetime" if column.holds is Holds.LOCAL else str(column.holds)
    return table, column.name, holds, column.unit, " | ".join(column.values), column.label, column.source


def _resource(table: str, about: About) -> dict[str, Any]:
    form = about.formats[0]
    resource: dict[str, Any] = {
        "name": table,
        "title": _TITLES[table],
        "path": f"{table}.{form}",
        "format": str(form),
        "rows": about.counts[table],
    }
    fields = [_field(column) for column in columns_of(table, coarse=about.coarse)]
    return resource | {"schema": {"fields": fields, "missingValues": [""]}}


def _field(column: Column) -> dict[str, Any]:
    holds = "datetime" if column.holds is Holds.LOCAL else str(column.holds)
    field: dict[str, Any] = {"name": column.name, "type": holds, "description": column.label}
    if column.holds in _FORMATS:
        field["format"] = _FORMATS[column.holds]
    if column.unit:
        field["unit"] = column.unit
    if column.values:
        field["constraints"] = {"enum": [str(value) for value in column.values]}
    return field


def _in_a_cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
