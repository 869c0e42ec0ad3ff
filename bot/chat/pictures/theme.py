"""The colours of pictures, light and dark. What differs differs in brightness too, for those who see colours otherwise."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours. `steps` go from the widest set to the narrowest; `warn` marks what should be looked at."""

    name: str
    paper: str
    ink: str
    soft: str
    line: str
    steps: tuple[str, str, str, str]
    strong: str
    warn: str


LIGHT: Final = Theme(
    name="light",
    paper="#ffffff",
    ink="#16202b",
    soft="#56636f",
    line="#aab4bf",
    steps=("#e3e9ef", "#a6c8e4", "#4a90c4", "#0b4a7d"),
    strong="#2a72a8",
    warn="#c04a00",
)
DARK: Final = Theme(
    name="dark",
    paper="#12181f",
    ink="#f1f5f8",
    soft="#a9b5c1",
    line="#5d6975",
    steps=("#26303a", "#2b5475", "#4b93cc", "#c4e3fb"),
    strong="#62aade",
    warn="#ff9a4d",
)
