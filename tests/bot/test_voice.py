"""The voice of the bot: warm, plain, short, and never cheerful at pain. All that it says is read, in every language, by the editor's rules
for tracks and by a few of its own.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

import pytest

from bot.words import LANGUAGES, SOURCE
from bot.words.gathering import catalogue, gathered
from curriculum.lint.editor import of_words
from curriculum.lint.finding import Rule

_NOT_MESSAGES = ("bot/desk/", "bot/rehearsal/page", "bot/landing/", "bot/chat/pictures/")
"""What is read on pages and tables of authors."""
ABOUT_ACTS = frozenset({Rule.ABSOLUTE, Rule.PRESSING_AGAIN})
"""Rules for what a day asks people to do to others; of what is kept the bot may say “never”, and it may show things again."""
LONGEST = 1_500
"""Characters of a message: three screens of a small phone. What has to be said in full is allowed more."""
LONGEST_BUTTON = 42
IN_FULL = ("<b>Privacy</b>", "<b>What you can do here</b>", "<b>Small Gains</b>", "<b>Questions for two</b>")
NEVER: Mapping[str, Sequence[str]] = {
    "en": (
        r"!",
        r"streaks?\b",
        r"\bin a row\b",
        r"\bscores?\b(?!,? no right answer)",
        r"\bpoints?\b",
        r"\b(?:well done|good job|great (?:job|work)|nice work|congratulations|awesome|amazing|perfect|excellent|bravo)\b",
        r"\b(?:you missed|you failed|you forgot|you did not manage|you still have not|too bad|shame)\b(?! \w+ is no)",
        r"\b(?:oops|sorry|unfortunately)\b",
    ),
    "es": (
        r"[!¡]",
        r"\brachas?\b",
        r"\bseguidos\b",
        r"\bpuntuaci(?:ón|ones)\b",
        r"\b(?:muy bien hecho|bien hecho|buen trabajo|felicidades|enhorabuena|genial|perfecto|excelente|increíble|bravo)\b",
        r"\b(?:fallaste|no lograste|te olvidaste|olvidaste|te perdiste|qué lástima|vergüenza)\b",
        r"\b(?:ups|lo siento|lamentablemente|desafortunadamente)\b",
    ),
}
"""What the bot does not say: it shouts at nobody, grades nothing, has nothing that can break, and scolds nobody."""
ALLOWED = frozenset(
    {
        # These speak of what is not there, or of what others have done.
        "There is no score, no right answer, and no verdict on anybody.",
        "Looking for it is no shame",
        "no es vergüenza",
        # Of what is kept, and for how long, facts are told.
        "times at which you said you would come back",
        "is forgotten within two days",
    }
)
_TAG = re.compile(r"<[^>]*>")


def said(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a message and a button in a language, with the file it is said in."""
    translated = None if language == SOURCE else catalogue(language)
    for words in gathered():
        if words.file.startswith(_NOT_MESSAGES):
            continue
        forms = [words.one] if words.many is None else [words.one, words.many]
        if translated is not None:
            entry = translated.get(words.one)
            if entry is None or not entry.string:
                continue  # that nothing is missing is another test's
            forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        yield from ((words.file, _plain(form)) for form in forms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_bot_says_passes_its_own_editor(language: str) -> None:
    remarks = [
        f"{file}: [{remark.rule}] {remark.says} in {text!r}"
        for file, text in said(language)
        for remark in of_words(_without_allowed(text), language)
        if remark.rule not in ABOUT_ACTS
    ]

    assert remarks == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_shouts_at_nobody_and_grades_nothing(language: str) -> None:
    never = re.compile("|".join(NEVER[language]), re.IGNORECASE)

    assert [(file, text) for file, text in said(language) if never.search(_without_allowed(text))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_short(language: str) -> None:
    in_full = tuple(_plain(each) for each in IN_FULL) if language == SOURCE else ()
    long = [text for _, text in said(language) if len(text) > LONGEST and not text.startswith(in_full or ("\0",))]

    if language == SOURCE:
        assert long == []
    else:  # as many as in the language of the code: a translation is no reason to grow
        of_source = [text for _, text in said(SOURCE) if len(text) > LONGEST]
        assert len(long) <= len(of_source) + 1


def test_every_language_of_the_bot_has_rules() -> None:
    assert NEVER.keys() == LANGUAGES.keys()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Great job! You kept your streak."),
        ("en", "You must answer every day."),
        ("en", "Tell your husband what you feel."),
        ("es", "¡Felicidades, no perdiste tu racha!"),
        ("es", "Tienes que responder cada día."),
    ],
)
def test_what_does_not_sound_like_the_bot_is_found(language: str, text: str) -> None:
    never = re.compile("|".join(NEVER[language]), re.IGNORECASE)

    assert never.search(text) or of_words(text, language)


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _without_allowed(text: str) -> str:
    for each in ALLOWED:
        text = text.replace(each, "")
    return text
