"""The kinds of text a track is made of: how long each may be, and how an editor is told."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from curriculum.writing import Rule, Unsuitable

MOST_WORDS_IN_AN_ACT: Final = 60
MOST_SENTENCES_IN_A_WHY: Final = 2
MOST_IN_A_LINE: Final = 80
MOST_IN_A_PARAGRAPH: Final = 600
"""Two lines and four paragraphs with their labels are what a nudge can hold: well inside Telegram's 4,096 units."""
MOST_IN_A_CHOICE: Final = 40
"""As much as a button shows on a narrow phone."""
MOST_IN_A_SLUG: Final = 40

_SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_LANGUAGE: Final = r"[a-z]{2}(-[A-Z]{2})?"
_FILE: Final = r"[A-Za-z0-9][A-Za-z0-9_-]{0,50}\.(jpg|jpeg|png|ogg)"


def slug_of(text: str) -> str:
    """The short name as it is. Raises `Unsuitable` when it is none."""
    if not re.fullmatch(_SLUG, text):
        raise Unsuitable("must be lower case letters, digits and hyphens, like `model-openness`")
    if len(text) > MOST_IN_A_SLUG:
        raise Unsuitable(f"has {len(text)} characters, at most {MOST_IN_A_SLUG}")
    return text


def _language(text: str) -> str:
    if not re.fullmatch(_LANGUAGE, text):
        raise Unsuitable("must be a language code, like `en` or `pt-BR`")
    return text


def file_name_of(text: str) -> str:
    """The name of a picture or voice note as it is. Raises `Unsuitable` when it is none."""
    if not re.fullmatch(_FILE, text):
        raise Unsuitable("must be the name of a picture (.jpg, .png) or of a voice note (.ogg), like `breath.jpg`")
    return text


_LINE = Rule(most=MOST_IN_A_LINE, one_line=True)
_LABEL = Rule(most=MOST_IN_A_LINE, one_line=True, about_partner=False)
_CHOICE = Rule(most=MOST_IN_A_CHOICE, one_line=True, about_partner=False)
_PARAGRAPH = Rule(most=MOST_IN_A_PARAGRAPH)
_BLURB = Rule(most=MOST_IN_A_PARAGRAPH, about_partner=False)
_WHY = Rule(most=MOST_IN_A_PARAGRAPH, most_sentences=MOST_SENTENCES_IN_A_WHY)
_ACT = Rule(most=MOST_IN_A_PARAGRAPH, most_words=MOST_WORDS_IN_AN_ACT)

Slug = Annotated[
    str, AfterValidator(slug_of), Field(json_schema_extra={"pattern": f"^{_SLUG}$", "maxLength": MOST_IN_A_SLUG})
]
Language = Annotated[str, AfterValidator(_language), Field(json_schema_extra={"pattern": f"^{_LANGUAGE}$"})]
FileName = Annotated[str, AfterValidator(file_name_of), Field(json_schema_extra={"pattern": f"^{_FILE}$"})]
Line = Annotated[str, AfterValidator(_LINE.keep), Field(json_schema_extra=_LINE.as_json_schema())]
Label = Annotated[str, AfterValidator(_LABEL.keep), Field(json_schema_extra=_LABEL.as_json_schema())]
ChoiceText = Annotated[str, AfterValidator(_CHOICE.keep), Field(json_schema_extra=_CHOICE.as_json_schema())]
Paragraph = Annotated[str, AfterValidator(_PARAGRAPH.keep), Field(json_schema_extra=_PARAGRAPH.as_json_schema())]
Blurb = Annotated[str, AfterValidator(_BLURB.keep), Field(json_schema_extra=_BLURB.as_json_schema())]
Why = Annotated[str, AfterValidator(_WHY.keep), Field(json_schema_extra=_WHY.as_json_schema())]
ActText = Annotated[str, AfterValidator(_ACT.keep), Field(json_schema_extra=_ACT.as_json_schema())]
