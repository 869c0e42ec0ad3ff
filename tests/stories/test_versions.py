"""Versions of a track as authors handle them in the chat, and what people under way notice of it."""

from datetime import timedelta

import pytest

from bot import versions
from bot.chat import standing_texts
from bot.publishing import publish_shipped, shipped_tracks
from bot.rights import Admins
from curriculum.day import Outcome
from curriculum.enrolment import TrackRef
from curriculum.nudge import NudgeKind, NudgeState
from curriculum.reading import read_track
from curriculum.safety import ContentClass
from storage.chain import Result
from tests.stories.test_admins import sends
from tests.stories.test_codes import SECRET, code
from tests.stories.test_rights import newest_act
from tests.stories.town import ADMIN, CALM, Somebody, Town
from tests.tracks import track_yaml

SLUG = "thirty-calm-days"
LINE = "It is still here, if you want it."
OFFER = "By the way: your track has been revised since you began."
EVERY_DAY = range(1, 31)


def worded(words: str) -> str:
    """The calm track in other words: each day's why, replies and reminder say these."""
    said = {outcome.value: f"{words} reply." for outcome in Outcome}
    return track_yaml(
        days={day: {"why": f"{words} why.", "replies": said, "reminder": f"{words}. {LINE}"} for day in EVERY_DAY}
    )


REBUILT = track_yaml(days={day: {"why": "Rebuilt why.", "solo": None, "reminder": LINE} for day in EVERY_DAY})
"""More than other words: nobody is left to do a day alone."""


@pytest.fixture
async def town(bare_town: Town) -> Town:
    """A town in which the calm track is on offer, in its first words."""
    await bare_town.publishes(worded("First"))
    return bare_town


async def mend(town: Town, text: str) -> TrackRef:
    """Other words are published, for people under way as well."""
    async with town.database.unit() as unit:
        publication = await versions.publish(unit, text, media={}, by=None, now=town.clock, wording=True)
    return publication.ref


async def offer(town: Town) -> int | None:
    """People on earlier versions are to be asked about the newest."""
    async with town.database.unit() as unit:
        return await versions.Versioning(town.clock).offer(unit, SLUG)


async def numbers(somebody: Somebody) -> list[tuple[int, int]]:
    """Which version each day came in, as the ledger says."""
    return [(nudge.day, nudge.track.number) for nudge in await somebody.ledger() if nudge.kind is NudgeKind.DAY]


# Wording only


