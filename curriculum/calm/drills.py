"""Drills of under two minutes for a moment of pressure: one for each way of answering it, and one for who does not know.

They ask nothing of anybody else, so that they are for everybody, and promise nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from curriculum.marked import marked
from curriculum.pressure import PressureResponse

PACE: Final = timedelta(seconds=14)
"""How long each step stands before the next one takes its place."""
LONGEST: Final = timedelta(minutes=2)
"""A drill is over before that."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What helps when pressure is like this: it is named, and countered in a few calm steps."""

    response: PressureResponse | None
    like: str
    named: str
    steps: Sequence[str]


FIXING: Final = Drill(
    PressureResponse.FIXING,
    marked("I want to fix it"),
    marked("This is pressure that wants a solution. Nothing has to be solved in the next two minutes."),
    (
        marked("Put both feet on the floor. Notice how it holds you."),
        marked("Breathe in. Let the breath out more slowly than it came in."),
        marked("Let your hands lie open. They have nothing to do now."),
        marked("Look around, and find three things that are fine just as they are."),
        marked("Breathe out slowly once more. Whatever it is may stay open for this one breath."),
        marked("Say it inside, if it fits: it is not solved yet, and I am here."),
    ),
)
EXPLAINING: Final = Drill(
    PressureResponse.EXPLAINING,
    marked("I explain, and explain again"),
    marked("This is pressure that wants to be understood at once. Nothing has to be said in the next two minutes."),
    (
        marked("Let your tongue rest, and your jaw hang a little."),
        marked("Breathe out, and wait until the next breath comes by itself."),
        marked("Listen for a sound that is far away."),
        marked("Listen for a sound that is close by."),
        marked("Feel where your shoulders are. Let them come down as far as they like."),
        marked("Breathe out slowly. What you mean will still be there later, in fewer words."),
    ),
)
PULLING_BACK: Final = Drill(
    PressureResponse.PULLING_BACK,
    marked("I pull back"),
    marked("This is pressure that wants distance. You may have it; these two minutes are for you alone."),
    (
        marked("Be where you are. You do not have to go closer to anything."),
        marked("Lean your back against a wall or a chair. Notice that it stays."),
        marked("Breathe in. Let the breath out slowly, as if through a straw."),
        marked("Put a hand where you feel it most: chest, belly, throat. Let it be warm there."),
        marked("Look at something green, or something far away, for one whole breath."),
        marked("Say it inside, if it fits: I take some room, and I know that I do."),
    ),
)
SHUTTING_DOWN: Final = Drill(
    PressureResponse.SHUTTING_DOWN,
    marked("I shut down"),
    marked(
        "This is pressure that makes everything go quiet. You need not feel anything now. Only notice what is there."
    ),
    (
        marked("Press your feet into the floor, and let go. Once more."),
        marked("Move your fingers, one after the other, as slowly as you like."),
        marked("Touch something cool, or something rough. What is it like?"),
        marked("Turn your head slowly, and name five things you can see."),
        marked("Breathe in a little deeper than before, and let it go with a sound, if you can."),
        marked("Stand up, or sit another way. Small is enough."),
        marked("Notice one thing that is different from two minutes ago, or that nothing is. Both are fine."),
    ),
)
EXPLODING: Final = Drill(
    PressureResponse.EXPLODING,
    marked("I am about to explode"),
    marked(
        "This is pressure that wants out at once. Put down what is in your hands. If you can, go to another room now."
    ),
    (
        marked("Stand still, with space around you. Nothing is said and nothing is sent for now."),
        marked("Breathe out as long as you can, and let the next breath come by itself."),
        marked("Push your palms against a wall, hard, for three breaths. Then let go."),
        marked("Breathe out long again. Let your shoulders fall with it."),
        marked("Look for the edges of the room: one corner, then the next, until you are round."),
        marked("Run cold water over your wrists if there is some, or feel the cool air as you breathe in."),
        marked("Breathe out slowly. Stay away as long as you need."),
    ),
)
UNKNOWN: Final = Drill(
    None,
    marked("I do not know"),
    marked("This is pressure. It need not have a name. These two minutes are only for coming down a little."),
    (
        marked("Put both feet on the floor. Notice how it holds you."),
        marked("Breathe in. Let the breath out more slowly than it came in."),
        marked("Look around, and name five things you can see."),
        marked("Listen: one sound that is far away, one that is close by."),
        marked("Let your shoulders and your jaw come down, as far as they like."),
        marked("Breathe out slowly once more. That is all there is to do."),
    ),
)
DRILLS: Final = (FIXING, EXPLAINING, PULLING_BACK, SHUTTING_DOWN, EXPLODING, UNKNOWN)
"""As they are offered."""
_BY_RESPONSE: Final = {drill.response: drill for drill in DRILLS}


def drill_for(response: PressureResponse | None) -> Drill:
    """The drill for who is under pressure in this way, or cannot tell."""
    return _BY_RESPONSE[response]
