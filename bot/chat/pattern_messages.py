"""The words around the pattern check: before it, at each item, what it came to, and when it is left or erased."""

from collections.abc import Sequence
from typing import Final

from bot.chat import buttons, pattern_buttons
from bot.chat.button import Button
from bot.chat.buttons import Move
from bot.chat.message import Message
from bot.chat.pattern_buttons import CheckMove
from bot.chat.wording import authored, listed, paragraphs, sentences, ticked
from bot.pattern_checking import Asking, Checked, Completed, Erased, ErasureAsked, Introduced, Left, Seen
from bot.words import _
from curriculum.enrolment import TrackRef
from curriculum.pattern.comparison import NO_PROOF, Compared
from curriculum.pattern.items import ITEMS, Answer, numbered
from curriculum.pattern.profile import PartProfile
from curriculum.pattern.words import OWN_QUESTIONS
from storage.patterns import PatternCheck

_ROWS: Final = ((Answer.HARDLY, Answer.AT_TIMES, Answer.OFTEN), (Answer.RATHER_NOT,))


def checked(it: Checked, token: str) -> Message:
    """The next item, or what the check came to; `token` is the person's own."""
    match it:
        case Introduced():
            return _introduced(it)
        case Asking():
            return _asking(it)
        case Seen():
            return _seen(it, token)
        case Completed():
            return _seen(it.seen, token)
        case Left():
            return _left(it, token)
        case ErasureAsked():
            return Message(
                _("Erase your answers to the pattern check? They go for good, those of every time you took it."),
                buttons=[
                    [_move(it.check, CheckMove.SURELY_ERASE, _("Yes, erase them"))],
                    [_move(it.check, CheckMove.KEEP, _("Keep them"))],
                ],
            )
        case Erased():
            return Message(
                _(
                    "They are gone: nothing of your pattern check is kept here any more. Whatever of it still stands "
                    "further up in this chat you can delete in Telegram. /pattern begins anew, if you ever want it."
                ),
                buttons=_tracks(it.walk, token),
            )


def comparison(compared: Sequence[Compared]) -> tuple[Message, ...]:
    """Two checks side by side; nothing when there was only one."""
    if not compared:
        return ()
    groups = (
        (_("Different from the first time"), [one for one in compared if one.moved]),
        (_("The same as the first time"), [one for one in compared if not one.moved]),
    )
    parts = [
        f"<b>{heading}</b>\n" + "\n".join(f"• {authored(_(one.item))} <i>{_both(one)}</i>" for one in group)
        for heading, group in groups
        if group
    ]
    return (Message("\n\n".join([_("<b>Then and now</b>"), *parts, _(NO_PROOF)]), buttons=[[buttons.help_button()]]),)


def _both(compared: Compared) -> str:
    """What was said of one item at both times."""
    then, now = ("" if answer is None else _(answer.says).lower() for answer in (compared.then, compared.now))
    return _(compared.says).format(then=then, now=now)


def _introduced(it: Introduced) -> Message:
    return Message(
        paragraphs(
            _("<b>The pattern check</b>"),
            _(
                "Twelve short sentences about what happens when talks get hard. Tap how often each of them is so for "
                "you. At the end come a few plain words, a first exercise and perhaps a track that fits."
            ),
            sentences(
                _(OWN_QUESTIONS),
                _(
                    "There is no score, no right answer, and no verdict on anybody. You can leave any of "
                    "them out, and stop or erase your answers whenever you like; they are kept encrypted."
                ),
            ),
            _("If somebody else may read this phone, please leave it for another time."),
        ),
        buttons=[[_move(it.check, CheckMove.GO_ON, _("Begin")), _move(it.check, CheckMove.STOP, _("Not now"))]],
    )


