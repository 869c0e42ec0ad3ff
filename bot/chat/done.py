"""What comes of an admin's act."""

from dataclasses import dataclass

from bot.chat.message import Answer
from storage.chain import Result


@dataclass(frozen=True, slots=True)
class Done:
    """What an act answers, and how it stands in the log: on what it was done, and what came of it."""

    answer: Answer
    about: str = ""
    result: Result = Result.DONE
