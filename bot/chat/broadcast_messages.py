"""The words around a broadcast: as people get it, and for the owner who sends it."""

from collections.abc import Sequence
from typing import Final

from bot.broadcasting import LONGEST, Drafted, Progress
from bot.chat import admin_buttons, buttons
from bot.chat.admin_menu import back
from bot.chat.message import Message
from bot.chat.nudge_messages import CLOSED, OPEN
from bot.chat.wording import escape
from bot.words import _, marked, ngettext
from bot.words.written import number
from storage.broadcasts import Broadcast, BroadcastState

_FEWEST: Final = 10
"""Fewer people than this are told as no number."""
_TICKED: Final = {True: "☑", False: "☐"}
_SHOWN: Final = 60
_HEADS: Final = {
    BroadcastState.UNDER_WAY: marked("<b>It is going out</b>"),
    BroadcastState.CANCELLED: marked("<b>It is called off</b>"),
    BroadcastState.DONE: marked("<b>It has gone out</b>"),
}


def going_out(it: Broadcast, discreet: bool) -> Message:
    """A broadcast as somebody gets it, closed for who is discreet."""
    return closed(it) if discreet else letter(it)


def closed(it: Broadcast) -> Message:
    """What anybody may read on a locked screen: the same as of a nudge that comes closed."""
    return Message(_(CLOSED), buttons=[[buttons.opens_broadcast(it.token, _(OPEN))]])


def letter(it: Broadcast) -> Message:
    """A broadcast in full."""
    return Message(_letter(it))


def _letter(it: Broadcast) -> str:
    return _(
        "<b>A word to everybody here</b>\n\n{text}\n\n<i>From the people who run this bot. /today shows your newest "
        "day, /settings what comes when.</i>"
    ).format(text=escape(it.text))


def overview(going: Sequence[Progress]) -> Message:
    """How to write to everybody, and what is going out."""
    lines = [
        _("<b>A word to everybody</b>"),
        _(
            "Type it behind the command: <code>/broadcast Dear all, …</code>. I show it to you first as people will get it, "
            "and to how many it goes; nothing goes out before you say so."
        ),
    ]
    lines += [
        "\n" + _("<b>Under way:</b> {text}").format(text=escape(_start_of(one.broadcast))) + f"\n{_how_far(one)}"
        for one in going
    ]
    if not going:
        lines.append("\n" + _("Nothing is going out at this moment."))
    under_way = [one.broadcast for one in going if one.broadcast.state is BroadcastState.UNDER_WAY]
    cancels = [
        [
            admin_buttons.cancel_broadcast(
                one.token,
                _("Call off: {text}").format(text=_start_of(one)) if len(going) > 1 else _("Call it off"),
            )
        ]
        for one in under_way
    ]
    return Message("\n".join(lines), buttons=[*cancels, back()])


def preview(it: Drafted) -> Message:
    """Just as people get it, to whom it goes and to whom not, and what is still to be said."""
    one = it.broadcast
    text = _(
        "— as people get it —\n\n{letter}\n\n— —\n\nIt goes to {people} under way on a track, behind all "
        "replies and days. Not to who rests, has left or finished, wants nothing for now, or has blocked me. Where it is "
        "night it waits for the morning, from 06:00; nobody gets two in one day. Who wants messages closed gets "
        "“{closed}” and opens it.\n\nNot everybody here can be asked for something towards a partner without harm. Unless "
        "you tick that this asks nothing of the kind, it is kept from some; how many is told to nobody."
    ).format(letter=_letter(one), people=_people(it.receivers), closed=_(CLOSED))
    tick = _("{box} It asks nothing of anybody towards a partner").format(box=_TICKED[one.asks_nothing])
    return Message(
        text,
        buttons=[
            [admin_buttons.tick_broadcast(one.token, tick)],
            [
                admin_buttons.begin_broadcast(one.token, _("Send it")),
                admin_buttons.drop_broadcast(one.token, _("Throw it away")),
            ],
        ],
    )


def progress(it: Progress) -> Message:
    """How far it is, with a button that calls it off for as long as that changes anything."""
    head = _(_HEADS.get(it.broadcast.state, ""))
    cancels = [[admin_buttons.cancel_broadcast(it.broadcast.token, _("Call it off"))]]
    under_way = it.broadcast.state is BroadcastState.UNDER_WAY
    return Message(
        f"{head}: {escape(_start_of(it.broadcast))}\n\n{_how_far(it)}",
        buttons=[*(cancels if under_way else []), back()],
    )


def begun() -> Message:
    """It goes out, after a code was typed below the message in which that can be watched."""
    return Message(
        _("It goes out from now on. The message in which I showed it to you tells how far it is; so does /broadcast.")
    )


def dropped() -> Message:
    """A draft is thrown away."""
    return Message(_("It is thrown away. Nothing went out."), buttons=[back()])


def too_long() -> Message:
    """A text for more than one message."""
    return Message(
        _(
            "That is too long for one message: {most} characters is the most. Nothing was kept; shorten it and send the "
            "command again."
        ).format(most=number(LONGEST))
    )


def gone() -> str:
    """The short note over a button of a broadcast that went out already, or is not there."""
    return _("That is not to be changed any more. /broadcast shows what is going out.")


def _how_far(it: Progress) -> str:
    lines = [
        _("Seen to: {count}").format(count=_about(it.seen_to)),
        _("Still to go: {count}").format(count=_about(it.to_go)),
    ]
    if it.in_doubt:
        lines.append(_("May have arrived or not, and goes not again: {count}").format(count=_about(it.in_doubt)))
    if it.broadcast.ended_at is None and it.to_go:
        lines.append(_("Where it is night it waits for the morning."))
    return "\n".join(lines)


def _people(count: int) -> str:
    if count < _FEWEST:
        return _("fewer than {count} people").format(count=_FEWEST)
    return ngettext("{count} person", "{count} people", count).format(count=number(count))


def _about(count: int) -> str:
    """In whole tens, so that nothing about one person can be told from two numbers."""
    if count == 0:
        return _("nobody")
    if count < _FEWEST:
        return _("fewer than {count}").format(count=_FEWEST)
    return _("at least {count}").format(count=number(count // 10 * 10))


def _start_of(it: Broadcast) -> str:
    start = " ".join(it.text.split())
    return start if len(start) <= _SHOWN else f"{start[: _SHOWN - 1]}…"
