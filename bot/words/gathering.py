"""Gathers the words of the code for the catalogues, and writes each anew: `python -m bot.words.gathering`, or `make words`.

Words that are new stand there with nothing in the other language, to be filled in; those that are gone go. An entry stands under
the file it is said in, in the order of that file, and without the numbers of lines, so that two changes seldom meet.
"""

import ast
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

from bot.words.languages import LANGUAGES, SOURCE
from bot.words.lookup import CATALOGUES
from curriculum.helplines.shipped import shipped

HOME: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("bot", "curriculum", "storage")
LOOKS_UP: Final = frozenset({"_", "marked"})
_HELPLINES: Final = "curriculum/helplines"
_HEADER: Final = """\
# {language} words of the bot.
msgid ""
msgstr ""
"Project-Id-Version: smallgains\\n"
"Language: {code}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the code, and where they stand; those that are counted have what is said of `many`."""

    file: str
    line: int
    one: str
    many: str | None = None

    @property
    def id(self) -> str | tuple[str, str]:
        """As a catalogue names them."""
        return self.one if self.many is None else (self.one, self.many)


def gathered() -> list[Words]:
    """All words that are looked up somewhere, in the order of files and lines."""
    return sorted([*_in_code(), *_in_pages(), *_in_helplines()], key=lambda words: (words.file, words.line))


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it stands."""
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def write(code: str) -> None:
    """Writes the catalogue of a language anew."""
    (CATALOGUES / f"{code}.po").write_bytes(renewed(code))


def renewed(code: str) -> bytes:
    """The catalogue of a language with all words of the code in it, and no others."""
    header = _HEADER.format(language=Locale(code).get_language_name("en"), code=code).encode()
    before, after = catalogue(code), read_po(BytesIO(header), locale=code)
    for words in gathered():
        known = before.get(words.one)
        is_the_same = known is not None and known.id == words.id
        after.add(words.id, known.string if known is not None and is_the_same else None, [(words.file, words.line)])
    text = BytesIO()
    write_po(text, after, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    return header + text.getvalue().lstrip()


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module that may say something, with its file."""
    for package in PACKAGES:
        for path in sorted((HOME / package).rglob("*.py")):
            with tokenize.open(path) as file:
                yield path.relative_to(HOME).as_posix(), ast.parse(file.read())


def _in_code() -> Iterator[Words]:
    for file, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                texts = [
                    each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
                ]
                if node.func.id in LOOKS_UP and texts:
                    yield Words(file, node.lineno, texts[0])
                elif node.func.id == "ngettext" and len(texts) > 1:
                    yield Words(file, node.lineno, texts[0], texts[1])


def _in_pages() -> Iterator[Words]:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted((HOME / "bot").rglob("*.html")):
        if path.parent.name != "templates":
            continue
        for line, function, said in _extracted(environment, path.read_text(encoding="utf-8")):
            texts = [each for each in (said if isinstance(said, tuple) else (said,)) if isinstance(each, str)]
            if texts:
                many = texts[1] if function == "ngettext" else None
                yield Words(path.relative_to(HOME).as_posix(), line, texts[0], many)


def _extracted(environment: Environment, source: str) -> list[tuple[int, str, str | tuple[str | None, ...]]]:
    # The extension gives every environment this function; its types do not tell.
    return list(environment.extract_translations(source))  # type: ignore[attr-defined]


def _in_helplines() -> Iterator[Words]:
    countries = {id(country): country for country in shipped().values()}
    for line, country in enumerate(sorted(countries.values(), key=lambda each: each.called)):
        for text in (country.called, *(text for each in country.lines for text in (each.reach, each.hours))):
            if text is not None:
                yield Words(_HELPLINES, line, text)


if __name__ == "__main__":
    for code in LANGUAGES:
        if code != SOURCE:
            write(code)
