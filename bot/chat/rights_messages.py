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
from bot.words import _, marked
from storage.chain import AdminAct

_LONGEST_NAME: Final = 40
_A: Final = {
    AdminRole.OWNER: marked("an owner"),
    AdminRole.AUTHOR: marked("an author"),
    AdminRole.VIEWER: marked("a viewer"),
    AdminRole.COACH: marked("a coach"),
}
_MAY: Final = {
    AdminRole.OWNER: marked(
        "do everything: publish tracks, write to everybody, give rights to others and take them away"
    ),
    AdminRole.AUTHOR: marked("look through tracks and publish them"),
    AdminRole.VIEWER: marked("look through tracks"),
    AdminRole.COACH: marked("read what people choose to let you read"),
}


def with_rights(it: WithRights) -> Message:
    """Everybody who has a right, the open links, and how to change that."""
    people = [f"• {_name(one)}: {_rights(one)}" for one in it.people]
    links = [
        _("• for {role}, until {until}").format(role=_a(AdminRole(one.role)), until=whenever_read(one.until))
        for one in it.invites
    ]
    lines = [_("<b>People with rights</b>"), *people]
    if links:
        lines += ["\n" + _("<b>Links that nobody has followed</b>"), *links]
    lines.append("\n" + _("Rights from the settings are changed there, by whoever runs this bot."))
    invite = [admin_buttons.make_invite(role, _("Invite {role}").format(role=_a(role))) for role in AdminRole]
    revoke = [
        [admin_buttons.revoke_invite(one.id, _("Take back the link for {role}").format(role=_a(AdminRole(one.role))))]
        for one in it.invites
    ]
    dismiss = [
        [admin_buttons.ask_to_dismiss(one.who, _("Take rights from {name}").format(name=_plain(one.name, one.who)))]
        for one in it.people
        if one.roles
    ]
    return Message(fitting(lines, between="\n"), buttons=[invite[:2], invite[2:], *revoke, *dismiss, back()])


def invited(it: Invited, *, bot: str) -> Message:
    """A fresh link, to be handed on."""
    return Message(
        _(
            "<b>A link for {role}</b>\n{link}\n\nHand it to one person, on a way that you trust: whoever follows it first may "
            "{may}. It works once, and until {until}. I show it only here."
        ).format(
            role=_a(it.role),
            link=f"https://t.me/{escape(bot)}?start={escape(link_of(it.code))}",
            may=_may(it.role),
            until=whenever_read(it.until),
        ),
        buttons=[_to_people()],
    )


def link_of(code: str) -> str:
    """What the link hands over at the start."""
    return f"i_{code}"


def offered(it: Offered) -> Message:
    """One question to who followed a link."""
    if it.already:
        return Message(
            _(
                "That link makes somebody {role}. You may do all that already, so I have left it as it was; somebody "
                "else can still follow it. /admin shows what you may do."
            ).format(role=_a(it.role))
        )
    return Message(
        _(
            "<b>You are invited to be {role} here</b>\nYou could {may}.\n\nOwners would see the first name that "
            "Telegram tells me of you. What you do as an admin stands in a log under a pseudonym, and stays there also after "
            "/forget. Do you want that?"
        ).format(role=_a(it.role), may=_may(it.role)),
        buttons=[[buttons.take_invite(it.code, _("Yes, I want that")), buttons.leave_invite(_("No, thank you"))]],
    )


def no_invite() -> Message:
    """A link that gives nothing, or no longer."""
    return Message(
        _(
            "That link gives nothing any more: it works once and for a day, and can be taken back. Whoever sent it to you can "
            "make another. /start shows what I am for."
        )
    )


def left() -> Message:
    """Somebody does not want the role."""
    return Message(_("All right, nothing was changed. /start shows what I am for."))


def admitted(it: Admitted) -> Message:
    """Somebody has a role from now on."""
    return Message(
        _("You are {role} from now on: you may {may}.").format(role=_a(it.role), may=_may(it.role))
        + f" {_first_step(it.scopes)}",
        buttons=[[admin_buttons.menu(_("What I may do"))]] if Scope.VIEW in it.scopes else [],
    )


