"""What is said about what is kept: /privacy, told from the tables themselves; /export; /forget and its receipt."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot import terms
from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.buttons import ForgetMove, Move
from bot.chat.message import Message, TextFile
from bot.chat.wording import escape, paragraphs, sentences, ticked
from bot.forgetting import Receipt
from bot.words import _, marked, ngettext
from storage.belongings import Kept

KEPT: Final = {
    "person": marked(
        "your Telegram id and first name, when you agreed, and of the private questions only what kind of "
        "days may be sent to you, never an answer; whether messages are on hold until you go on, never why; "
        "how long your words are to be kept; whether messages come closed; in which language you are spoken "
        "to; whether you look back at your weeks, and on dark pictures; the name you gave for your partner, if any; and "
        "when you were last asked whether you are somewhere else"
    ),
    "enrolment": marked(
        "your track, from when to when, your hour and your time zone (never your location), until when you pause, and since when you were silent or back"
    ),
    "nudge": marked(
        "when each message was due, sent and opened, which version of the day it brought, and whether you left it"
    ),
    "attempt": marked("each request to Telegram for such a message"),
    "check_in": marked("how each day went, as you tapped it"),
    "strain": marked("how a day felt inside, as you tapped it"),
    "note": marked("what you write to me about your days; of voice notes, pictures and stickers only that they came"),
    "gain": marked("the small gains that you note by /gain"),
    "journal_search": marked("what you last looked for in /journal"),
    "pattern_check": marked("what you answer to /pattern"),
    "drill": marked("each time you used /calm, for what, and how it was afterwards, as you tapped it"),
    "return_time": marked("times at which you said you would come back, and whether you did, as you tapped it"),
    "soft_start": marked("what you write for a soft start, until it is done"),
    "study_agreement": marked(
        "that you take part in a study by /study, if you do, and since when, or when you took that back"
    ),
    "decision": marked("which wordings chance chose for you there"),
    "message": marked("the numbers of the messages in this chat, so that /hide can take them away"),
    "pair": marked("that you made or entered a code for questions for two, and when; never whose it was"),
    "pair_answer": marked(
        "your answers to questions for two, which of them you chose to show, and when you were shown another's"
    ),
    "share": marked("what you let a coach read by /access, and until when"),
    "share_reply": marked("which replies that is; the words stay where they are"),
    "share_read": marked("every time a coach read it"),
    "inbox": marked("what Telegram brings of you, until it is handled"),
    "dead_letter": marked("what of it could not be handled"),
    "broadcast_send": marked("which words to everybody were for you"),
    "admin_grant": marked("which rights an owner gave you, if any"),
    "admin_invite": marked("links to rights that you made, if you are an owner"),
    "broadcast_view": marked("in which message you watch a word to everybody go out, if you are an owner"),
    "draft": marked("track files, if you are an admin"),
    "rehearsal": marked("which rehearsal is being shown to you, if you are an admin"),
    "second_reading": marked("drafts that you asked others to read, or read for them, if you are an admin"),
    "media_upload": marked("pictures and voice notes for tracks, if you are an admin"),
    "desk_link": marked("a link to your desk, if you are an admin"),
    "desk_visit": marked("since when you are at your desk"),
    "desk_draft": marked("what you write there"),
}
"""For every table in which something can belong to a person, what that is."""
SEALED: Final = {
    "person": marked("your name, and what you call your partner"),
    "nudge": marked("for which answer a version was chosen"),
    "note": marked("your words"),
    "gain": marked("your gains"),
    "journal_search": marked("what you look for in /journal"),
    "pattern_check": marked("your answers to /pattern"),
    "pair_answer": marked("your answers to questions for two"),
    "soft_start": marked("your words for a soft start"),
    "draft": marked("track files that are not published"),
    "desk_draft": marked("what is written at the desk"),
    "inbox": marked("what Telegram brings"),
    "dead_letter": marked("what could not be handled"),
}
TERMS: Final = (
    (marked("that a message of yours came: {long}, and what it says only until it is handled"), terms.HANDLED),
    (marked("the numbers of messages: {long}"), terms.MESSAGES),
    (marked("what you write for a soft start: {long} at most"), terms.SOFT_STARTS),
    (marked("what could not be handled: {long}"), terms.DEAD_LETTERS),
    (marked("requests to Telegram: {long}"), terms.REQUESTS),
    (marked("what you looked for in /journal: {long}"), terms.SEARCHES),
    (marked("words to everybody, and for whom they were: {long}"), terms.BROADCASTS),
    (marked("everything else: until /forget"), None),
)


class ChatNow(StrEnum):
    """What became of the chat itself when somebody was forgotten."""

    AS_IT_WAS = "as it was"
    EMPTIED = "emptied"
    STANDING = "standing"
    """It was to be emptied, and Telegram did not let all go."""


_CHATS: Final = {
    ChatNow.AS_IT_WAS: marked("This chat itself lies with Telegram: delete it there, with the files if you had any."),
    ChatNow.EMPTIED: marked(
        "I emptied this chat. What is older than two days, or still stands here, goes with the whole chat: "
        "delete it in Telegram."
    ),
    ChatNow.STANDING: marked(
        "Telegram did not let me empty this chat: delete the whole chat in Telegram, and choose there to "
        "delete it for me, too."
    ),
}

WORDS_MOVES: Final = {Move.WORDS_0: 0, Move.WORDS_30: 30, Move.WORDS_90: 90, Move.WORDS_365: 365}
"""By the buttons of the choice, for how many days words are kept."""


def privacy(kept: Sequence[Kept], *, contact: str, words: timedelta = terms.WORDS) -> tuple[Message, Message]:
    """What is kept and how; then for whom to read and how long; only what is true. `words` is the reader's own choice. It comes in
    two messages, as all of it is longer than one can be.
    """
    sealed = ", ".join(_(SEALED.get(one.table, one.table)) for one in kept if one.is_sealed)
    what = Message(
        _(
            "<b>Privacy</b>\n\n"
            "<b>Kept:</b>\n"
            "{kept}\n\n"
            "<b>Encrypted</b> in the database: {sealed}. You have a key of your own for that, kept apart from "
            "the database and locked with another. Ids, times and taps are not encrypted. Nothing you write goes "
            "into a log."
        ).format(kept=_lines(_(KEPT.get(one.table, one.table)) for one in kept), sealed=sealed)
    )
    for_whom = Message(
        _(
            "<b>Who can read it:</b> {contact} runs this bot and holds the keys, and so could. Nobody else is "
            "shown anything but a coach what you let them read by /access, for as long as you say, and your partner "
            "what you both chose to show each other by /pair. Chats with "
            "bots are ordinary Telegram cloud chats, not end-to-end encrypted: Telegram, and anybody who holds "
            "your phone, can see them.\n\n"
            "<b>How long:</b>\n"
            "{terms}\n\n"
            "<b>Yours:</b> /export gives you it as files, but for what decides which days are sent, as somebody "
            "else might read them; {contact} has that for you. /forget erases all of it and destroys your key, "
            "so that it cannot be read in backups either; only in the log of what admins do, or others try that "
            "is for them, a pseudonym stays. Your answers to /pattern can also be erased there alone. Deleting "
            "this chat in Telegram removes it from your phone and from Telegram."
        ).format(contact=escape(contact), terms=_lines([_words_term(words), *(_term(*term) for term in TERMS)]))
    )
    return what, for_whom


def words_button(token: str) -> Button:
    """The way to the choice how long words are kept."""
    return buttons.move(token, Move.WORDS, _("How long words are kept"))


def ask_for_words_term(days: int, token: str) -> Message:
    """The choice how long words are kept, with what it is now."""
    rows = [
        [buttons.move(token, move, ticked(_choice(choice), choice == days))] for move, choice in WORDS_MOVES.items()
    ]
    return Message(
        _(
            "<b>How long words are kept</b>\n\n"
            "What you write about your days is kept while you are on a track, and after its end for as long as "
            "you choose here. Then it is erased, within the hour; what belongs to tracks that are over goes by "
            "this choice too, and so do answers to /pair once you ended that. What you note by /gain is kept in the "
            "same way, and for at least a day when you note it on no track. /export gives it to you before. How each day went, as you tapped it, stays until "
            "/forget."
        ),
        buttons=rows,
    )


def exported(journal: str, rows: str, count: int, *, on: datetime) -> tuple[Message, ...]:
    """A person's journal and rows, as two files."""
    name = f"small-gains-{on:%Y-%m-%d}"
    return (
        Message(
            _(
                "What I keep about you, in {count} entries: this one to read, the next one for programs. What "
                "decides which days are sent is not in them. They hold private words and lie in this chat now; "
                "delete them here once you have saved them."
            ).format(count=count),
            file=TextFile(f"{name}.html", journal),
        ),
        Message(_("The same entries, table by table."), file=TextFile(f"{name}.json", rows)),
    )


