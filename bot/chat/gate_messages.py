"""The words around the private questions. They end in the same words for everybody, and nothing that was answered is
shown again.
"""

from typing import Final

from bot.chat import buttons, gate_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.gate_buttons import GateMove
from bot.chat.message import Message
from bot.chat.wording import authored, paragraphs, sentences
from bot.gating import AllAnswered, AskingPrivately
from bot.words import _, marked
from curriculum.gate import QUESTIONS, Said

TITLE: Final = marked("Five private questions")
_ROWS: Final = ((Said.YES, Said.NO), (Said.RATHER_NOT,))
_ABOUT: Final = marked(
    "They help me choose what to send you. Each is answered with a tap, and <i>Rather not say</i> is "
    "always a fine answer. What you answer is not kept: I remember only what kind of days to send, and "
    "since when.\n\n"
    "If somebody else may read this phone, please leave them for another time."
)


def button(token: str) -> Button:
    """The way to the questions."""
    return buttons.move(token, Move.QUESTIONS, _(TITLE))


def before_we_begin(token: str) -> Message:
    """The questions are offered to somebody who begins a track."""
    return _offered(_("Five private questions before we begin"), _(_ABOUT), token)


def offered(token: str) -> Message:
    """The questions are offered to somebody who asked for them, or to whom they may matter now."""
    return _offered(_(TITLE), _(_ABOUT), token)


def asked_again(token: str) -> Message:
    """The questions are offered again after a while."""
    return _offered(
        _("Five private questions, once more"),
        sentences(_("Things change, so here they are again."), _(_ABOUT)),
        token,
    )


def asked(it: AskingPrivately | AllAnswered, token: str) -> Message:
    """The next question, or the words at the end, which are the same for everybody."""
    match it:
        case AskingPrivately():
            rows = [[gate_buttons.answer_question(token, it.taking, it.number, said) for said in row] for row in _ROWS]
            return Message(
                paragraphs(
                    _("<i>{number} of {count}</i>").format(number=it.number, count=len(QUESTIONS)),
                    f"<b>{authored(_(QUESTIONS[it.number - 1].says))}</b>",
                ),
                buttons=[*rows, [_later(token, _("Not now"))]],
            )
        case AllAnswered():
            return Message(
                _(
                    "Thank you, those were all five. What you answered is not kept.\n\n"
                    "I say this to everybody: it is good to have somebody to talk to. findahelpline.com lists people in "
                    "your country who listen, and in danger your local emergency number comes first. /help has this "
                    "too.\n\n"
                    "/settings has the questions again, should anything change."
                )
            )


def left() -> Message:
    """The questions are left for later, unanswered or in the middle."""
    return Message(_("That is fine. The questions wait in /settings, if you ever want them."))


def _offered(title: str, about: str, token: str) -> Message:
    begin = gate_buttons.gate_move(token, GateMove.BEGIN, _("Begin"))
    return Message(f"<b>{title}</b>\n\n{about}", buttons=[[begin, _later(token, _("Ask me later"))]])


def _later(token: str, says: str) -> Button:
    return gate_buttons.gate_move(token, GateMove.LATER, says)
