"""A track: thirty days, each one small act in up to three strengths, with its check-in and its replies."""

import re
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from curriculum.writing import Rule, Unsuitable

DAYS: Final = 30
MOST_WORDS_IN_AN_ACT: Final = 60
MOST_SENTENCES_IN_A_WHY: Final = 2
MOST_IN_A_LINE: Final = 80
MOST_IN_A_PARAGRAPH: Final = 600
"""Two lines and four paragraphs with their labels are what a nudge can hold: well inside Telegram's 4,096 units."""
MOST_IN_A_SLUG: Final = 40

_SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_LANGUAGE: Final = r"[a-z]{2}(-[A-Z]{2})?"
_DAY: Final = r"[1-9][0-9]?"


class Outcome(StrEnum):
    """What a person says became of a day."""

    DONE = "done"
    TRIED = "tried"
    NOT_THE_MOMENT = "not_the_moment"
    DID_NOT_WANT_TO = "did_not_want_to"
    MADE_IT_WORSE = "made_it_worse"


class Strength(StrEnum):
    """How demanding a version of the act is."""

    GENTLE = "gentle"
    STANDARD = "standard"
    STRETCH = "stretch"


class NotFor(StrEnum):
    """What a day asks for, so that it can be kept from people it would not be safe for."""

    APPROACH_PARTNER = "approach_partner"
    DISCLOSURE = "disclosure"
    ASK = "ask"
    JOINT = "joint"
    REFRAME = "reframe"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _slug(text: str) -> str:
    if not re.fullmatch(_SLUG, text):
        raise Unsuitable("must be lower case letters, digits and hyphens, like `model-openness`")
    if len(text) > MOST_IN_A_SLUG:
        raise Unsuitable(f"has {len(text)} characters, at most {MOST_IN_A_SLUG}")
    return text


def _language(text: str) -> str:
    if not re.fullmatch(_LANGUAGE, text):
        raise Unsuitable("must be a language code, like `en` or `pt-BR`")
    return text


def _day_number(given: object) -> object:
    number = int(given) if isinstance(given, str) and re.fullmatch(_DAY, given) else given
    if type(number) is not int or not 1 <= number <= DAYS:
        raise Unsuitable(f"should be a number from 1 to {DAYS}")
    return number


def _once_each(tags: "tuple[NotFor, ...]") -> "tuple[NotFor, ...]":
    if twice := [tag.value for tag in NotFor if tags.count(tag) > 1]:
        raise Unsuitable(*(f"has `{tag}` more than once" for tag in twice))
    return tags


def _thirty_in_order(days: "tuple[Day, ...]") -> "tuple[Day, ...]":
    if [day.day for day in days] != list(range(1, DAYS + 1)):
        raise Unsuitable(f"must be {DAYS} days, from 1 to {DAYS}, in order")
    return days


_LINE = Rule(most=MOST_IN_A_LINE, one_line=True)
_LABEL = Rule(most=MOST_IN_A_LINE, one_line=True, about_partner=False)
_PARAGRAPH = Rule(most=MOST_IN_A_PARAGRAPH)
_BLURB = Rule(most=MOST_IN_A_PARAGRAPH, about_partner=False)
_WHY = Rule(most=MOST_IN_A_PARAGRAPH, most_sentences=MOST_SENTENCES_IN_A_WHY)
_ACT = Rule(most=MOST_IN_A_PARAGRAPH, most_words=MOST_WORDS_IN_AN_ACT)

Slug = Annotated[
    str, AfterValidator(_slug), Field(json_schema_extra={"pattern": f"^{_SLUG}$", "maxLength": MOST_IN_A_SLUG})
]
Language = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE}$"})]
DayNumber = Annotated[int, Field(ge=1, le=DAYS), BeforeValidator(_day_number)]
Line = Annotated[str, AfterValidator(_LINE.keep), Field(json_schema_extra=_LINE.as_json_schema())]
Label = Annotated[str, AfterValidator(_LABEL.keep), Field(json_schema_extra=_LABEL.as_json_schema())]
Paragraph = Annotated[str, AfterValidator(_PARAGRAPH.keep), Field(json_schema_extra=_PARAGRAPH.as_json_schema())]
Blurb = Annotated[str, AfterValidator(_BLURB.keep), Field(json_schema_extra=_BLURB.as_json_schema())]
Why = Annotated[str, AfterValidator(_WHY.keep), Field(json_schema_extra=_WHY.as_json_schema())]
ActText = Annotated[str, AfterValidator(_ACT.keep), Field(json_schema_extra=_ACT.as_json_schema())]


