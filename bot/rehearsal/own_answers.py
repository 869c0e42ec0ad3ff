"""What an admin who answers themselves in a rehearsal can do, by the signs that buttons carry."""

from typing import Final

from bot.rehearsal.personas import Doing
from curriculum.day import Outcome
from curriculum.pressure import Strain

MOST_ANSWERS: Final = 45
"""As many as a button carries."""
ANSWERS: Final = {
    "d": Doing(outcome=Outcome.DONE, strain=Strain.CALM),
    "t": Doing(outcome=Outcome.TRIED),
    "n": Doing(outcome=Outcome.NOT_THE_MOMENT),
    "w": Doing(outcome=Outcome.DID_NOT_WANT_TO),
    "m": Doing(outcome=Outcome.MADE_IT_WORSE),
    "h": Doing(outcome=Outcome.TRIED, strain=Strain.OVERWHELMED),
    "x": Doing(opens=False),
}
"""What an admin who answers themselves can do about a day, by the sign it has in a button: the five outcomes, a hard day, and
nothing. Done is calm; a hard day was too much.
"""
AFTER_A_REST: Final = {
    "c": Doing(strain=Strain.CALM),
    "o": Doing(strain=Strain.OVERWHELMED),
    "x": Doing(opens=False),
}
