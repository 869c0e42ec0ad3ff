"""What Telegram's answers tell of the files that go with days: each is uploaded once, and from then on known by an id."""

from bot.telegram import answers
from storage.database import Unit
from storage.media import Attached


def tells(answer: answers.Answer) -> bool:
    """Whether an answer tells anything of a file."""
    return isinstance(answer, answers.FileUnknown) or (isinstance(answer, answers.Sent) and answer.uploaded is not None)


async def learn(unit: Unit, answer: answers.Answer) -> None:
    """Keeps the id by which Telegram knows a file that was uploaded, or that it does not know it any more."""
    match answer:
        case answers.Sent(uploaded=Attached() as media):
            await unit.media.known(media)
        case answers.FileUnknown(media=media):
            await unit.media.unknown(media)
