"""The words for admins: problems with their lines, the preview, what is published."""

import math
from collections.abc import Sequence
from typing import Final

from bot.chat import admin_buttons, buttons
from bot.chat.message import Message
from bot.chat.nudge_messages import OUTCOMES, day_text
from bot.chat.wording import authored, escape, fitting
from bot.publishing import Preview, Published, Refused, Reviewed, Unusable
from bot.rights import Scope
from bot.words import _, marked, ngettext
from bot.words.written import number as written
from curriculum.allowed import Allowed
from curriculum.lint.finding import Finding
from curriculum.media import MediaFile, MediaKind, kind_of
from curriculum.writing import units
from storage.tracks import PublishedTrack

_LONGEST_NAME: Final = 100
_KINDS: Final = {MediaKind.PICTURE: marked("a picture"), MediaKind.VOICE: marked("a voice note")}
_ROOM: Final = 3500
"""Characters for a list in one message; what is beyond is told as a number."""


def refused(it: Refused) -> Message:
    """Every problem with its line, as far as one message holds them."""
    count = len(it.problems)
    lines = [
        ngettext("<b>{file}</b> has {count} problem:", "<b>{file}</b> has {count} problems:", count).format(
            file=escape(it.file[:_LONGEST_NAME]), count=count
        )
    ]
    room = _ROOM
    for shown, problem in enumerate(it.problems):
        line = _("line {line}, column {column}: {says}").format(
            line=problem.line, column=problem.column, says=escape(problem.says)
        )
        room -= units(line)
        if room < 0:
            lines.append(
                _("… and {count} more; <code>smallgains check</code> lists them all.").format(count=count - shown)
            )
            break
        lines.append(line)
    lines.append(_("Nothing was changed. Mend the file and send it again."))
    return Message("\n\n".join(lines[:1]) + "\n" + "\n".join(lines[1:]))


def preview(it: Preview, *, publishes: bool) -> Message:
    """One day of a draft as a subscriber will see it, with buttons to walk the days and, for who may, to publish."""
    number = it.day.number
    outcomes = " | ".join(map(_, OUTCOMES.values()))
    days = len(it.track.days)
    text = ngettext(
        "<b>{title}</b> (<code>{slug}</code>, {count} day). No problems found. {editor}\n{summary}\n\n"
        "— as a subscriber will see it —\n\n{day}{brings}\n\n[ {outcomes} ]",
        "<b>{title}</b> (<code>{slug}</code>, {count} days). No problems found. {editor}\n{summary}\n\n"
        "— as a subscriber will see it —\n\n{day}{brings}\n\n[ {outcomes} ]",
        days,
    ).format(
        title=authored(it.track.title),
        slug=it.track.slug,
        count=days,
        editor=_editor(it.findings),
        summary=authored(it.track.summary),
        day=day_text(it.day),
        brings=_brings(it.day),
        outcomes=outcomes,
    )
    walk = []
    if number > 1:
        walk.append(admin_buttons.draft_day(it.token, number - 1, _("◀ Day {day}").format(day=number - 1)))
    if number < len(it.track.days):
        walk.append(admin_buttons.draft_day(it.token, number + 1, _("Day {day} ▶").format(day=number + 1)))
    ways = [admin_buttons.draft_findings(it.token, _("Show findings"))] if it.findings else []
    if publishes:
        ways.append(admin_buttons.publish(it.token, _("Publish")))
    mends = []
    if publishes and it.mends is not None:
        text += "\n\n" + _(
            "<i>Beside version {version} it changes wording only. Published as that, it also reaches people "
            "under way, for the days they have not had yet.</i>"
        ).format(version=it.mends.number)
        mends.append(admin_buttons.mend(it.token, it.mends.number, _("Publish as wording only")))
    return Message(text, buttons=[row for row in (walk, ways, mends) if row])


def _brings(day: Allowed) -> str:
    """Which file comes with a day, in words: the preview is leafed through, and a message cannot change its picture."""
    name = None if day.own is None else day.own.media
    kind = None if name is None else kind_of(name)
    if name is None or kind is None:
        return ""
    return "\n\n" + _("<i>With {kind}: {name}</i>").format(kind=_(_KINDS[kind]), name=escape(name))


def taken_in(it: MediaFile) -> Message:
    """A picture or voice note is kept for the tracks that name it."""
    return Message(
        _(
            "Kept: <code>{name}</code>, {kind} of {size} KiB. The next track you publish that says "
            "<code>media: {name}</code> brings it with that day. Versions that are published already keep the file they have."
        ).format(name=escape(it.name), kind=_(_KINDS[it.kind]), size=written(math.ceil(len(it.content) / 1024)))
    )


