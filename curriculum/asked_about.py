"""What a track asks people and compares, as whoever reads its data has to know it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curriculum.day import Day
from curriculum.track import Track


@dataclass(frozen=True, slots=True)
class Item:
    """Something of a track that data is about: which field, what it says there, and what can be answered."""

    day: int | None
    field: str
    says: str
    values: Sequence[str] = ()


def items(track: Track) -> Iterator[Item]:
    """The track and its experiment, and then day by day what each is called, asks and has other wordings of."""
    yield Item(None, "title", track.title, [f"language {track.language}", f"pacing {track.pacing}"])
    if (it := track.experiment) is not None:
        arms = [f"{arm.arm}: {arm.probability}" for arm in it.arms]
        yield Item(
            None, f"experiment {it.name}", f"an arm is drawn for each {it.unit}; the first is the usual texts", arms
        )
    for day in track.days:
        yield from _of_a_day(day)


def _of_a_day(day: Day) -> Iterator[Item]:
    yield Item(day.day, "title", day.title, [f"kind {day.kind}", f"practice {day.practice}", *map(str, day.not_for)])
    yield Item(day.day, "check_in.ask", day.check_in.ask)
    if day.check_in.rating is not None:
        yield Item(day.day, "check_in.rating", day.check_in.rating, ["0-10"])
    if (choice := day.check_in.choice) is not None:
        answers = [f"{number}: {says}" for number, says in enumerate(choice.options, start=1)]
        yield Item(day.day, "check_in.choice", choice.ask, answers)
    for number, variant in enumerate(day.variants, start=1):
        if not variant.for_:
            yield Item(day.day, f"variant after-{number}", "other texts after", list(map(str, variant.after)))
    for arm in day.arms:
        act = () if arm.act is None else (f"act.{each}: {arm.act.at(each)}" for each in arm.act.strengths)
        texts = [f"{name}: {says}" for name, says in (("why", arm.why), ("solo", arm.solo), ("when", arm.when)) if says]
        yield Item(day.day, f"arm {arm.arm}", "in place of the day's own texts", [*texts, *act])
