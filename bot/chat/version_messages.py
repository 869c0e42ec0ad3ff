"""The words around the versions of tracks: for admins, and for people who may move to a newer one."""

from collections.abc import Sequence
from dataclasses import replace
from textwrap import shorten
from typing import Final

from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.chat.version_buttons import RolledBack, TrackRetired, TrackShown, VersionOffered, VersionShown, button
from bot.chat.wording import authored, escape, fitting
from bot.offered import Lapsed, MovedOn
from bot.versions import Difference, History
from bot.words import _, ngettext
from bot.words.written import day_of
from curriculum.changes import Change
from curriculum.reading import read_track
from storage.tracks import Publication
from storage.versions import Version

_SHOWN: Final = 8
"""So many versions, the newest, have buttons of their own."""
_MOST_OF_A_TITLE: Final = 40
_MOST_OF_A_TEXT: Final = 300


def tracks(all: Sequence[History]) -> Message:
    """Every track there is, each to be looked into."""
    if not all:
        return Message(_("No track is published yet. Send a .yaml file here to check, look through and publish one."))
    lines = [f"• {authored(one.newest.title)} (<code>{one.listing.slug}</code>), {_stands(one)}" for one in all]
    rows = [
        [button(TrackShown(one.listing.slug), shorten(one.newest.title, _MOST_OF_A_TITLE, placeholder=" …"))]
        for one in all[: _SHOWN * 4]
    ]
    listed = fitting([_("<b>Tracks and their versions</b>"), *lines], between="\n")
    return Message(f"{listed}\n\n" + _("Tap on one to see what changed when."), buttons=rows)


def history(it: History, *, publishes: bool) -> Message:
    """The versions of a track, the newest first, with what can be done about them for who may."""
    slug, newest = it.listing.slug, it.newest.ref.number
    head = f"<b>{authored(it.newest.title)}</b> (<code>{slug}</code>), {_stands(it)}"
    rows = []
    for version in it.versions[:_SHOWN]:
        number = version.ref.number
        row = []
        if number > 1:
            row.append(button(VersionShown(slug, number), _("What {version} changed").format(version=number)))
        if publishes and number != newest:
            back = RolledBack(slug, number, newest, wording=False, sure=False)
            row.append(button(back, _("Back to {version}").format(version=number)))
        rows.append(row)
    if publishes and it.may_be_offered:
        says = _("Offer {version} to people under way").format(version=newest)
        rows.append([button(VersionOffered(slug, newest, sure=False), says)])
    if publishes:
        retired = it.listing.retired
        rows.append([button(TrackRetired(slug, not retired, sure=False), _("Bring back") if retired else _("Retire"))])
    text = fitting([head, *(_version(it, version) for version in it.versions)], between="\n\n")
    newer = _("A newer one is published by sending its .yaml file here.")
    return Message(f"{text}\n\n{newer}", buttons=[*filter(None, rows)])


def _stands(it: History) -> str:
    parts = [_("version {version}").format(version=it.newest.ref.number)]
    if it.listing.retired:
        parts.append(_("retired"))
    if it.offered is not None:
        parts.append(_("{version} is offered to people under way").format(version=it.offered))
    return ", ".join(parts)


def _version(it: History, version: Version) -> str:
    """A version in two lines at most."""
    note = read_track(version.text).version_note
    says = [f"<b>{version.ref.number}</b>: {day_of(version.published_at)}"]
    if version.mends is not None:
        says.append(_("another wording of {version}, for people under way too").format(version=version.mends))
    if (same := it.same_as(version)) is not None:
        says.append(_("says the same as {version}").format(version=same))
    return ", ".join(says) + ("" if note is None else f"\n{authored(note)}")


