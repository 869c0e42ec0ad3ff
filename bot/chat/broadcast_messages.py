"""The words around a broadcast: as people get it, and for the owner who sends it."""

from collections.abc import Sequence
from typing import Final

from bot.broadcasting import LONGEST, Drafted, Progress
from bot.chat import admin_buttons, buttons
from bot.chat.admin_menu import back
from bot.chat.message import Message
from bot.chat.nudge_messages import CLOSED, OPEN
from bot.chat.wording import escape
from storage.broadcasts import Broadcast, BroadcastState

_FEWEST: Final = 10
"""Fewer people than this are told as no number."""
_TICKED: Final = {True: "☑", False: "☐"}
_SHOWN: Final = 60


def going_out(it: Broadcast, discreet: bool) -> Message:
    """A broadcast as somebody gets it, closed for who is discreet."""
    return closed(it) if discreet else letter(it)


def closed(it: Broadcast) -> Message:
    """What anybody may read on a locked screen: the same as of a nudge that comes closed."""
    return Message(CLOSED, buttons=[[buttons.opens_broadcast(it.token, OPEN)]])


def letter(it: Broadcast) -> Message:
    """A broadcast in full."""
    return Message(_letter(it))


def _letter(it: Broadcast) -> str:
    return (
        f"<b>A word to everybody here</b>\n\n{escape(it.text)}\n\n<i>From the people who run this bot. /today shows your newest "
        "day, /settings what comes when.</i>"
    )


def overview(going: Sequence[Progress]) -> Message:
    """How to write to everybody, and what is going out."""
    lines = [
        "<b>A word to everybody</b>",
        "Type it behind the command: <code>/broadcast Dear all, …</code>. I show it to you first as people will get it, "
        "and to how many it goes; nothing goes out before you say so.",
    ]
    lines += [f"\n<b>Under way:</b> {escape(_start_of(one.broadcast))}\n{_how_far(one)}" for one in going]
    if not going:
        lines.append("\nNothing is going out at this moment.")
    under_way = [one.broadcast for one in going if one.broadcast.state is BroadcastState.UNDER_WAY]
    cancels = [
        [admin_buttons.cancel_broadcast(one.token, f"Call off: {_start_of(one)}" if len(going) > 1 else "Call it off")]
        for one in under_way
    ]
    return Message("\n".join(lines), buttons=[*cancels, back()])


def preview(it: Drafted) -> Message:
    """Just as people get it, to whom it goes and to whom not, and what is still to be said."""
    one = it.broadcast
    text = (
        f"— as people get it —\n\n{_letter(one)}\n\n— —\n\nIt goes to {_people(it.receivers)} under way on a track, behind all "
        "replies and days. Not to who rests, has left or finished, wants nothing for now, or has blocked me. Where it is "
        "night it waits for the morning, from 06:00; nobody gets two in one day. Who wants messages closed gets "
        f"“{CLOSED}” and opens it.\n\nNot everybody here can be asked for something towards a partner without harm. Unless "
        "you tick that this asks nothing of the kind, it is kept from some; how many is told to nobody."
    )
    tick = f"{_TICKED[one.asks_nothing]} It asks nothing of anybody towards a partner"
    return Message(
        text,
        buttons=[
            [admin_buttons.tick_broadcast(one.token, tick)],
            [
                admin_buttons.begin_broadcast(one.token, "Send it"),
                admin_buttons.drop_broadcast(one.token, "Throw it away"),
            ],
        ],
    )


def progress(it: Progress) -> Message:
    """How far it is, with a button that calls it off for as long as that changes anything."""
    head = {
        BroadcastState.UNDER_WAY: "<b>It is going out</b>",
        BroadcastState.CANCELLED: "<b>It is called off</b>",
        BroadcastState.DONE: "<b>It has gone out</b>",
    }.get(it.broadcast.state, "")
    cancels = [[admin_buttons.cancel_broadcast(it.broadcast.token, "Call it off")]]
    under_way = it.broadcast.state is BroadcastState.UNDER_WAY
    return Message(
        f"{head}: {escape(_start_of(it.broadcast))}\n\n{_how_far(it)}",
        buttons=[*(cancels if under_way else []), back()],
    )


def begun() -> Message:
    """It goes out, after a code was typed below the message in which that can be watched."""
    return Message(
        "It goes out from now on. The message in which I showed it to you tells how far it is; so does /broadcast."
    )


def dropped() -> Message:
    """A draft is thrown away."""
    return Message("It is thrown away. Nothing went out.", buttons=[back()])


def too_long() -> Message:
    """A text for more than one message."""
    return Message(
        f"That is too long for one message: {LONGEST:,} characters is the most. Nothing was kept; shorten it and send the "
        "command again."
    )


def gone() -> str:
    """The short note over a button of a broadcast that went out already, or is not there."""
    return "That is not to be changed any more. /broadcast shows what is going out."


def _how_far(it: Progress) -> str:
    lines = [f"Seen to: {_about(it.seen_to)}", f"Still to go: {_about(it.to_go)}"]
    if it.in_doubt:
        lines.append(f"May have arrived or not, and goes not again: {_about(it.in_doubt)}")
    if it.broadcast.ended_at is None and it.to_go:
        lines.append("Where it is night it waits for the morning.")
    return "\n".join(lines)


def _people(count: int) -> str:
    return f"{count:,} people" if count >= _FEWEST else f"fewer than {_FEWEST} people"


def _about(count: int) -> str:
    """In whole tens, so that nothing about one person can be told from two numbers."""
    if count == 0:
        return "nobody"
    return f"fewer than {_FEWEST}" if count < _FEWEST else f"at least {count // 10 * 10:,}"


def _start_of(it: Broadcast) -> str:
    start = " ".join(it.text.split())
    return start if len(start) <= _SHOWN else f"{start[: _SHOWN - 1]}…"
