"""The words in which people are asked whether they take part in a study, and what is said when they do or do not."""

from datetime import datetime

from bot.chat import buttons, study_buttons
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.study_buttons import StudyMove
from bot.chat.wording import escape, paragraphs, sentences
from bot.words import _
from curriculum.study import Agreement, Study


def ask(study: Study, token: str, *, before: Agreement | None = None) -> Message:
    """What is collected, by whom and what for, and a choice. Told first to who agreed `before` to what was told then."""
    return Message(
        paragraphs("" if before is None else _asked_anew(before), _asked(study)),
        buttons=[
            [study_buttons.move(token, StudyMove.AGREE, study.mark, _("Yes, I take part"))],
            [study_buttons.move(token, StudyMove.RATHER_NOT, study.mark, _("No"))],
        ],
    )


def _asked_anew(before: Agreement) -> str:
    return _(
        "You agreed to the study {name} on {date}, as you were told of it then. By now its name, who runs it or what would be "
        "in it has changed, so that does not count for it: nothing of you is in it until you say yes to what it is now. "
        "A no also takes back what you said then."
    ).format(name=escape(before.study), date=f"{before.agreed_at:%Y-%m-%d}")


def _asked(study: Study) -> str:
    return (
        _(
            "<b>Research: {name}</b>\n\n"
            "{contact} runs a study with this bot. Your data is in it only if you say yes here. You do not have to, and "
            "nothing else in this bot depends on it.\n\n"
            "<b>What would be in it,</b> from your yes on: when messages were due, came, were opened and answered, with "
            "your time zone; of each, what it brought and what became of it, also that it could not reach you; which track and "
            "day it was, which version came, and whether you are under way, rest, left or went back to earlier days; how a day "
            "went, and numbers and choices, as you tapped them.\n"
            "<b>What would not:</b> anything you write, your name, your Telegram id, your answers to the private questions "
            "and to /pattern. Not everybody who says yes is in it, and nobody is told who.\n"
            "<b>What it changes:</b> some days may come in another wording, which is chosen by chance. How demanding a day is "
            "meant to be does not depend on that.\n"
            "<b>Who sees it:</b> the people of the study. You are a number there; by dates and a time zone, somebody who "
            "knows you well might still recognise you.\n\n"
            "You can take it back here whenever you like, without a reason. From then on nothing of you is handed over; what "
            "was handed over before, I cannot call back."
        )
    ).format(name=escape(study.name), contact=escape(study.contact))


def button(token: str) -> Button:
    """Leads to the study from elsewhere."""
    return study_buttons.move(token, StudyMove.ASK, "", _("Research, and whether you take part"))


def takes_part(name: str, since: datetime, token: str, mark: str) -> Message:
    """That somebody takes part, and the way out."""
    return Message(
        sentences(
            _("You take part in the study {name} since {date}.").format(name=escape(name), date=f"{since:%Y-%m-%d}"),
            _("You can take that back here; nothing else changes by it."),
        ),
        buttons=[
            [study_buttons.move(token, StudyMove.TAKE_BACK, mark, _("Take it back"))],
            [buttons.help_button()],
        ],
    )


def agreed() -> Message:
    """Somebody takes part from now on."""
    return Message(_("Thank you. You take part from now on. /study is where you can take it back."))


def rather_not() -> Message:
    """Somebody does not take part."""
    return Message(_("Then not, and everything stays as it is. /study asks again only if you want to look."))


def taken_back(contact: str) -> Message:
    """Somebody takes no part any more."""
    return Message(
        _(
            "Done. You take no part any more: what is handed over from now on has nothing of you in it, and what chance chose "
            "for you is deleted. What was handed over before is with {contact}; you are a number there, which they may not be "
            "able to find. That you took it back I keep until you erase everything, so that no older copy of what I know undoes "
            "it. /study is here if you change your mind."
        ).format(contact=escape(contact))
    )


def none_here() -> Message:
    """No study is run with this bot."""
    return Message(_("No study is run with this bot. /privacy says what is kept."))


def another_by_now() -> str:
    """The study is another one by now, or its words are."""
    return _("This question has changed. /study has it as it is now.")


def there_is_one(study: Study) -> Message:
    """Told with what is kept, for who looks."""
    return Message(
        _(
            "<b>Research:</b> a study is run with this bot, {name}. Nothing of yours is in it unless you agree by /study, "
            "where it says what would be."
        ).format(name=escape(study.name))
    )
