"""The log of admins' acts, for the operator: to read, and to see whether anybody changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import chain
from storage.chain import AdminAct, Head

if TYPE_CHECKING:
    from storage.database import Unit


@dataclass(frozen=True, slots=True)
class Verified:
    """How many acts there are, every place where the log does not hold, and what to note elsewhere of one that does."""

    count: int
    head: str | None
    breaks: Sequence[str]


def line(one: AdminAct) -> str:
    """An act in a line."""
    return (
        f"{one.number:>6}  {one.at:%Y-%m-%d %H:%M:%S}  {one.who:<14}  {one.act:<9} {one.result:<8} {one.about}".rstrip()
    )


async def verified(unit: "Unit", noted: str | None) -> Verified:
    """Looks through the whole log; with the head that was `noted` earlier it also shows when all was put back since."""
    acts = await unit.admin_acts.all()
    breaks = await unit.admin_acts.breaks()
    if noted is not None and chain.differs_from(noted, acts):
        breaks.append(f"{noted} was noted, and is not there: the log was put back to an earlier state")
    head = Head(acts[-1].number, acts[-1].link).noted if acts and not breaks else None
    return Verified(len(acts), head, breaks)
