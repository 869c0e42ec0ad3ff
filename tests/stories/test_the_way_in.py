"""How somebody comes to a track: agree, a track, an hour, a place."""

from datetime import UTC, datetime, time

import pytest

from curriculum.enrolment import Standing
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

AGREE = "I am an adult and I agree"
CLOCK = "I tell you what time it is"
HELP_ME_CHOOSE = "Help me choose (4 minutes)"


async def test_the_shortest_way_in_is_three_taps_and_one_typed_word(alice: Somebody) -> None:
    await alice.starts()
    assert "It is for adults" in alice.told
    assert "not therapy" in alice.told

    await alice.taps(AGREE)
    assert "Thirty calm days" in alice.told
    assert "At what time should your message come?" in alice.told

    await alice.taps("08:00")
    assert "Where are you" in alice.told

    await alice.says("Berlin")
    all_set, questions = alice.inbox[-2:]
    assert "Your next nudge comes Tuesday 5 May, 08:0" in all_set.text
    assert "in Berlin" in all_set.text
    assert questions.text.startswith("Five private questions before we begin")
    assert alice.person.reply_keyboard == []
    walk = await alice.walk()
    assert (walk.standing, walk.place, walk.hour, walk.zone) == (Standing.UNDER_WAY, 0, time(8), "Europe/Berlin")


async def test_nobody_is_asked_which_track_when_there_is_one(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)

    assert alice.newest.buttons == [["07:00", "07:30", "08:00", "09:00"], ["12:30", "18:00", "20:00", "21:00"]]


async def test_of_several_tracks_one_is_chosen(alice: Somebody, town: Town) -> None:
    await town.publishes(track_yaml(track="two-worlds", title="Two worlds"))
    await alice.starts()

    await alice.taps(AGREE)
    assert alice.newest.buttons == [["Thirty calm days"], ["Two worlds"], [HELP_ME_CHOOSE]]

    await alice.taps("Two worlds")
    await alice.taps("07:30")
    await alice.says("Lisbon")
    assert (await alice.walk()).track.slug == "two-worlds"


async def test_the_track_can_be_chosen_by_its_name(alice: Somebody, town: Town) -> None:
    await town.publishes(track_yaml(track="two-worlds", title="Two worlds"))
    await alice.starts()
    await alice.taps(AGREE)

    await alice.says("I do not know")
    assert alice.newest.buttons == [["Thirty calm days"], ["Two worlds"], [HELP_ME_CHOOSE]]

    await alice.says("two worlds")
    assert "At what time" in alice.told


async def test_a_link_names_the_track(alice: Somebody, town: Town) -> None:
    await town.publishes(track_yaml(track="two-worlds", title="Two worlds"))
    await alice.starts("two-worlds")

    await alice.taps(AGREE)
    assert "Two worlds" in alice.told and "At what time" in alice.told

    await alice.taps("21:00")
    await alice.says("Lisbon")
    assert (await alice.walk()).track.slug == "two-worlds"


@pytest.mark.parametrize("link", ["no-such-track", "x" * 64, "____", "THIRTY-CALM-DAYS"])
async def test_a_link_that_names_no_track_of_ours_leads_to_the_choice(alice: Somebody, town: Town, link: str) -> None:
    await town.publishes(track_yaml(track="two-worlds", title="Two worlds"))
    await alice.starts(link)

    await alice.taps(AGREE)

    assert alice.newest.buttons == [["Thirty calm days"], ["Two worlds"], [HELP_ME_CHOOSE]]


async def test_nobody_starts_without_having_agreed(alice: Somebody, town: Town) -> None:
    await alice.starts()

    await alice.says("08:00")
    assert "tap the button if you agree" in alice.told

    await alice.says("yes I agree")
    assert alice.newest.buttons == [[AGREE]]
    assert await town.next_due_at() is None


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("6:45", time(6, 45)), ("10 pm", time(22)), ("half past 7", time(7, 30)), ("19h30", time(19, 30))],
)
async def test_the_hour_can_be_typed(alice: Somebody, typed: str, hour: time) -> None:
    await alice.starts()
    await alice.taps(AGREE)

    await alice.says(typed)
    await alice.says("Berlin")

    assert (await alice.walk()).hour == hour


@pytest.mark.parametrize("typed", ["whenever", "25:00", "half 7", "8 or 9", "<b>8</b>"])
async def test_what_is_no_hour_is_asked_for_again(alice: Somebody, typed: str) -> None:
    await alice.starts()
    await alice.taps(AGREE)

    await alice.says(typed)
    assert "I did not understand that as an hour" in alice.told
    assert "08:00" in alice.newest.buttons[0]

    await alice.taps("08:00")
    assert "Where are you" in alice.told


