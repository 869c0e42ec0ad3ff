"""What one person may read of a day. Whatever shows a day to somebody goes through here, so that no path forgets who
they are: a message is made of what is `Allowed`, never of a day.
"""

from dataclasses import dataclass
from typing import Final

from curriculum.day import Day
from curriculum.fitted import Fit, Form, Texts, texts
from curriculum.safety import ContentClass, kept_from
from curriculum.track import Track

_AS_USUAL: Final = Fit()


@dataclass(frozen=True, slots=True, repr=False)
class Allowed:
    """A day as far as one person may read it; made by the two functions below alone. `texts` is None where nothing is
    asked of them; `own` is the day itself, with what its author wrote around the act, and None when other texts came
    in its place. `language` is that of the track, in which all of it is written.
    """

    number: int
    fit: Fit
    texts: Texts | None
    own: Day | None
    language: str


def allowed(track: Track, number: int, fit: Fit, content_class: ContentClass) -> Allowed:
    """What somebody in this class may read of a day that came to them in this version."""
    day = track.day(number)
    return _read(day, fit.away_from(day, kept_from(content_class)), track.language)


def as_its_author_reads_it(track: Track, number: int, fit: Fit = _AS_USUAL) -> Allowed:
    """All of a day, in one of its versions, for somebody who wrote it or answers for it, and looks at it as such."""
    return _read(track.day(number), fit, track.language)


def _read(day: Day, fit: Fit, language: str) -> Allowed:
    return Allowed(day.day, fit, texts(day, fit), day if fit.form is Form.DAY else None, language)
