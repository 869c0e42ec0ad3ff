"""What the crisis watch hears and what it takes for a sign wrongly, by language.

    python -m tests.curriculum.crisis_figures

Two lots of sentences are measured. The word lists were mended for the first until little of it was missed, so its figures
tell that nothing was lost. For the `unseen` lot nothing was ever mended: its figures tell what may be hoped for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from curriculum.crisis import LANGUAGES, watch

SENTENCES: Final = Path(__file__).parent / "crisis_sentences"


@dataclass(frozen=True)
class Sentence:
    """Words of somebody, under the heading they were filed under."""

    heading: str
    words: str

    @property
    def is_explicit(self) -> bool:
        return self.heading.endswith(", explicit")

    @property
    def concern(self) -> str:
        return self.heading.partition(",")[0]


@dataclass(frozen=True)
class Lot:
    """Sentences that were written together: signs, and what is none."""

    name: str
    signs: Sequence[Sentence]
    neutral: Sequence[Sentence]


@dataclass(frozen=True)
class Heard:
    """What became of sentences of one kind: so many `of` all were taken for a sign; `otherwise` are those that went wrong."""

    what: str
    count: int
    of: int
    otherwise: Sequence[Sentence]

    @property
    def share(self) -> float:
        return self.count / self.of if self.of else 0.0

    def told(self) -> str:
        """One line, and one for each that went wrong."""
        wrong = "".join(f"\n    {each.heading}: {each.words}" for each in self.otherwise)
        return f"{self.count} of {self.of} {self.what} ({self.share:.1%}){':' if wrong else ''}{wrong}"


def mended_for(language: str) -> Lot:
    """The sentences that the word lists of a language were mended for."""
    signs, neutral = (_sentences(f"{language}_{kind}_*.txt") for kind in ("signs", "neutral"))
    return Lot("mended for", signs, neutral)


def unseen(language: str) -> Lot:
    """The sentences that the word lists of a language were never changed for."""
    signs, neutral = (_sentences(f"{language}_unseen_{kind}.txt") for kind in ("signs", "neutral"))
    return Lot("unseen", signs, neutral)


def recall(lot: Lot, language: str, *, explicit: bool) -> Heard:
    """How many of the signs are heard, and which are missed."""
    signs = [each for each in lot.signs if each.is_explicit is explicit]
    missed = [each for each in signs if watch(each.words, language) is None]
    return Heard(f"{'explicit' if explicit else 'implicit'} signs heard", len(signs) - len(missed), len(signs), missed)


def false_alarms(lot: Lot, language: str) -> Heard:
    """How many of the neutral sentences are taken for a sign, and which."""
    alarms = [each for each in lot.neutral if watch(each.words, language) is not None]
    return Heard("neutral sentences raised a false alarm", len(alarms), len(lot.neutral), alarms)


def figures(language: str) -> Iterator[str]:
    """Every figure of one language."""
    for lot in (mended_for(language), unseen(language)):
        yield f"{language}, {lot.name}: {len(lot.signs)} signs, {len(lot.neutral)} neutral sentences"
        for heard in (recall(lot, language, explicit=True), recall(lot, language, explicit=False)):
            if heard.of:
                yield f"  {heard.told()}"
        yield f"  {false_alarms(lot, language).told()}"


def _sentences(files: str) -> list[Sentence]:
    found, heading = [], ""
    for file in sorted(SENTENCES.glob(files)):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                heading = line.removeprefix("## ")
            elif line and not line.startswith("#"):
                found.append(Sentence(heading, line.replace(r"\n", "\n")))
    return found


if __name__ == "__main__":
    for spoken in sorted(LANGUAGES):
        for line in figures(spoken):
            print(line)  # noqa: T201
