"""What is known of where help is: every entry with where it was read, when, and how long that may be relied on."""

from datetime import date, timedelta
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from curriculum.crisis.concern import Concern

LONGEST: Final = timedelta(days=366)
"""Nothing is relied on for longer than this without being looked up again."""

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
_Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_Source = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=300)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Dated(_Entry):
    """Something that was looked up. Raises `ValidationError` without a source, or when it is to hold for too long."""

    source: _Source
    checked_on: date
    expires_on: date

    @model_validator(mode="after")
    def _holds_for_a_year_at_most(self) -> Self:
        if not timedelta(0) < self.expires_on - self.checked_on <= LONGEST:
            raise ValueError("an entry holds for a year at most; look it up again then")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it may still be relied on."""
        return day <= self.expires_on


class Emergency(_Dated):
    """The number to call in danger."""

    number: _Line


class Helpline(_Dated):
    """Somebody who listens. `reach` is what to do, as in "call 116 123"; `hours` is when, where that is certain."""

    name: _Line
    reach: _Line
    concerns: tuple[Concern, ...] = Field(alias="for", min_length=1)
    hours: _Line | None = None


class Country(_Entry):
    """What is known of a country, or of several where the same holds."""

    countries: tuple[_Code, ...] = Field(min_length=1)
    called: _Line
    emergency: Emergency
    lines: tuple[Helpline, ...] = ()
