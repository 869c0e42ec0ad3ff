"""Which numbers are named to somebody, by the zone they live by. What has expired is left out, and nothing is invented."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from curriculum.crisis.concern import Concern
from curriculum.helplines.countries import country_of
from curriculum.helplines.entries import Helpline
from curriculum.helplines.shipped import shipped

DIRECTORY: Final = "findahelpline.com"
"""Lists helplines by country, for everybody of whose country nothing is known here."""


@dataclass(frozen=True, slots=True)
class Help:
    """Where help is. `emergency` is the number of the country `called` so; without it the local one and `DIRECTORY` are
    named alone.
    """

    called: str | None = None
    emergency: str | None = None
    lines: tuple[Helpline, ...] = ()


GENERAL: Final = Help()


def help_in(zone: str | None, today: date, concern: Concern | None = None) -> Help:
    """Where help is for somebody who lives by `zone`; lines for `concern` come first."""
    code = None if zone is None else country_of(zone)
    country = None if code is None else shipped().get(code)
    if country is None or not country.emergency.holds_on(today):
        return GENERAL
    lines = [line for line in country.lines if line.holds_on(today)]
    lines.sort(key=lambda line: concern not in line.concerns)
    return Help(country.called, country.emergency.number, tuple(lines))
