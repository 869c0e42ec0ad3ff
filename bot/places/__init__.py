"""How a person's zone is found: by a shared location, by the name of a place, or by the clock on their wall."""

from bot.places.cities import Cities, zones_of
from bot.places.gazetteer import ATTRIBUTION, City
from bot.places.location import from_location
from bot.places.wall_clock import ZoneChoice, from_wall_clock

__all__ = ["ATTRIBUTION", "Cities", "City", "ZoneChoice", "from_location", "from_wall_clock", "zones_of"]
