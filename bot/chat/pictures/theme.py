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
WARM: Final = Theme(
    name="warm",
    paper="#fbf5ec",
    ink="#3a2e28",
    soft="#7a675b",
    line="#e2d4c3",
    steps=("#f3e8d9", "#ead8c2", "#e6b89c", "#c9745a"),
    strong="#f2b880",
    warn="#8a5a44",
)
EMBERS: Final = Theme(
    name="embers",
    paper="#1f1a18",
    ink="#f4e9dd",
    soft="#bba898",
    line="#4a3f38",
    steps=("#2c2522", "#43372f", "#8f6a55", "#e08a66"),
    strong="#f6c58f",
    warn="#d9a58a",
)
"""The colours of pictures for people themselves, by day and by night: of cards, of days that came, of petals' shade and of petals;
`strong` is the heart of what has opened. There is no red, and nothing in them warns.
"""
