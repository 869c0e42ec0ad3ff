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
from bot.chat.wording import escape
from bot.forgetting import Receipt
from storage.belongings import Kept

KEPT: Final = {
    "person": "your Telegram id and first name, when you agreed, and of the private questions only what kind of days may "
    "be sent to you, never an answer; whether messages are on hold until you go on, never why; how long your words are to be "
    "kept; whether messages come closed; in which language you are spoken to",
    "enrolment": "your track, from when to when, your hour and your time zone (never your location)",
    "nudge": "when each message was due and sent, and which version of the day it brought",
    "attempt": "each request to Telegram for such a message",
    "check_in": "how each day went, as you tapped it",
    "strain": "how a day felt inside, as you tapped it",
    "note": "what you write to me about your days; of voice notes, pictures and stickers only that they came",
    "pattern_check": "what you answer to /pattern",
    "message": "the numbers of the messages in this chat, so that /hide can take them away",
    "share": "what you let a coach read by /access, and until when",
    "share_reply": "which replies that is; the words stay where they are",
    "share_read": "every time a coach read it",
    "inbox": "what Telegram brings of you, until it is handled",
    "dead_letter": "what of it could not be handled",
    "broadcast_send": "which words to everybody were for you",
    "admin_grant": "which rights an owner gave you, if any",
    "admin_invite": "links to rights that you made, if you are an owner",
    "broadcast_view": "in which message you watch a word to everybody go out, if you are an owner",
    "draft": "track files, if you are an admin",
    "rehearsal": "which rehearsal is being shown to you, if you are an admin",
    "second_reading": "drafts that you asked others to read, or read for them, if you are an admin",
    "media_upload": "pictures and voice notes for tracks, if you are an admin",
    "desk_link": "a link to your desk, if you are an admin",
    "desk_visit": "since when you are at your desk",
    "desk_draft": "what you write there",
}
"""For every table in which something can belong to a person, what that is."""
SEALED: Final = {
    "person": "your name",
    "nudge": "for which answer a version was chosen",
    "note": "your words",
    "pattern_check": "your answers to /pattern",
    "draft": "track files that are not published",
    "desk_draft": "what is written at the desk",
    "inbox": "what Telegram brings",
    "dead_letter": "what could not be handled",
}
TERMS: Final = (
    ("that a message of yours came", terms.HANDLED, "and what it says only until it is handled"),
    ("the numbers of messages", terms.MESSAGES, ""),
    ("what could not be handled", terms.DEAD_LETTERS, ""),
    ("requests to Telegram", terms.REQUESTS, ""),
    ("words to everybody, and for whom they were", terms.BROADCASTS, ""),
    ("everything else", None, "until /forget"),
)


class ChatNow(StrEnum):
    """What became of the chat itself when somebody was forgotten."""

    AS_IT_WAS = "as it was"
    EMPTIED = "emptied"
    STANDING = "standing"
    """It was to be emptied, and Telegram did not let all go."""


_CHATS: Final = {
    ChatNow.AS_IT_WAS: "This chat itself lies with Telegram: delete it there, with the files if you had any.",
    ChatNow.EMPTIED: "I emptied this chat. What is older than two days, or still stands here, goes with the whole chat: "
    "delete it in Telegram.",
    ChatNow.STANDING: "Telegram did not let me empty this chat: delete the whole chat in Telegram, and choose there to delete "
    "it for me, too.",
}

WORDS_MOVES: Final = {Move.WORDS_0: 0, Move.WORDS_30: 30, Move.WORDS_90: 90, Move.WORDS_365: 365}
"""By the buttons of the choice, for how many days words are kept."""


def privacy(kept: Sequence[Kept], *, contact: str, words: timedelta = terms.WORDS) -> Message:
    """What is kept, how, how long, and who could read it; only what is true. `words` is the reader's own choice."""
    sealed = ", ".join(SEALED.get(one.table, one.table) for one in kept if one.is_sealed)
    return Message(
        "<b>Privacy</b>\n\n"
        f"<b>Kept:</b>\n{_lines(KEPT.get(one.table, one.table) for one in kept)}\n\n"
        f"<b>Encrypted</b> in the database: {sealed}. You have a key of your own for that, kept apart from the database and "
        "locked with another. Ids, times and taps are not encrypted. Nothing you write goes into a log.\n\n"
        f"<b>Who can read it:</b> {escape(contact)} runs this bot and holds the keys, and so could. Nobody else is shown "
        "anything but a coach what you let them read by /access, for as long as you say. Chats with bots are ordinary Telegram cloud chats, not end-to-end encrypted: Telegram, and anybody "
        "who holds your phone, can see them.\n\n"
        f"<b>How long:</b>\n{_lines([_words_term(words), *(_term(*term) for term in TERMS)])}\n\n"
        "<b>Yours:</b> /export gives you it as files, but for what decides which days are sent, as somebody else might read "
        f"them; {escape(contact)} has that for you. /forget erases all of it and destroys your key, so that it "
        "cannot be read in backups either; only in the log of what admins do, or others try that is for them, a pseudonym stays. Your answers to /pattern can also be erased there alone. "
        "Deleting this chat in Telegram removes it from your phone and from Telegram."
    )


