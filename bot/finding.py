"""One thing that was looked at, as the doctor tells it, and the kinds of what can be wrong with it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `cure` says what to do when it is wrong, and `fault` how programs know what it is."""

    about: str
    says: str
    cure: str | None = None
    fault: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something has to be done."""
        return self.cure is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of thing that can be wrong: its name for programs, what it means and what cures it. `{gaps}` in the cure are
    filled where it is found.
    """

    name: str
    means: str
    cure: str

    def found(self, about: str, says: str | None = None, **gaps: object) -> Finding:
        """It was found here; `says` tells more exactly what it is than what it means in general."""
        return Finding(about, says or self.means, self.cure.format_map(gaps), self.name)
