"""How days land: counted over everybody, and told so that nobody is in it."""

from bot.landing.landing import Landing, NoSuchTrack, NoSuchVersion
from bot.landing.released import DayTold, Released, Told, Versions

__all__ = ["DayTold", "Landing", "NoSuchTrack", "NoSuchVersion", "Released", "Told", "Versions"]
