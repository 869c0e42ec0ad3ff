"""The routes of questions for two: /pair, its code, its questions, its end. All that is said is said to who spoke."""

from collections.abc import Awaitable
from typing import Final

from bot.chat import buttons, pair_messages
from bot.chat.message import Answer, Message
from bot.chat.pair_buttons import PairAct, PairItemTapped, PairMove, PairMoved, PairTap
from bot.chat.turn import Heard, Kind
from bot.pairing import (
    CodeEntered,
    CodeTooOld,
    NoCode,
    NotSetUp,
    OnHold,
    OwnCode,
    Pairing,
    PairItemSeen,
    QuestionsFirst,
    Revealed,
    TooLong,
    WouldEnd,
)
from bot.practice import NotYours, Practice
from bot.question import Question, close_settings
from curriculum.errors import NotUnderWay
from curriculum.pairs.revealing import Mark
from storage.database import Unit
from storage.people import Person

COMMANDS: Final = frozenset({"pair"})


class PairRoutes:
    """What people say to questions for two."""

    def __init__(self, pairing: Pairing, practice: Practice) -> None:
        self._pairing = pairing
        self._practice = practice

    async def takes(self, unit: Unit, heard: Heard, person: Person | None) -> bool:
        """Whether this is for these routes. Words are while such a question is open, unless they are a reply to a day."""
        match heard.kind:
            case Kind.COMMAND:
                return heard.command in COMMANDS
            case Kind.TAP:
                return isinstance(buttons.read(heard.tap), PairMoved | PairItemTapped)
            case Kind.TEXT if person is not None and await self._pairing.waits_for_words(unit, person):
                return not await self._practice.brought_a_day(unit, person, heard.reply_to)
            case _:
                return False

    async def answer(self, unit: Unit, heard: Heard, person: Person | None) -> Answer:
        """The answer to what these routes take. Raises `NotYours` for anybody else's button, `NotAgreed`, `NotUnderWay`."""
        if heard.kind is Kind.TAP:
            tap = buttons.read(heard.tap)
            if person is None or not isinstance(tap, PairMoved | PairItemTapped) or tap.token != person.token:
                raise NotYours
            return await self._or_first(unit, person, heard, self._tap(unit, person, tap))
        if person is None:
            raise NotUnderWay
        if heard.kind is Kind.COMMAND:
            return await self._or_first(unit, person, heard, self._command(unit, person, heard.text))
        return await self._or_first(unit, person, heard, self._words(unit, person, heard.text))

    async def _or_first(self, unit: Unit, person: Person, heard: Heard, does: Awaitable[Answer]) -> Answer:
        """What is answered, or what has to come before."""
        try:
            return await does
        except NotSetUp:
            said = pair_messages.about(person.token)
        except QuestionsFirst:
            said = pair_messages.questions_first(person.token, may_end=await self._pairing.is_set_up(unit, person))
        except OnHold:
            said = pair_messages.on_hold(person.token, may_end=await self._pairing.is_set_up(unit, person))
        return Answer(edit=said) if heard.kind is Kind.TAP else Answer(say=(said,))

    async def _command(self, unit: Unit, person: Person, text: str) -> Answer:
        await close_settings(unit, {person.id})
        if text:
            return Answer(say=(await self._entered(unit, person, text),))
        seen = await self._pairing.look(unit, person)
        shown = tuple(pair_messages.revealed(each, person.token) for each in seen.revealed)
        return Answer(say=shown or (pair_messages.overview(seen, person.token),))

    async def _entered(self, unit: Unit, person: Person, text: str) -> Message:
        match await self._pairing.enter(unit, person, text):
            case CodeEntered():
                return pair_messages.entered(person.token)
            case NoCode():
                return pair_messages.no_code(person.token)
            case CodeTooOld():
                return pair_messages.code_too_old(person.token)
            case OwnCode():
                return pair_messages.own_code(person.token)

    async def _words(self, unit: Unit, person: Person, words: str) -> Answer:
        question = Question.read(person.asked)
        if question is None:
            raise NotYours
        written = await self._pairing.write(unit, person, question, words)
        if isinstance(written, TooLong):
            return Answer(say=(pair_messages.too_long(written.number, person.token),))
        return Answer(say=(_said(written, person),))

    async def _tap(self, unit: Unit, person: Person, tap: PairTap) -> Answer:
        await close_settings(unit, {person.id})
        if isinstance(tap, PairItemTapped):
            item = await self._item(unit, person, tap.number, tap.act)
            return self._edited(item, person, asks=tap.act is PairAct.WRITE)
        match tap.move:
            case PairMove.END:
                await self._pairing.end(unit, person)
                return Answer(edit=pair_messages.ended())
            case PairMove.MAKE | PairMove.ANEW:
                made = await self._pairing.make_code(unit, person, anew=tap.move is PairMove.ANEW)
                if isinstance(made, WouldEnd):
                    return Answer(edit=pair_messages.would_end(person.token))
                return Answer(edit=pair_messages.code(made, person.token))
            case PairMove.LOOK:
                seen = await self._pairing.look(unit, person)
                shown = tuple(pair_messages.revealed(each, person.token) for each in seen.revealed)
                return Answer(edit=pair_messages.overview(seen, person.token), say=shown)

    async def _item(self, unit: Unit, person: Person, number: int, act: PairAct) -> PairItemSeen | Revealed:
        match act:
            case PairAct.SEE:
                return await self._pairing.open(unit, person, number)
            case PairAct.WRITE:
                return await self._pairing.ask(unit, person, number)
            case PairAct.SHOW:
                return await self._pairing.choose(unit, person, number, shows=True)
            case PairAct.KEEP_BACK:
                return await self._pairing.choose(unit, person, number, shows=False)
            case PairAct.ERASE:
                return await self._pairing.erase(unit, person, number)

    def _edited(self, it: PairItemSeen | Revealed, person: Person, *, asks: bool = False) -> Answer:
        """The tapped message goes on. What is revealed is a message of its own, as that can be protected."""
        if isinstance(it, Revealed):
            shown = PairItemSeen(it.number, it.item, Mark.SHOWN, it.mine)
            return Answer(edit=pair_messages.item(shown, person.token), say=(_said(it, person),))
        if asks and it.mark is not Mark.SHOWN:
            return Answer(edit=pair_messages.asked(it, person.token))
        return Answer(edit=pair_messages.item(it, person.token))


def _said(it: PairItemSeen | Revealed, person: Person) -> Message:
    if isinstance(it, Revealed):
        return pair_messages.revealed(it, person.token)
    return pair_messages.item(it, person.token)
