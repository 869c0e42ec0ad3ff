"""What an author or admin does in the chat: problems, preview, publish; and what others cannot do."""

import logging
from datetime import timedelta

import pytest

from bot.sandbox.profile import commands_shown_in
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

MINE = track_yaml(track="kind-evenings", title="Kind evenings")


async def sends(somebody: Somebody, text: str, name: str = "kind-evenings.yaml") -> None:
    somebody.person.sends_document(name, text.encode())
    await somebody.town.settles()


async def test_every_problem_is_told_with_its_line_at_once(robin: Somebody, town: Town) -> None:
    wrong = track_yaml(days={7: {"why": None, "title": "x" * 100}, 12: None})

    await sends(robin, wrong)

    assert robin.told.startswith("kind-evenings.yaml has 3 problems:")
    lines = [line for line in robin.told.splitlines() if line.startswith("line ")]
    assert len(lines) == 3
    assert any("day 12 is missing" in line for line in lines)
    assert all("column" in line for line in lines)
    assert "Nothing was changed." in robin.told
    assert robin.newest.buttons == [["Help"]]


async def test_a_file_that_is_no_yaml_at_all_is_met_with_its_line(robin: Somebody) -> None:
    await sends(robin, "days: [1, 2\ntitle: }{")

    assert "line " in robin.told
    assert robin.newest.buttons == [["Help"]]


async def test_a_file_with_a_hundred_problems_still_fits_in_a_message(robin: Somebody) -> None:
    wrong = {"why": "<b>&" * 160, "title": "<b>&" * 25, "solo": "<b>& " * 70, "when": "<b>&" * 160}

    await sends(robin, track_yaml(days=dict.fromkeys(range(1, 31), wrong)))

    assert robin.told.startswith("kind-evenings.yaml has 120 problems:")
    assert "more; smallgains check lists them all." in robin.told


async def test_a_good_file_is_shown_as_a_subscriber_will_see_it(robin: Somebody) -> None:
    await sends(robin, MINE)

    assert robin.told.startswith("Kind evenings (kind-evenings, 30 days). No problems found.")
    assert "Day 1: Breathe, part 1" in robin.told
    assert "Done | Tried | Not the moment | Did not want to | Made it worse" in robin.told
    assert robin.newest.buttons == [["Day 2 ▶"], ["Show findings", "Publish"]]


async def test_markup_in_a_track_and_in_a_files_name_is_shown_and_not_obeyed(robin: Somebody) -> None:
    marked = track_yaml(title="<b>Tea & <i>cake", days={1: {"title": "1 < 2 & </b>3"}})

    await sends(robin, marked)
    assert robin.told.startswith("<b>Tea & <i>cake (thirty-calm-days, 30 days).")
    assert "Day 1: 1 < 2 & </b>3" in robin.told

    await sends(robin, "nonsense", name="<b>\u202e&.yaml")
    assert robin.told.startswith("<b>&.yaml has 1 problem:")


async def test_the_days_of_a_draft_can_be_walked(robin: Somebody) -> None:
    await sends(robin, MINE)
    messages = len(robin.inbox)

    await robin.taps("Day 2 ▶")
    await robin.taps("Day 3 ▶")
    assert "Day 3: Breathe, part 3" in robin.told
    assert robin.newest.buttons == [["◀ Day 2", "Day 4 ▶"], ["Show findings", "Publish"]]

    for number in range(4, 31):
        robin.town.clock.move(timedelta(seconds=5))
        await robin.taps(f"Day {number} ▶")
    assert robin.newest.buttons == [["◀ Day 29"], ["Show findings", "Publish"]]
    assert len(robin.inbox) == messages


async def test_a_published_track_can_be_started_by_its_link(robin: Somebody, alice: Somebody) -> None:
    await sends(robin, MINE)
    await robin.taps("Publish")
    assert robin.told.startswith("Published: Kind evenings, version 1.")
    assert "?start=kind-evenings" in robin.told

    await alice.starts("kind-evenings")
    await alice.taps("I am an adult and I agree")
    await alice.taps("08:00")
    await alice.says("Berlin")

    assert (await alice.walk()).track.slug == "kind-evenings"


