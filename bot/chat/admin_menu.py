"""The menu of admins: one message, with a button for each thing that somebody may do."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.chat import admin_buttons
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.rights import Scope
from bot.words import _, marked

ENTRIES: Final[Sequence[tuple[Scope, Button]]] = (
    (Scope.VIEW, admin_buttons.by_command("tracks", marked("Tracks"))),
    (Scope.VIEW, admin_buttons.by_command("versions", marked("Versions: what changed when"))),
    (Scope.VIEW, admin_buttons.by_command("rehearse", marked("Rehearse a track"))),
    (Scope.VIEW, admin_buttons.by_command("landing", marked("How days land"))),
    (Scope.VIEW, admin_buttons.by_command("desk", marked("The desk, in the browser"))),
    (Scope.COACH, admin_buttons.by_command("shared", marked("What people let you read"))),
    (Scope.OWN, admin_buttons.broadcasts(marked("A word to everybody"))),
    (Scope.OWN, admin_buttons.people(marked("People with rights"))),
    (Scope.OWN, admin_buttons.log(marked("What was done last"))),
)
"""What stands in the menu, each for who has the right to it. What a command of admins does is there `by_command`: its answer
takes the place of the menu, with a way back.
"""
_TOLD: Final = {
    Scope.VIEW: marked("look through tracks"),
    Scope.PUBLISH: marked("publish them"),
    Scope.COACH: marked("read what people let you read"),
    Scope.OWN: marked("give and take rights, and write to everybody"),
}


def menu(scopes: Collection[Scope]) -> Message:
    """The menu for somebody with these rights."""
    may = ", ".join(_(told) for scope, told in _TOLD.items() if scope in scopes)
    return Message(
        _(
            "<b>For admins</b>\nYou may: {may}.\n\nTo check a track, send its .yaml file here. What you do as an admin stands "
            "in a log, under a pseudonym."
        ).format(may=may),
        buttons=[[replace(button, says=_(button.says))] for scope, button in ENTRIES if scope in scopes],
    )


def back() -> Sequence[Button]:
    """The way back to the menu."""
    return [admin_buttons.menu(_("◀ Back"))]


def as_page(answer: Answer) -> Answer:
    """The first message of an answer in the place of the menu, with a way back; what cannot be put there follows."""
    first = answer.say[0] if answer.say else None
    if first is None or first.media is not None or first.file is not None:
        return answer
    page = replace(first, buttons=[*first.buttons, back()])
    return replace(answer, edit=page, say=answer.say[1:])
