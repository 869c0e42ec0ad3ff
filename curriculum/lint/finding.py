"""What an editor remarks on: the rule, where it stands, why it matters, and a better way."""

from dataclasses import dataclass
from enum import StrEnum

from curriculum.written import Path


class Rule(StrEnum):
    """The ids by which findings are named, and silenced."""

    PRESSING = "pressing"
    PRESSING_AGAIN = "pressing-again"
    BLAME = "blame"
    DIAGNOSIS = "diagnosis"
    GENDER = "gender"
    PROMISE = "promise"
    ABSOLUTE = "absolute"
    CHANGING_PARTNER = "changing-partner"
    MIND_READING = "mind-reading"
    PRAISE_FOR_WORSE = "praise-for-worse"
    EXCLAMATION = "exclamation"
    READING_GRADE = "reading-grade"
    LENGTH = "length"
    MISSING_GENTLE = "missing-gentle"
    MISSING_STANDARD = "missing-standard"
    MISSING_SOLO = "missing-solo"
    MISSING_WHEN = "missing-when"
    MISSING_TIP = "missing-tip"
    MISSING_TAG = "missing-tag"
    MISSING_INSTEAD = "missing-instead"
    ASK_WITHOUT_NO = "ask-without-no"
    FIRST_DAY = "first-day"
    TOO_MANY_IN_A_ROW = "too-many-in-a-row"
    NO_REST = "no-rest"
    NEAR_DUPLICATE = "near-duplicate"
    SILENCED_WITHOUT_REASON = "silenced-without-reason"
    SILENCES_NOTHING = "silences-nothing"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark on a track file; `line` and `column` count from 1."""

    line: int
    column: int
    rule: Rule
    says: str
    why: str
    better: str

    def at(self, file: str) -> str:
        """The finding as editors and terminals like it: `file:line:col: [rule] what was found`."""
        return f"{file}:{self.line}:{self.column}: [{self.rule}] {self.says}"


@dataclass(frozen=True, slots=True)
class Remark:
    """The same before its place is known: `path` names the field, `at` how far into its text, where that is known."""

    path: Path
    rule: Rule
    says: str
    why: str
    better: str
    at: int | None = None
