"""What an author can see of how the days of a track land. Knows no Telegram."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.clock import Clock
from bot.landing import cuts, hiding
from bot.landing.hiding import DayCounted
from bot.landing.released import DayTold, Released, Told
from bot.words import _
from curriculum.day import DAYS
from curriculum.enrolment import TrackRef
from curriculum.errors import CurriculumError
from curriculum.track import Track
from storage.database import Unit
from storage.landing import QUIET
from storage.tracks import PublishedTrack


class NoSuchTrack(CurriculumError):
    """No track of this name was ever published."""


class NoSuchVersion(CurriculumError):
    """The track has no such version."""


class Landing:
    """Counts, hides what is too small to be seen, and tells the rest. What happened today (UTC) is not in it, nor are walks
    that somebody began who had a right then, nor anybody who was forgotten.
    """

    def __init__(self, now: Clock) -> None:
        self._now = now

    @property
    def today(self) -> date:
        """The date (UTC) of which nothing is told yet."""
        return self._now().astimezone(UTC).date()

    async def on_offer(self, unit: Unit) -> list[PublishedTrack]:
        """The tracks one may look at."""
        return await unit.tracks.on_offer()

    async def released(self, unit: Unit, slug: str, version: int | None = None) -> Released:
        """How the days of this track landed, with all who began with it, or with this version or those that are told with it.
        It looks at whole tables: `unit` should be a `long` one that only `reads`. Raises `NoSuchTrack`, `NoSuchVersion`.
        """
        until = self.today
        versions = await unit.landing.versions(slug)
        if not versions:
            raise NoSuchTrack
        if version is not None and version not in {one.number for one in versions}:
            raise NoSuchVersion
        before = datetime.combine(until, time(0), UTC)
        started = await unit.landing.started(slug, before=before)
        choices = cuts.choices(versions)
        chosen = [cuts.cut(one, started, until=until) for one in choices if version is None or version in one]
        bounds = [bound for one in chosen for bound in one.bounds]
        landed = await unit.landing.landed(slug, bounds, before=before)
        silent = await unit.landing.silent(slug, bounds, before=before)
        tracks = await _newest_first(unit, slug, [number for one in chosen for number in one.versions.numbers])
        return Released(
            slug=slug,
            title=_said(tracks[0].title),
            until=until - timedelta(days=1),
            versions=None if version is None else chosen[0].versions,
            choices=choices,
            by_day=[
                _day(day, title, [one.counted(day, started, landed) for one in chosen])
                for day, title in enumerate(_titles(tracks), 1)
            ],
            quiet=[Told.sum(hiding.told(one.quiet(span, silent)) for one in chosen) for span in range(len(QUIET))],
        )


async def _newest_first(unit: Unit, slug: str, numbers: Sequence[int]) -> list[Track]:
    """These versions, as far back as one may have days that no newer one has."""
    found: list[Track] = []
    for number in reversed(numbers):
        found.append(await unit.tracks.get(TrackRef(slug, number)))
        if found[-1].length == DAYS:
            break
    return found


def _titles(newest_first: Sequence[Track]) -> list[str]:
    """Of each day up to the last one of the longest version, as the newest version has it that has that day."""
    titles: list[str] = []
    for track in newest_first:
        titles += [_said(day.title) for day in track.days[len(titles) :]]
    return titles


def _said(text: str) -> str:
    return text.replace("{partner}", _("your partner"))


def _day(day: int, title: str, counted: Sequence[DayCounted]) -> DayTold:
    each = [hiding.of_day(one) for one in counted]
    return DayTold(
        day=day,
        title=title,
        eligible=Told.sum(one.eligible for one in each),
        sent=Told.sum(one.sent for one in each),
        opened=Told.sum(one.opened for one in each),
        answered=Told.sum(one.answered for one in each),
        outcomes={outcome: Told.sum(one.outcomes[outcome] for one in each) for outcome in each[0].outcomes},
        wait=each[0].wait if len(each) == 1 else None,
    )