def words_button(token: str) -> Button:
    """The way to the choice how long words are kept."""
    return buttons.move(token, Move.WORDS, "How long words are kept")


def ask_for_words_term(days: int, token: str) -> Message:
    """The choice how long words are kept, with what it is now."""
    rows = [
        [buttons.move(token, move, f"{'✓ ' if choice == days else ''}{_choice(choice)}")]
        for move, choice in WORDS_MOVES.items()
    ]
    return Message(
        "<b>How long words are kept</b>\n\nWhat you write about your days is kept while you are on a track, and after its "
        "end for as long as you choose here. Then it is erased, within the hour; what belongs to tracks that are over "
        "goes by this choice too. /export gives it to you before. How each day went, as you tapped it, stays until /forget.",
        buttons=rows,
    )


def exported(journal: str, rows: str, count: int, *, on: datetime) -> tuple[Message, ...]:
    """A person's journal and rows, as two files."""
    name = f"small-gains-{on:%Y-%m-%d}"
    return (
        Message(
            f"What I keep about you, in {count} entries: this one to read, the next one for programs. What decides which "
            "days are sent is not in them. They hold private words and lie in this chat now; delete them here once you have saved them.",
            file=TextFile(f"{name}.html", journal),
        ),
        Message("The same entries, table by table.", file=TextFile(f"{name}.json", rows)),
    )


def hidden() -> Message:
    """What stood in the chat is taken away; this much is said, and no more."""
    return Message(
        "Done. What is older than two days, or still stands here, goes with the whole chat: delete it in Telegram. What "
        "you wrote stays with me until /forget; /hide takes this away, too.",
        silent=True,
    )


def not_hidden() -> Message:
    """Telegram did not let all go that was to be taken away."""
    return Message(
        "Not done: Telegram did not let me take everything away. Delete the whole chat in Telegram, and choose there to "
        "delete it for me, too. What you wrote stays with me until /forget.",
        silent=True,
    )


def ask_before_forgetting(token: str) -> Message:
    """Erasing is asked once."""
    return Message(
        "<b>Erase everything?</b>\nYour track ends, nothing comes any more, and all that I keep about you is erased, "
        "also what you wrote. Nobody can bring it back. /export first, if you want to keep it for yourself.\n\n"
        "This chat can be emptied with it, of what we both wrote here in the last two days. Later I do not know any more "
        "which messages those were.",
        buttons=[
            [buttons.forget_move(token, ForgetMove.ERASE, "Erase everything")],
            [buttons.forget_move(token, ForgetMove.ERASE_AND_EMPTY, "Erase everything, and empty this chat")],
            [buttons.forget_move(token, ForgetMove.KEEP, "Keep it")],
        ],
    )


def kept_after_all() -> Message:
    """Nothing was erased."""
    return Message("Nothing is erased; all stays as it is.")


def forgotten(it: Receipt, chat: ChatNow = ChatNow.AS_IT_WAS) -> Message:
    """The receipt: what was erased, and that nothing is left."""
    lines = _lines(f"{KEPT.get(table, table)}: {count}" for table, count in sorted(it.erased.items()))
    counted = (
        f"Entries that I had about you and have no more:\n{lines}" if it.erased else "All that I had about you is gone."
    )
    return Message(
        f"<b>Erased</b>\n{counted}\n\n"
        f"I looked again: {it.left} entries of yours are left in the database. Your key is destroyed, so what you wrote cannot be "
        "read in backups either. If a backup is ever restored, you are erased from it before anything is sent.\n\n"
        f"{_acts(it.acts)}Receipt {it.number}, {it.at:%Y-%m-%d %H:%M} UTC. Your name and id are not in it; only who holds the "
        "keys of this bot could match them to it, by trying every id.\n\n"
        f"{_CHATS[chat]} /start begins anew."
    )


def _acts(count: int) -> str:
    if not count:
        return ""
    return (
        f"The log of what admins do, or others try that is for admins, has {count} {'entry' if count == 1 else 'entries'} of yours under a pseudonym, with "
        "neither your id nor a word of yours. This stays: that log is never changed. So does the secret of your code app, if you have one, until the operator takes it away.\n\n"
    )


def nothing_left() -> str:
    """The short note over a button of somebody who has been forgotten."""
    return "All of it is erased: I keep nothing about you."


def nothing_kept() -> Message:
    """Somebody asks for what is kept, and nothing is."""
    return Message("I keep nothing about you. That you wrote just now is forgotten within two days.")


def _choice(days: int) -> str:
    return f"{days} days after the end" if days else "Until the end of the track"


def _words_term(words: timedelta) -> str:
    if not words:
        return "your words about days: until the end of the track (/settings changes that)"
    return f"{_term('your words about days', words, 'after the end of the track')} (/settings changes that)"


def _term(what: str, term: timedelta | None, besides: str) -> str:
    if term is None:
        return f"{what}: {besides}"
    long = f"{term // timedelta(days=1)} days" if term > timedelta(days=3) else f"{term // timedelta(hours=1)} hours"
    return f"{what}: {long}" + (f", {besides}" if besides.startswith("and") else f" {besides}" if besides else "")


def _lines(of: Iterable[str]) -> str:
    return "\n".join(f"• {one}" for one in of)