def hidden() -> Message:
    """What stood in the chat is taken away; this much is said, and no more."""
    return Message(
        _(
            "Done. What is older than two days, or still stands here, goes with the whole chat: delete it in "
            "Telegram. What you wrote stays with me until /forget; /hide takes this away, too."
        ),
        silent=True,
    )


def not_hidden() -> Message:
    """Telegram did not let all go that was to be taken away."""
    return Message(
        _(
            "Not done: Telegram did not let me take everything away. Delete the whole chat in Telegram, and "
            "choose there to delete it for me, too. What you wrote stays with me until /forget."
        ),
        silent=True,
    )


def ask_before_forgetting(token: str) -> Message:
    """Erasing is asked once."""
    return Message(
        _(
            "<b>Erase everything?</b>\n"
            "Your track ends, nothing comes any more, and all that I keep about you is erased, also what you "
            "wrote. Nobody can bring it back. /export first, if you want to keep it for yourself.\n\n"
            "This chat can be emptied with it, of what we both wrote here in the last two days. Later I do not "
            "know any more which messages those were."
        ),
        buttons=[
            [buttons.forget_move(token, ForgetMove.ERASE, _("Erase everything"))],
            [buttons.forget_move(token, ForgetMove.ERASE_AND_EMPTY, _("Erase everything, and empty this chat"))],
            [buttons.forget_move(token, ForgetMove.KEEP, _("Keep it"))],
        ],
    )


