"""The words for admins: problems with their lines, the preview, what is published."""

import math
from collections.abc import Sequence
from typing import Final

from bot.chat import admin_buttons
from bot.chat.message import Message
from bot.chat.nudge_messages import OUTCOMES, day_text
from bot.chat.wording import authored, escape, fitting
from bot.publishing import Preview, Published, Refused, Reviewed, Unusable
from bot.rights import Scope
from curriculum.allowed import Allowed
from curriculum.lint.finding import Finding
from curriculum.media import MediaFile, MediaKind, kind_of
from curriculum.writing import units
from storage.tracks import PublishedTrack

_LONGEST_NAME: Final = 100
_KINDS: Final = {MediaKind.PICTURE: "a picture", MediaKind.VOICE: "a voice note"}
_ROOM: Final = 3500
"""Characters for a list in one message; what is beyond is told as a number."""


def refused(it: Refused) -> Message:
    """Every problem with its line, as far as one message holds them."""
    count = len(it.problems)
    lines = [f"<b>{escape(it.file[:_LONGEST_NAME])}</b> has {count} problem{'' if count == 1 else 's'}:"]
    room = _ROOM
    for shown, problem in enumerate(it.problems):
        line = f"line {problem.line}, column {problem.column}: {escape(problem.says)}"
        room -= units(line)
        if room < 0:
            lines.append(f"… and {count - shown} more; <code>smallgains check</code> lists them all.")
            break
        lines.append(line)
    lines.append("Nothing was changed. Mend the file and send it again.")
    return Message("\n\n".join(lines[:1]) + "\n" + "\n".join(lines[1:]))


def preview(it: Preview, *, publishes: bool) -> Message:
    """One day of a draft as a subscriber will see it, with buttons to walk the days and, for who may, to publish."""
    number = it.day.number
    outcomes = " | ".join(OUTCOMES.values())
    text = (
        f"<b>{authored(it.track.title)}</b> (<code>{it.track.slug}</code>, {len(it.track.days)} days). No problems found. {_editor(it.findings)}\n"
        f"{authored(it.track.summary)}\n\n— as a subscriber will see it —\n\n{day_text(it.day)}{_brings(it.day)}\n\n[ {outcomes} ]"
    )
    walk = []
    if number > 1:
        walk.append(admin_buttons.draft_day(it.token, number - 1, f"◀ Day {number - 1}"))
    if number < len(it.track.days):
        walk.append(admin_buttons.draft_day(it.token, number + 1, f"Day {number + 1} ▶"))
    ways = [admin_buttons.draft_findings(it.token, "Show findings")] if it.findings else []
    if publishes:
        ways.append(admin_buttons.publish(it.token, "Publish"))
    mends = []
    if publishes and it.mends is not None:
        text += (
            f"\n\n<i>Beside version {it.mends.number} it changes wording only. Published as that, it also reaches people "
            "under way, for the days they have not had yet.</i>"
        )
        mends.append(admin_buttons.mend(it.token, it.mends.number, "Publish as wording only"))
    return Message(text, buttons=[row for row in (walk, ways, mends) if row])


def _brings(day: Allowed) -> str:
    """Which file comes with a day, in words: the preview is leafed through, and a message cannot change its picture."""
    name = None if day.own is None else day.own.media
    kind = None if name is None else kind_of(name)
    return "" if name is None or kind is None else f"\n\n<i>With {_KINDS[kind]}: {escape(name)}</i>"


def taken_in(it: MediaFile) -> Message:
    """A picture or voice note is kept for the tracks that name it."""
    return Message(
        f"Kept: <code>{escape(it.name)}</code>, {_KINDS[it.kind]} of {math.ceil(len(it.content) / 1024):,} KiB. The next "
        f"track you publish that says <code>media: {escape(it.name)}</code> brings it with that day. Versions that are "
        "published already keep the file they have."
    )


def unusable(it: Unusable) -> Message:
    """A picture or voice note that no day can bring, and why."""
    name = f"<b>{escape(it.file[:_LONGEST_NAME])}</b>"
    return Message("\n".join(f"{name} {escape(says)}." for says in it.problems) + "\n\nNothing was kept.")


def reviewed(it: Reviewed) -> Message:
    """The editor's findings, each with its line, why it matters and a better way, as far as one message holds them."""
    lines = [f"<b>{authored(it.track.title)}</b>. {_editor(it.findings)}"]
    room = _ROOM
    for shown, finding in enumerate(it.findings):
        line = _finding(finding)
        room -= units(line)
        if room < 0:
            left = len(it.findings) - shown
            lines.append(f"… and {left} more; <code>smallgains check --lint</code> lists them all.")
            break
        lines.append(line)
    if it.findings:
        lines.append("None of this stands in the way of publishing.")
    return Message("\n\n".join(lines))


def _editor(findings: Sequence[Finding]) -> str:
    if not findings:
        return "The editor has nothing to add."
    return f"The editor has {len(findings)} finding{'' if len(findings) == 1 else 's'}."


def _finding(it: Finding) -> str:
    return (
        f"<b>line {it.line}, {it.rule}:</b> {escape(it.says)}\n<i>Why:</i> {escape(it.why)}\n"
        f"<i>Better:</i> {escape(it.better)}"
    )


def published(it: Published) -> Message:
    """A version went out, or was out already."""
    ref = it.publication.ref
    if not it.publication.is_new:
        return Message(
            f"<b>{authored(it.track.title)}</b> is published already, word for word, as version {ref.number}."
        )
    reaches = "people under way get what is still to come in its words" if it.wording else "nobody under way is changed"
    if it.retired:
        how = "The track is retired, so nobody new can start it; /versions brings it back."
    else:
        how = f"People can start it by a link that ends in <code>?start={ref.slug}</code>."
    earlier = "" if it.wording or ref.number == 1 else " /versions offers it to people on earlier ones."
    return Message(
        f"Published: <b>{authored(it.track.title)}</b>, version {ref.number}. Who starts from now on walks this version; "
        f"{reaches}.\n\n{how}{earlier}"
    )


def tracks(on_offer: Sequence[PublishedTrack]) -> Message:
    """What is published, and how to publish."""
    lines = [
        f"• {authored(one.track.title)} (<code>{one.ref.slug}</code>, version {one.ref.number})" for one in on_offer
    ]
    head = "<b>Published tracks</b>" if lines else "No track is published yet."
    listed = fitting([head, *lines], between="\n")
    return Message(f"{listed}\n\nSend a .yaml file here to check, look through and publish one.")


def send_yaml() -> Message:
    """An admin sent a file of a kind that is not for tracks."""
    return Message(
        "I take track files, named like <code>my-track.yaml</code>, and for their days pictures (<code>.jpg</code>, "
        "<code>.png</code>) and voice notes (<code>.ogg</code>). That one I did not open."
    )


def lacks(scope: Scope) -> Message:
    """An admin tried what they were not given the right to."""
    return Message(
        f"That needs the right to <code>{scope}</code>, which you have not been given. Whoever runs this bot can give it to "
        "you. Nothing was changed."
    )


def not_shared() -> str:
    """The short note when a coach taps on what they are not let read, or no longer."""
    return "You are not let read that, or no longer. /shared shows what you are."


def no_draft() -> str:
    """The short note when a draft is gone."""
    return "That draft is not here any more. Please send the file again."


def edited_for_others(command: str) -> Message:
    """Words for others, written anew in the place of the first."""
    what = "what reached its author" if command == "sendback" else "the draft"
    return Message(
        f"An edit does not change {what}. Send it anew, as a message of its own that begins with /{command}."
    )
