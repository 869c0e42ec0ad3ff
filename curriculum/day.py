"""One day of a track: its act in up to three strengths, what it asks of people, its check-in and its replies."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from curriculum.pressure import PressureResponse
from curriculum.texts import ActText, ChoiceText, FileName, Line, Paragraph, Slug, Why
from curriculum.writing import Unsuitable, measure

DAYS: Final = 30
MOST_IN_A_CAPTION: Final = 1024
"""Telegram's limit for the text under a picture or voice note, in UTF-16 units."""
CHOICES: Final = (2, 5)

_DAY: Final = r"[1-9][0-9]?"
_AROUND: Final = 120
"""Units for what the bot itself writes around a day's texts: the number, a heading, what was answered."""

T = TypeVar("T", bound=StrEnum)


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


class DayKind(StrEnum):
    """What sort of day it is. A `stretch` asks more than usual, a `rest` for nothing."""

    ACT = "act"
    STRETCH = "stretch"
    REST = "rest"
    LOOK_BACK = "look-back"


class Part(BaseModel):
    """A group of fields in a track file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _day_number(given: object) -> object:
    number = int(given) if isinstance(given, str) and re.fullmatch(_DAY, given) else given
    if type(number) is not int or not 1 <= number <= DAYS:
        raise Unsuitable(f"should be a number from 1 to {DAYS}")
    return number


def _once_each(given: tuple[T, ...]) -> tuple[T, ...]:
    if twice := [one.value for one in dict.fromkeys(given) if given.count(one) > 1]:
        raise Unsuitable(*(f"has `{one}` more than once" for one in twice))
    return given


def _a_few(options: tuple[str, ...]) -> tuple[str, ...]:
    fewest, most = CHOICES
    if not fewest <= len(options) <= most:
        raise Unsuitable(f"should be {fewest} to {most} answers, not {len(options)}")
    if len(set(options)) < len(options):
        raise Unsuitable("has the same answer more than once")
    return options


DayNumber = Annotated[int, Field(ge=1, le=DAYS), BeforeValidator(_day_number)]
Tags = Annotated[tuple[NotFor, ...], AfterValidator(_once_each), Field(json_schema_extra={"uniqueItems": True})]
Responses = Annotated[
    tuple[PressureResponse, ...], AfterValidator(_once_each), Field(json_schema_extra={"uniqueItems": True})
]
Outcomes = Annotated[tuple[Outcome, ...], AfterValidator(_once_each), Field(json_schema_extra={"uniqueItems": True})]
Options = Annotated[
    tuple[ChoiceText, ...],
    AfterValidator(_a_few),
    Field(json_schema_extra={"minItems": CHOICES[0], "maxItems": CHOICES[1], "uniqueItems": True}),
]


class Act(Part):
    """One act, under five minutes; `gentle` is always there, the others when the author wrote them."""

    gentle: ActText = Field(description="The smallest version of the act, at most 60 words. Always needed.")
    standard: ActText | None = Field(None, description="The act as it is meant, at most 60 words.")
    stretch: ActText | None = Field(None, description="A version for those who want more, at most 60 words.")

    @property
    def strengths(self) -> tuple[Strength, ...]:
        """Those that were written, the smallest first."""
        return tuple(each for each in Strength if getattr(self, each.value) is not None)

    def at(self, strength: Strength) -> str:
        """The act at `strength`, or the nearest smaller one that was written."""
        if strength is Strength.STRETCH and self.stretch:
            return self.stretch
        if strength is not Strength.GENTLE and self.standard:
            return self.standard
        return self.gentle


class Choice(Part):
    """A question with a few short answers to choose from."""

    ask: Paragraph = Field(description="The question.")
    options: Options = Field(description="Two to five short answers; each becomes a button.")


class CheckIn(Part):
    """What the person is asked after the act."""

    ask: Paragraph = Field("How did it go?", description="The question above the five buttons.")
    rating: Paragraph | None = Field(None, description="A question that is answered with a number from 0 to 10.")
    choice: Choice | None = Field(None, description="A question with a few short answers to choose from.")
    words: Paragraph | None = Field(None, description="An invitation to write a few words.")


class Replies(Part):
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


class Tips(Part):
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


class Variant(Part):
    """Other texts of the same day, for some people or after some outcomes; what is not given stays the day's."""

    for_: Responses = Field(
        (), alias="for", description="For people who named one of these as their response to pressure."
    )
    after: Outcomes = Field((), description="When the day before came to one of these.")
    why: Why | None = Field(None, description="In place of the day's `why`.")
    act: Act | None = Field(None, description="In place of the day's `act`.")
    solo: ActText | None = Field(None, description="In place of the day's `solo`.")
    when: Paragraph | None = Field(None, description="In place of the day's `when`.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.for_ or self.after):
            raise Unsuitable("needs `for`, `after` or both, to say when it is used")
        if not (self.why or self.act or self.solo or self.when):
            raise Unsuitable("changes nothing: it needs `why`, `act`, `solo` or `when`")
        return self

    def fits(self, response: PressureResponse | None, before: Outcome | None) -> bool:
        """Whether it is for somebody of this response to pressure, after this outcome of the day before."""
        return (not self.for_ or response in self.for_) and (not self.after or before in self.after)


class ArmTexts(Part):
    """Another wording of the day's own texts, for those on whom an arm of the track's experiment has fallen."""

    arm: Slug = Field(description="Which arm of the experiment it is for; the first has the day's own texts.")
    why: Why | None = Field(None, description="In place of the day's `why`.")
    act: Act | None = Field(None, description="In place of the day's `act`, in the same strengths.")
    solo: ActText | None = Field(None, description="In place of the day's `solo`.")
    when: Paragraph | None = Field(None, description="In place of the day's `when`.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.why or self.act or self.solo or self.when):
            raise Unsuitable("changes nothing: it needs `why`, `act`, `solo` or `when`")
        return self


class Instead(Part):
    """What comes in place of a day for people it is not for. It asks for none of what `not_for` names."""

    title: Line = Field(description="What it is called, in one line.")
    why: Why = Field(description="Why it is worth a try, in at most two sentences.")
    act: Act = Field(description="An act that turns to nobody.")
    when: Paragraph | None = Field(None, description="Helps to choose the moment: if this happens, then I do it.")
    ask: Paragraph = Field("How did it go?", description="The question above the five buttons.")


class Day(Part):
    """One of the thirty entries of a track."""

    day: DayNumber = Field(description="Which day this is, from 1 to 30. Days stand in order.")
    kind: DayKind = Field(DayKind.ACT, description="What sort of day it is; a stretch asks more, a rest for nothing.")
    practice: Slug = Field(description="The family of practice, such as `noticing` or `look-back`.")
    skill: Line | None = Field(None, description="What the day trains, in one line.")
    title: Line = Field(description="What the day is called, in one line.")
    why: Why = Field(description="Why the act is worth a try, in at most two sentences.")
    act: Act = Field(description="The one act of the day, in up to three strengths.")
    solo: ActText | None = Field(None, description="The act for somebody whose partner does not know of it.")
    when: Paragraph | None = Field(None, description="Helps to choose the moment: if this happens, then I do it.")
    not_for: Tags = Field(
        (), description="What the day asks for, so that it is kept from people it would not be safe for."
    )
    variants: tuple[Variant, ...] = Field((), description="Other texts for some people; the first that fits is taken.")
    arms: tuple[ArmTexts, ...] = Field((), description="Other wordings of the day, for the track's `experiment`.")
    instead: Instead | None = Field(None, description="What comes in its place for people it is not for.")
    check_in: CheckIn = Field(default_factory=CheckIn, description="What the person is asked after the act.")
    reminder: Paragraph | None = Field(None, description="One line for later that day, when nothing was answered.")
    replies: Replies = Field(description="One answer to each of the five outcomes.")
    tips: Tips = Field(default_factory=Tips, description="A practical hint for each outcome that needs one.")
    media: FileName | None = Field(None, description="A picture or voice note that comes with the day, by file name.")
    source: Paragraph | None = Field(None, description="Where the idea comes from. Nobody but authors reads it.")

    @model_validator(mode="after")
    def _fits_a_caption(self) -> Self:
        if self.media is not None and (length := max(self._lengths()) + _AROUND) > MOST_IN_A_CAPTION:
            raise Unsuitable(
                f"is up to {length} characters long in one of its versions; under a picture or voice note "
                f"there is room for {MOST_IN_A_CAPTION}"
            )
        return self

    @property
    def is_restful(self) -> bool:
        """It asks for nothing new: a rest or a look back. Older tracks say so by their practice."""
        return self.kind in (DayKind.REST, DayKind.LOOK_BACK) or self.practice in ("rest", "look-back")

    def _lengths(self) -> Iterator[int]:
        """How long the message becomes, for each text that may be its act."""
        others: tuple[Variant | ArmTexts, ...] = (*self.variants, *self.arms)
        for title, why, act, solo, when, ask in (
            (self.title, self.why, self.act, self.solo, self.when, self.check_in.ask),
            *(
                (self.title, v.why or self.why, v.act or self.act, v.solo, v.when or self.when, self.check_in.ask)
                for v in others
            ),
            *((i.title, i.why, i.act, None, i.when, i.ask) for i in (self.instead,) if i is not None),
        ):
            for text in (act.gentle, act.standard, act.stretch, solo):
                if text is not None:
                    yield sum(measure(part) for part in (title, why, text, when or "", ask))