async def test_other_words_reach_who_is_under_way_from_the_next_day_on(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    first = await alice.gets_the_next_day()

    await mend(town, worded("Second"))
    second = await alice.gets_the_next_day()

    assert "First why." in first.text
    assert "Second why." in second.text
    assert await numbers(alice) == [(1, 1), (2, 2)]
    assert (await alice.walk()).track == TrackRef(SLUG, 1)


async def test_a_day_that_came_keeps_its_words(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    day = await alice.gets_the_next_day()
    await mend(town, worded("Second"))

    await alice.taps("Smaller version", day)
    smaller = next(shown for shown in alice.inbox if shown.message_id == day.message_id)
    assert "First why." in smaller.text and "The smaller version" in smaller.text
    await alice.says("/today")
    assert "First why." in alice.told
    await alice.taps("Done")

    assert "First reply." in alice.told


async def test_a_day_that_was_planned_and_waits_goes_out_in_the_words_of_now(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    due_at = (await alice.walk()).due_at
    assert due_at is not None
    town.clock.move_to(due_at)
    await town.app.planning.plan_due()

    await mend(town, worded("Second"))
    await town.settles()

    assert "Second why." in alice.told
    assert await numbers(alice) == [(1, 2)]


async def test_a_day_that_may_have_arrived_is_sent_again_in_the_same_words(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.answer_lost()
    await alice.gets_the_next_day()

    await mend(town, worded("Second"))
    await town.ticks(timedelta(minutes=10))

    assert ["First why." in day.text for day in alice.days] == [True, True]
    assert await numbers(alice) == [(1, 1)]


async def test_a_day_that_telegram_did_not_take_comes_in_the_words_of_now(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    town.sandbox.faults.too_many(retry_after=60, times=1)
    await alice.gets_the_next_day()

    await mend(town, worded("Second"))
    await town.ticks(timedelta(minutes=5))

    assert ["Second why." in day.text for day in alice.days] == [True]
    assert await numbers(alice) == [(1, 2)]


async def test_a_reminder_is_about_the_day_that_came(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/settings")
    await alice.taps("Remind me in the evening")
    await alice.gets_the_next_day()
    await mend(town, worded("Second"))

    await town.ticks(timedelta(hours=13), every=timedelta(minutes=10))

    assert alice.told.startswith(f"First. {LINE}")
    [reminder] = [nudge for nudge in await alice.ledger() if nudge.kind is NudgeKind.REMINDER]
    assert (reminder.track.number, reminder.state) == (1, NudgeState.SENT)


async def test_one_version_after_the_other_mends_the_first(alice: Somebody, ben: Somebody, town: Town) -> None:
    await alice.enrols()
    await mend(town, worded("Second"))
    await ben.enrols()
    await mend(town, worded("Third"))
    await town.publishes(REBUILT)
    await mend(town, REBUILT.replace("Rebuilt", "Mended"))

    for somebody in (alice, ben):
        assert "Third why." in (await somebody.gets_the_next_day()).text
    assert await numbers(alice) == await numbers(ben) == [(1, 3)]


async def test_the_last_message_says_the_title_of_now(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    for _ in EVERY_DAY:
        await alice.taps("Smaller version", await alice.gets_the_next_day())

    await mend(town, worded("First").replace("Thirty calm days", "Thirty quiet days"))
    await alice.gets_the_next_day()

    assert alice.told.startswith("Thirty quiet days: that was day 30.")


async def test_after_a_restart_the_words_are_those_of_now_too(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await mend(town, worded("Second"))
    await town.restarts()

    assert "Second why." in (await alice.gets_the_next_day()).text


# In the chat


async def test_the_button_is_there_only_when_the_program_agrees(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await sends(robin, REBUILT)
    assert "Publish as wording only" not in [label for row in robin.newest.buttons for label in row]

    await sends(robin, worded("Second"))
    assert robin.newest.buttons[-1] == ["Publish as wording only"]
    assert "Beside version 1 it changes wording only." in robin.told
    await robin.taps("Day 2 ▶")
    assert robin.newest.buttons[-1] == ["Publish as wording only"]
    await robin.taps("Publish as wording only")

    assert robin.told.startswith("Published: Thirty calm days, version 2.")
    assert "people under way get what is still to come in its words" in robin.told
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "mend", f"{SLUG} 2", Result.DONE)
    assert "Second why." in (await alice.gets_the_next_day()).text


@pytest.mark.parametrize("newer", [REBUILT, worded("Third")], ids=["rebuilt", "another wording"])
async def test_an_old_preview_takes_nothing_back_that_came_since(robin: Somebody, town: Town, newer: str) -> None:
    await sends(robin, worded("Second"))
    preview = robin.newest
    await town.publishes(newer)

    await robin.taps("Publish as wording only", preview)

    assert robin.toasts[-1] == "A newer version came out meanwhile. Nothing was changed; /versions shows it."
    assert (await newest_act(town))[1:] == ("mend", "", Result.FAILED)
    async with town.database.unit() as unit:
        assert len(await unit.versions.all_of(SLUG)) == 2


async def test_who_may_only_look_sees_what_changed_and_no_button_that_changes(robin: Somebody, town: Town) -> None:
    await town.publishes(REBUILT)
    await town.is_set_up(admins=Admins.read(f"{ADMIN}:view"))

    await robin.says("/versions")
    assert f"• Thirty calm days ({SLUG}), version 2" in robin.told
    await robin.taps("Thirty calm days")
    assert robin.newest.buttons == [["What 2 changed"]]
    await robin.taps("What 2 changed")

    assert robin.told.startswith(f"{SLUG} 1 → {SLUG} 2: 2")
    assert "day 1, solo\n- Take 1 slow breaths on your own." in robin.told
    assert f"smallgains diff {SLUG}@1 {SLUG}@2 lists everything in full." in robin.told
    await robin.taps("All versions")
    assert robin.newest.buttons == [["What 2 changed"]]


async def test_versions_tell_their_date_their_note_and_what_they_mend(robin: Somebody, town: Town) -> None:
    await mend(town, worded("Second").replace("author:", "version_note: Kinder words.\nauthor:"))

    await robin.says("/versions")
    await robin.taps("Thirty calm days")

    assert "2: 4 May 2026, another wording of 1, for people under way too\nKinder words." in robin.told
    assert robin.newest.buttons == [["What 2 changed"], ["Back to 1"], ["Retire"]]


async def test_a_track_is_retired_and_who_is_under_way_goes_on(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Retire")
    assert robin.told.startswith("Retire Thirty calm days? Nobody new can start it")
    async with town.database.unit() as unit:
        assert len(await unit.tracks.on_offer()) == 1

    await robin.taps("Yes, retire it")

    assert robin.told.startswith("Thirty calm days is retired. People under way go on")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "retire", SLUG, Result.DONE)
    assert (await alice.gets_the_next_day()).text.startswith("Day 1")
    ben = town.somebody("Ben", 1003)
    await ben.starts(SLUG)
    assert "Thirty calm days" not in "".join(shown.text for shown in ben.inbox)
    await robin.taps("All versions")
    await robin.taps("Bring back")
    await robin.taps("Yes")
    assert robin.told.startswith("Thirty calm days is on offer, in version 1.")
    await ben.enrols()
    assert (await ben.walk()).track == TrackRef(SLUG, 1)


async def test_no_is_an_answer_and_changes_nothing(robin: Somebody, town: Town) -> None:
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Retire")

    await robin.taps("No, leave it")

    assert robin.told.startswith(f"Thirty calm days ({SLUG}), version 1")
    async with town.database.unit() as unit:
        assert not (await unit.versions.listing(SLUG)).retired


async def test_who_was_choosing_when_a_track_was_retired_does_not_start_it(alice: Somebody, town: Town) -> None:
    await alice.starts()
    await alice.taps("I am an adult and I agree")
    await alice.is_classed(ContentClass.OPEN)
    await alice.says("08:00")
    async with town.database.unit() as unit:
        await versions.Versioning(town.clock).retire(unit, SLUG)

    await alice.says("Berlin")

    with pytest.raises(AssertionError, match="is on no track"):
        await alice.walk()
    assert "/start" in alice.told


async def test_a_start_does_not_bring_a_retired_track_back(town: Town) -> None:
    slug = read_track(shipped_tracks()[0]).slug
    await publish_shipped(town.database, town.clock)
    async with town.database.unit() as unit:
        await versions.Versioning(town.clock).retire(unit, slug)

    assert await publish_shipped(town.database, town.clock) == []

    async with town.database.unit() as unit:
        assert slug not in [one.ref.slug for one in await unit.tracks.on_offer()]
        assert len(await unit.versions.all_of(slug)) == 1


async def test_a_new_version_of_a_retired_track_stays_retired(robin: Somebody, town: Town) -> None:
    async with town.database.unit() as unit:
        await versions.Versioning(town.clock).retire(unit, SLUG)

    await sends(robin, REBUILT)
    await robin.taps("Publish")

    assert "The track is retired, so nobody new can start it; /versions brings it back." in robin.told


async def test_a_track_is_rolled_back_as_a_new_version(robin: Somebody, alice: Somebody, town: Town) -> None:
    await town.publishes(REBUILT)
    await alice.enrols()
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Back to 1")
    assert "What it says becomes version 3" in robin.told

    await robin.taps("Yes, back to 1")

    assert robin.told.startswith("Version 3 says what version 1 said. Nobody under way is changed.")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "roll back", f"{SLUG} 1 as 3", Result.DONE)
    assert "Rebuilt why." in (await alice.gets_the_next_day()).text
    await robin.taps("All versions")
    assert "3: 4 May 2026, says the same as 1" in robin.told


async def test_other_words_that_were_no_good_are_taken_back_for_people_under_way(
    robin: Somebody, alice: Somebody, town: Town
) -> None:
    await alice.enrols()
    await mend(town, worded("Second"))
    await alice.gets_the_next_day()
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Back to 1")
    await robin.taps("Back to 1, for people under way too")

    assert robin.told.startswith("Version 3 says what version 1 said, for people under way too")
    assert "First why." in (await alice.gets_the_next_day()).text
    assert await numbers(alice) == [(1, 2), (2, 3)]


async def test_what_was_overtaken_between_two_taps_is_not_done(robin: Somebody, town: Town) -> None:
    await town.publishes(REBUILT)
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Back to 1")
    await town.publishes(CALM)

    await robin.taps("Yes, back to 1")

    assert robin.toasts[-1] == "A newer version came out meanwhile. Nothing was changed; /versions shows it."
    assert (await newest_act(town))[1:] == ("roll back", "", Result.FAILED)


async def test_with_a_code_app_it_takes_the_code(robin: Somebody, town: Town) -> None:
    async with town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, SECRET, town.clock())
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Retire")
    await robin.taps("Yes, retire it")
    assert robin.told.startswith("Before I do it: type the six digits")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "retire", SLUG, Result.BEGUN)

    await robin.says(code(town))
    assert robin.told.startswith("Thirty calm days is retired.")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "retire", SLUG, Result.DONE)

    town.clock.move(timedelta(minutes=1))
    await sends(robin, worded("Second"))
    await robin.taps("Publish as wording only")
    assert robin.told.startswith("Before I")
    await robin.says(code(town))
    assert robin.told.startswith("Published: Thirty calm days, version 2.")
    async with town.database.unit() as unit:
        assert [one.mends for one in await unit.versions.all_of(SLUG)] == [1, None]


async def test_who_has_to_have_a_code_app_and_has_none_changes_nothing(robin: Somebody, town: Town) -> None:
    await town.is_set_up(totp="required")
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Retire")
    await robin.taps("Yes, retire it")

    assert "you have none set up" in robin.told
    async with town.database.unit() as unit:
        assert not (await unit.versions.listing(SLUG)).retired


# Moving to a newer version


@pytest.fixture
async def offered(alice: Somebody, town: Town) -> Somebody:
    """Alice, who has had two days when a newer version is offered."""
    await alice.enrols()
    for _ in range(2):
        await alice.gets_the_next_day()
    await town.publishes(REBUILT)
    assert await offer(town) == 2
    return alice


async def test_who_moves_keeps_their_place_and_the_days_they_had(offered: Somebody, town: Town) -> None:
    alice = offered
    day = alice.newest
    await alice.taps("Done", day)
    assert alice.told.startswith(OFFER)
    [asked] = [call for call in town.sandbox.calls if str(call.params.get("text")).startswith(OFFER)]
    assert asked.params["disable_notification"] in (True, "true")

    await alice.taps("Move to the new one")

    assert alice.told.startswith("Done: from your next day on, the new version comes.")
    assert (await alice.walk()).track == TrackRef(SLUG, 2)
    assert (await alice.walk()).place == 2
    await alice.taps("Tried", day)
    assert "First reply." in alice.told
    assert (await alice.gets_the_next_day()).text.startswith("Day 3: ")
    assert "Rebuilt why." in alice.told
    assert await numbers(alice) == [(1, 1), (2, 1), (3, 2)]


async def test_who_stays_is_not_asked_again(offered: Somebody) -> None:
    alice = offered
    await alice.taps("Done")
    await alice.taps("Stay")
    assert alice.told.startswith("Then your track goes on as it was, and I do not ask again.")

    await alice.gets_the_next_day()
    await alice.taps("Done")

    assert "First why." in alice.days[-1].text
    assert OFFER not in "".join(shown.text for shown in alice.inbox)


async def test_who_says_nothing_is_asked_once_and_stays(offered: Somebody) -> None:
    alice = offered
    for _ in range(3):
        await alice.taps("Done")
        await alice.gets_the_next_day()

    assert sum(shown.text.startswith(OFFER) for shown in alice.inbox) == 1
    assert {number for _, number in await numbers(alice)} == {1}


async def test_when_the_last_day_has_come_a_longer_version_is_too_late(alice: Somebody, town: Town) -> None:
    await town.publishes(track_yaml(length=2, days=dict.fromkeys(range(3, 31))))
    await alice.enrols()
    await alice.gets_the_next_day()
    await town.publishes(REBUILT)
    await offer(town)
    await alice.taps("Done")
    assert alice.told.startswith(OFFER)
    asked = alice.newest
    await alice.gets_the_next_day()

    await alice.taps("Move to the new one", asked)

    assert (await alice.walk()).track.number == 2
    await alice.taps("Done")
    assert "that was day 2" in alice.told


async def test_it_is_never_pushed(offered: Somebody) -> None:
    alice = offered
    await alice.gets_the_next_day()
    await alice.says("It was quiet.")

    assert OFFER not in "".join(shown.text for shown in alice.inbox)


async def test_nobody_is_asked_after_made_it_worse_and_who_left_the_private_questions_is(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await alice.enrols()
    await ben.enrols(content_class=ContentClass.UNASKED)
    for somebody in (alice, ben):
        await somebody.gets_the_next_day()
    await town.publishes(REBUILT)
    await offer(town)

    await alice.taps("Made it worse")
    await ben.taps("Done")

    assert OFFER not in "".join(shown.text for shown in alice.inbox)
    assert ben.told.startswith(OFFER)
    await alice.gets_the_next_day()
    await alice.taps("Done")
    assert alice.told.startswith(OFFER)


async def test_an_offer_ends_with_the_next_version_that_is_more_than_other_words(offered: Somebody, town: Town) -> None:
    alice = offered
    await mend(town, REBUILT.replace("Rebuilt", "Mended"))
    await alice.taps("Done")
    assert alice.told.startswith(OFFER)
    await town.publishes(CALM)

    await alice.taps("Move to the new one")

    assert alice.told.startswith("That version is not offered any more.")
    assert (await alice.walk()).track == TrackRef(SLUG, 1)


async def test_who_moves_to_a_version_that_was_mended_gets_the_mended_words(offered: Somebody, town: Town) -> None:
    alice = offered
    await mend(town, REBUILT.replace("Rebuilt", "Mended"))
    await alice.taps("Done")
    await alice.taps("Move to the new one")

    assert "Mended why." in (await alice.gets_the_next_day()).text
    assert (await numbers(alice))[-1] == (3, 3)


async def test_who_gets_the_newest_words_anyway_is_asked_nothing(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await mend(town, worded("Second"))
    assert await offer(town) is None

    await alice.taps("Done")

    assert OFFER not in "".join(shown.text for shown in alice.inbox)


async def test_nobody_moves_by_a_button_they_were_not_shown(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await town.publishes(REBUILT)
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
    assert person is not None

    alice.person.taps_data(f"wt:{person.token}:2")
    await town.settles()

    assert (await alice.walk()).track == TrackRef(SLUG, 1)
    assert alice.toasts[-1] == standing_texts.not_yours()


async def test_what_is_kept_from_somebody_stays_so_in_the_version_they_move_to(alice: Somebody, town: Town) -> None:
    await alice.enrols(content_class=ContentClass.RESTRICTED)
    await alice.gets_the_next_day()
    await town.publishes(track_yaml(days={2: {"why": "For two.", "not_for": ["joint"]}}))
    await offer(town)
    await alice.taps("Done")
    await alice.taps("Move to the new one")

    await alice.gets_the_next_day()

    assert "For two." not in alice.told
    assert alice.told.startswith("Day 2: A quiet one")


async def test_who_is_on_a_pause_may_move_and_nothing_comes(offered: Somebody, town: Town) -> None:
    alice = offered
    await alice.taps("Done")
    await alice.says("/pause")
    await alice.taps("Move to the new one")

    await town.passes(timedelta(days=3, hours=1))
    assert len(alice.days) == 2
    await alice.says("/resume")
    assert (await alice.gets_the_next_day()).text.startswith("Day 3: ")
    assert "Rebuilt why." in alice.told


async def test_robin_offers_it_by_a_button(robin: Somebody, alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await town.publishes(REBUILT)
    await robin.says("/versions")
    await robin.taps("Thirty calm days")
    await robin.taps("Offer 2 to people under way")
    assert "Each is asked once" in robin.told
    await robin.taps("Yes, offer it")
    assert robin.told.startswith("Version 2 is offered")
    assert await newest_act(town) == (town.keyring.pseudonym(ADMIN), "offer", f"{SLUG} 2", Result.DONE)

    await alice.taps("Done")

    assert alice.told.startswith(OFFER)


async def test_who_moves_to_a_shorter_version_walks_it_to_its_own_end(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()
    await town.publishes(track_yaml(length=3, days=dict.fromkeys(range(4, 31))))
    await offer(town)
    await alice.taps("Done")
    await alice.taps("Move to the new one")

    for _ in range(2):
        await alice.gets_the_next_day()
    await alice.taps("Done")

    assert alice.told.startswith("Thirty calm days: that was day 3.")


async def test_nobody_is_asked_about_a_version_that_has_no_day_left_for_them(offered: Somebody, town: Town) -> None:
    alice = offered
    await town.publishes(track_yaml(length=2, days=dict.fromkeys(range(3, 31))))
    await offer(town)

    await alice.taps("Done")

    assert not alice.told.startswith(OFFER)
    assert (await alice.gets_the_next_day()).text.startswith("Day 3: ")
