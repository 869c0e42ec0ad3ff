"""The word lists of English."""

from typing import Final

from curriculum.crisis.concern import Concern
from curriculum.crisis.english import children, denying, harmless, self_harm, spelling, violence
from curriculum.crisis.wordlists import WordLists

_BY_CONCERN: Final = {
    Concern.CHILDREN: children,
    Concern.SELF_HARM: self_harm,
    Concern.VIOLENCE: violence,
}
ENGLISH: Final = WordLists(
    language="en",
    short=spelling.SHORT,
    spellings=spelling.SPELLINGS,
    close=spelling.CLOSE,
    apart=spelling.APART,
    glue=spelling.GLUE,
    signs={concern: of.SIGNS for concern, of in _BY_CONCERN.items()},
    refusals={concern: of.REFUSALS for concern, of in _BY_CONCERN.items()},
    mentions={concern: of.MENTIONS for concern, of in _BY_CONCERN.items()},
    harmless=harmless.HARMLESS,
    negations=denying.NEGATIONS,
    fillers=denying.FILLERS,
    lifted=denying.LIFTED,
    framed=denying.FRAMED,
    stories=denying.STORIES,
)
