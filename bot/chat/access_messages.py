"""The words around what a person lets a coach read: for the person, and for the coach."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from bot.chat import access_buttons, admin_buttons
from bot.chat.access_buttons import ShareMove
from bot.chat.message import Message
from bot.chat.wording import escape, fitting, paragraphs, sentences, ticked, whenever_read
from bot.sharing import Access, Choosing, CoachCode, Given, Opened, Proposed, Reply
from bot.words import _, marked, ngettext
from bot.words.written import day_alone
from curriculum.writing import units
from storage.shares import Share

_SPANS: Final = (
    (ShareMove.ONE_DAY, marked("For 1 day")),
    (ShareMove.A_WEEK, marked("For 7 days")),
    (ShareMove.A_MONTH, marked("For 30 days")),
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
        none = _("No coach may read anything of yours.")
        return Message(paragraphs("\n".join([_("<b>Who may read your replies</b>"), none]), _(_HOW)))
    labels = {share.id: share.coach_label for share in it.shares}
    lines = [_line(share, it.now) for share in it.shares]
    reads = [
        ngettext(
            "• {when}: Coach {coach} read {count} reply", "• {when}: Coach {coach} read {count} replies", read.replies
        ).format(when=whenever_read(read.read_at), coach=labels[read.share], count=read.replies)
        for read in it.reads[:_READS_TOLD]
    ]
    if len(it.reads) > _READS_TOLD:
        more = len(it.reads) - _READS_TOLD
        reads.append(
            ngettext(
                "… and {count} earlier time; /export has them all.",
                "… and {count} earlier times; /export has them all.",
                more,
            ).format(count=more)
        )
    text = fitting(
        [
            _("<b>Who may read your replies</b>"),
            *lines,
            _("<b>Every time it was read</b>"),
            *(reads or [_("never")]),
            _(_HOW),
        ],
        between="\n",
    )
    ends = [
        [
            access_buttons.share_move(
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
            access_buttons.share_day(
                it.share.token,
                nudge,
                ticked(_day(day, on), nudge in it.chosen),
            )
        ]
        for nudge, day, on in it.offered
    ]
    if it.chosen:
        rows.append([access_buttons.share_move(it.share.token, move, _(says)) for move, says in _SPANS])
    rows.append([access_buttons.share_move(it.share.token, ShareMove.DROP, _("Share nothing"))])
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
    back = [access_buttons.share_move(it.share.token, ShareMove.BACK, _("Choose anew"))]
    drop = [access_buttons.share_move(it.share.token, ShareMove.DROP, _("Share nothing"))]
    told = _told(it.replies)
    if units(told) > _ROOM:
        return Message(_("That is more than one message holds. Choose fewer days."), buttons=[back, drop])
    lead = ngettext(
        "<b>This is what Coach {coach} may read for {count} day:</b>",
        "<b>This is what Coach {coach} may read for {count} days:</b>",
        it.span,
    ).format(coach=it.share.coach_label, count=it.span)
    return Message(
        paragraphs(
            lead,
            told,
            _(
                "It ends by itself, or at once by /access, where you also see every time they read it. If you reword "
                "something, they do not see the new words. What they have read stays in their chat; they cannot pass "
                "the message on, but they can remember it."
            ),
        ),
        buttons=[[access_buttons.give_share(it.share.token, it.span, it.seen, _("Let them read it"))], back, drop],
    )


def given(it: Given) -> Message:
    """The coach may read it from now on."""
    return Message(
        sentences(
            ngettext(
                "Coach {coach} may read {count} reply of yours until {until}.",
                "Coach {coach} may read {count} replies of yours until {until}.",
                it.replies,
            ).format(coach=it.share.coach_label, count=it.replies, until=whenever_read(it.until)),
            _you_are(it.share),
            _("/access shows every time they do."),
        ),
        buttons=[
            [
                access_buttons.share_move(
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
    gone = ""
    if it.gone:
        gone = ngettext(
            "{count} reply changed since or gone: not shown.",
            "{count} replies changed since or gone: not shown.",
            it.gone,
        ).format(count=it.gone)
    told = _told(it.replies) or _("Nothing is left to read.")
    return Message(
        paragraphs(
            _("<b>Somebody {person_label}</b>, until {until}").format(
                person_label=it.share.person_label, until=_until(it.share)
            ),
            told,
            gone,
        ),
        protected=True,
    )


def _line(share: Share, now: datetime) -> str:
    days = len(share.chosen)
    if share.is_open(now):
        says = ngettext(
            "Coach {coach} may read the words of {count} day until {until}.",
            "Coach {coach} may read the words of {count} days until {until}.",
            days,
        )
    elif share.ended_at is not None:
        says = ngettext(
            "Coach {coach} could read the words of {count} day; you ended it at {ended}.",
            "Coach {coach} could read the words of {count} days; you ended it at {ended}.",
            days,
        )
    else:
        says = ngettext(
            "Coach {coach} could read the words of {count} day until {until}; it is over.",
            "Coach {coach} could read the words of {count} days until {until}; it is over.",
            days,
        )
    ended = "" if share.ended_at is None else whenever_read(share.ended_at)
    told = says.format(coach=share.coach_label, count=days, until=_until(share), ended=ended)
    return f"• {sentences(told, _you_are(share))}"


def _you_are(share: Share) -> str:
    return _("You are Somebody {person_label} to them.").format(person_label=share.person_label)


def _told(replies: Sequence[Reply]) -> str:
    return "\n\n".join(f"<b>{_day(one.day, one.on)}</b>\n{escape(one.words)}" for one in replies)


def _day(day: int, on: date) -> str:
    return _("Day {day}, {on}").format(day=day, on=day_alone(on))


def _until(share: Share) -> str:
    return "" if share.until is None else whenever_read(share.until)
