"""The words around questions for two. They say what somebody did themselves, and of the other no more than what both chose
to show; where nothing came to be, the words are the same.
"""

from typing import Final

from bot.chat import buttons, gate_messages, help_messages, pair_buttons
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.pair_buttons import PairAct, PairMove
from bot.chat.wording import escape, whenever_read
from bot.pairing import PairCodeMade, PairItemSeen, PairOverview, Revealed
from bot.words import _, marked
from curriculum.pairs.items import ITEMS
from curriculum.pairs.revealing import Mark

_IN_A_ROW: Final = 4
_MARKS: Final = {
    Mark.OPEN: "",
    Mark.WRITTEN: marked("you wrote something"),
    Mark.CHOSEN: marked("to be shown if your partner shows theirs"),
    Mark.SHOWN: marked("you were shown it"),
}
_STANDS: Final = {
    Mark.OPEN: marked("You have written nothing here. Nobody has to."),
    Mark.WRITTEN: marked("Nobody is shown this from now on, unless you choose to show it."),
    Mark.CHOSEN: marked(
        "You chose to show it if your partner shows theirs. It may be shown one day, or never, and nobody is told which. You "
        "can take it back; then it is not shown from then on. It may have been shown before."
    ),
    Mark.SHOWN: marked(
        "You both chose to show this one, and I showed it to you once. It is in this chat, unless it was taken away."
    ),
}


def about(token: str) -> Message:
    """What it is and is not, for who has set up nothing."""
    return Message(
        _about(),
        buttons=[[pair_buttons.move(token, PairMove.MAKE, _("Make a code"))], [buttons.help_button()]],
    )


def questions_first(token: str, *, may_end: bool) -> Message:
    """Before it, the private questions are to be answered, in whatever way."""
    text = _(
        "Before it come the five private questions. Whatever you answer to them, you see the same here afterwards. When you "
        "have been through them, /pair goes on."
    )
    return Message(f"{_about()}\n\n{text}", buttons=[[gate_messages.button(token)], *_last(token, may_end=may_end)])


def on_hold(token: str, *, may_end: bool) -> Message:
    """How to go on, for who asks for this first."""
    hold = help_messages.on_hold(token)
    end = [[_end(token)]] if may_end else []
    return Message(hold.text, buttons=[*hold.buttons, *end])


def code(it: PairCodeMade, token: str) -> Message:
    """A fresh code, for who made it."""
    return Message(
        _(
            "Give this to your partner yourself: <code>/pair {code}</code>\n\nIt works once, until {until}. I tell nobody "
            "whether it was used, and you neither; you can answer the questions already. If you had set up something "
            "before, that is over."
        ).format(code=it.code, until=whenever_read(it.until)),
        buttons=_set_up(token),
    )


def would_end(token: str) -> Message:
    """Asks before a fresh code is made in the place of what was set up."""
    make = pair_buttons.move(token, PairMove.ANEW, _("Make it"))
    leave = pair_buttons.move(token, PairMove.LOOK, _("Leave it"))
    return Message(
        _(
            "A new code ends what you had set up, at once, and nothing stays chosen. What you wrote stays yours. Make it?"
        ),
        buttons=[[make, leave]],
    )


def entered(token: str) -> Message:
    """A code was entered; the words are the same whatever came of it."""
    return Message(
        _(
            "You are set up. When there is something that you both chose to show, each of you finds it under /pair. Until "
            "then nobody is told anything. If nothing ever comes, that can have many reasons; a new code, from either of "
            "you, begins anew."
        ),
        buttons=_set_up(token),
    )


def no_code(token: str) -> Message:
    """What was typed is no code."""
    return Message(
        _(
            "That is no code of mine. It has sixteen letters and digits and stands behind the command: <code>/pair "
            "CODE</code>. Nothing was changed."
        ),
        buttons=[[pair_buttons.move(token, PairMove.LOOK, _("Questions for two"))]],
    )


def code_too_old(token: str) -> Message:
    """The code was made too long ago."""
    return Message(
        _("That code is too old: it works for about a day. Each of you can make another here. Nothing was changed."),
        buttons=[[pair_buttons.move(token, PairMove.LOOK, _("Questions for two"))]],
    )


def own_code(token: str) -> Message:
    """The code is the person's own, the newest or an older one."""
    return Message(
        _(
            "That is a code you made yourself; your partner enters it, in their chat with me, and only your newest one can work. "
            "Nothing was changed."
        ),
        buttons=[[pair_buttons.move(token, PairMove.LOOK, _("The questions"))]],
    )


def overview(it: PairOverview, token: str) -> Message:
    """All questions, with how far the person is with each."""
    lines = [_line(number, it.marks[number - 1]) for number in range(1, len(ITEMS) + 1)]
    text = _(
        "<b>Questions for two</b>\nAnswer those you like, in any order, and leave the rest. What you write is seen by you alone, "
        "unless you both chose to show it."
    )
    numbers = [
        pair_buttons.act(token, number, PairAct.SEE, str(number) if mark is Mark.OPEN else f"{number} ·")
        for number, mark in enumerate(it.marks, start=1)
    ]
    rows = [numbers[at : at + _IN_A_ROW] for at in range(0, len(numbers), _IN_A_ROW)]
    new = pair_buttons.move(token, PairMove.MAKE, _("New code"))
    return Message("\n".join([text, "", *lines]), buttons=[*rows, [new, _end(token)], [buttons.help_button()]])


