"""The routes to what is kept, and to what stands in the chat: /privacy, /export, /forget, /hide. Whoever they belong to, they always answer."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot import terms
from bot.chat import buttons, code_messages, keeping_messages, leading_on, menus, study_messages
from bot.chat.buttons import ForgetMove
from bot.chat.keeping_messages import ChatNow
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.clock import Clock
from bot.exporting import Exporting
from bot.forgetting import Forgetting, Receipt
from bot.practice import NotYours
from bot.second_factor import Need, SecondFactor, ToExport
from curriculum.study import Study
from storage import belongings
from storage.database import Unit
from storage.people import Person

COMMANDS: Final = frozenset({"privacy", "export", "forget", "hide"})


class KeepingRoutes:
    """What people may ask about what is kept of theirs."""

    def __init__(
        self,
        exporting: Exporting,
        forgetting: Forgetting,
        second_factor: SecondFactor,
        now: Clock,
        *,
        contact: str,
        study: Study | None = None,
    ) -> None:
        self._exporting = exporting
        self._second_factor = second_factor
        self._forgetting = forgetting
        self._now = now
        self._contact = contact
        self._study = study

    def takes(self, heard: Heard) -> bool:
        """Whether this is for these routes."""
        if heard.kind is Kind.COMMAND:
            return heard.command in COMMANDS
        return heard.kind is Kind.TAP and isinstance(buttons.read(heard.tap), buttons.ForgetMoved)

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button."""
        if heard.command == "privacy":
            own = terms.WORDS if person is None else timedelta(days=person.words_days)
            kept = keeping_messages.privacy(belongings.kept(), contact=self._contact, words=own)
            return Answer(say=kept if self._study is None else (*kept, study_messages.there_is_one(self._study)))
        if heard.kind is Kind.TAP:
            return await self._tap(unit, heard, person)
        if heard.command == "hide":
            return Answer(
                empties_chat=True, say=(keeping_messages.hidden(),), if_some_stay=keeping_messages.not_hidden()
            )
        if person is None:
            return Answer(say=(leading_on.to_help(keeping_messages.nothing_kept()),))
        if heard.command == "forget":
            return Answer(say=(keeping_messages.ask_before_forgetting(person.token),))
        if await self._second_factor.ask(unit, heard.sender, ToExport()) is Need.ASKED:
            return Answer(say=(code_messages.ask_to_export(),))
        return await self.export(unit, person)

    async def export(self, unit: Unit, person: Person | None) -> Answer:
        """All that is kept about somebody, for themselves."""
        if person is None:
            return Answer(say=(leading_on.to_help(keeping_messages.nothing_kept()),))
        export = await self._exporting.export(unit, person)
        return Answer(say=keeping_messages.exported(export.journal, export.rows, export.count, on=self._now()))

    async def _tap(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        tap = buttons.read(heard.tap)
        if person is None:
            return await self._receipt(unit, heard, tap)
        if not isinstance(tap, buttons.ForgetMoved) or tap.token != person.token:
            raise NotYours
        if tap.move is ForgetMove.KEEP:
            return Answer(edit=leading_on.to_help(keeping_messages.kept_after_all()))
        # Which messages stand in the chat is known until the rows go.
        standing = await unit.messages.standing_with(heard.sender, since=self._now() - terms.TAKEN_AWAY)
        receipt = await self._forgetting.forget(unit, person)
        return _handed_over(heard, receipt, tap.move, standing)

    async def _receipt(self, unit: Unit, heard: Heard, tap: buttons.Tap) -> Answer:
        """A second tap, or the first one once more after a crash: then the receipt is still to be handed over."""
        if not isinstance(tap, buttons.ForgetMoved) or tap.move is ForgetMove.KEEP:
            return Answer(toast=keeping_messages.nothing_left())
        receipt = await self._forgetting.receipt_of(unit, heard.sender)
        if receipt is None:
            return Answer(toast=keeping_messages.nothing_left())
        return _handed_over(heard, receipt, tap.move, ())


def _handed_over(heard: Heard, receipt: Receipt, move: ForgetMove, standing: Sequence[int]) -> Answer:
    """The receipt in place of the question; in a chat that is to be empty, alone. A menu of their own goes as well."""
    also = (menus.of_everybody(heard.sender),)
    if move is not ForgetMove.ERASE_AND_EMPTY:
        return Answer(edit=keeping_messages.forgotten(receipt), alone=True, also=also)
    return Answer(
        alone=True,
        empties_chat=True,
        standing=tuple(standing),
        say=(keeping_messages.forgotten(receipt, ChatNow.EMPTIED),),
        if_some_stay=keeping_messages.forgotten(receipt, ChatNow.STANDING),
        also=also,
    )
