"""The words around a second reading: for an author, and for their readers."""

from collections.abc import Sequence

from bot.chat import admin_buttons
from bot.chat.button import Button
from bot.chat.message import Message
from bot.chat.nudge_messages import day_text
from bot.chat.wording import authored, escape
from bot.publishing import Preview
from bot.words import _, ngettext
from bot.words.written import number as written

MOST_WORDS = 1500


def needs_reading(token: str) -> Message:
    """Nobody else has read it."""
    return Message(
        _(
            "Here somebody else who may publish reads a track before it goes out: just this file, as it is now. Nothing was "
            "published."
        ),
        buttons=[_to_ask(token)],
    )


def asked(token: str, readers: int) -> Message:
    """The author asked for a reading."""
    if not readers:
        return Message(
            _(
                "Nobody else here may publish, so nobody can read it. An owner can invite an author in /admin; then ask again."
            ),
            buttons=[_to_ask(token)],
        )
    return Message(
        _(
            "I have asked the others who may publish. You hear from me as soon as one of them has read it; a file that you send "
            "anew is read anew."
        ),
        buttons=[[admin_buttons.withdraw_reading(token, _("Withdraw it"))]],
    )


def withdrawn(token: str) -> Message:
    """The author wants no reading any more."""
    return Message(
        _("Withdrawn: nobody is asked for a reading of it any more."),
        buttons=[_to_ask(token)],
    )


def to_read(it: Preview, author: str) -> Message:
    """One day of somebody's draft, for a second reader, with buttons to walk the days and to say what they think."""
    number = it.day.number
    days = len(it.track.days)
    text = ngettext(
        "<b>A second reader is wanted</b> by {author}\n<b>{title}</b> (<code>{slug}</code>, {count} day).\n{summary}\n\n"
        "— as a subscriber will see it —\n\n{day}",
        "<b>A second reader is wanted</b> by {author}\n<b>{title}</b> (<code>{slug}</code>, {count} days).\n{summary}\n\n"
        "— as a subscriber will see it —\n\n{day}",
        days,
    ).format(
        author=author,
        title=authored(it.track.title),
        slug=it.track.slug,
        count=days,
        summary=authored(it.track.summary),
        day=day_text(it.day),
    )
    return Message(text, buttons=[_walk(it.token, number, of=len(it.track.days)), _ways(it.token)])


def approved(it: Preview) -> Message:
    """To the reader: the author may publish it now."""
    return Message(
        _("Approved: <b>{title}</b>, just as you read it. I have told its author.").format(
            title=authored(it.track.title)
        )
    )


def was_approved(it: Preview, reader: str) -> Message:
    """To the author."""
    return Message(
        _("{reader} has read <b>{title}</b> and approves of it.").format(reader=reader, title=authored(it.track.title)),
        buttons=[[admin_buttons.publish(it.token, _("Publish"))]],
    )


def how_to_send_back(token: str) -> Message:
    """To the reader, who wants to send it back."""
    return Message(
        _(
            "Tell the author why, in one message that begins with this (a tap copies it):\n"
            "<code>/sendback {token} </code>\nYour words reach them as you write them."
        ).format(token=escape(token))
    )


def sent_back(it: Preview) -> Message:
    """To the reader: the author has the words."""
    return Message(_("Sent back: <b>{title}</b>. Its author has your words.").format(title=authored(it.track.title)))


def was_sent_back(it: Preview, reader: str, words: str) -> Message:
    """To the author, with the reader's words as they are."""
    return Message(
        _(
            "{reader} has read <b>{title}</b> and sends it back:\n\n{words}\n\nMend the file, send it here again, and ask for "
            "another reading."
        ).format(reader=reader, title=authored(it.track.title), words=escape(words))
    )


def no_words() -> Message:
    """Sent back without a word, or with too many."""
    return Message(
        _(
            "Write behind the command why you send it back, in {most} characters at most. Nothing was sent back yet."
        ).format(most=written(MOST_WORDS))
    )


def nothing_to_read() -> str:
    """The short note: it does not wait any more."""
    return _("That waits for no reader any more: it was withdrawn, sent anew, or another was first.")


def told(text: str) -> Message:
    """The same where no button was tapped."""
    return Message(text)


def _walk(token: str, number: int, *, of: int) -> Sequence[Button]:
    walk = []
    if number > 1:
        walk.append(admin_buttons.read_draft_day(token, number - 1, _("◀ Day {day}").format(day=number - 1)))
    if number < of:
        walk.append(admin_buttons.read_draft_day(token, number + 1, _("Day {day} ▶").format(day=number + 1)))
    return walk


def _ways(token: str) -> Sequence[Button]:
    return [admin_buttons.approve_draft(token, _("Approve")), admin_buttons.send_draft_back(token, _("Send back"))]


def _to_ask(token: str) -> Sequence[Button]:
    return [admin_buttons.ask_for_reading(token, _("Ask for a reading"))]
