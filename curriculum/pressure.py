"""What pressure does to a person: the five responses, and how a day felt inside."""

from enum import StrEnum


class PressureResponse(StrEnum):
    """What a person tends to do first when pressure rises, as they named it themselves."""

    FIXING = "fixing"
    EXPLAINING = "explaining"
    PULLING_BACK = "pulling_back"
    SHUTTING_DOWN = "shutting_down"
    EXPLODING = "exploding"


class Strain(StrEnum):
    """How a day felt inside, besides what became of it: told by one tap, or left untold."""

    CALM = "calm"
    PUSHING = "pushing"
    OVERWHELMED = "overwhelmed"
    FIGHT = "fight"
