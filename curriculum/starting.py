"""A commented start of a track, three days long, for somebody who writes their first one."""

from importlib.resources import files

from curriculum.texts import slug_of

_PLACE = "my-first-track"


def start_of_track(name: str) -> str:
    """The start of a track called `name`. Raises `Unsuitable` when that is no short name of a track."""
    text = (files("curriculum") / "start.yaml").read_text(encoding="utf-8")
    return text.replace(_PLACE, slug_of(name))