def item(it: PairItemSeen, token: str) -> Message:
    """One question, and what the person wrote to it."""
    parts = [f"<i>{_of_all(it.number)}</i>\n\n<b>{escape(_(it.item.says))}</b>"]
    own = "" if it.words is None else f"<blockquote>{escape(it.words)}</blockquote>\n"
    parts.append(f"{own}{_(_STANDS[it.mark])}")
    return Message("\n\n".join(parts), buttons=[*_acts(it, token), _around(it.number, token)])


def asked(it: PairItemSeen, token: str) -> Message:
    """The person's next words are the answer."""
    text = _(
        "Write it now, in one message. Only you see it, until you choose otherwise. If you do something else first, your "
        "words are kept with your day, as always."
    )
    leave = pair_buttons.act(token, it.number, PairAct.SEE, _("Leave it"))
    return Message(
        f"<i>{_of_all(it.number)}</i>\n\n<b>{escape(_(it.item.says))}</b>\n\n{text}",
        buttons=[[leave]],
    )


def too_long(number: int, token: str) -> Message:
    """The answer has no room."""
    return Message(
        _("That is more than fits here, so I kept nothing of it. Please write it shorter: two lines are plenty."),
        buttons=[[pair_buttons.act(token, number, PairAct.SEE, _("Leave it"))]],
    )


def revealed(it: Revealed, token: str) -> Message:
    """What both wrote. It is said once, and cannot be passed on."""
    text = _(
        "You both chose to show this one.\n\n<b>Your partner wrote</b>\n<blockquote>{theirs}</blockquote>\n<b>You wrote</b>\n"
        "<blockquote>{mine}</blockquote>\nI show it this once; it stays here in the chat for as long as you leave it."
    ).format(theirs=escape(it.theirs), mine=escape(it.mine))
    return Message(
        f"<b>{escape(_(it.item.says))}</b>\n\n{text}",
        buttons=[[pair_buttons.move(token, PairMove.LOOK, _("The questions"))]],
        protected=True,
    )


def ended() -> Message:
    """It is over at once, and nobody was told."""
    return Message(
        _(
            "It is over, and I tell nobody. What you wrote stays yours: /export has it. What was shown before stands in the chat "
            "it was shown in. /pair begins anew, whenever you want."
        ),
        buttons=[[buttons.help_button()]],
    )


def _about() -> str:
    return _(
        "<b>Questions for two</b>\n\nTwelve small questions. Each of you answers alone, here, and what you write is yours. Your "
        "partner sees an answer only when you both chose to show what you wrote to that same question; and then never at once, "
        "but some hours later at the earliest, when they look here.\n\n"
        "Nobody is told whether the other answers, practises, is away or is here at all. One tap ends it, at once and without a "
        "word to anybody.\n\n"
        "Nobody has to do this, and nobody has to show anything. If you are afraid of your partner, it is not for you: /help is "
        "there. Your partner may see it if they hold your phone.\n\n"
        "To begin, one of you makes a code. Whoever gets it types it behind the command: <code>/pair CODE</code>"
    )


def _line(number: int, mark: Mark) -> str:
    says = f"{number}. {escape(_(ITEMS[number - 1].says))}"
    return f"{says} <i>({_(_MARKS[mark])})</i>" if _MARKS[mark] else says


def _of_all(number: int) -> str:
    return _("{number} of {count}").format(number=number, count=len(ITEMS))


def _acts(it: PairItemSeen, token: str) -> list[list[Button]]:
    def button(act: PairAct, says: str) -> Button:
        return pair_buttons.act(token, it.number, act, says)

    match it.mark:
        case Mark.OPEN:
            return [[button(PairAct.WRITE, _("Write"))]]
        case Mark.WRITTEN:
            return [
                [button(PairAct.SHOW, _("Show mine if my partner shows theirs"))],
                [button(PairAct.WRITE, _("Write anew")), button(PairAct.ERASE, _("Erase"))],
            ]
        case Mark.CHOSEN:
            return [
                [button(PairAct.KEEP_BACK, _("Rather not show it"))],
                [button(PairAct.WRITE, _("Write anew")), button(PairAct.ERASE, _("Erase"))],
            ]
        case Mark.SHOWN:
            return []


def _around(number: int, token: str) -> list[Button]:
    after = number % len(ITEMS) + 1
    return [
        pair_buttons.move(token, PairMove.LOOK, _("All questions")),
        pair_buttons.act(token, after, PairAct.SEE, _("Next")),
    ]


def _set_up(token: str) -> list[list[Button]]:
    return [[pair_buttons.move(token, PairMove.LOOK, _("The questions"))], *_last(token, may_end=True)]


def _last(token: str, *, may_end: bool) -> list[list[Button]]:
    return [[*([_end(token)] if may_end else []), buttons.help_button()]]


def _end(token: str) -> Button:
    return pair_buttons.move(token, PairMove.END, _("End it"))
