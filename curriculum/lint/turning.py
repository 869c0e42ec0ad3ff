"""Whether an act turns to the partner: telling, asking, inviting, answering, sitting together."""

import re
from dataclasses import dataclass
from typing import Final

from curriculum.lint.phrasing import PARTNER
from curriculum.lint.prose import straightened

_SENTENCES: Final = re.compile(r"[^.!?]+[.!?]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """How the acts of one language turn to the partner, in small letters.

    `order` is somebody told to, `in_answer` somebody told to once the partner did something; neither counts behind what
    is `not_said`, or anywhere behind what is `only_thought`. A `request` could be refused, words of `free` say so; `later`
    puts an act off.
    """

    order: re.Pattern[str]
    in_answer: re.Pattern[str]
    not_said: re.Pattern[str]
    only_thought: re.Pattern[str]
    request: re.Pattern[str]
    free: re.Pattern[str]
    later: re.Pattern[str]
    saying_no: str

    def turned(self, act: str) -> str | None:
        """The words in `act` with which somebody turns to the partner, if they do."""
        for sentence in map(str.strip, _SENTENCES.findall(_plain(act))):
            for order in self.order.finditer(sentence):
                before = sentence[: order.start() + 1]
                if not (self.not_said.search(re.split(r"[,;:]", before)[-1]) or self.only_thought.search(before)):
                    return order[0].strip(" ,.;:!?")
            if answer := self.in_answer.search(sentence):
                return answer[0].strip()
        return None

    def requests(self, act: str) -> bool:
        """Whether `act` puts something to the partner that could be refused."""
        turned = self.turned(act)
        return turned is not None and self.request.search(turned) is not None

    def leaves_free(self, act: str) -> bool:
        """Whether `act` says that the other may say no."""
        return self.free.search(_plain(act)) is not None


def where(turned: str, act: str) -> int | None:
    """How far into `act` the words stand that were found."""
    words = r"\s+".join(map(re.escape, turned.split()))
    there = re.search(words, straightened(act), re.IGNORECASE)
    return there.start() if there else None


def _plain(act: str) -> str:
    return " ".join(straightened(act).lower().split())


_VERBS: Final = (
    r"(?:tell|ask|show|invite|thank|hug|kiss|call|phone|text|message|greet|touch|join|offer|send|give|hand|bring|read|answer"
    r"|mention|write to|say|talk|speak|sit|walk|share|cook|eat|listen to|smile at|look at|turn to|wave|let|apologi[sz]e to"
    r"|lean|hold|make one|make an)"
)
_BEGINS: Final = r"(?:^|[.;:!?] |, |\b(?:and|then|or|please|also|once|to|can|today|moment|evening) )"
# "Tell, in ten words, {partner} ..." is nobody's order of words: only plain words may stand in between.
_ORDER: Final = re.compile(rf"{_BEGINS}{_VERBS} (?:\"[^\"]*\" )?(?:[\w'-]+ ){{0,7}}?{PARTNER}(?!'s|\w)")
_IN_ANSWER: Final = re.compile(
    rf"\b(?:if|when|while|next time) {PARTNER} (?:mentions|tells|says|asks|talks|shares|brings|speaks|answers|comes)\b[^.!?]*,"
    r"[^.!?]*?\b(?:say|ask|listen|tell|answer|thank|reply|nod)\b(?! (?:nothing|yourself))"
)
_NOT_SAID: Final = re.compile(
    r"\b(?:not|never|no|nobody|without|cannot|would|might|could|instead of|rather than|how (?:you|to)|what you|before you|when you)\b"
    r"|n't\b"
)
_ONLY_THOUGHT: Final = re.compile(
    r"\b(?:imagine|picture|pretend|as if|as though|think|plan|draft|rehearse|practi[sz]e|silently|in your (?:head|mind)|unsent"
    r"|on paper|to (?:a|the) (?:wall|mirror|plant|pet|empty \w+))\b"
)
_REQUEST: Final = re.compile(r"\b(?:ask|request|invite|invitation|say|tell|propose|suggest)\b")
_FREE: Final = re.compile(
    r"\b(?:say|says|saying|said|answer|answers|hear|accept|take|a|or|with|of|either) [\"']?no\b"
    r"|\bno[\"']?,? (?:is|will be|would be|counts|needs|ends|stands|may|can|too|as well|closes|and|stays)\b"
    r"|\b(?:refuse|decline|turn (?:it|you|this|that) down|free to (?:pass|leave|choose)|any answer|either answer|whatever the answer)\b"
)
_LATER: Final = re.compile(
    r"\b(?:tomorrow|tonight|this (?:evening|afternoon)|later (?:today|on)|at work|when you (?:get|come|are) (?:back )?home"
    r"|all day|during the day|over the day|throughout the day|at bedtime|next week)\b",
    re.IGNORECASE,
)
ENGLISH: Final = Turning(
    order=_ORDER,
    in_answer=_IN_ANSWER,
    not_said=_NOT_SAID,
    only_thought=_ONLY_THOUGHT,
    request=_REQUEST,
    free=_FREE,
    later=_LATER,
    saying_no="You are free to say no, and no is a full answer.",
)
