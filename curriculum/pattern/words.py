"""What the profile of a pattern check says: its remarks, its first exercises and what it says of tracks."""

from collections.abc import Mapping
from typing import Final

from curriculum.marked import marked
from curriculum.pattern.items import OPENNESS, STEADY, TWO_WORLDS, Part
from curriculum.pressure import PressureResponse

OWN_QUESTIONS: Final = marked("These are our own questions, not a standard scale.")

OTHER_HELP: Final = marked(
    "First of all: if you are frightened of somebody, or have frightened somebody, other help comes "
    "before any exercise. Looking for it is no shame, and /help says where to turn. Nothing here asks "
    "you to stay, or to keep trying."
)

NAMES: Final[Mapping[PressureResponse, str]] = {
    PressureResponse.FIXING: marked("fixing"),
    PressureResponse.EXPLAINING: marked("explaining"),
    PressureResponse.PULLING_BACK: marked("pulling back"),
    PressureResponse.SHUTTING_DOWN: marked("shutting down"),
    PressureResponse.EXPLODING: marked("exploding"),
}

NOT_TOLD: Final = marked("You kept this to yourself, and that is a fine answer.")
NOT_TOLD_HERE: Final = marked("You kept this part to yourself, which is fine.")
HARDLY_ANY: Final = marked("From what you told me, hardly any of this comes up.")
REMARKS: Final[Mapping[Part, str]] = {
    Part.TALKS: marked("None of this has to be solved today."),
    Part.PRESSURE: marked("It is a first move. A second one can be practised."),
    Part.PATTERN: marked("You can begin small and on your own side, and stop whenever you like."),
}

LEADS: Final[Mapping[str, str]] = {
    OPENNESS: marked("You told of things that stay unsaid."),
    STEADY: marked("You told of moments that get tense."),
    TWO_WORLDS: marked("You told of talks that miss each other."),
}
ABOUT: Final[Mapping[str, str]] = {
    OPENNESS: marked("This track is about small true words and small good things, a little at a time."),
    STEADY: marked("This track is about staying on your feet when things get tense, or finding them again."),
    TWO_WORLDS: marked("This track is about one thing seen from two sides, and about asking in place of guessing."),
}
ANY_TRACK: Final = marked("It is on offer here. Any of its days can be made smaller or left out.")

STEADYING: Final = (
    marked("Here and now"),
    marked(
        "Look slowly around the place where you are. Name three things that you see, and one sound that you "
        "hear. Feel what you are sitting or standing on. That is all of it, and nobody needs to know."
    ),
)
A_QUIET_MINUTE: Final = (
    marked("One quiet minute"),
    marked(
        "Put both feet on the floor and let your shoulders drop. Let one breath go out slowly, as if to cool "
        "your tea. Then find one thing near you that is fine as it is, and let your eyes rest on it."
    ),
)
FIRST_EXERCISES: Final[Mapping[PressureResponse, tuple[str, str]]] = {
    PressureResponse.FIXING: (
        marked("Only hearing"),
        marked(
            "Think of a small worry that somebody told you lately, from any part of your life. In your head, "
            'answer with one line: "That sounds hard." Stop there. For a few slow breaths, let nothing be solved.'
        ),
    ),
    PressureResponse.EXPLAINING: (
        marked("One short line"),
        marked(
            "Think of something that you explained twice lately. Find one short line with the heart of it, and "
            "say it once in your head. Then let the rest go unsaid, for a few slow breaths."
        ),
    ),
    PressureResponse.PULLING_BACK: (
        marked("A line to leave behind"),
        marked(
            "Think of a mildly tense moment in which you stepped away. Find a line that you could have left "
            'behind, such as: "I need a break, and I will be back after supper." Say it once in your head. '
            "Nobody needs to hear it."
        ),
    ),
    PressureResponse.SHUTTING_DOWN: (
        marked("Five things"),
        marked(
            "Look around and name in your head five things that you see. Take your time with each. Then feel "
            "your feet on the floor. When words go, the eyes can be a way back."
        ),
    ),
    PressureResponse.EXPLODING: (
        marked("Before the heat"),
        marked(
            "Put both feet on the floor and open your hands. Let the breath go out slowly, three times. Then "
            "think back: what does your body do just before you get loud? Name that first sign in your head."
        ),
    ),
}
