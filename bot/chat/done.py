"""What an act of an admin's answers, and how it stands in the log."""

from dataclasses import dataclass

from bot.chat.message import Answer, Message
from storage.chain import Result


@dataclass(frozen=True, slots=True)
class Done:
    """What an act answers, and how it stands in the log: on what it was done, and what came of it."""

    answer: Answer
    about: str = ""
    result: Result = Result.DONE


def failed(says: Message) -> Done:
    """The act came to nothing, and that is said."""
    return Done(Answer(say=(says,)), result=Result.FAILED)
