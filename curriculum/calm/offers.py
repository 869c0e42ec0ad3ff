"""What is offered after a drill: a pause line and a soft start speak to a partner, so they are not for everybody at any time."""

from dataclasses import dataclass
from datetime import datetime

from curriculum.adapting import AFTER_A_FIGHT, Footing, kept_away
from curriculum.day import NotFor


@dataclass(frozen=True, slots=True)
class Offers:
    """Beside help, which is always offered."""

    pause_line: bool
    soft_start: bool


def offers(footing: Footing, now: datetime) -> Offers:
    """A pause line is for who may turn to their partner; a soft start also asks for something, so not within a day of a fight."""
    kept = kept_away(footing, now)
    after_a_fight = footing.fight_at is not None and now < footing.fight_at + AFTER_A_FIGHT
    return Offers(
        pause_line=NotFor.APPROACH_PARTNER not in kept,
        soft_start=NotFor.ASK not in kept and not after_a_fight,
    )
