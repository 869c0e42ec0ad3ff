"""Whose turn it is to write: in the order of coming, answers before nudges, and nobody waits for ever."""

import asyncio

from storage.turns import Turns


class Scribes:
    """People who write one after the other, each as soon as it is their turn."""

    def __init__(self) -> None:
        self.turns = Turns()
        self.wrote: list[str] = []
        self.at_once = 0

    async def writes(self, name: str, *, patient: bool) -> None:
        async with self.turns.turn(patient=patient):
            self.at_once += 1
            assert self.at_once == 1
            await asyncio.sleep(0)
            self.wrote.append(name)
            self.at_once -= 1


async def test_who_answers_goes_before_who_carries_nudges() -> None:
    scribes = Scribes()

    async with asyncio.TaskGroup() as tasks:
        for name in ("first", "nudge 1", "answer 1", "nudge 2", "answer 2"):
            tasks.create_task(scribes.writes(name, patient=name.startswith("nudge")))

    assert scribes.wrote == ["first", "answer 1", "answer 2", "nudge 1", "nudge 2"]


async def test_the_patient_do_not_wait_for_ever() -> None:
    scribes = Scribes()

    async with asyncio.TaskGroup() as tasks:
        for name in ("first", "nudge", *(f"answer {number}" for number in range(100))):
            tasks.create_task(scribes.writes(name, patient=name == "nudge"))

    assert scribes.wrote.index("nudge") < 20


async def test_who_gives_up_waiting_or_fails_holds_up_nobody() -> None:
    scribes = Scribes()
    holding = asyncio.Event()

    async def fails() -> None:
        async with scribes.turns.turn(patient=False):
            await holding.wait()
            raise RuntimeError("the disk is full")

    failing = asyncio.create_task(fails())
    await asyncio.sleep(0)
    gives_up = asyncio.create_task(scribes.writes("gives up", patient=False))
    last = asyncio.create_task(scribes.writes("last", patient=True))
    await asyncio.sleep(0)

    gives_up.cancel()
    holding.set()
    async with asyncio.timeout(5):
        await last
    assert isinstance((await asyncio.gather(failing, return_exceptions=True))[0], RuntimeError)
    assert scribes.wrote == ["last"]


async def test_who_gives_up_in_the_moment_of_their_turn_passes_it_on() -> None:
    scribes = Scribes()
    async with scribes.turns.turn(patient=False):
        gives_up = asyncio.create_task(scribes.writes("gives up", patient=False))
        last = asyncio.create_task(scribes.writes("last", patient=False))
        await asyncio.sleep(0)
    gives_up.cancel()

    async with asyncio.timeout(5):
        await last
    assert scribes.wrote == ["last"]
