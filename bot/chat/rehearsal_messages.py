"""The words of a rehearsal in an admin's chat. Each message says that it is one."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.chat import rehearsal_buttons
from bot.chat.button import Button
from bot.chat.message import Message, TextFile
from bot.chat.nudge_messages import OUTCOMES
from bot.chat.wording import authored, escape
from bot.rehearsal.own_answers import MOST_ANSWERS
from bot.rehearsal.personas import NAMES, PERSONAS, Doing, Who
from bot.rehearsal.walk import Step
from bot.rehearsing import Source
from bot.words import _, marked, ngettext
from bot.words.written import weekday_of
from curriculum import timing
from curriculum.nudge import NudgeKind
from curriculum.pressure import Strain
from curriculum.writing import units

_ROOM: Final = 3600
_MOST_TOGETHER: Final = 2
_OWN: Final = "your-own"
_ON_A_BUTTON: Final = 40
_AGAIN: Final = marked("Rehearse again")
_PAGE: Final = marked("All of it as a page")
_ONESELF: Final = marked("you")
_SIGNS: Final = {
    "d": marked("Done, calm"),
    "t": marked("Tried"),
    "n": marked("Not the moment"),
    "w": marked("Did not want to"),
    "m": marked("Made it worse"),
    "h": marked("A hard day"),
    "x": marked("Nothing"),
}
_REST_SIGNS: Final = {"c": marked("It is calmer now"), "o": marked("Still a lot"), "x": marked("Nothing")}
_STRAINS: Final = {
    Strain.CALM: marked("calm"),
    Strain.PUSHING: marked("was pushing"),
    Strain.OVERWHELMED: marked("it was too much"),
    Strain.FIGHT: marked("there was a fight"),
}


def sources(found: Sequence[Source]) -> Message:
    """What can be rehearsed."""
    if not found:
        return Message(
            _(
                "There is nothing to rehearse yet. Send me a .yaml file: once it reads without problems, /rehearse walks it."
            )
        )
    rows = [
        [
            rehearsal_buttons.choose(
                one.name, _cut(_("Draft: {title}").format(title=one.track.title) if one.is_draft else one.track.title)
            )
        ]
        for one in found
    ]
    return Message(
        _(
            "<b>Rehearse</b>\n\nThirty days of a track pass here in about two minutes, walked by somebody who does not exist. "
            "Nobody real is touched, and no figure; what you walk yourself stays as it is.\n\nWhich track?"
        ),
        buttons=rows,
    )


def who_walks(source: Source) -> Message:
    """Who is to walk it."""
    keys = [rehearsal_buttons.walk(source.name, who, 0, _(NAMES[who]).capitalize()) for who in PERSONAS]
    own = rehearsal_buttons.answer(source.name, "", _("I answer myself"))
    told = "\n".join(
        f"• <b>{_(NAMES[who]).capitalize()}</b> {escape(_(persona.says))}" for who, persona in PERSONAS.items()
    )
    return Message(
        _("<b>Rehearsal of {title}</b>\n\nWho walks it?").format(title=authored(source.track.title)) + f"\n{told}",
        buttons=_in_rows([*keys, own]),
    )


def shown(source: Source, who: Who, steps: Sequence[Step], place: int) -> tuple[Message, int]:
    """What comes at `place`, as much as goes into one message, and the place of what comes then. The last message is at the
    place behind the last step.
    """
    if place >= len(steps):
        return _over(source, who, steps), place
    parts: list[str] = []
    for step in steps[place : place + _MOST_TOGETHER]:
        part = _told(step)
        if parts and units("\n\n".join([*parts, part])) > _ROOM:
            break
        parts.append(part)
    text = "\n\n".join([_head(source, NAMES[who]), *parts])
    return Message(text, buttons=[[rehearsal_buttons.stop(source.name, _("Stop"))]], silent=place > 0), place + len(
        parts
    )


def asked(source: Source, answers: str, steps: Sequence[Step]) -> Message:
    """What came of the newest answer, and what comes next, with a button for each answer to it."""
    turns = [number for number, step in enumerate(steps) if step.nudge is not None]
    awaits = steps[-1] if steps and steps[-1].nudge is not None and steps[-1].doing is None else None
    since = turns[len(answers) - 1] if answers else 0
    parts = [
        _told(step, anew=number == since and bool(answers)) for number, step in enumerate(steps) if number >= since
    ]
    while len(parts) > 1 and units("\n\n".join(parts)) > _ROOM:
        del parts[0]
    ends = [rehearsal_buttons.as_page(source.name, answers, _(_PAGE))] if answers else []
    again = rehearsal_buttons.choose(source.name, _(_AGAIN))
    if awaits is None or _is_over(awaits):
        told = _("That was all of it.")
        return Message("\n\n".join([_head(source, _ONESELF), *parts, told]), buttons=[[*ends, again]])
    if len(answers) >= MOST_ANSWERS:
        told = _("A rehearsal goes no further than this.")
        return Message("\n\n".join([_head(source, _ONESELF), *parts, told]), buttons=[[*ends, again]])
    signs = _REST_SIGNS if awaits.is_rest else _SIGNS
    keys = [rehearsal_buttons.answer(source.name, answers + sign, _(says)) for sign, says in signs.items()]
    rows = [*_in_rows(keys), [*ends, again]]
    return Message("\n\n".join([_head(source, _ONESELF), *parts, _("<i>What do you do?</i>")]), buttons=rows)


def stopped(source: str, *, was: bool) -> Message:
    """It goes on no more by itself."""
    if was:
        said = _("<b>Rehearsal.</b> Stopped. Nothing more of it comes. /rehearse begins another.")
    else:
        said = _("<b>Rehearsal.</b> It had come to its end already. /rehearse begins another.")
    return Message(said, buttons=[[rehearsal_buttons.choose(source, _(_AGAIN))]])


def gone() -> Message:
    """The track is not there any more."""
    return Message(_("<b>Rehearsal.</b> That track is not here any more, so it ends. /rehearse shows what there is."))


def page(source: Source, of: Who | None, content: str) -> Message:
    """All of it as a page: of one of those who do not exist, or of who reads this."""
    head = _head(source, _ONESELF if of is None else NAMES[of])
    return Message(
        f"{head}\n\n" + _("Open it in a browser; it can be printed."),
        file=TextFile(f"{source.track.slug}-{_OWN if of is None else of}.html", content),
    )


def _over(source: Source, who: Who, steps: Sequence[Step]) -> Message:
    kinds = [step.nudge.kind for step in steps if step.nudge is not None]
    came, rests = kinds.count(NudgeKind.DAY), kinds.count(NudgeKind.REST)
    return Message(
        _head(source, NAMES[who])
        + "\n\n"
        + _("That was all of it: {days}, and {rests}.").format(
            days=ngettext("{count} day came", "{count} days came", came).format(count=came),
            rests=ngettext("{count} rest", "{count} rests", rests).format(count=rests),
        ),
        buttons=[
            [rehearsal_buttons.as_page(source.name, who, _(_PAGE))],
            [rehearsal_buttons.choose(source.name, _(_AGAIN))],
        ],
    )


def _head(source: Source, who: str) -> str:
    return _("<b>Rehearsal, nothing of it is real</b>\n{title}, walked by {who}").format(
        title=authored(source.track.title), who=escape(_(who))
    )


def _told(step: Step, *, anew: bool = False) -> str:
    """One step; when `anew`, the day itself was shown before."""
    here = timing.local(step.at, step.zone)
    when = _("<b>{day}, {hour}</b> in {zone} ({short})").format(
        day=weekday_of(here), hour=f"{here:%H:%M}", zone=escape(step.zone), short=f"{here:%Z}"
    )
    parts = [f"{when}\n<i>{escape(step.why)}</i>"]
    if step.message is not None and not anew:
        parts.append(_quoted(step.message.text, folded=step.doing is not None))
    if step.doing is not None:
        parts.append(f"→ {did(step.doing, rest=step.is_rest)}")
    if step.answer is not None:
        parts.append(_quoted(step.answer.text, folded=False))
    if step.went_on_at is not None:
        there = timing.local(step.went_on_at, step.zone)
        parts.append(
            _("→ <i>I am safe, go on</i>, {day}, {hour}. Nothing came until then.").format(
                day=weekday_of(there), hour=f"{there:%H:%M}"
            )
        )
    whole = "\n".join(parts)
    return whole if units(whole) <= _ROOM else "\n".join(parts[:2])


def _quoted(text: str, *, folded: bool) -> str:
    return f"<blockquote{' expandable' if folded else ''}>{text}</blockquote>"


def did(doing: Doing, *, rest: bool) -> str:
    """What somebody did about what came, in a few words."""
    return ", ".join(_does(doing, rest=rest)) or _("does nothing")


def _does(doing: Doing, *, rest: bool) -> Iterator[str]:
    if not doing.opens:
        yield _("does not open it")
        return
    if doing.outcome is not None and not rest:
        yield _(OUTCOMES[doing.outcome])
    if doing.strain is not None:
        yield _(_STRAINS[doing.strain])
    if doing.words is not None:
        yield _("writes “{words}”").format(words=escape(_(doing.words)))


def _is_over(step: Step) -> bool:
    return step.nudge is not None and step.nudge.kind is NudgeKind.COMPLETION


def _in_rows(keys: Sequence[Button]) -> list[list[Button]]:
    return [list(keys[start : start + 2]) for start in range(0, len(keys), 2)]


def _cut(says: str) -> str:
    return says if len(says) <= _ON_A_BUTTON else f"{says[: _ON_A_BUTTON - 1]}…"
