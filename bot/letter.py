"""The letter at the end of a track, made of the person's own words when they ask for it; it is kept nowhere."""

from dataclasses import dataclass

from bot.practice import NotYours, own_nudge
from curriculum import timing
from curriculum.enrolment import Enrolment, Standing
from curriculum.letter import Letter, Passage, letter, until
from storage.check_ins import NoteKind
from storage.database import Unit
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Written:
    """The letter of one walk, along the track of this title."""

    letter: Letter
    title: str


async def write(unit: Unit, person: Person, token: str) -> Written:
    """The letter of the walk whose end this button stands under, or of the newest that the person walked to its end. Raises `NotYours`, also when there is
    no such walk.
    """
    walk = await _walk(unit, person, token)
    if walk is None or walk.standing is not Standing.FINISHED:
        raise NotYours
    entries = await unit.journal.since(person.id, walk.started_at)
    passages = [
        Passage(entry.day or 1, entry.words, timing.local(entry.written_at, entry.zone).date())
        for entry in entries
        if entry.enrolment == walk.id and entry.words is not None and entry.what is not NoteKind.LINE
    ]
    walks = await unit.enrolments.all_of(person.id)
    gains = await unit.gains.between(person.id, walk.started_at, until(walk, walks))
    return Written(letter(passages, gains), (await unit.tracks.get(walk.track)).title)


async def _walk(unit: Unit, person: Person, token: str) -> Enrolment | None:
    if token == person.token:
        return await unit.enrolments.finished_of(person.id)
    return await unit.enrolments.get((await own_nudge(unit, person, token)).enrolment)