def _asking(it: Asking) -> Message:
    item = numbered(it.number)
    given = it.check.answers.to(item)
    rows = [
        [
            pattern_buttons.answer_item(it.check.token, it.number, each, ticked(_(each.says), each is given))
            for each in row
        ]
        for row in _ROWS
    ]
    back = [pattern_buttons.show_item(it.check.token, it.number - 1, _("Back"))] if it.number > 1 else []
    return Message(
        paragraphs(
            _("<i>{part} · {number} of {count}</i>").format(
                part=_(item.part.value), number=it.number, count=len(ITEMS)
            ),
            f"<b>{authored(_(item.says))}</b>",
        ),
        buttons=[*rows, [*back, _move(it.check, CheckMove.STOP, _("Stop here"))]],
    )


def _seen(it: Seen, token: str) -> Message:
    told = it.profile
    about = sentences(_("A look at now, and no verdict on anybody."), _(OWN_QUESTIONS))
    exercise = _("<b>A first exercise, under two minutes: {title}</b>").format(title=authored(_(told.exercise.title)))
    parts = [
        f"{_('<b>What you told me</b>')}\n<i>{about}</i>",
        *([_(told.other_help)] if told.other_help is not None else []),
        *([authored(_(told.remark))] if told.remark is not None else []),
        *(_part(part) for part in told.parts),
        f"{exercise}\n{authored(_(told.exercise.act))}",
        *_suggested(it),
        *([] if told.other_help is not None else [_("If anything at home feels unsafe, that comes first: /help.")]),
    ]
    start = []
    if it.walk is None and it.track is not None:
        start = [[buttons.track(token, it.track.ref.slug, _("Start: {track}").format(track=it.track.track.title))]]
    return Message(
        "\n\n".join(parts),
        buttons=[
            *start,
            *(_tracks(it.walk, token) if it.others else []),
            [
                _move(it.check, CheckMove.AGAIN, _("Answer again")),
                _move(it.check, CheckMove.ERASE, _("Erase my answers")),
            ],
        ],
    )


def _part(part: PartProfile) -> str:
    lines = [f"<b>{authored(_(part.heading))}</b>"]
    for lead, told in ((_("Often:"), part.often), (_("At times:"), part.at_times)):
        if told:
            lines += [lead, *(f"• {authored(_(one))}" for one in told)]
    if part.named:
        called = listed([_(name) for name in part.named])
        lines.append(_("What you named most is called {responses} here.").format(responses=called))
    return "\n".join([*lines, *(authored(_(remark)) for remark in part.remarks)])


def _suggested(it: Seen) -> list[str]:
    if it.track is None or it.profile.suggestion is None:
        return []
    title = authored(it.track.track.title)
    reason = sentences(*(authored(_(one)) for one in it.profile.suggestion.reasons))
    if it.walk is None:
        return [_("<b>A track that may fit: {track}</b>").format(track=title) + f"\n{reason}"]
    if it.walk.slug == it.track.ref.slug:
        return [_("You are on a track that may fit already: {track}.").format(track=title)]
    return [sentences(_("When your track is over, this one may fit: {track}.").format(track=title), reason)]


def _left(it: Left, token: str) -> Message:
    if not it.check.answers.given:
        return Message(
            _("That is fine. /pattern is there if you ever want it."),
            buttons=_tracks(it.walk, token),
        )
    return Message(
        _("Stopped, and that is fine. What you answered is kept, and /pattern goes on from here."),
        buttons=[
            [_move(it.check, CheckMove.GO_ON, _("Go on")), _move(it.check, CheckMove.ERASE, _("Erase my answers"))],
            *_tracks(it.walk, token),
        ],
    )


def _tracks(walk: TrackRef | None, token: str) -> list[list[Button]]:
    """For somebody on no track: the way to one."""
    return [[buttons.move(token, Move.TRACKS, _("See the tracks"))]] if walk is None else []


def _move(check: PatternCheck, to: CheckMove, says: str) -> Button:
    return pattern_buttons.check_move(check.token, to, says)
