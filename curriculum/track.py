"""A track: thirty days or as many as it says, each one small act in up to three strengths, with its check-in and its replies."""

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from curriculum.arms import ArmsOfDay, misfits
from curriculum.day import DAYS, Day, DayNumber, Part
from curriculum.experiment import Experiment
from curriculum.pacing import CALENDAR, PacingText
from curriculum.texts import Blurb, Label, Language, Slug
from curriculum.writing import Unsuitable

_YES: Final = {"yes": True, "true": True, "no": False, "false": False}


def _yes_or_no(given: object) -> object:
    if isinstance(given, str) and given.lower() in _YES:
        return _YES[given.lower()]
    if not isinstance(given, bool):
        raise Unsuitable("should be `yes` or `no`")
    return given


def _in_order(days: tuple[Day, ...], info: ValidationInfo) -> tuple[Day, ...]:
    length = info.data.get("length", DAYS)
    wanted = min(len(days), length) if info.data.get("unfinished") else length
    if not days or [day.day for day in days] != list(range(1, wanted + 1)):
        raise Unsuitable(f"must be {length} days, from 1 to {length}, in order")
    if "experiment" in info.data:
        experiment: Experiment | None = info.data["experiment"]
        names = None if experiment is None else experiment.names
        if any(misfits(names, map(_arms_of, days), unfinished=bool(info.data.get("unfinished")))):
            raise Unsuitable("have arms that are not those of the experiment")
    return days


def _arms_of(day: Day) -> ArmsOfDay:
    arms = [(arm.arm, None if arm.act is None else frozenset(arm.act.strengths)) for arm in day.arms]
    return ArmsOfDay(day.day - 1, frozenset(day.act.strengths), tuple(arms))


class Track(Part):
    """A whole track as its author wrote it. `slug` is the file's `track`; it is what a deep link carries."""

    slug: Slug = Field(alias="track", description="The short name that links carry. It never changes.")
    language: Language = Field("en", description="The language of the texts, such as `en` or `pt-BR`.")
    title: Label = Field(description="What people see when they choose a track.")
    summary: Blurb = Field(description="One or two sentences for somebody who is choosing.")
    author: Label = Field(description="Who wrote it.")
    credentials: Label | None = Field(None, description="What the author brings, such as `couples counsellor`.")
    review: Label | None = Field(None, description="Who has reviewed it, such as `draft, not clinically reviewed`.")
    version_note: Blurb | None = Field(None, description="What this version changes, for other authors.")
    pacing: PacingText = Field(CALENDAR, description="Whether the next day waits for an answer to the one before.")
    length: DayNumber = Field(DAYS, description="How many days the track has, when it is shorter than thirty.")
    unfinished: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(
        False, description="`yes` while days are missing: the file can be checked, and not published."
    )
    experiment: Experiment | None = Field(None, description="Wordings of some days that are compared by chance.")
    days: Annotated[tuple[Day, ...], AfterValidator(_in_order), Field(json_schema_extra={"maxItems": DAYS})] = Field(
        description="The days, in order: thirty, or as many as `length` says."
    )

    def is_in(self, language: str) -> bool:
        """Whether it is written in the language of this code, in whichever country's way."""
        return self.language.partition("-")[0] == language

    def day(self, number: int) -> Day:
        """The entry for day `number`, from 1 to `length`."""
        return self.days[number - 1]
