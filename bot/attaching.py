"""Which picture or voice note goes with a day."""

from bot.practice import Shown
from curriculum.nudge import NudgeKind
from storage.database import Unit
from storage.media import Attached


async def attached(unit: Unit, shown: Shown) -> Attached | None:
    """The file that goes with a day. What comes in a day's place comes without: the file is about the day itself."""
    own = shown.day.own
    if shown.nudge.kind is not NudgeKind.DAY or own is None or own.media is None:
        return None
    return await unit.media.of(shown.nudge.track, own.media)
