"""The walk on paper as a transcript, so that it reads as one of the real bot's."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.chat.message import Message
from bot.chat.rehearsal_messages import did
from bot.rehearsal import marginal, page
from bot.rehearsal.personas import Persona
from bot.rehearsal.transcript import By, Line, LocalDay, Transcript, Why
from bot.rehearsal.walk import Step
from bot.rehearsing import Source
from bot.sandbox.markup import from_html
from bot.words import _
from curriculum import timing
from curriculum.track import Track


def transcript(track: Track, persona: Persona, steps: Sequence[Step], *, seed: int) -> Transcript:
    """All of these steps, by the days of the calendar."""
    lines = [line for step in steps for line in _lines(step)]
    whys = [
        Why(step.at, step.zone, step.why, missing=True)
        if step.nudge is None
        else marginal.of(step.nudge, track, step.at)
        for step in steps
    ]
    dated = [(timing.local(line.at, line.zone).date(), line) for line in lines]
    noted = [(step.on, why) for step, why in zip(steps, whys, strict=True)]
    dates = sorted({on for on, line in dated} | {on for on, why in noted})
    every = (
        [dates[0] + timedelta(days=number) for number in range((dates[-1] - dates[0]) // timedelta(days=1) + 1)]
        if dates
        else []
    )
    days = [
        LocalDay(day, [line for on, line in dated if on == day], [why for on, why in noted if on == day])
        for day in every
    ]
    return Transcript(track, persona, seed, days, [step.nudge for step in steps if step.nudge is not None])


def _lines(step: Step) -> Iterator[Line]:
    if step.message is not None:
        yield _line(step, step.message, timedelta())
    if step.doing is None:
        return
    yield Line(By.DONE, step.at + step.doing.after, step.zone, did(step.doing, rest=step.is_rest))
    if step.answer is not None:
        yield _line(step, step.answer, step.doing.after)
    if step.went_on_at is not None:
        yield Line(By.DONE, step.went_on_at, step.zone, _("says that they are safe, and goes on"))


def _line(step: Step, message: Message, after: timedelta) -> Line:
    said = from_html(message.text)
    labels = [[button.says for button in row] for row in message.buttons]
    return Line(By.BOT, step.at + after, step.zone, said.text, said.entities, labels)


def as_page(source: Source, persona: Persona, steps: Sequence[Step]) -> str:
    """The same as a page."""
    return page.page(transcript(source.track, persona, steps, seed=1))
