"""The menu of admins: one message, with a button for each thing that somebody may do."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.chat import admin_buttons
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.rights import Scope

ENTRIES: Final[Sequence[tuple[Scope, Button]]] = (
    (Scope.VIEW, admin_buttons.by_command("tracks", "Tracks")),
    (Scope.VIEW, admin_buttons.by_command("versions", "Versions: what changed when")),
    (Scope.VIEW, admin_buttons.by_command("rehearse", "Rehearse a track")),
    (Scope.VIEW, admin_buttons.by_command("landing", "How days land")),
    (Scope.VIEW, admin_buttons.by_command("desk", "The desk, in the browser")),
    (Scope.COACH, admin_buttons.by_command("shared", "What people let you read")),
    (Scope.OWN, admin_buttons.broadcasts("A word to everybody")),
    (Scope.OWN, admin_buttons.people("People with rights")),
    (Scope.OWN, admin_buttons.log("What was done last")),
)
"""What stands in the menu, each for who has the right to it. What a command of admins does is there `by_command`: its answer
takes the place of the menu, with a way back.
"""
_TOLD: Final = {
    Scope.VIEW: "look through tracks",
    Scope.PUBLISH: "publish them",
    Scope.COACH: "read what people let you read",
    Scope.OWN: "give and take rights, and write to everybody",
}


def menu(scopes: Collection[Scope]) -> Message:
    """The menu for somebody with these rights."""
    may = ", ".join(told for scope, told in _TOLD.items() if scope in scopes)
    return Message(
        f"<b>For admins</b>\nYou may: {may}.\n\nTo check a track, send its .yaml file here. What you do as an admin stands "
        "in a log, under a pseudonym.",
        buttons=[[button] for scope, button in ENTRIES if scope in scopes],
    )


def back() -> Sequence[Button]:
    """The way back to the menu."""
    return [admin_buttons.menu("◀ Back")]


def as_page(answer: Answer) -> Answer:
    """The first message of an answer in the place of the menu, with a way back; what cannot be put there follows."""
    first = answer.say[0] if answer.say else None
    if first is None or first.media is not None or first.file is not None:
        return answer
    page = replace(first, buttons=[*first.buttons, back()])
    return replace(answer, edit=page, say=answer.say[1:])
