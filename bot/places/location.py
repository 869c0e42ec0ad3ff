"""Which zone a shared location lies in."""

import tzfpy

from curriculum.timing import zone_names


def from_location(lat: float, lon: float) -> str | None:
    """The zone at a point on earth, far out at sea one by the meridian ("Etc/GMT+3" is three hours behind UTC); `None`
    when the point is not on earth or its zone is not in our time zone data, which is dated apart from the map.
    """
    found = (tzfpy.get_tz(lon, lat), *tzfpy.get_tzs(lon, lat))
    return next((zone for zone in found if zone in zone_names()), None)
