"""The routes of a rehearsal in an admin's own chat. Whether they may is looked at before."""

from collections.abc import Callable

from bot.chat import rehearsal_buttons, rehearsal_messages
from bot.chat.message import Answer
from bot.chat.rehearsal_buttons import RehearsalTap
from bot.practice import NotYours
from bot.rehearsal.personas import PERSONAS, Persona, Who
from bot.rehearsal.walk import Step
from bot.rehearsing import Rehearsing, Source, answered_with, walked_by
from bot.words import marked
from storage.database import Unit

AsPage = Callable[[Source, Persona, list[Step]], str]
"""All of a rehearsal as a page."""


class RehearsalRoutes:
    """What an admin says to a rehearsal. Every answer says on what it was, for the log."""

    def __init__(self, rehearsing: Rehearsing, as_page: AsPage) -> None:
        self._rehearsing = rehearsing
        self._as_page = as_page

    async def answer(self, unit: Unit, admin: int, tap: RehearsalTap | None) -> tuple[Answer, str]:
        """The answer to the command, or to a tap. Raises `NoDraft`, `NotYours`."""
        if tap is None:
            return Answer(say=(rehearsal_messages.sources(await self._rehearsing.sources(unit, admin=admin)),)), ""
        if isinstance(tap.move, rehearsal_buttons.Stopped):
            was = await self._rehearsing.stop(unit, admin=admin)
            return Answer(say=(rehearsal_messages.stopped(tap.source, was=was),)), ""
        source = await self._rehearsing.source(unit, tap.source, admin=admin)
        return await self._in(unit, admin, source, tap), source.track.slug

    async def _in(self, unit: Unit, admin: int, source: Source, tap: RehearsalTap) -> Answer:
        match tap.move:
            case rehearsal_buttons.SourceChosen():
                return Answer(say=(rehearsal_messages.who_walks(source),))
            case rehearsal_buttons.GoesByItself(who, place):
                message, then = rehearsal_messages.shown(source, who, walked_by(source.track, who), place)
                await self._rehearsing.go_by_itself(unit, source, who, then, admin=admin)
                return Answer(say=(message,))
            case rehearsal_buttons.Answered(answers):
                await self._rehearsing.stop(unit, admin=admin)
                return Answer(say=(rehearsal_messages.asked(source, answers, _own_steps(source, answers)),))
            case rehearsal_buttons.PageWanted(Who() as who):
                page = self._as_page(source, PERSONAS[who], walked_by(source.track, who))
                return Answer(say=(rehearsal_messages.page(source, who, page),))
            case rehearsal_buttons.PageWanted(answers):
                page = self._as_page(source, _OWN, _own_steps(source, str(answers)))
                return Answer(say=(rehearsal_messages.page(source, None, page),))
            case _:
                raise NotYours


_OWN = Persona(Who.IDEAL, marked("answered for themselves"), ())


def _own_steps(source: Source, answers: str) -> list[Step]:
    """Raises `NotYours` for answers that cannot have been given."""
    try:
        return answered_with(source.track, answers)
    except ValueError as error:
        raise NotYours from error