class Act(_Part):
    """One act, under five minutes; `gentle` is always there, the others when the author wrote them."""

    gentle: ActText = Field(description="The smallest version of the act, at most 60 words. Always needed.")
    standard: ActText | None = Field(None, description="The act as it is meant, at most 60 words.")
    stretch: ActText | None = Field(None, description="A version for those who want more, at most 60 words.")

    def at(self, strength: Strength) -> str:
        """The act at `strength`, or the nearest smaller one that was written."""
        if strength is Strength.STRETCH and self.stretch:
            return self.stretch
        if strength is not Strength.GENTLE and self.standard:
            return self.standard
        return self.gentle


class CheckIn(_Part):
    """What the person is asked after the act."""

    ask: Paragraph = Field("How did it go?", description="The question above the five buttons.")
    rating: Paragraph | None = Field(None, description="A question that is answered with a number from 0 to 10.")
    words: Paragraph | None = Field(None, description="An invitation to write a few words.")


class Replies(_Part):
    """What the bot answers to each outcome."""

    done: Paragraph = Field(description="The answer to someone who did it.")
    tried: Paragraph = Field(description="The answer to someone who tried.")
    not_the_moment: Paragraph = Field(description="The answer when it was not the moment.")
    did_not_want_to: Paragraph = Field(description="The answer when the person did not want to. No persuading.")
    made_it_worse: Paragraph = Field(description="The answer when it made things worse. No praise and no pressing on.")

    def to(self, outcome: Outcome) -> str:
        """The reply the author wrote for `outcome`."""
        reply: str = getattr(self, outcome.value)
        return reply


class Tips(_Part):
    """A practical hint per outcome, for those outcomes that have one."""

    done: Paragraph | None = Field(None, description="A hint for someone who did it.")
    tried: Paragraph | None = Field(None, description="A hint for someone who tried.")
    not_the_moment: Paragraph | None = Field(None, description="A hint when it was not the moment.")
    did_not_want_to: Paragraph | None = Field(None, description="A hint when the person did not want to.")
    made_it_worse: Paragraph | None = Field(None, description="A hint when it made things worse.")

    def to(self, outcome: Outcome) -> str | None:
        """The tip the author wrote for `outcome`, if there is one."""
        tip: str | None = getattr(self, outcome.value)
        return tip


class Day(_Part):
    """One of the thirty entries of a track."""

    day: DayNumber = Field(description="Which day this is, from 1 to 30. Days stand in order.")
    practice: Slug = Field(description="The family of practice, such as `noticing` or `look-back`.")
    skill: Line | None = Field(None, description="What the day trains, in one line.")
    title: Line = Field(description="What the day is called, in one line.")
    why: Why = Field(description="Why the act is worth a try, in at most two sentences.")
    act: Act = Field(description="The one act of the day, in up to three strengths.")
    solo: ActText | None = Field(None, description="The act for somebody whose partner does not know of it.")
    when: Paragraph | None = Field(None, description="Helps to choose the moment: if this happens, then I do it.")
    not_for: Annotated[
        tuple[NotFor, ...], AfterValidator(_once_each), Field(json_schema_extra={"uniqueItems": True})
    ] = Field((), description="What the day asks for, so that it is kept from people it would not be safe for.")
    check_in: CheckIn = Field(default_factory=CheckIn, description="What the person is asked after the act.")
    replies: Replies = Field(description="One answer to each of the five outcomes.")
    tips: Tips = Field(default_factory=Tips, description="A practical hint for each outcome that needs one.")
    source: Paragraph | None = Field(None, description="Where the idea comes from. Nobody but authors reads it.")


class Track(_Part):
    """A whole track as its author wrote it. `slug` is the file's `track`; it is what a deep link carries."""

    slug: Slug = Field(alias="track", description="The short name that links carry. It never changes.")
    language: Language = Field("en", description="The language of the texts, such as `en` or `pt-BR`.")
    title: Label = Field(description="What people see when they choose a track.")
    summary: Blurb = Field(description="One or two sentences for somebody who is choosing.")
    author: Label = Field(description="Who wrote it.")
    review: Label | None = Field(None, description="Who has reviewed it, such as `draft, not clinically reviewed`.")
    days: Annotated[
        tuple[Day, ...],
        AfterValidator(_thirty_in_order),
        Field(json_schema_extra={"minItems": DAYS, "maxItems": DAYS}),
    ] = Field(description="Thirty days, in order.")

    def day(self, number: int) -> Day:
        """The entry for day `number`, 1 to 30."""
        return self.days[number - 1]
