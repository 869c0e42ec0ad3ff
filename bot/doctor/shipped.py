"""What ships with the program: tracks and helplines."""

from datetime import date

from bot import faults
from bot.finding import Finding
from bot.publishing import shipped_tracks
from curriculum.errors import TrackInvalid
from curriculum.helplines import expired
from curriculum.reading import read_track


def tracks() -> Finding:
    """Whether every track that ships can be read."""
    try:
        titles = [read_track(text).title for text in shipped_tracks()]
    except TrackInvalid as invalid:
        return faults.TRACK_DAMAGED.found("tracks", f"a shipped track has problems ({invalid})")
    return Finding("tracks", f"good; shipped: {', '.join(titles)}")


def helplines(today: date) -> Finding:
    """Whether every emergency number and helpline that ships may still be relied on."""
    gone = expired(today)
    if gone:
        says = f"{len(gone)} have expired and are told to nobody: {'; '.join(gone)}"
        return faults.HELPLINES_EXPIRED.found("helplines", says)
    return Finding("helplines", "good: none has expired")
