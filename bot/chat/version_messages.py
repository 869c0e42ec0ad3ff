"""The words around the versions of tracks: for admins, and for people who may move to a newer one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.chat import buttons
from bot.chat.button import Button
from bot.chat.message import Answer, Message
from bot.chat.version_buttons import RolledBack, TrackRetired, TrackShown, VersionOffered, VersionShown, button
from bot.chat.wording import authored, escape, fitting
from bot.offered import Lapsed, MovedOn
from bot.versions import Difference, History
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
        return Message("No track is published yet. Send a .yaml file here to check, look through and publish one.")
    lines = [f"• {authored(one.newest.title)} (<code>{one.listing.slug}</code>), {_stands(one)}" for one in all]
    rows = [[button(TrackShown(one.listing.slug), one.newest.title[:_MOST_OF_A_TITLE])] for one in all[: _SHOWN * 4]]
    listed = fitting(["<b>Tracks and their versions</b>", *lines], between="\n")
    return Message(f"{listed}\n\nTap on one to see what changed when.", buttons=rows)


def history(it: History, *, publishes: bool) -> Message:
    """The versions of a track, the newest first, with what can be done about them for who may."""
    slug, newest = it.listing.slug, it.newest.ref.number
    head = f"<b>{authored(it.newest.title)}</b> (<code>{slug}</code>), {_stands(it)}"
    rows = []
    for version in it.versions[:_SHOWN]:
        number = version.ref.number
        row = [button(VersionShown(slug, number), f"What {number} changed")] if number > 1 else []
        if publishes and number != newest:
            back = RolledBack(slug, number, newest, wording=False, sure=False)
            row.append(button(back, f"Back to {number}"))
        rows.append(row)
    if publishes and it.may_be_offered:
        rows.append([button(VersionOffered(slug, newest, sure=False), f"Offer {newest} to people under way")])
    if publishes:
        retired = it.listing.retired
        rows.append([button(TrackRetired(slug, not retired, sure=False), "Bring back" if retired else "Retire")])
    text = fitting([head, *(_version(it, version) for version in it.versions)], between="\n\n")
    return Message(f"{text}\n\nA newer one is published by sending its .yaml file here.", buttons=[*filter(None, rows)])


def _stands(it: History) -> str:
    parts = [f"version {it.newest.ref.number}"]
    if it.listing.retired:
        parts.append("retired")
    if it.offered is not None:
        parts.append(f"{it.offered} is offered to people under way")
    return ", ".join(parts)


def _version(it: History, version: Version) -> str:
    """A version in two lines at most."""
    note = read_track(version.text).version_note
    says = [f"<b>{version.ref.number}</b>: {version.published_at.day} {version.published_at:%B %Y}"]
    if version.mends is not None:
        says.append(f"another wording of {version.mends}, for people under way too")
    if (same := it.same_as(version)) is not None:
        says.append(f"says the same as {same}")
    return ", ".join(says) + ("" if note is None else f"\n{authored(note)}")


def difference(it: Difference, slug: str) -> Message:
    """What a version changed, by day and field, as far as one message holds it."""
    count = len(it.changes)
    head = f"<b>{escape(it.before)} → {escape(it.after)}</b>: {count} change{'' if count == 1 else 's'}"
    if it.is_wording_only:
        head += ", wording only"
    lines = [head, *map(_change, it.changes)] if it.changes else [f"{head}. They say the same."]
    more = f"\n\n<code>smallgains diff {_named(it.before)} {_named(it.after)}</code> lists everything in full."
    return Message(fitting(lines, between="\n\n") + more, buttons=[[_to_all(slug)]])


def _named(told: str) -> str:
    return escape(told.replace(" ", "@"))


def _change(it: Change) -> str:
    where = it.field if it.day is None else f"day {it.day}, {it.field}"
    gone = "" if it.before is None else f"\n- {_text(it.before)}"
    came = "" if it.after is None else f"\n+ {_text(it.after)}"
    return f"<b>{escape(where)}</b>{gone}{came}"


def _text(text: str) -> str:
    whole = " ".join(text.split())
    return escape(whole if len(whole) <= _MOST_OF_A_TEXT else f"{whole[: _MOST_OF_A_TEXT - 1]}…")


def sure_to_retire(it: History, tap: TrackRetired) -> Message:
    """Whether a track is really to be retired, or brought back."""
    title = f"<b>{authored(it.newest.title)}</b>"
    if tap.retired:
        text = f"Retire {title}? Nobody new can start it; people under way go on to their last day. It can be brought back."
        return _sure(text, "Yes, retire it", tap)
    return _sure(f"Bring {title} back? People can start it again, in version {it.newest.ref.number}.", "Yes", tap)


def sure_to_roll_back(it: History, tap: RolledBack, *, wording_only: bool) -> Message:
    """Whether a track is really to be rolled back, and where it is no more than wording, for whom."""
    becomes = tap.after + 1
    text = (
        f"Roll <b>{authored(it.newest.title)}</b> back to version {tap.number}? What it says becomes version {becomes}, with "
        "its files. Who starts from now on walks that; nobody under way is changed."
    )
    if not wording_only:
        return _sure(text, f"Yes, back to {tap.number}", tap)
    text += (
        f"\n\nIt changes wording only, beside version {tap.after}. So it may also reach people under way, for the days they "
        "have not had yet."
    )
    wider = button(replace(tap, wording=True, sure=True), f"Back to {tap.number}, for people under way too")
    sure = button(replace(tap, sure=True), f"Back to {tap.number}, for who starts")
    return Message(text, buttons=[[sure], [wider], [_to_all(tap.slug, "No, leave it")]])


def needs_reading(tap: RolledBack) -> Message:
    """Here nobody rolls back alone."""
    return Message(
        "Here somebody else who may publish reads what goes out, also when it is an older version. Nothing was changed. Send "
        f"the .yaml file of version {tap.number} here, tap on Publish, and ask for a reading; once it is approved, that "
        "button publishes it.",
        buttons=[[_to_all(tap.slug)]],
    )


def sure_to_offer(it: History, tap: VersionOffered) -> Message:
    """Whether a version is really to be offered to people under way."""
    text = (
        f"Offer version {tap.number} of <b>{authored(it.newest.title)}</b> to people on earlier ones? Each is asked once, below "
        "the answer to a check-in of theirs: nothing is sent for it. Who moves keeps their place and the days they had; who "
        "does not answer stays where they are."
    )
    return _sure(text, "Yes, offer it", tap)


def retired(it: History, *, new: bool) -> Message:
    """A track is retired, or on offer again."""
    title, already = f"<b>{authored(it.newest.title)}</b>", "" if new else " already"
    if it.listing.retired:
        text = f"{title} is retired{already}. People under way go on; nobody new can start it."
    else:
        text = f"{title} is on offer{already}, in version {it.newest.ref.number}."
    return Message(text, buttons=[[_to_all(it.listing.slug)]])


def rolled_back(it: Publication, tap: RolledBack) -> Message:
    """What an older version says is the newest."""
    if not it.is_new:
        text = f"Version {it.ref.number} says the same as version {tap.number} already; nothing was changed."
    elif tap.wording:
        text = f"Version {it.ref.number} says what version {tap.number} said, for people under way too: from their next day on."
    else:
        text = f"Version {it.ref.number} says what version {tap.number} said. Nobody under way is changed."
    return Message(text, buttons=[[_to_all(tap.slug)]])


def offered(number: int | None, slug: str) -> Message:
    """A version is offered to people under way, or there is nobody to whom it could be."""
    if number is None:
        text = "There is nothing to offer: everybody under way is told the newest already, has it on offer, or it is retired."
    else:
        text = f"Version {number} is offered: people on earlier ones are asked once, below the answer to a check-in."
    return Message(text, buttons=[[_to_all(slug)]])


def no_such_version() -> str:
    """The short note when a button is about a version that is not there."""
    return "There is no such version. /versions shows those there are."


def overtaken() -> str:
    """The short note when a newer version was published between two taps."""
    return "A newer version came out meanwhile. Nothing was changed; /versions shows it."


def more_than_wording() -> str:
    """The short note when something was to pass for wording that does not any more."""
    return "It changes more than wording beside the newest version. Nothing was changed."


def not_on_offer() -> Message:
    """The track that somebody was about to start is retired."""
    return Message("That track is not on offer any more, so nothing has begun. /start shows what there is.")


def offer(token: str, number: int) -> Message:
    """Somebody under way is asked, once and without a sound, whether they want to move to a newer version."""
    row = [buttons.offer_taken(token, number, "Move to the new one"), buttons.offer_left(token, number, "Stay")]
    return Message(
        "By the way: your track has been revised since you began. If you like, the days still to come are taken from the new "
        "version. Your place, and the days you have had, stay as they are.",
        buttons=[row],
        silent=True,
    )


def moved_on(it: MovedOn | Lapsed) -> Answer:
    """What is still to come, comes from the newer version."""
    if isinstance(it, Lapsed):
        return Answer(
            edit=Message(
                "That version is not offered any more. Your track goes on as it was; /today has the newest day."
            )
        )
    return Answer(
        edit=Message(
            "Done: from your next day on, the new version comes. The days you have had stay as they are. /today has the newest."
        ),
        toast="Kept already" if it.already else "Kept",
    )


def stays() -> Answer:
    """The person stays on the version they are on."""
    return Answer(
        edit=Message("Then your track goes on as it was, and I do not ask again. /today has the newest day."),
        toast="Kept",
    )


def _sure(text: str, yes: str, tap: TrackRetired | RolledBack | VersionOffered) -> Message:
    return Message(text, buttons=[[button(replace(tap, sure=True), yes)], [_to_all(tap.slug, "No, leave it")]])


def _to_all(slug: str, says: str = "All versions") -> Button:
    return button(TrackShown(slug), says)
