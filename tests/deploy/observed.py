"""What the files for those who watch over the bot may rest on: the figures it exposes, and the pages they lead to."""

import re
from pathlib import Path

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
_FIGURE = re.compile(r"\b(?:smallgains|process)_\w+")
_HEADING = re.compile(r"^#{2,} (.+)$", re.MULTILINE)


def figures_in(expression: str) -> set[str]:
    """The figures of ours that an expression of Prometheus asks for."""
    return set(_FIGURE.findall(expression))


def anchors() -> set[str]:
    """The headings of deploy/README.md, as a link names them."""
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(page)}
