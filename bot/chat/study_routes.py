"""The routes to taking part in a study: /study and the buttons under it. Nobody is asked who does not ask for it."""

from typing import Final

from bot.chat import buttons, study_messages
from bot.chat.message import Answer
from bot.chat.study_buttons import StudyMove, StudyMoved
from bot.chat.turn import Heard, Kind
from bot.clock import Clock
from bot.enrolling import NotAgreed
from bot.practice import NotYours
from curriculum.errors import NotUnderWay
from curriculum.study import Study
from storage.database import Unit
from storage.people import Person

COMMAND: Final = "study"


class StudyRoutes:
    """What people may say of a `study`. Where none is run any more, what they agreed to can still be taken back."""

    def __init__(self, study: Study | None, now: Clock, *, contact: str) -> None:
        self._study = study
        self._now = now
        self._contact = contact

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command == COMMAND
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), StudyMoved)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button, `NotUnderWay` and `NotAgreed` for
        somebody who has not begun.
        """
        if person is None:
            raise NotUnderWay
        tap = buttons.read(heard.tap) if heard.kind is Kind.TAP else None
        if tap is None:
            return await self._asked(unit, person)
        if not isinstance(tap, StudyMoved) or tap.token != person.token:
            raise NotYours
        return await self._moved(unit, person, tap)

    async def _asked(self, unit: Unit, person: Person) -> Answer:
        agreement = await unit.studies.agreement_of(person.id)
        if agreement is not None and (self._study is None or agreement.holds_for(self._study)):
            mark = "" if self._study is None else self._study.mark
            told = study_messages.takes_part(agreement.study, agreement.agreed_at, person.token, mark)
            return Answer(say=(told,))
        if self._study is None:
            return Answer(say=(study_messages.none_here(),))
        if person.agreed_at is None:
            raise NotAgreed
        return Answer(say=(study_messages.ask(self._study, person.token),))

    async def _moved(self, unit: Unit, person: Person, tap: StudyMoved) -> Answer:
        if tap.move is StudyMove.TAKE_BACK:
            await unit.studies.take_back(person.id)
            contact = self._contact if self._study is None else self._study.contact
            return Answer(edit=study_messages.taken_back(contact))
        if tap.move is StudyMove.RATHER_NOT:
            return Answer(edit=study_messages.rather_not())
        if self._study is None or tap.seen != self._study.mark:
            return Answer(toast=study_messages.another_by_now())
        await unit.studies.agree(person.id, self._study, self._now())
        return Answer(edit=study_messages.agreed())
