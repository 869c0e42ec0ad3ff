"""Texts that depend on nobody's place: help, privacy, who made this, and polite refusals."""

from collections.abc import Collection, Mapping
from typing import Final

from bot.chat import buttons, help_messages
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.wording import escape, paragraphs, sentences
from bot.places import ATTRIBUTION
from bot.rights import Scope
from bot.words import _, marked
from curriculum.helplines import Help

_ADMIN: Final[Mapping[Scope, str]] = {
    Scope.VIEW: marked(
        "/admin: all that is for admins, by buttons. /tracks: what is published. Send a .yaml file to check "
        "and look through it, and before it, as files, the pictures and voice notes its days name. "
        "/versions: what changed when. /desk: a page in the browser to write and look over tracks. "
        "/rehearse: thirty days of a track in two minutes, walked by nobody real. /landing: how the days of "
        "a track land."
    ),
    Scope.PUBLISH: marked(
        "Under the preview of such a file stands a button that publishes it. /versions also retires, rolls "
        "back and offers versions."
    ),
    Scope.COACH: marked("/coach: a code for somebody who lets you read replies. /shared: what you may read."),
    Scope.OWN: marked(
        "/broadcast: a word to everybody, shown to you first. In /admin: who has rights, and what was done last."
    ),
}
"""What each scope lets an admin do."""


def help(where: Help, *, scopes: Collection[Scope] = (), study: bool = False) -> Message:
    """What the bot can do, also for a `study` that is run, and where help is that the bot cannot be."""
    text = _(
        "<b>What you can do here</b>\n"
        "/today: the newest day again\n"
        "/progress: how far you have come\n"
        "/gain: a small move you noticed, in a few words\n"
        "/journal: what you wrote, page by page; with a word behind it, what has that word\n"
        "/calm: under pressure, two quiet minutes step by step\n"
        "/pattern: twelve short questions on how talks go, and a first exercise\n"
        "/settings: hour, place, the next three messages, and the five private questions\n"
        "/pause and /resume: a rest, and its end\n"
        "/stop: leave the track\n"
        "/language: the language I write in\n"
        "/privacy: what is kept, and who can read it\n"
        "/hide: the messages of the last two days, yours and mine, taken out of this chat\n"
        "/pair: small questions for two, each answered in private\n"
        "/access: let a coach read chosen replies, and see who read them\n"
        "{study}"
        "/export: all of it, as files\n"
        "/forget: all of it erased\n"
        "/developer_info: who made this\n\n"
        "Whatever else you write is kept with your newest day. To answer an older day, reply to its message. "
        "Voice notes stay in the chat: nobody listens to them.\n\n"
        "<b>If things are hard</b>\n"
        "This is a program; no person reads along. If you are frightened of somebody or have frightened "
        "somebody, or have thoughts of harming yourself, please turn to a helpline or to somebody you trust."
    ).format(study=_("/study: research, and whether you take part") + "\n" if study else "")
    text = f"{text}\n{help_messages.where_help_is(where)}"
    if told := [_(_ADMIN[scope]) for scope in Scope if scope in scopes]:
        text = paragraphs(text, "\n".join([_("<b>As an admin</b>"), *told]))
    return Message(text)


def developer_info(*, contact: str) -> Message:
    """Who made and who runs this."""
    return Message(
        paragraphs(
            _(
                "<b>Small Gains</b> is free software under the MIT licence, made by the Small Gains project.\n"
                "This copy of it is run by {contact}."
            ).format(contact=escape(contact)),
            _("Cities: {source}").format(source=escape(ATTRIBUTION)),
        )
    )


def begin() -> Message:
    """Somebody writes who is on no track."""
    return Message(_("You are not on a track. /start shows what this is and begins one; /help says what I can do."))


def unknown_command(*, under_way: bool) -> Message:
    """A command that does not exist."""
    hint = _("/today shows your newest day.") if under_way else _("/start begins.")
    return Message(sentences(_("I do not know that command. /help lists what I can do."), hint))


def not_yours() -> str:
    """The short note over a button that belongs to somebody else, or whose time is over."""
    return _("That button is not in use any more. /today shows where you are.")


def no_tracks() -> Message:
    """Nothing is published yet."""
    return Message(_("There is no track to walk yet. Please come back later."))


def private_only() -> Message:
    """The bot was spoken to in a group."""
    return Message(
        _(
            "Thank you for having me, but I only work in a private chat: what people write to me is personal. "
            "Open a chat with me to begin. I leave this group now."
        )
    )


def no_question_open() -> Message:
    """A location came, and nobody had asked."""
    return Message(_("Thank you, but I did not need your location now and have not kept it. /help says what I can do."))


def location_button_text(token: str) -> Message:
    """Sharing a location does not work on this device."""
    return Message(
        _(
            "Sharing does not seem to work on this device. Type the name of a city near you instead, or tell me "
            "the time."
        ),
        buttons=[[buttons.move(token, Move.CLOCK, _("I tell you what time it is"))]],
    )


def edited() -> Message:
    """An edit was taken over."""
    return Message(_("I changed it in what I keep, too."))


def edit_not_kept() -> Message:
    """An edit of a message that was not kept."""
    return Message(
        _(
            "An edit changes what is in your journal, and that message is not there: nothing has changed. If you want it "
            "kept, write it anew."
        )
    )


def edit_too_late() -> Message:
    """An edit came later than what is kept may still change."""
    return Message(
        _(
            "What I keep stays as it was: an edit changes it for 48 hours after you wrote it. If there is more "
            "to say, write it anew and I keep it, too."
        )
    )


def slow_down() -> Message:
    """One plea when much came at once."""
    return Message(
        _(
            "That was a lot at once. What you write about your days is kept all the same, just without a word "
            "from me. Leave me a minute, then I answer again."
        )
    )


def tapped_too_fast() -> str:
    """The short note over a button when much came at once."""
    return _("That was a lot at once. Please try again in a minute.")


def counted_quietly() -> str:
    """The short note over a check-in that counts although much came at once."""
    return _("Taken. That was a lot at once; I answer again in a minute.")


def late() -> str:
    """What stands before an answer that comes late to somebody who is discreet: anybody may read it."""
    return _("This comes late. Tap the covered words to read them.")


def went_wrong() -> Message:
    """An update could not be handled, after several tries."""
    return Message(
        _("Something went wrong on my side and I could not take that in. Please try once more; /help is there.")
    )


def admins_only() -> Message:
    """Somebody who is no admin tried an admin's act."""
    return Message(_("Only the admins of this bot can do that. If you want to walk a track, /start is the way."))


def not_words_to_keep() -> Message:
    """A picture, a voice note or a file from somebody who is on no track."""
    return Message(_("Thank you. I cannot keep that, as you are not on a track yet. /start begins one."))
