"""What somebody reads whose day went badly: no praise, no pressing on, no exclamation mark."""

from typing import Final

from curriculum.lint.finding import Rule
from curriculum.lint.phrasing import FIRST, NEGATED, Phrasing
from curriculum.lint.prose import Text


def _after_worse(text: Text) -> bool:
    return text.is_after_worse


def _after_a_hard_day(text: Text) -> bool:
    return text.is_after_a_hard_day


PRAISE: Final = Phrasing(
    rule=Rule.PRAISE_FOR_WORSE,
    phrases=[
        rf"{FIRST}well done",
        rf"{FIRST}great(?=[,.!]| that| you)",
        r"(?:is|was|are|were|sounds|a|so|really) great(?! (?:deal|many)|-)",
        r"great (?:job|work|start|effort|step|courage|going)",
        r"good (?:job|work|for you|on you|going|effort|start|that you (?:tried|did|gave|went|asked|spoke|kept|dared|held))",
        r"you (?:did|are doing|have done) (?:great|well|so well|very well|fine|amazing)",
        r"nice (?:work|one|job|going|try)",
        r"(?:excellent|amazing|awesome|fantastic|wonderful|brilliant|bravo|congratulations|congrats|impressive|hooray|yay|superb)",
        r"(?:be|am|are|is|feel|so|very|really) proud",
        r"proud of (?:you|yourself|this|that)",
        r"(?:brave|bravely|braver)",
        r"(?:strong|courageous) of you",
        r"you (?:are|were) (?:so |very |much )?(?:strong|stronger|courageous)",
        r"(?:glad|happy) (?:that )?you (?:tried|did|went|gave|asked|spoke)",
        r"thank you for (?:trying|doing|going|having a go)",
        r"(?:silver lining|bright side of|look on the bright side)",
        r"worth it",
        r"a (?:win|success|victory)",
    ],
    but_not_after=NEGATED,
    reads=_after_worse,
    does="praises after it went badly",
    why="Somebody has just said that this hurt. Praise tells them that the hurt was right, or was not heard.",
    better="Honour the stopping: “Stopping was right.” Where it fits, name safety and somebody to turn to.",
)
PRESSING_ON: Final = Phrasing(
    rule=Rule.PRAISE_FOR_WORSE,
    phrases=[
        r"keep (?:going|trying|at it|it up|on|up)",
        r"(?:hang in there|hold on(?= |[.,])(?! to)|stick with it|carry on|press on|soldier on|see it through)",
        r"(?:don't|do not) (?:give up|stop|be discouraged|lose heart)",
        r"try (?:it |this |that )?(?:again|once more|anyway|another)",
        r"give it (?:another|a second|one more)",
        r"next time",
        r"better luck",
        r"tomorrow is another",
        r"(?:it|this|things) (?:will|'ll|is going to) (?:\w+ )?(?:get|be|go) (?:better|easier|lighter)",
        r"(?:gets|getting) (?:better|easier)",
        r"practice makes",
        r"part of the (?:process|path|way|journey)",
        r"(?:setback|no pain)",
    ],
    but_not_after=NEGATED,
    reads=_after_worse,
    does="presses on after it went badly",
    why="Whatever made things worse should stop. Pressing on can put somebody at risk whose home is not safe.",
    better="Ask for nothing more: “Leave this one alone.” Something plain for the body, or somebody to turn to.",
)
EXCLAMATION: Final = Phrasing(
    rule=Rule.EXCLAMATION,
    phrases=[r"[\w\"')]+!"],
    reads=_after_a_hard_day,
    does="is louder than somebody on a hard day wants to hear",
    why="An exclamation mark cheers or alarms, and both are too much here.",
    better="End the sentence with a full stop.",
)
ALL: Final = (PRAISE, PRESSING_ON, EXCLAMATION)
