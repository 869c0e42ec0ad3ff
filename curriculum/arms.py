"""Whether the arms of days are those of the experiment, as the author wrote them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from curriculum.written import Path

_NO_EXPERIMENT: Final = "`arms` needs the track's `experiment`, which says how likely each arm is"


@dataclass(frozen=True, slots=True)
class ArmsOfDay:
    """What a day says of arms: its place in the list of days, the strengths of its own act, and each arm's name with the
    strengths of its act, if it has one.
    """

    index: int
    strengths: frozenset[str]
    arms: tuple[tuple[str, frozenset[str] | None], ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something about arms that does not fit together, and where."""

    at: Path
    says: str


def misfits(names: Sequence[str] | None, days: Iterable[ArmsOfDay], *, unfinished: bool) -> Iterator[Misfit]:
    """Everything that is wrong with the arms of days where the experiment has arms of these `names`; None without one. Each
    day that has arms has all of them but the first, in the strengths of its own act, so that arms differ in words alone.
    """
    there = [day for day in days if day.arms]
    if names is None:
        yield from (Misfit(("days", day.index, "arms"), _NO_EXPERIMENT) for day in there)
        return
    for day in there:
        yield from _of_a_day(names, day)
    if not there and not unfinished:
        yield Misfit(("experiment",), "`experiment` changes nothing: no day has `arms`")


def _of_a_day(names: Sequence[str], day: ArmsOfDay) -> Iterator[Misfit]:
    at: Path = ("days", day.index, "arms")
    seen: list[str] = []
    for number, (name, strengths) in enumerate(day.arms):
        here = (*at, number, "arm")
        if name not in names:
            yield Misfit(here, f"`arms.arm` is `{name}`, which is no arm of the experiment ({_told(names)})")
        elif name == names[0]:
            yield Misfit(here, f"`arms.arm` is `{name}`, the experiment's first arm, which has the day's own texts")
        elif name in seen:
            yield Misfit(here, f"`arms.arm` is `{name}` a second time")
        seen.append(name)
        if strengths is not None and strengths != day.strengths:
            says = (
                f"`arms.act` has to be written in the strengths of the day's own act ({_told(sorted(day.strengths))})"
            )
            yield Misfit((*at, number, "act"), says)
    if lacking := [name for name in names[1:] if name not in seen]:
        yield Misfit(at, f"`arms` lacks {_told(lacking)}: a day that has arms has all of them but the first")


def _told(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
