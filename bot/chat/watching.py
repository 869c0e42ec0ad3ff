"""The crisis watch over all that people write: read once, before it is sealed, for the answer to it alone."""

import re
from typing import Final

from bot.chat import help_messages
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.holding import Holding
from curriculum.crisis import LANGUAGES, Concern, watch
from storage.database import Unit
from storage.people import Person

_WRITTEN: Final = frozenset({Kind.TEXT, Kind.EDIT, Kind.MEDIA, Kind.DOCUMENT, Kind.COMMAND, Kind.LOCATION})
_LINK: Final = re.compile(r"\S*")


class Watching:
    """Answers a sign of danger with the calm card and no other word, and puts on hold what would come by itself."""

    def __init__(self, holding: Holding) -> None:
        self._holding = holding
        for language in LANGUAGES:
            watch("", language)  # reads the word lists now, so that nobody waits for it

    async def answered(
        self,
        unit: Unit,
        heard: Heard,
        person: Person | None,
        answer: Answer,
        *,
        hasty: bool = False,
        helped: bool = False,
    ) -> Answer:
        """`answer`, or the card in its place. Who is `hasty` and has the card before them is not sent it again; nor is who
        was `helped` by first aid, who only lacks the way to go on. Whoever shows a sign is on hold afterwards.
        """
        concern = concern_in(heard)
        if concern is None or (hasty and person is not None and self._holding.has_just_begun(person)):
            return answer
        if person is not None:
            await self._holding.hold(unit, person)
        if helped:
            return Answer() if person is None else Answer(say=(help_messages.on_hold(person.token),), urgent=True)
        where = await self._holding.help_for(unit, person, concern)
        token = None if person is None else person.token
        card = help_messages.card(concern, where, token)
        return Answer(say=(card,), urgent=True, empties_chat=answer.empties_chat, also=answer.also)


def concern_in(heard: Heard) -> Concern | None:
    """What somebody's words may be a sign of. What a link hands over with /start is nobody's word."""
    if heard.kind not in _WRITTEN or (heard.command == "start" and _LINK.fullmatch(heard.text)):
        return None
    words = f"{heard.command} {heard.text}\n.\n{heard.beside}" if heard.beside else f"{heard.command} {heard.text}"
    found = (watch(words, language) for language in sorted(LANGUAGES))
    return next((concern for concern in found if concern is not None), None)
