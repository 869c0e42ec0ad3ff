"""One request of somebody who is at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.desk.entering import Visit
from bot.desk.requests import Unwelcome
from bot.words import _

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and for what: the parts of the path, what stands behind it, and the fields of a form."""

    visit: Visit
    path: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict, repr=False)

    def field(self, name: str) -> str:
        """A field of the form. Raises `Unwelcome` when it is not there."""
        given = self.form.get(name)
        if given is None:
            raise Unwelcome(400, _("That form lacks something."))
        return given

    def number(self, name: str) -> int:
        """A field that is a number. Raises `Unwelcome`."""
        return _number(self.field(name), Unwelcome(400, _("That form lacks something.")))

    def number_in_path(self, name: str) -> int:
        """A part of the path that is a number. Raises `Unwelcome`."""
        return _number(self.path[name], Unwelcome(404, _("There is no such page.")))

    @property
    def text(self) -> str:
        """The track that was typed, with line ends as files have them. Raises `Unwelcome`."""
        return self.field("text").replace("\r\n", "\n").replace("\r", "\n")


def _number(given: str, otherwise: Unwelcome) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS):
        raise otherwise
    return int(given)