def difference(it: Difference, slug: str) -> Message:
    """What a version changed, by day and field, as far as one message holds it."""
    count = len(it.changes)
    if not it.changes:
        head = _("<b>{before} → {after}</b>: 0 changes. They say the same.")
    elif it.is_wording_only:
        head = ngettext(
            "<b>{before} → {after}</b>: {count} change, wording only",
            "<b>{before} → {after}</b>: {count} changes, wording only",
            count,
        )
    else:
        head = ngettext(
            "<b>{before} → {after}</b>: {count} change", "<b>{before} → {after}</b>: {count} changes", count
        )
    lines = [
        head.format(before=escape(it.before), after=escape(it.after), count=count),
        *map(_change, it.changes),
    ]
    more = "\n\n" + _("<code>smallgains diff {before} {after}</code> lists everything in full.").format(
        before=_named(it.before), after=_named(it.after)
    )
    return Message(fitting(lines, between="\n\n") + more, buttons=[[_to_all(slug)]])


def _named(told: str) -> str:
    return escape(told.replace(" ", "@"))


def _change(it: Change) -> str:
    where = it.field if it.day is None else _("day {day}, {field}").format(day=it.day, field=it.field)
    gone = "" if it.before is None else f"\n- {_text(it.before)}"
    came = "" if it.after is None else f"\n+ {_text(it.after)}"
    return f"<b>{escape(where)}</b>{gone}{came}"


def _text(text: str) -> str:
    whole = " ".join(text.split())
    return escape(whole if len(whole) <= _MOST_OF_A_TEXT else f"{whole[: _MOST_OF_A_TEXT - 1]}…")


def sure_to_retire(it: History, tap: TrackRetired) -> Message:
    """Whether a track is really to be retired, or brought back."""
    title = authored(it.newest.title)
    if tap.retired:
        text = _(
            "Retire <b>{title}</b>? Nobody new can start it; people under way go on to their last day. It can be brought back."
        ).format(title=title)
        return _sure(text, _("Yes, retire it"), tap)
    text = _("Bring <b>{title}</b> back? People can start it again, in version {version}.").format(
        title=title, version=it.newest.ref.number
    )
    return _sure(text, _("Yes"), tap)


def sure_to_roll_back(it: History, tap: RolledBack, *, wording_only: bool) -> Message:
    """Whether a track is really to be rolled back, and where it is no more than wording, for whom."""
    text = _(
        "Roll <b>{title}</b> back to version {version}? What it says becomes version {becomes}, with "
        "its files. Who starts from now on walks that; nobody under way is changed."
    ).format(title=authored(it.newest.title), version=tap.number, becomes=tap.after + 1)
    if not wording_only:
        return _sure(text, _("Yes, back to {version}").format(version=tap.number), tap)
    text += "\n\n" + _(
        "It changes wording only, beside version {version}. So it may also reach people under way, for the days they "
        "have not had yet."
    ).format(version=tap.after)
    too = _("Back to {version}, for people under way too").format(version=tap.number)
    wider = button(replace(tap, wording=True, sure=True), too)
    sure = button(replace(tap, sure=True), _("Back to {version}, for who starts").format(version=tap.number))
    return Message(text, buttons=[[sure], [wider], [_to_all(tap.slug, _("No, leave it"))]])


def needs_reading(tap: RolledBack) -> Message:
    """Here nobody rolls back alone."""
    return Message(
        _(
            "Here somebody else who may publish reads what goes out, also when it is an older version. Nothing was changed. Send "
            "the .yaml file of version {version} here, tap on Publish, and ask for a reading; once it is approved, that "
            "button publishes it."
        ).format(version=tap.number),
        buttons=[[_to_all(tap.slug)]],
    )


def sure_to_offer(it: History, tap: VersionOffered) -> Message:
    """Whether a version is really to be offered to people under way."""
    text = _(
        "Offer version {version} of <b>{title}</b> to people on earlier ones? Each is asked once, below "
        "the answer to a check-in of theirs: nothing is sent for it. Who moves keeps their place and the days they had; who "
        "does not answer stays where they are."
    ).format(version=tap.number, title=authored(it.newest.title))
    return _sure(text, _("Yes, offer it"), tap)