async def test_publishing_the_very_same_again_makes_no_new_version(robin: Somebody) -> None:
    await sends(robin, MINE)
    await robin.taps("Publish")
    await robin.taps("Publish")
    assert "is published already, word for word, as version 1" in robin.told

    await sends(robin, MINE)
    await robin.taps("Publish")
    assert "is published already, word for word, as version 1" in robin.told


async def test_who_is_under_way_keeps_the_version_they_began_with(
    robin: Somebody, alice: Somebody, ben: Somebody
) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    reworded = track_yaml(days={number: {"title": f"Anew {number}"} for number in range(1, 31)})
    await sends(robin, reworded)
    await robin.taps("Publish")
    assert "version 2" in robin.told
    await ben.enrols()

    assert (await alice.gets_the_next_day()).text.startswith("Day 2: Breathe, part 2")
    assert ben.days[-1].text.startswith("Day 1: Anew 1")
    await alice.says("/today")
    assert alice.told.startswith("Day 2: Breathe, part 2")


async def test_a_draft_does_not_change_what_is_on_offer(robin: Somebody, alice: Somebody) -> None:
    await sends(robin, track_yaml(title="Another title"))

    await alice.enrols()

    assert "Thirty calm days" in alice.told


async def test_the_tracks_on_offer_are_listed(robin: Somebody) -> None:
    await sends(robin, MINE)
    await robin.taps("Publish")

    await robin.says("/tracks")

    assert "• Thirty calm days (thirty-calm-days, version 1)" in robin.told
    assert "• Kind evenings (kind-evenings, version 1)" in robin.told


async def test_a_file_that_is_no_track_file_is_not_opened(robin: Somebody) -> None:
    await sends(robin, "%PDF-", name="letter.pdf")

    assert robin.told.startswith("I take track files")


async def test_a_file_that_is_too_large_is_refused_unread(robin: Somebody, town: Town) -> None:
    await sends(robin, "# " + "x" * 300_000)

    assert "at most 128" in robin.told
    assert not any(call.method == "getFile" for call in town.sandbox.calls)


async def test_an_admin_can_walk_a_track_too_and_write_on_it(robin: Somebody) -> None:
    await robin.enrols()
    await robin.gets_the_next_day()

    await robin.says("As a person, not as an admin.")

    assert await robin.words() == [(1, "As a person, not as an admin.")]


async def test_admins_have_a_menu_of_their_own_and_others_do_not_see_it(robin: Somebody, alice: Somebody) -> None:
    await robin.starts()
    await alice.starts()

    world = robin.town.sandbox.world
    assert "tracks" in {one["command"] for one in commands_shown_in(world, world.chats[robin.telegram_id])}
    assert commands_shown_in(world, world.chats[alice.telegram_id]) == []


@pytest.mark.parametrize("act", ["file", "command"])
async def test_who_is_no_admin_is_told_so_and_it_is_logged_without_their_number(
    alice: Somebody, caplog: pytest.LogCaptureFixture, act: str
) -> None:
    caplog.set_level(logging.DEBUG)

    if act == "file":
        await sends(alice, MINE)
    else:
        await alice.says("/tracks")

    assert alice.told.startswith("Only the admins of this bot can do that.")
    refused = [record.getMessage() for record in caplog.records if "no admin" in record.getMessage()]
    assert refused == [
        f"{alice.town.keyring.pseudonym(alice.telegram_id)} is no admin and was refused: "
        f"{'file' if act == 'file' else 'tracks'}"
    ]
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot.", "storage.")))
    assert str(alice.telegram_id) not in ours
    assert not any(call.method == "getFile" for call in alice.town.sandbox.calls)


async def test_a_publish_button_in_other_hands_publishes_nothing(robin: Somebody, alice: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    stolen = robin.newest.data[-1][-1]
    assert stolen is not None and stolen.startswith("dp:")
    await alice.starts()

    alice.person.taps_data(stolen)
    await town.settles()

    assert alice.toasts == ["That button is not in use any more. /today shows where you are."]
    async with town.database.unit() as unit:
        assert [one.ref.slug for one in await unit.tracks.on_offer()] == ["thirty-calm-days"]


async def test_a_draft_of_long_ago_that_is_gone_is_told_kindly(robin: Somebody, town: Town) -> None:
    await robin.starts()

    robin.person.taps_data("dp:nosuchtoken1")
    await town.settles()

    assert robin.toasts == ["That draft is not here any more. Please send the file again."]
