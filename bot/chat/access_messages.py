"""The words around what a person lets a coach read: for the person, and for the coach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.chat import admin_buttons, buttons
from bot.chat.buttons import ShareMove
from bot.chat.message import Message
from bot.chat.wording import escape, fitting, whenever_read
from bot.sharing import Access, Choosing, CoachCode, Given, Opened, Proposed, Reply
from curriculum.writing import units
from storage.shares import Share

_SPANS: Final = ((ShareMove.ONE_DAY, "1 day"), (ShareMove.A_WEEK, "7 days"), (ShareMove.A_MONTH, "30 days"))
DAYS_OF: Final = {ShareMove.ONE_DAY: 1, ShareMove.A_WEEK: 7, ShareMove.A_MONTH: 30}
_READS_TOLD: Final = 20
_ROOM: Final = 3000
_HOW: Final = "If a coach gave you a code, type it behind the command: <code>/access CODE</code>. Then you choose."


def access(it: Access) -> Message:
    """Who may read what until when, and every reading."""
    if not it.shares:
        return Message(f"<b>Who may read your replies</b>\nNo coach may read anything of yours.\n\n{_HOW}")
    labels = {share.id: share.coach_label for share in it.shares}
    lines = [_line(share, it.now) for share in it.shares]
    reads = [
        f"• {whenever_read(read.read_at)}: Coach {labels[read.share]} read {_replies(read.replies)}"
        for read in it.reads[:_READS_TOLD]
    ]
    if len(it.reads) > _READS_TOLD:
        reads.append(f"… and {len(it.reads) - _READS_TOLD} earlier times; /export has them all.")
    text = fitting(
        ["<b>Who may read your replies</b>", *lines, "<b>Every time it was read</b>", *(reads or ["never"]), _HOW],
        between="\n",
    )
    ends = [
        [buttons.share_move(share.token, ShareMove.END, f"End it for Coach {share.coach_label}")]
        for share in it.shares
        if share.is_open(it.now)
    ]
    return Message(text, buttons=ends)


def no_such_code() -> Message:
    """A code that is none, or is used up."""
    return Message(
        "That code is none that I know. It works once and for a day; your coach can make another. Nothing was changed."
    )


def choosing(it: Choosing) -> Message:
    """The person chooses days, and for how long."""
    if not it.offered:
        return Message(
            "There is nothing to choose: you have written no words about a day yet. When you have, ask your coach for "
            "another code."
        )
    rows = [
        [buttons.share_day(it.share.token, nudge, f"{'✓ ' if nudge in it.chosen else ''}Day {day}, {on:%d %B}")]
        for nudge, day, on in it.offered
    ]
    if it.chosen:
        rows.append([buttons.share_move(it.share.token, move, f"For {says}") for move, says in _SPANS])
    rows.append([buttons.share_move(it.share.token, ShareMove.DROP, "Share nothing")])
    return Message(
        f"<b>What may Coach {it.share.coach_label} read?</b>\nTap the days whose words they may read, then for how long. "
        f"You see it all once more before it counts. They know you as Somebody {it.share.person_label}: tell them that "
        "name yourself. They see the words of these days and nothing else.",
        buttons=rows,
    )


def proposed(it: Proposed) -> Message:
    """Exactly what would be given, before it is."""
    back = [buttons.share_move(it.share.token, ShareMove.BACK, "Choose anew")]
    drop = [buttons.share_move(it.share.token, ShareMove.DROP, "Share nothing")]
    told = _told(it.replies)
    if units(told) > _ROOM:
        return Message("That is more than one message holds. Choose fewer days.", buttons=[back, drop])
    for_days = "1 day" if it.span == 1 else f"{it.span} days"
    return Message(
        f"<b>This is what Coach {it.share.coach_label} may read for {for_days}:</b>\n\n{told}\n\n"
        "It ends by itself, or at once by /access, where you also see every time they read it. If you reword something, "
        "they do not see the new words. What they have read stays in their chat; they cannot pass the message on, but "
        "they can remember it.",
        buttons=[[buttons.give_share(it.share.token, it.span, it.seen, "Let them read it")], back, drop],
    )


def given(it: Given) -> Message:
    """The coach may read it from now on."""
    return Message(
        f"Coach {it.share.coach_label} may read {_replies(it.replies)} of yours until {whenever_read(it.until)}. You are Somebody "
        f"{it.share.person_label} to them. /access shows every time they do.",
        buttons=[[buttons.share_move(it.share.token, ShareMove.END, f"End it for Coach {it.share.coach_label}")]],
    )


def dropped() -> Message:
    """Nothing is given."""
    return Message("Nothing is shared; all stays as it was.")


def ended() -> Message:
    """It is over at once."""
    return Message("It is over: that coach can read nothing of it any more. /access shows when they did.")


def not_known() -> Message:
    """Somebody of whom nothing is kept."""
    return Message("I keep nothing about you, so there is nothing that anybody could read.")


def code(it: CoachCode) -> Message:
    """A fresh code, for its coach."""
    half = len(it.code) // 2
    written = f"{it.code[:half]}-{it.code[half:]}"
    return Message(
        f"Give this to one person: <code>/access {written}</code>\nIt works once, until {whenever_read(it.until)}. They choose what "
        "you may read and for how long, and see every time you do. /shared lists it."
    )


def shared(shares: Sequence[Share]) -> Message:
    """What a coach may read at this moment."""
    if not shares:
        return Message("Nobody lets you read anything at this moment. /coach makes a code for somebody.")
    lines = [f"• Somebody {one.person_label}, until {_until(one)}" for one in shares]
    return Message(
        fitting(["<b>What you may read</b>", *lines, "Whoever it is sees every time you read it."], between="\n"),
        buttons=[
            [admin_buttons.read_shared(one.token, f"Read Somebody {one.person_label}")] for one in shares[:_READS_TOLD]
        ],
        protected=True,
    )


def opened(it: Opened) -> Message:
    """The words that a coach is let read. Whose they are is told by the label alone."""
    gone = "" if not it.gone else f"\n\n{_replies(it.gone)} changed since or gone: not shown."
    told = _told(it.replies) or "Nothing is left to read."
    return Message(f"<b>Somebody {it.share.person_label}</b>, until {_until(it.share)}\n\n{told}{gone}", protected=True)


def _line(share: Share, now: datetime) -> str:
    days = "1 day" if len(share.chosen) == 1 else f"{len(share.chosen)} days"
    if share.is_open(now):
        says = f"may read the words of {days} until {_until(share)}"
    elif share.ended_at is not None:
        says = f"could read the words of {days}; you ended it at {whenever_read(share.ended_at)}"
    else:
        says = f"could read the words of {days} until {_until(share)}; it is over"
    return f"• Coach {share.coach_label} {says}. You are Somebody {share.person_label} to them."


def _told(replies: Sequence[Reply]) -> str:
    return "\n\n".join(f"<b>Day {one.day}, {one.on:%d %B}</b>\n{escape(one.words)}" for one in replies)


def _replies(count: int) -> str:
    return f"{count} {'reply' if count == 1 else 'replies'}"


def _until(share: Share) -> str:
    return "" if share.until is None else whenever_read(share.until)