def unusable(it: Unusable) -> Message:
    """A picture or voice note that no day can bring, and why."""
    name = f"<b>{escape(it.file[:_LONGEST_NAME])}</b>"
    return Message("\n".join(f"{name} {escape(says)}." for says in it.problems) + "\n\n" + _("Nothing was kept."))


def reviewed(it: Reviewed) -> Message:
    """The editor's findings, each with its line, why it matters and a better way, as far as one message holds them."""
    lines = [f"<b>{authored(it.track.title)}</b>. {_editor(it.findings)}"]
    room = _ROOM
    for shown, finding in enumerate(it.findings):
        line = _finding(finding)
        room -= units(line)
        if room < 0:
            left = len(it.findings) - shown
            lines.append(
                _("… and {count} more; <code>smallgains check --lint</code> lists them all.").format(count=left)
            )
            break
        lines.append(line)
    if it.findings:
        lines.append(_("None of this stands in the way of publishing."))
    return Message("\n\n".join(lines))


def _editor(findings: Sequence[Finding]) -> str:
    if not findings:
        return _("The editor has nothing to add.")
    count = len(findings)
    return ngettext("The editor has {count} finding.", "The editor has {count} findings.", count).format(count=count)


def _finding(it: Finding) -> str:
    return _("<b>line {line}, {rule}:</b> {says}\n<i>Why:</i> {why}\n<i>Better:</i> {better}").format(
        line=it.line, rule=it.rule, says=escape(it.says), why=escape(it.why), better=escape(it.better)
    )


def published(it: Published) -> Message:
    """A version went out, or was out already."""
    ref = it.publication.ref
    if not it.publication.is_new:
        return Message(
            _("<b>{title}</b> is published already, word for word, as version {version}.").format(
                title=authored(it.track.title), version=ref.number
            )
        )
    if it.wording:
        said = _(
            "Published: <b>{title}</b>, version {version}. Who starts from now on walks this version; people under way get "
            "what is still to come in its words."
        )
    else:
        said = _(
            "Published: <b>{title}</b>, version {version}. Who starts from now on walks this version; nobody under way is "
            "changed."
        )
    if it.retired:
        how = _("The track is retired, so nobody new can start it; /versions brings it back.")
    else:
        how = _("People can start it by a link that ends in <code>?start={slug}</code>.").format(slug=ref.slug)
    if not it.wording and ref.number > 1:
        how += " " + _("/versions offers it to people on earlier ones.")
    return Message(said.format(title=authored(it.track.title), version=ref.number) + f"\n\n{how}")


def tracks(on_offer: Sequence[PublishedTrack]) -> Message:
    """What is published, and how to publish."""
    lines = [
        _("• {title} (<code>{slug}</code>, version {version})").format(
            title=authored(one.track.title), slug=one.ref.slug, version=one.ref.number
        )
        for one in on_offer
    ]
    head = _("<b>Published tracks</b>") if lines else _("No track is published yet.")
    listed = fitting([head, *lines], between="\n")
    return Message(f"{listed}\n\n" + _("Send a .yaml file here to check, look through and publish one."))


def send_yaml() -> Message:
    """An admin sent a file of a kind that is not for tracks."""
    return Message(
        _(
            "I take track files, named like <code>my-track.yaml</code>, and for their days pictures (<code>.jpg</code>, "
            "<code>.png</code>) and voice notes (<code>.ogg</code>). That one I did not open."
        ),
        buttons=[[buttons.help_button()]],
    )


def lacks(scope: Scope) -> Message:
    """An admin tried what they were not given the right to."""
    return Message(
        _(
            "That needs the right to <code>{scope}</code>, which you have not been given. Whoever runs this bot can give it to "
            "you. Nothing was changed."
        ).format(scope=scope),
        buttons=[[buttons.help_button()]],
    )


def not_shared() -> str:
    """The short note when a coach taps on what they are not let read, or no longer."""
    return _("You are not let read that, or no longer. /shared shows what you are.")


def no_draft() -> str:
    """The short note when a draft is gone."""
    return _("That draft is not here any more. Please send the file again.")


def edited_for_others(command: str) -> Message:
    """Words for others, written anew in the place of the first."""
    if command == "sendback":
        return Message(
            _(
                "An edit does not change what reached its author. Send it anew, as a message of its own that begins with "
                "/sendback."
            )
        )
    return Message(
        _(
            "An edit does not change the draft. Send it anew, as a message of its own that begins with /{command}."
        ).format(command=command)
    )
