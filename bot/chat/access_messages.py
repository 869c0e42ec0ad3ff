"""The words around what a person lets a coach read: for the person, and for the coach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.chat import admin_buttons, buttons
from bot.chat.buttons import ShareMove
from bot.chat.message import Message
from bot.chat.wording import escape, fitting, whenever_read
from bot.sharing import Access, Choosing, CoachCode, Given, Opened, Proposed, Reply
from bot.words import _, marked
from curriculum.writing import units
from storage.shares import Share

_SPANS: Final = (
    (ShareMove.ONE_DAY, marked("1 day")),
    (ShareMove.A_WEEK, marked("7 days")),
    (ShareMove.A_MONTH, marked("30 days")),
)
DAYS_OF: Final = {ShareMove.ONE_DAY: 1, ShareMove.A_WEEK: 7, ShareMove.A_MONTH: 30}
_READS_TOLD: Final = 20
_ROOM: Final = 3000
_HOW: Final = marked(
    "If a coach gave you a code, type it behind the command: <code>/access CODE</code>. Then you choose."
)


def access(it: Access) -> Message:
    """Who may read what until when, and every reading."""
    if not it.shares:
        return Message(
            _("<b>Who may read your replies</b>\nNo coach may read anything of yours.\n\n{how}").format(how=_HOW)
        )
    labels = {share.id: share.coach_label for share in it.shares}
    lines = [_line(share, it.now) for share in it.shares]
    reads = [
        _("• {read_at}: Coach {labels} read {replies}").format(
            read_at=whenever_read(read.read_at), labels=labels[read.share], replies=_replies(read.replies)
        )
        for read in it.reads[:_READS_TOLD]
    ]
    if len(it.reads) > _READS_TOLD:
        reads.append(_("… and {value} earlier times; /export has them all.").format(value=len(it.reads) - _READS_TOLD))
    text = fitting(
        [
            _("<b>Who may read your replies</b>"),
            *lines,
            _("<b>Every time it was read</b>"),
            *(reads or [_("never")]),
            _HOW,
        ],
        between="\n",
    )
    ends = [
        [
            buttons.share_move(
                share.token, ShareMove.END, _("End it for Coach {coach_label}").format(coach_label=share.coach_label)
            )
        ]
        for share in it.shares
        if share.is_open(it.now)
    ]
    return Message(text, buttons=ends)


def no_such_code() -> Message:
    """A code that is none, or is used up."""
    return Message(
        _(
            "That code is none that I know. It works once and for a day; your coach can make another. Nothing "
            "was changed."
        )
    )


def choosing(it: Choosing) -> Message:
    """The person chooses days, and for how long."""
    if not it.offered:
        return Message(
            _(
                "There is nothing to choose: you have written no words about a day yet. When you have, ask your "
                "coach for another code."
            )
        )
    rows = [
        [
            buttons.share_day(
                it.share.token,
                nudge,
                _("{value}Day {day}, {on:%d %B}").format(value="✓ " if nudge in it.chosen else "", day=day, on=on),
            )
        ]
        for nudge, day, on in it.offered
    ]
    if it.chosen:
        rows.append(
            [buttons.share_move(it.share.token, move, _("For {says}").format(says=says)) for move, says in _SPANS]
        )
    rows.append([buttons.share_move(it.share.token, ShareMove.DROP, _("Share nothing"))])
    return Message(
        _(
            "<b>What may Coach {coach_label} read?</b>\n"
            "Tap the days whose words they may read, then for how long. You see it all once more before it "
            "counts. They know you as Somebody {person_label}: tell them that name yourself. They see the words "
            "of these days and nothing else."
        ).format(coach_label=it.share.coach_label, person_label=it.share.person_label),
        buttons=rows,
    )


def proposed(it: Proposed) -> Message:
    """Exactly what would be given, before it is."""
    back = [buttons.share_move(it.share.token, ShareMove.BACK, _("Choose anew"))]
    drop = [buttons.share_move(it.share.token, ShareMove.DROP, _("Share nothing"))]
    told = _told(it.replies)
    if units(told) > _ROOM:
        return Message(_("That is more than one message holds. Choose fewer days."), buttons=[back, drop])
    for_days = _("1 day") if it.span == 1 else _("{span} days").format(span=it.span)
    return Message(
        _(
            "<b>This is what Coach {coach_label} may read for {for_days}:</b>\n\n"
            "{told}\n\n"
            "It ends by itself, or at once by /access, where you also see every time they read it. If you reword "
            "something, they do not see the new words. What they have read stays in their chat; they cannot pass "
            "the message on, but they can remember it."
        ).format(coach_label=it.share.coach_label, for_days=for_days, told=told),
        buttons=[[buttons.give_share(it.share.token, it.span, it.seen, _("Let them read it"))], back, drop],
    )


def given(it: Given) -> Message:
    """The coach may read it from now on."""
    return Message(
        _(
            "Coach {coach_label} may read {replies} of yours until {until}. You are Somebody {person_label} to "
            "them. /access shows every time they do."
        ).format(
            coach_label=it.share.coach_label,
            replies=_replies(it.replies),
            until=whenever_read(it.until),
            person_label=it.share.person_label,
        ),
        buttons=[
            [
                buttons.share_move(
                    it.share.token,
                    ShareMove.END,
                    _("End it for Coach {coach_label}").format(coach_label=it.share.coach_label),
                )
            ]
        ],
    )


def dropped() -> Message:
    """Nothing is given."""
    return Message(_("Nothing is shared; all stays as it was."))


def ended() -> Message:
    """It is over at once."""
    return Message(_("It is over: that coach can read nothing of it any more. /access shows when they did."))


def not_known() -> Message:
    """Somebody of whom nothing is kept."""
    return Message(_("I keep nothing about you, so there is nothing that anybody could read."))


def code(it: CoachCode) -> Message:
    """A fresh code, for its coach."""
    half = len(it.code) // 2
    written = f"{it.code[:half]}-{it.code[half:]}"
    return Message(
        _(
            "Give this to one person: <code>/access {written}</code>\n"
            "It works once, until {until}. They choose what you may read and for how long, and see every time "
            "you do. /shared lists it."
        ).format(written=written, until=whenever_read(it.until))
    )


def shared(shares: Sequence[Share]) -> Message:
    """What a coach may read at this moment."""
    if not shares:
        return Message(_("Nobody lets you read anything at this moment. /coach makes a code for somebody."))
    lines = [
        _("• Somebody {person_label}, until {until}").format(person_label=one.person_label, until=_until(one))
        for one in shares
    ]
    return Message(
        fitting([_("<b>What you may read</b>"), *lines, _("Whoever it is sees every time you read it.")], between="\n"),
        buttons=[
            [
                admin_buttons.read_shared(
                    one.token, _("Read Somebody {person_label}").format(person_label=one.person_label)
                )
            ]
            for one in shares[:_READS_TOLD]
        ],
        protected=True,
    )


def opened(it: Opened) -> Message:
    """The words that a coach is let read. Whose they are is told by the label alone."""
    gone = "" if not it.gone else _("\n\n{replies} changed since or gone: not shown.").format(replies=_replies(it.gone))
    told = _told(it.replies) or _("Nothing is left to read.")
    return Message(
        _("<b>Somebody {person_label}</b>, until {until}\n\n{told}{gone}").format(
            person_label=it.share.person_label, until=_until(it.share), told=told, gone=gone
        ),
        protected=True,
    )


def _line(share: Share, now: datetime) -> str:
    days = _("1 day") if len(share.chosen) == 1 else _("{count} days").format(count=len(share.chosen))
    if share.is_open(now):
        says = _("may read the words of {days} until {until}").format(days=days, until=_until(share))
    elif share.ended_at is not None:
        says = _("could read the words of {days}; you ended it at {ended_at}").format(
            days=days, ended_at=whenever_read(share.ended_at)
        )
    else:
        says = _("could read the words of {days} until {until}; it is over").format(days=days, until=_until(share))
    return _("• Coach {coach_label} {says}. You are Somebody {person_label} to them.").format(
        coach_label=share.coach_label, says=says, person_label=share.person_label
    )


def _told(replies: Sequence[Reply]) -> str:
    return "\n\n".join(
        _("<b>Day {day}, {on:%d %B}</b>\n{words}").format(day=one.day, on=one.on, words=escape(one.words))
        for one in replies
    )


def _replies(count: int) -> str:
    return f"{count} {'reply' if count == 1 else 'replies'}"


def _until(share: Share) -> str:
    return "" if share.until is None else whenever_read(share.until)
