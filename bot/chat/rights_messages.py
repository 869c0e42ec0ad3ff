"""The words about who has rights: for owners, and for who is invited."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.chat import admin_buttons, buttons
from bot.chat.admin_menu import back
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.wording import escape, fitting, whenever_read
from bot.granting import Admitted, Colleague, Dismissed, Invited, Offered, WithRights
from bot.rights import AdminRole, Scope
from storage.chain import AdminAct

_LONGEST_NAME: Final = 40
_A: Final = {
    AdminRole.OWNER: "an owner",
    AdminRole.AUTHOR: "an author",
    AdminRole.VIEWER: "a viewer",
    AdminRole.COACH: "a coach",
}
_MAY: Final = {
    AdminRole.OWNER: "do everything: publish tracks, write to everybody, give rights to others and take them away",
    AdminRole.AUTHOR: "look through tracks and publish them",
    AdminRole.VIEWER: "look through tracks",
    AdminRole.COACH: "read what people choose to let you read",
}


def with_rights(it: WithRights) -> Message:
    """Everybody who has a right, the open links, and how to change that."""
    people = [f"• {_name(one)}: {_rights(one)}" for one in it.people]
    links = [f"• for {_A[AdminRole(one.role)]}, until {whenever_read(one.until)}" for one in it.invites]
    lines = ["<b>People with rights</b>", *people]
    if links:
        lines += ["\n<b>Links that nobody has followed</b>", *links]
    lines.append("\nRights from the settings are changed there, by whoever runs this bot.")
    invite = [admin_buttons.make_invite(role, f"Invite {_A[role]}") for role in AdminRole]
    revoke = [[admin_buttons.revoke_invite(one.id, f"Take back the link for {_A[AdminRole(one.role)]}")] for one in it.invites]  # fmt: skip
    dismiss = [[admin_buttons.ask_to_dismiss(one.who, f"Take rights from {_plain(one.name, one.who)}")] for one in it.people if one.roles]  # fmt: skip
    return Message(fitting(lines, between="\n"), buttons=[invite[:2], invite[2:], *revoke, *dismiss, back()])


def invited(it: Invited, *, bot: str) -> Message:
    """A fresh link, to be handed on."""
    return Message(
        f"<b>A link for {_A[it.role]}</b>\nhttps://t.me/{escape(bot)}?start={escape(link_of(it.code))}\n\nHand it to one "
        f"person, on a way that you trust: whoever follows it first may {_MAY[it.role]}. It works once, and until "
        f"{whenever_read(it.until)}. I show it only here.",
        buttons=[_to_people()],
    )


def link_of(code: str) -> str:
    """What the link hands over at the start."""
    return f"i_{code}"


def offered(it: Offered) -> Message:
    """One question to who followed a link."""
    if it.already:
        return Message(
            f"That link makes somebody {_A[it.role]}. You may do all that already, so I have left it as it was; somebody "
            "else can still follow it. /admin shows what you may do."
        )
    return Message(
        f"<b>You are invited to be {_A[it.role]} here</b>\nYou could {_MAY[it.role]}.\n\nOwners would see the first name that "
        "Telegram tells me of you. What you do as an admin stands in a log under a pseudonym, and stays there also after "
        "/forget. Do you want that?",
        buttons=[[buttons.take_invite(it.code, "Yes, I want that"), buttons.leave_invite("No, thank you")]],
    )


def no_invite() -> Message:
    """A link that gives nothing, or no longer."""
    return Message(
        "That link gives nothing any more: it works once and for a day, and can be taken back. Whoever sent it to you can "
        "make another. /start shows what I am for."
    )


def left() -> Message:
    """Somebody does not want the role."""
    return Message("All right, nothing was changed. /start shows what I am for.")


def admitted(it: Admitted) -> Message:
    """Somebody has a role from now on."""
    return Message(
        f"You are {_A[it.role]} from now on: you may {_MAY[it.role]}. {_first_step(it.scopes)}",
        buttons=[[admin_buttons.menu("What I may do")]] if Scope.VIEW in it.scopes else [],
    )


def took_invite(it: Admitted, *, name: str, who: str) -> Message:
    """To whoever made the link: it was followed."""
    return Message(
        f"Your link was followed: {_named(name, who)} is {_A[it.role]} from now on. If that is not whom you meant, take the "
        "rights away at once.",
        buttons=[_to_people()],
    )


def ask_to_dismiss(it: Colleague) -> Message:
    """Before somebody's rights are taken away."""
    self_told = " That is you." if it.is_oneself else ""
    return Message(
        f"Take all rights that were given here from {_name(it)}?{self_told} They count no more from that moment on, and links "
        "that this person made neither.",
        buttons=[[admin_buttons.dismiss(it.who, "Take them away"), admin_buttons.people("Leave it as it is")]],
    )


def dismissed(it: Dismissed) -> Message:
    """Somebody's rights are gone."""
    rest = " Those from the settings stay." if it.scopes else ""
    return Message(
        f"{_named(it.name, it.who)} has no right any more that was given here.{rest}", buttons=[_to_people()]
    )


def was_dismissed() -> Message:
    """To who has lost their rights."""
    return Message("The rights that you were given here as an admin are taken away. Everything else stays as it is.")


def last_owner() -> str:
    """The short note: somebody has to be owner."""
    return "That is the last owner. Make somebody else an owner first."


def from_settings() -> str:
    """The short note: the chat cannot change that."""
    return "These rights stand in the settings: only whoever runs this bot can take them away, there."


def nobody_there() -> str:
    """The short note when somebody was faster."""
    return "That was changed already. Go back to see how it stands."


def log(acts: Sequence[AdminAct], *, me: str) -> Message:
    """What was done last, the newest first."""
    lines = [f"{_at(act.at)} · {'you' if act.who == me else escape(act.who)} · {_act(act)}" for act in acts]
    head = "<b>What was done last</b>" if lines else "Nothing was done yet."
    tail = "\nWhoever runs this bot can list all of it, and see whether anybody changed it."
    return Message(fitting([head, *lines, tail], between="\n"), buttons=[back()])


def _act(act: AdminAct) -> str:
    about = f" · {escape(act.about)}" if act.about else ""
    return f"{escape(act.act)}: {escape(act.result)}{about}"


def _at(instant: datetime) -> str:
    return f"{instant:%d.%m. %H:%M} UTC"


def _first_step(scopes: frozenset[Scope]) -> str:
    if Scope.VIEW in scopes:
        return "/admin shows all of it."
    return "/coach makes a code for somebody, /shared shows what you may read."


def _to_people() -> list[Button]:
    return [admin_buttons.people("People with rights")]


def _rights(one: Colleague) -> str:
    given = ", ".join(role.value for role in one.roles)
    settled = "+".join(scope.value for scope in Scope if scope in one.settled)
    told = [given] if given else []
    if settled:
        told.append(f"{'owner' if Scope.OWN in one.settled else settled}, by the settings")
    return "; ".join(told)


def _name(one: Colleague) -> str:
    return _named(one.name, one.who) + (" (you)" if one.is_oneself else "")


def _named(name: str, who: str) -> str:
    return f"<b>{escape(_cut(name))}</b> <code>{who}</code>" if name else f"<code>{who}</code>"


def _plain(name: str, who: str) -> str:
    return _cut(name) or who


def _cut(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]