def kept_after_all() -> Message:
    """Nothing was erased."""
    return Message(_("Nothing is erased; all stays as it is."))


def forgotten(it: Receipt, chat: ChatNow = ChatNow.AS_IT_WAS) -> Message:
    """The receipt: what was erased, and that nothing is left."""
    lines = [f"{_(KEPT.get(table, table))}: {count}" for table, count in sorted(it.erased.items())]
    counted = _("All that I had about you is gone.")
    if lines:
        counted = "\n".join([_("Entries that I had about you and have no more:"), _lines(lines)])
    looked_again = _(
        "I looked again: {left} entries of yours are left in the database. Your key is destroyed, so what you wrote "
        "cannot be read in backups either. If a backup is ever restored, you are erased from it before anything is sent."
    )
    receipt = _(
        "Receipt {number}, {at} UTC. Your name and id are not in it; only who holds the keys of this bot could match them "
        "to it, by trying every id."
    )
    return Message(
        paragraphs(
            "\n".join([_("<b>Erased</b>"), counted]),
            looked_again.format(left=it.left),
            _acts(it.acts),
            receipt.format(number=it.number, at=f"{it.at:%Y-%m-%d %H:%M}"),
            sentences(_(_CHATS[chat]), _("/start begins anew.")),
        )
    )


def _acts(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "The log of what admins do, or others try that is for admins, has {count} entry of yours under a pseudonym, with "
        "neither your id nor a word of yours. This stays: that log is never changed. So does the secret of your code app, "
        "if you have one, until the operator takes it away.",
        "The log of what admins do, or others try that is for admins, has {count} entries of yours under a pseudonym, with "
        "neither your id nor a word of yours. This stays: that log is never changed. So does the secret of your code app, "
        "if you have one, until the operator takes it away.",
        count,
    ).format(count=count)


def nothing_left() -> str:
    """The short note over a button of somebody who has been forgotten."""
    return _("All of it is erased: I keep nothing about you.")


def nothing_kept() -> Message:
    """Somebody asks for what is kept, and nothing is."""
    return Message(_("I keep nothing about you. That you wrote just now is forgotten within two days."))


def _choice(days: int) -> str:
    if not days:
        return _("Until the end of the track")
    return ngettext("{count} day after the end", "{count} days after the end", days).format(count=days)


def _words_term(words: timedelta) -> str:
    if not words:
        return _(
            "your words about days and your gains: until the end of the track; gains on no track for a day (/settings "
            "changes that)"
        )
    return _(
        "your words about days and your gains: {long} after the end of the track; gains on no track for as long after "
        "you note them (/settings changes that)"
    ).format(long=_long(words))


def _term(what: str, term: timedelta | None) -> str:
    return _(what) if term is None else _(what).format(long=_long(term))


def _long(term: timedelta) -> str:
    if term > timedelta(days=3):
        days = term // timedelta(days=1)
        return ngettext("{count} day", "{count} days", days).format(count=days)
    hours = term // timedelta(hours=1)
    return ngettext("{count} hour", "{count} hours", hours).format(count=hours)


def _lines(of: Iterable[str]) -> str:
    return "\n".join(f"• {one}" for one in of)
