"""Thirty days of a track in an admin's own chat, in two minutes, with nobody real in it."""

from datetime import timedelta

import pytest

from bot.rehearsal.own_answers import MOST_ANSWERS
from bot.rehearsing import PACE
from bot.rights import Admins
from tests.stories.test_admins import MINE, sends
from tests.stories.test_rights import ITS_OWN, everything
from tests.stories.town import ADMIN, Somebody, Town

MARK = "Rehearsal, nothing of it is real"
OWN = {*ITS_OWN, "message"}
"""What tells that somebody said something here, and which messages stand in the chat."""


def kept(town: Town) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those."""
    return {table: rows for table, rows in everything(town).items() if table not in OWN}


async def passes(town: Town) -> int:
    """Time passes until nothing more comes by itself; gives how many messages that were."""
    shown = 0
    while True:
        town.clock.move(PACE)
        fresh = await town.app.showing.look()
        if not fresh:
            return shown
        shown += fresh
        assert shown < 100, "it comes to no end"


async def begins(robin: Somebody, who: str, *, track: str = "Thirty calm days") -> None:
    """Chooses a track and who walks it."""
    await robin.says("/rehearse")
    await robin.taps(track)
    label = next(label for row in robin.newest.buttons for label in row if label.startswith(who))
    await robin.taps(label)


async def test_thirty_days_pass_within_two_minutes(robin: Somebody, town: Town) -> None:
    began = town.clock()
    await begins(robin, "Ideal")
    first = len(robin.inbox)

    shown = await passes(town)

    assert town.clock() - began <= timedelta(minutes=2)
    messages = robin.inbox[first - 1 :]
    assert len(messages) == shown + 1
    assert all(message.text.startswith(MARK) for message in messages)
    together = "\n".join(message.text for message in messages)
    assert all(f"Day {number}: Breathe, part {number}" in together for number in range(1, 31))
    assert "Day 30 is done." in together
    assert "Tue 3 Mar, 08:00 in Europe/Berlin (CET)" in together
    assert robin.newest.buttons == [["All of it as a page"], ["Rehearse again"]]


@pytest.mark.parametrize("who", ["Silent", "Struggling", "Crisis", "Traveller"])
async def test_everybody_can_walk(who: str, robin: Somebody, town: Town) -> None:
    await begins(robin, who)

    await passes(town)

    assert "That was all of it" in robin.told


async def test_nothing_real_is_touched_by_an_admin_who_walks_a_track_themselves(robin: Somebody, town: Town) -> None:
    await robin.enrols()
    await robin.gets_the_next_day()
    await robin.taps("Tried")
    walk, ledger = await robin.walk(), await robin.ledger()
    before = kept(town)

    for who in ("Ideal", "Struggling", "Crisis"):
        await begins(robin, who)
        await passes(town)
        await robin.taps("All of it as a page")
    await begins(robin, "I answer myself")
    for label in ("Made it worse", "A hard day", "Nothing"):
        await robin.taps(label)

    assert kept(town) == before
    assert await robin.walk() == walk
    assert await robin.ledger() == ledger
    assert (await robin.classed()) is not None


async def test_it_can_be_stopped(robin: Somebody, town: Town) -> None:
    await begins(robin, "Ideal")
    town.clock.move(PACE)
    await town.app.showing.look()

    await robin.taps("Stop")

    assert "Stopped. Nothing more of it comes." in robin.told
    assert await passes(town) == 0
    assert robin.newest.buttons == [["Rehearse again"]]
    await robin.taps("Rehearse again")
    assert "Who walks it?" in robin.told


async def test_it_goes_on_after_a_restart_and_shows_nothing_twice(robin: Somebody, town: Town) -> None:
    await begins(robin, "Ideal")
    town.clock.move(PACE)
    await town.app.showing.look()

    await town.restarts()
    await passes(town)

    together = "\n".join(message.text for message in robin.inbox)
    assert [together.count(f"Day {number}: Breathe, part {number}\n") for number in range(1, 31)] == [1] * 30
    assert "That was all of it" in robin.told


async def test_only_what_surely_did_not_come_is_shown_again(robin: Somebody, town: Town) -> None:
    await begins(robin, "Silent")
    town.sandbox.faults.outage()
    town.clock.move(PACE)
    assert await town.app.showing.look() == 0
    town.sandbox.faults.outage(False)

    await passes(town)

    assert "That was all of it" in robin.told


async def test_another_one_takes_the_place_of_the_first(robin: Somebody, town: Town) -> None:
    await begins(robin, "Ideal")
    await begins(robin, "Silent")

    await passes(town)

    assert not any("walked by ideal" in message.text for message in robin.inbox[-3:])


async def test_an_admin_answers_for_themselves_and_sees_what_comes_of_it(robin: Somebody, town: Town) -> None:
    await begins(robin, "I answer myself")
    assert "Day 1: Breathe" in robin.told
    assert [label for row in robin.newest.buttons for label in row] == [
        *("Done, calm", "Tried", "Not the moment", "Did not want to", "Made it worse", "A hard day", "Nothing"),
        "Rehearse again",
    ]

    await robin.taps("Made it worse")
    assert "I am sorry that day 1 made it worse." in robin.told
    assert "because the day before made it worse" in robin.told
    await robin.taps("A hard day")
    await robin.taps("It is calmer now")
    assert "Day 3" in robin.told

    await town.restarts()
    await robin.taps("Nothing")
    assert "does not open it" in robin.told
    await robin.taps("All of it as a page")
    assert robin.newest.document is not None
    assert robin.newest.document.name == "thirty-calm-days-your-own.html"
    assert "Day 2" in robin.newest.document.content.decode()


async def test_who_answers_themselves_comes_to_the_end(robin: Somebody, town: Town) -> None:
    await begins(robin, "I answer myself")
    for _ in range(30):
        town.clock.move(timedelta(seconds=30))
        await robin.taps("Done, calm")

    assert "That was all of it." in robin.told
    assert robin.newest.buttons == [["All of it as a page", "Rehearse again"]]


async def test_who_rests_and_rests_comes_to_an_end_too(robin: Somebody, town: Town) -> None:
    await begins(robin, "I answer myself")
    for _ in range(MOST_ANSWERS):
        town.clock.move(timedelta(seconds=30))
        rests = "Still a lot" in [label for row in robin.newest.buttons for label in row]
        if robin.newest.buttons == [["All of it as a page", "Rehearse again"]]:
            break
        await robin.taps("Still a lot" if rests else "A hard day")

    assert robin.newest.buttons == [["All of it as a page", "Rehearse again"]]


async def test_a_draft_of_their_own_can_be_rehearsed_and_nobody_elses(robin: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    rosa = town.somebody("Rosa", 1777)
    await town.is_set_up(admins=Admins.of([ADMIN, 1777]))

    await robin.says("/rehearse")
    assert "Draft: Kind evenings" in [row[0] for row in robin.newest.buttons]
    await robin.taps("Draft: Kind evenings")
    draft = robin.newest.data[0][0]
    await robin.taps("Ideal")
    await passes(town)
    assert "Kind evenings, walked by ideal" in robin.told

    await rosa.starts()
    await rosa.says("/rehearse")
    assert [row[0] for row in rosa.newest.buttons] == ["Thirty calm days"]
    before = rosa.told
    assert draft is not None
    rosa.person.taps_data(draft)
    await town.settles()
    assert rosa.told == before
    assert "not here any more" in rosa.toasts[-1]


async def test_a_track_that_is_gone_ends_it_with_a_word(robin: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    await begins(robin, "Ideal", track="Draft: Kind evenings")
    async with town.database.unit() as unit:
        await unit.tracks.forget_drafts(town.clock() + timedelta(days=1))

    await passes(town)

    assert "That track is not here any more, so it ends." in robin.told


async def test_who_may_look_may_rehearse_and_no_more_is_needed(robin: Somebody, town: Town) -> None:
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:view"))
    await begins(robin, "Silent")
    await passes(town)
    assert "That was all of it" in robin.told

    await town.is_set_up(admins=Admins.read(f"{ADMIN}:coach"))
    await robin.says("/rehearse")
    assert "the right to <code>view</code>" in robin.told or "the right to view" in robin.told


async def test_who_loses_the_right_is_shown_nothing_more(robin: Somebody, town: Town) -> None:
    await begins(robin, "Ideal")
    await town.is_set_up(admins=Admins())

    assert await passes(town) == 0


async def test_who_is_forgotten_is_shown_nothing_more(robin: Somebody, town: Town) -> None:
    await robin.starts()
    await begins(robin, "Ideal")

    await robin.says("/forget")
    await robin.taps("Erase everything")

    assert await passes(town) == 0


@pytest.mark.parametrize("what", ["wnobody.0", "wideal.-1", "wideal.99999", "=zzz", "=" + "d" * 46, "p=q", "ss", "!"])
async def test_a_forged_button_does_nothing(what: str, robin: Somebody, town: Town) -> None:
    await robin.says("/rehearse")
    carried = robin.newest.data[0][0]
    assert carried is not None
    before = kept(town)

    robin.person.taps_data(f"{carried}{what}"[:64])
    await town.settles()

    assert kept(town) == before


async def test_who_is_no_admin_is_told_so(alice: Somebody, town: Town) -> None:
    await alice.says("/rehearse")

    assert alice.told.startswith("Only the admins of this bot can do that.")


async def test_without_a_track_it_is_said_what_to_do(bare_town: Town) -> None:
    robin = bare_town.somebody("Robin", ADMIN)

    await robin.says("/rehearse")

    assert "Send me a .yaml file" in robin.told
