"""What a YAML parser complains of, in an author's words and at the place an author has to mend."""

from collections.abc import Sequence

from curriculum.errors import Problem
from curriculum.written import Place


def in_words(jargon: str, lines: Sequence[str], at: Place, opened: Place) -> Problem:
    """The problem behind `jargon`: the parser stumbled at `at`, over something that begins at `opened`.

    The parsers in C and in Python word their complaints differently; the words looked for here are in both.
    """
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    indentation = line[: len(line) - len(line.lstrip())]
    if "\t" in indentation:
        tab = Place(at.line, indentation.index("\t") + 1)
        return tab.problem("this line is indented with a tab; use spaces")
    if "quoted" in jargon and "end of stream" in jargon:
        return opened.problem("this quote is never closed")
    if "flow" in jargon and opened != at:
        return opened.problem(f"this bracket is not closed as it should be (see line {at.line}, column {at.column})")
    if "simple key" in jargon:
        return opened.problem(
            "this line is neither `field: text` nor part of the text above it; is it indented wrongly?"
        )
    return at.problem(_there(jargon, line[at.column - 1 : at.column]))


def _there(jargon: str, letter: str) -> str:
    if "mapping values are not allowed" in jargon:
        return "a text with a colon in it needs quotes around it, or this line is indented wrongly"
    if "cannot start any token" in jargon:
        return f"a text that begins with `{letter}` needs quotes around it"
    if "escape" in jargon:
        return "there is an escape here that is not allowed between double quotes; write `\\\\` for a backslash"
    if "tag" in jargon:
        return "a tag (`!`) is not allowed"
    if "block scalar" in jargon:
        return "a text after `|` or `>` begins on the next line"
    return "this line does not fit in here; look at its indentation and at the quotes before it"