def retired(it: History, *, new: bool) -> Message:
    """A track is retired, or on offer again."""
    if it.listing.retired and new:
        text = _("<b>{title}</b> is retired. People under way go on; nobody new can start it.")
    elif it.listing.retired:
        text = _("<b>{title}</b> is retired already. People under way go on; nobody new can start it.")
    elif new:
        text = _("<b>{title}</b> is on offer, in version {version}.")
    else:
        text = _("<b>{title}</b> is on offer already, in version {version}.")
    told = text.format(title=authored(it.newest.title), version=it.newest.ref.number)
    return Message(told, buttons=[[_to_all(it.listing.slug)]])


def rolled_back(it: Publication, tap: RolledBack) -> Message:
    """What an older version says is the newest."""
    if not it.is_new:
        text = _("Version {version} says the same as version {earlier} already; nothing was changed.")
    elif tap.wording:
        text = _(
            "Version {version} says what version {earlier} said, for people under way too: from their next day on."
        )
    else:
        text = _("Version {version} says what version {earlier} said. Nobody under way is changed.")
    return Message(text.format(version=it.ref.number, earlier=tap.number), buttons=[[_to_all(tap.slug)]])


def offered(number: int | None, slug: str) -> Message:
    """A version is offered to people under way, or there is nobody to whom it could be."""
    if number is None:
        text = _(
            "There is nothing to offer: everybody under way is told the newest already, has it on offer, or it is retired."
        )
    else:
        text = _("Version {version} is offered: people on earlier ones are asked once, below the answer to a check-in.")
        text = text.format(version=number)
    return Message(text, buttons=[[_to_all(slug)]])


def no_such_version() -> str:
    """The short note when a button is about a version that is not there."""
    return _("There is no such version. /versions shows those there are.")


def overtaken() -> str:
    """The short note when a newer version was published between two taps."""
    return _("A newer version came out meanwhile. Nothing was changed; /versions shows it.")


def more_than_wording() -> str:
    """The short note when something was to pass for wording that does not any more."""
    return _("It changes more than wording beside the newest version. Nothing was changed.")


def not_on_offer() -> Message:
    """The track that somebody was about to start is retired."""
    return Message(_("That track is not on offer any more, so nothing has begun. /start shows what there is."))


def offer(token: str, number: int) -> Message:
    """Somebody under way is asked, once and without a sound, whether they want to move to a newer version."""
    row = [buttons.offer_taken(token, number, _("Move to the new one")), buttons.offer_left(token, number, _("Stay"))]
    return Message(
        _(
            "By the way: your track has been revised since you began. If you like, the days still to come are taken from the "
            "new version. Your place, and the days you have had, stay as they are."
        ),
        buttons=[row],
        silent=True,
    )


def moved_on(it: MovedOn | Lapsed) -> Answer:
    """What is still to come, comes from the newer version."""
    if isinstance(it, Lapsed):
        return Answer(
            edit=Message(
                _("That version is not offered any more. Your track goes on as it was; /today has the newest day.")
            )
        )
    return Answer(
        edit=Message(
            _(
                "Done: from your next day on, the new version comes. The days you have had stay as they are. "
                "/today has the newest."
            )
        ),
        toast=_("Kept already") if it.already else _("Kept"),
    )


def stays() -> Answer:
    """The person stays on the version they are on."""
    return Answer(
        edit=Message(_("Then your track goes on as it was, and I do not ask again. /today has the newest day.")),
        toast=_("Kept"),
    )


def _sure(text: str, yes: str, tap: TrackRetired | RolledBack | VersionOffered) -> Message:
    return Message(text, buttons=[[button(replace(tap, sure=True), yes)], [_to_all(tap.slug, _("No, leave it"))]])


def _to_all(slug: str, says: str | None = None) -> Button:
    return button(TrackShown(slug), says or _("All versions"))