def took_invite(it: Admitted, *, name: str, who: str) -> Message:
    """To whoever made the link: it was followed."""
    return Message(
        _(
            "Your link was followed: {name} is {role} from now on. If that is not whom you meant, take the rights away at once."
        ).format(name=_named(name, who), role=_a(it.role)),
        buttons=[_to_people()],
    )


def ask_to_dismiss(it: Colleague) -> Message:
    """Before somebody's rights are taken away."""
    if it.is_oneself:
        asked = _(
            "Take all rights that were given here from {name}? That is you. They count no more from that moment on, and links "
            "that this person made neither."
        )
    else:
        asked = _(
            "Take all rights that were given here from {name}? They count no more from that moment on, and links "
            "that this person made neither."
        )
    return Message(
        asked.format(name=_name(it)),
        buttons=[[admin_buttons.dismiss(it.who, _("Take them away")), admin_buttons.people(_("Leave it as it is"))]],
    )


def dismissed(it: Dismissed) -> Message:
    """Somebody's rights are gone."""
    said = _("{name} has no right any more that was given here.").format(name=_named(it.name, it.who))
    if it.scopes:
        said += " " + _("Those from the settings stay.")
    return Message(said, buttons=[_to_people()])


def was_dismissed() -> Message:
    """To who has lost their rights."""
    return Message(
        _("The rights that you were given here as an admin are taken away. Everything else stays as it is."),
        buttons=[[buttons.help_button()]],
    )


def last_owner() -> str:
    """The short note: somebody has to be owner."""
    return _("That is the last owner. Make somebody else an owner first.")


def from_settings() -> str:
    """The short note: the chat cannot change that."""
    return _("These rights stand in the settings: only whoever runs this bot can take them away, there.")


def nobody_there() -> str:
    """The short note when somebody was faster."""
    return _("That was changed already. Go back to see how it stands.")


def log(acts: Sequence[AdminAct], *, me: str) -> Message:
    """What was done last, the newest first."""
    lines = [f"{_at(act.at)} · {_('you') if act.who == me else escape(act.who)} · {_act(act)}" for act in acts]
    head = _("<b>What was done last</b>") if lines else _("Nothing was done yet.")
    tail = "\n" + _("Whoever runs this bot can list all of it, and see whether anybody changed it.")
    return Message(fitting([head, *lines, tail], between="\n"), buttons=[back()])


def _act(act: AdminAct) -> str:
    about = f" · {escape(act.about)}" if act.about else ""
    return f"{escape(act.act)}: {escape(act.result)}{about}"


def _at(instant: datetime) -> str:
    return f"{instant:%d.%m. %H:%M} UTC"


def _a(role: AdminRole) -> str:
    return _(_A[role])


def _may(role: AdminRole) -> str:
    return _(_MAY[role])


def _first_step(scopes: frozenset[Scope]) -> str:
    if Scope.VIEW in scopes:
        return _("/admin shows all of it.")
    return _("/coach makes a code for somebody, /shared shows what you may read.")


def _to_people() -> list[Button]:
    return [admin_buttons.people(_("People with rights"))]


def _rights(one: Colleague) -> str:
    given = ", ".join(role.value for role in one.roles)
    settled = "+".join(scope.value for scope in Scope if scope in one.settled)
    told = [given] if given else []
    if settled:
        told.append(_("{rights}, by the settings").format(rights="owner" if Scope.OWN in one.settled else settled))
    return "; ".join(told)


def _name(one: Colleague) -> str:
    named = _named(one.name, one.who)
    return _("{name} (you)").format(name=named) if one.is_oneself else named


def _named(name: str, who: str) -> str:
    return f"<b>{escape(_cut(name))}</b> <code>{who}</code>" if name else f"<code>{who}</code>"


def _plain(name: str, who: str) -> str:
    return _cut(name) or who


def _cut(name: str) -> str:
    return " ".join(name.split())[:_LONGEST_NAME]
