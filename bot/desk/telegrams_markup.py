"""A message as the chat shows it: the few marks of Telegram's HTML that we use, everything else as plain text."""

from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup, escape

_MARKS: Final = frozenset({"b", "i", "u", "s", "code", "pre", "blockquote"})


class _Reader(HTMLParser):
    """Writes the marks it knows without anything that goes with them, and closes what was opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a mark."""
        if tag in _MARKS:
            self._open.append(tag)
            self.parts.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """Closes a mark, and those that were opened since."""
        while tag in self._open:
            last = self._open.pop()
            self.parts.append(f"</{last}>")
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        """Text is text, whatever it looks like."""
        self.parts.append(str(escape(data)))

    def ended(self) -> str:
        """All of it, with everything closed."""
        self.close()
        return "".join([*self.parts, *(f"</{tag}>" for tag in reversed(self._open))])


def shown(text: str) -> Markup:
    """A text in Telegram's HTML, ready to stand in a page."""
    reader = _Reader()
    reader.feed(text)
    return Markup(reader.ended())  # noqa: S704  (made of marks from a closed set and of escaped text alone)
