"""What is asked or told next on the way to a track, and when its hour or zone is changed: one type each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.places import City, ZoneChoice
from curriculum.enrolment import Enrolment
from curriculum.track import Track
from storage.tracks import PublishedTrack


@dataclass(frozen=True, slots=True)
class Welcome:
    """Somebody is here for the first time; `track` is the one their link named, or the only one. `again`: they were
    told already, and wrote in place of agreeing.
    """

    track: str | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class ChooseTrack:
    """There are several tracks, those in the person's language first. `offers_check`: the person has not gone through the pattern check, which may help. `walked`: the short names of
    those they were on before.
    """

    tracks: Sequence[PublishedTrack]
    offers_check: bool = False
    walked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AskHour:
    """The hour is wanted; `track` is None when it is being changed. `unclear`: what was typed is no hour of day.
    `offers_check`: nobody was asked which track, so that the pattern check is still to be offered.
    """

    track: Track | None
    unclear: bool = False
    offers_check: bool = False


@dataclass(frozen=True, slots=True)
class AskZone:
    """The place is wanted."""

    hour: time | None


@dataclass(frozen=True, slots=True)
class AskCity:
    """Another way to tell the place: a typed city, or a typed time."""


@dataclass(frozen=True, slots=True)
class CityUnclear:
    """No such city in the table; `near` are those that are spelt almost so."""

    near: Sequence[City]


@dataclass(frozen=True, slots=True)
class WhichCity:
    """Several cities have that name, in different zones."""

    cities: Sequence[City]


@dataclass(frozen=True, slots=True)
class NoZoneThere:
    """The shared location is in no zone, somewhere at sea."""


@dataclass(frozen=True, slots=True)
class AskClock:
    """What time it is for the person is wanted. `unclear`: what was typed is no time of day, or nowhere on earth."""

    unclear: bool = False


@dataclass(frozen=True, slots=True)
class WhichZone:
    """Zones in which it is that time now."""

    choices: Sequence[ZoneChoice]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The walk begins. `asks`: the private questions come first."""

    enrolment: Enrolment
    track: Track
    asks: bool


@dataclass(frozen=True, slots=True)
class TimeChanged:
    """Hour or zone are changed; the next instants are these."""

    enrolment: Enrolment
    upcoming: Sequence[datetime]


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """The person has a walk already. `resumed`: it had stopped because they could not be reached."""

    enrolment: Enrolment
    track: Track
    resumed: bool


Asked = (
    Welcome
    | ChooseTrack
    | AskHour
    | AskZone
    | AskCity
    | CityUnclear
    | WhichCity
    | NoZoneThere
    | AskClock
    | WhichZone
    | Enrolled
    | TimeChanged
    | OnTheWay
)


def is_unclear(asked: Asked) -> bool:
    """Whether what the person typed was no answer to what they had been asked."""
    match asked:
        case CityUnclear():
            return True
        case AskHour(unclear=unclear) | AskClock(unclear=unclear):
            return unclear
        case _:
            return False
