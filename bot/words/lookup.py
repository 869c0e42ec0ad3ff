"""Looks words up in the catalogue of the language that is spoken now."""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.words.languages import LANGUAGES, SOURCE, language

CATALOGUES: Final = Path(__file__).parent
"""Here lies `LANGUAGE.po` for every language but the one the code is written in."""


def _(text: str) -> str:
    """`text` in the language that is spoken now."""
    return _catalogue(language()).gettext(text) if text else ""


def in_every_language(text: str) -> frozenset[str]:
    """`text` in all languages there are, for what an app sends back of what was said a while ago."""
    return frozenset(_catalogue(code).gettext(text) for code in LANGUAGES)


def ngettext(one: str, many: str, count: int) -> str:
    """What is said of one, or of `count` of them."""
    return _catalogue(language()).ngettext(one, many, count)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """A catalogue, compiled from its file when it is first needed."""
    if code == SOURCE:
        return gettext.NullTranslations()
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
