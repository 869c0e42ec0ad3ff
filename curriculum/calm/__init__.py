"""What helps when pressure is there: short drills, a pause with a time of return, a soft start, and who is offered which."""

from curriculum.calm.drills import PACE, Drill, drill_for
from curriculum.calm.offers import Offers, offers
from curriculum.calm.returning import LATE, MINUTES, TIMES_LONGER, ReturnAnswer, return_at

__all__ = [
    "LATE",
    "MINUTES",
    "PACE",
    "TIMES_LONGER",
    "Drill",
    "Offers",
    "ReturnAnswer",
    "drill_for",
    "offers",
    "return_at",
]
