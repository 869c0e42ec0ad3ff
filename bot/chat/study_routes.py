"""The routes to taking part in a study: /study and the buttons under it. Nobody is asked who does not ask for it."""

from typing import Final

from bot.chat import buttons, help_messages, study_messages
from bot.chat.message import Answer
from bot.chat.study_buttons import StudyMove, StudyMoved
from bot.chat.turn import Heard, Kind
from bot.enrolling import NotAgreed
from bot.practice import NotYours
from bot.taking_part import TakingPart
from curriculum.errors import NotUnderWay
from curriculum.study import Agreement, Study
from storage.database import Unit
from storage.people import Person

COMMAND: Final = "study"


class StudyRoutes:
    """What people may say of a `study`. Where none is run any more, what they agreed to can still be taken back. Nobody is asked for a
    yes while their messages are on hold, and none is taken then.
    """

    def __init__(self, study: Study | None, taking_part: TakingPart, *, contact: str) -> None:
        self._study = study
        self._taking_part = taking_part
        self._contact = contact

    @property
    def is_run(self) -> bool:
        """Whether there is a study to take part in."""
        return self._study is not None

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
        if person.is_held and agreement is None:
            return Answer(say=(help_messages.on_hold(person.token),))
        return Answer(say=(study_messages.ask(self._study, person.token, before=agreement),))

    async def _moved(self, unit: Unit, person: Person, tap: StudyMoved) -> Answer:
        match tap.move:
            case StudyMove.ASK:
                return await self._asked(unit, person)
            case StudyMove.TAKE_BACK:
                agreement = await self._taking_part.take_back(unit, person.id)
                return Answer(edit=study_messages.taken_back(self._who_has_it(agreement)))
            case StudyMove.RATHER_NOT:
                return await self._rather_not(unit, person)
            case StudyMove.AGREE:
                if self._study is None or tap.seen != self._study.mark:
                    return Answer(toast=study_messages.another_by_now())
                if person.is_held:
                    return Answer(say=(help_messages.on_hold(person.token),))
                await self._taking_part.agree(unit, person.id, self._study)
                return Answer(edit=study_messages.agreed())

    async def _rather_not(self, unit: Unit, person: Person) -> Answer:
        """A no ends a yes, be it to what the study was before or under an older message."""
        if await unit.studies.agreement_of(person.id) is None:
            return Answer(edit=study_messages.rather_not())
        agreement = await self._taking_part.take_back(unit, person.id)
        return Answer(edit=study_messages.taken_back(self._who_has_it(agreement)))

    def _who_has_it(self, agreement: Agreement | None) -> str:
        """With whom is what was handed over: as it was told when it was agreed to, where that is known."""
        told = None if agreement is None else agreement.contact
        return told or (self._contact if self._study is None else self._study.contact)
