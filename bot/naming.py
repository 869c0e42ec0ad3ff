"""What somebody calls their partner: a name of their own choosing, asked for in the settings alone."""

from typing import Final

from bot.question import Question, Step
from storage.database import Unit
from storage.people import Person

LONGEST: Final = 30


async def ask(unit: Unit, person: Person) -> None:
    """What the person types next is the name."""
    await unit.people.ask(person.id, Question(Step.PARTNER).kept())


async def name_partner(unit: Unit, person: Person, text: str) -> str | None:
    """Keeps the name, in one line; None when what was typed is too long for one, or nothing."""
    name = " ".join(text.replace("{", "").replace("}", "").split())
    if not 1 <= len(name) <= LONGEST:
        return None
    await unit.people.name_partner(person.id, name)
    await unit.people.ask(person.id, None)
    return name


async def take_away(unit: Unit, person: Person) -> None:
    """The partner has no name here any more."""
    await unit.people.name_partner(person.id, None)
    await unit.people.ask(person.id, None)