async def test_another_hour_may_be_tapped_before_the_place_is_told(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")

    await alice.taps("20:00")
    await alice.says("Berlin")

    assert (await alice.walk()).hour == time(20)


async def test_a_city_that_exists_in_several_zones_is_asked_back(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")

    await alice.says("Birmingham")
    assert alice.told == "There are several. Which one is near you?"
    labels = [row[0] for row in alice.newest.buttons]
    assert labels[-1] == CLOCK

    await alice.taps(next(label for label in labels if "Alabama" in label))
    assert (await alice.walk()).zone == "America/Chicago"


async def test_a_misspelt_city_is_met_with_cities_spelt_alike(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")

    await alice.says("Amsterdamm")
    assert "Did you mean one of these?" in alice.told

    await alice.taps(alice.newest.buttons[0][0])
    assert (await alice.walk()).zone == "Europe/Amsterdam"


async def test_a_city_nobody_knows_is_no_dead_end(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")

    await alice.says("Qqqqzzzx")
    assert "I do not know a city of that name" in alice.told
    assert alice.newest.buttons == [[CLOCK]]

    await alice.says("Helsinki")
    assert (await alice.walk()).zone == "Europe/Helsinki"


async def test_a_shared_location_gives_the_zone(alice: Somebody, town: Town) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")
    assert alice.person.reply_keyboard == [["Share my location"], ["Another way"]]

    alice.person.shares_location(-33.87, 151.21)
    await town.settles()

    assert (await alice.walk()).zone == "Australia/Sydney"
    assert "in Sydney" in alice.inbox[-2].text


async def test_where_sharing_does_not_work_a_city_is_asked_for(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")

    await alice.taps("Share my location")  # in Telegram Web the button writes its own text
    assert "does not seem to work on this device" in alice.told

    await alice.says("Berlin")
    assert (await alice.walk()).zone == "Europe/Berlin"


async def test_the_place_can_be_told_by_the_time_it_is_there(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps(AGREE)
    await alice.taps("08:00")
    await alice.taps("Another way")
    assert "type the name of a city" in alice.told

    await alice.taps(CLOCK)
    await alice.says("no idea")
    assert "I did not understand that as a time" in alice.told

    await alice.says("5:45 pm")  # noon in Greenwich, and a quarter of an hour apart from nearly everybody
    assert "Choose the one whose clock you live by" in alice.told

    await alice.taps(alice.newest.buttons[0][0])
    assert (await alice.walk()).zone == "Asia/Kathmandu"


async def test_a_dialogue_lives_through_a_restart(alice: Somebody, town: Town) -> None:
    await alice.starts()
    await town.restarts()
    await alice.taps(AGREE)
    await town.restarts()
    await alice.taps("08:00")
    await town.restarts()
    await alice.says("Berlin")

    assert (await alice.walk()).standing is Standing.UNDER_WAY


async def test_the_first_day_comes_today_when_the_hour_is_still_to_come(alice: Somebody, town: Town) -> None:
    await alice.enrols(hour="18:00")
    assert "Your next nudge comes Monday 4 May, 18:0" in alice.told

    await town.until(datetime(2026, 5, 4, 16, 3, tzinfo=UTC))

    assert alice.days[0].text.startswith("Day 1: Breathe, part 1")


async def test_a_second_start_under_way_tells_where_one_stands(alice: Somebody) -> None:
    await alice.enrols()

    await alice.starts()

    assert "You are on Thirty calm days; 0 of 30 days have come." in alice.told
    assert "Tuesday 5 May" in alice.told


async def test_old_buttons_of_the_way_in_change_nothing_later(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    before = await alice.walk()

    for label in (AGREE, "21:00"):
        await alice.taps(label)

    assert await alice.walk() == before
    assert alice.toasts == [] or "not in use any more" in alice.toasts[-1]


async def test_where_nothing_is_published_one_is_told_so(bare_town: Town) -> None:
    cleo = bare_town.somebody("Cleo")

    await cleo.starts()

    assert cleo.told == "There is no track to walk yet. Please come back later."


async def test_a_reply_to_the_bots_own_question_is_an_answer_to_it(alice: Somebody) -> None:
    await alice.starts()
    await alice.taps("I am an adult and I agree")

    await alice.says("07:30", reply_to=alice.newest)
    await alice.says("Berlin", reply_to=alice.newest)

    assert alice.inbox[-2].text.startswith("All set")


@pytest.mark.parametrize("word", ["no", "bad", "man"])
async def test_a_short_word_is_not_taken_for_a_city_far_away(alice: Somebody, word: str) -> None:
    await alice.starts()
    await alice.taps("I am an adult and I agree")
    await alice.taps("08:00")

    await alice.says(word)

    assert "Did you mean" in alice.told
