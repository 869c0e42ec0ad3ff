"""One thing that was looked at, as the doctor tells it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `cure` says what to do when it is wrong."""

    about: str
    says: str
    cure: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be done."""
        return self.cure is not None
