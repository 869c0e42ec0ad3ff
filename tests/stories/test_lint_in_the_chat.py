"""What an admin hears of the editor after sending a track file: how many findings, and each with a better way."""

from bot.publishing import shipped_tracks
from curriculum.lint.editor import findings
from tests.stories.town import Somebody, Town
from tests.tracks import track_fields, track_yaml

MINE = track_yaml(track="kind-evenings", title="Kind <evenings>", days={1: {"why": "You must answer <b>now</b>."}})
COUNT = len(findings(MINE))


async def sends(somebody: Somebody, text: str) -> None:
    somebody.person.sends_document("kind-evenings.yaml", text.encode())
    await somebody.town.settles()


async def test_the_preview_tells_how_many_findings_the_editor_has(robin: Somebody) -> None:
    await sends(robin, MINE)

    assert f"No problems found. The editor has {COUNT} findings.\n" in robin.told
    assert robin.newest.buttons == [["Day 2 ▶"], ["Show findings", "Publish"]]


async def test_it_does_so_on_every_day_of_the_draft(robin: Somebody) -> None:
    await sends(robin, MINE)

    await robin.taps("Day 2 ▶")

    assert f"The editor has {COUNT} findings." in robin.told
    assert robin.newest.buttons == [["◀ Day 1", "Day 3 ▶"], ["Show findings", "Publish"]]


async def test_each_finding_is_shown_with_line_rule_reason_and_a_better_way(robin: Somebody) -> None:
    await sends(robin, MINE)

    await robin.taps("Show findings")

    first, second, *_ = findings(MINE)
    assert robin.told.startswith(f"Kind <evenings>. The editor has {COUNT} findings.\n\n")
    for finding in (first, second):
        shown = f"line {finding.line}, {finding.rule}: {finding.says}\nWhy: {finding.why}\nBetter: {finding.better}\n\n"
        assert shown in robin.told


async def test_as_many_are_shown_as_one_message_holds(robin: Somebody) -> None:
    await sends(robin, MINE)

    await robin.taps("Show findings")

    shown = robin.told.count("Better: ")
    assert 5 < shown < COUNT
    assert f"… and {COUNT - shown} more; smallgains check --lint lists them all." in robin.told
    assert robin.told.endswith("None of this stands in the way of publishing.")


async def test_what_an_author_wrote_is_shown_and_not_obeyed(robin: Somebody) -> None:
    same = {"replies": {**track_fields()["days"][0]["replies"], "done": "Tea & <b>cake</b> again."}}
    await sends(robin, track_yaml(track="kind-evenings", title="A & <i>B", days={1: same, 2: same}))

    await robin.taps("Show findings")

    assert robin.told.startswith("A & <i>B. The editor has ")
    assert "“Tea & <b>cake</b> again.” comes on day 1 already" in robin.told


async def test_the_findings_are_there_after_a_restart_too(robin: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    await town.restarts()

    await robin.taps("Show findings")

    assert f"The editor has {COUNT} findings." in robin.told


async def test_a_track_without_findings_says_so_and_has_no_button_for_them(robin: Somebody) -> None:
    kind = next(text for text in shipped_tracks() if not findings(text))

    await sends(robin, kind)

    assert "No problems found. The editor has nothing to add.\n" in robin.told
    assert robin.newest.buttons == [["Day 2 ▶"], ["Publish"]]


async def test_findings_do_not_stand_in_the_way_of_publishing(robin: Somebody) -> None:
    await sends(robin, MINE)
    await robin.taps("Show findings")

    await robin.taps("Publish")

    assert robin.told.startswith("Published: Kind <evenings>, version 1.")


async def test_findings_are_for_admins_alone(robin: Somebody, alice: Somebody, town: Town) -> None:
    await sends(robin, MINE)
    carried = robin.newest.data[-1][0]
    assert carried is not None and carried.startswith("df:")
    await alice.starts()

    alice.person.taps_data(carried)
    await town.settles()

    assert alice.toasts == ["That button is not in use any more. /today shows where you are."]


async def test_the_findings_of_a_draft_that_is_gone_are_gone_kindly(robin: Somebody, town: Town) -> None:
    await robin.starts()

    robin.person.taps_data("df:nosuchtoken1")
    await town.settles()

    assert robin.toasts == ["That draft is not here any more. Please send the file again."]
