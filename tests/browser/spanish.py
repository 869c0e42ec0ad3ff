"""What to look for on a page on which somebody is spoken to in Spanish: words that are not."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.publishing import shipped_tracks
from bot.words import _, speaking
from bot.words.gathering import catalogue
from curriculum.reading import read_track

WATCH = """() => {
  const said = (window.said = new Set());
  const note = (element) => element?.textContent.trim() && said.add(element.textContent.trim());
  const look = () => {
    for (const each of document.querySelectorAll("[data-testid=from-bot] .words, .tap, #toast, #alert-text, #menu small")) note(each);
    note(document.getElementById("welcome")?.hidden ? null : document.getElementById("description"));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
"""Keeps all that the bot has said on a page, also what stood there for a moment only."""

ENGLISH_ONLY = re.compile(
    r"\b(the|and|you|your|yours|with|for|is|are|was|were|of|to|it|its|that|this|these|those|what|when|where|which|who|how"
    r"|not|will|would|can|could|should|be|been|or|if|have|had|at|from|by|my|they|them|their|there|here|then|than|nothing"
    r"|something|every|day|days|week|today|tomorrow|yet|again|later|now|want|wants|kept|keep|write|wrote)\b",
    re.IGNORECASE,
)
"""Words that English cannot do without and Spanish does not have."""
_TAG = re.compile(r"<[^>]+>")
_NO_WORDS = re.compile(r"/[a-z_]+|https?://\S+|\b[\w-]+(?:\.[\w-]+)+")


def es(text: str) -> str:
    """What the bot says for this in Spanish, without markup."""
    assert catalogue("es").get(text), f"the bot does not say {text!r}"
    with speaking("es"):
        return _TAG.sub("", _(text))


def english_in(said: Iterable[str]) -> list[str]:
    """What is English of all this, apart from what authors wrote on tracks in English."""
    return [text for text in said if _is_english(text)]


def _is_english(text: str) -> bool:
    for authored in _authored():
        text = text.replace(authored, "")
    lines = {line.strip().removeprefix("✓ ") for line in (text, *text.splitlines())}
    return bool(ENGLISH_ONLY.search(_NO_WORDS.sub(" ", text))) or bool(lines & _translated())


@cache
def _authored() -> tuple[str, ...]:
    tracks = [read_track(text) for text in shipped_tracks()]
    texts = [text for track in tracks if track.language == "en" for text in (track.title, track.summary)]
    return tuple(sorted(texts, key=len, reverse=True))


@cache
def _translated() -> frozenset[str]:
    """All that the bot says otherwise in Spanish."""
    return frozenset(_told_otherwise())


def _told_otherwise() -> Iterator[str]:
    for entry in catalogue("es"):
        pairs = zip(*((each,) if isinstance(each, str) else each for each in (entry.id, entry.string)), strict=True)
        yield from (_TAG.sub("", one) for one, other in pairs if one and one != other)
