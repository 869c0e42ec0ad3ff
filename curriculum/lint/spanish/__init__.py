"""The words of Spanish in which the editor's rules are broken; the rules themselves, and why, are those of every language."""

from typing import Final

from curriculum.lint.phrasing import Phrasing
from curriculum.lint.spanish import after_worse, claiming, naming, pressing

PHRASES: Final[tuple[Phrasing, ...]] = (*pressing.ALL, *naming.ALL, *claiming.ALL, *after_worse.ALL)
