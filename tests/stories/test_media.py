"""A picture or voice note comes with its day: sent by an author under its name, and to people in one message with the day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot import terms, track_media
from bot.chat.calls import read, written
from bot.chat.message import Call
from bot.chat.nudge_messages import OUTCOMES
from bot.retention import let_go
from bot.sandbox import Shown
from bot.sandbox.faults import Faults, Kind
from bot.telegram.limits import Limits
from curriculum.day import MOST_IN_A_CAPTION
from curriculum.errors import TrackInvalid
from curriculum.media import MediaKind, read_media
from curriculum.nudge import NudgeState
from curriculum.reading import read_track
from curriculum.safety import ContentClass
from storage.media import Attached
from tests.faults.crowd import crowd
from tests.media import jpeg, png, voice_note
from tests.stories.test_error_table import PROVING_NOTHING, fall_due, is_turned_away, other_senders, the_nudge
from tests.stories.town import ADMIN, Somebody, Town
from tests.tracks import track_yaml

A_MINUTE = timedelta(minutes=1)
PICTURE = png(320, 200)
VOICE = voice_note(2)
FILES = {"breath.png": PICTURE, "hum.ogg": VOICE}
SENDS = {"breath.png": "sendPhoto", "hum.ogg": "sendVoice"}
WITH_A_PICTURE = track_yaml(days={1: {"media": "breath.png"}, 2: {"media": "breath.png"}})
WITH_A_VOICE = track_yaml(days={1: {"media": "hum.ogg"}, 2: {"media": "hum.ogg"}})
EITHER = pytest.mark.parametrize("name", FILES)


def with_file(name: str) -> str:
    return WITH_A_PICTURE if name == "breath.png" else WITH_A_VOICE


async def sends(somebody: Somebody, name: str, content: bytes | str) -> None:
    somebody.person.sends_document(name, content.encode() if isinstance(content, str) else content)
    await somebody.town.settles()


async def publishes(robin: Somebody, name: str) -> None:
    """The track whose first two days bring the file of this name is on offer."""
    await sends(robin, name, FILES[name])
    await sends(robin, "calm.yaml", with_file(name))
    await robin.taps("Publish")
    assert robin.told.startswith("Published:")


def shown_in(message: Shown) -> bytes | None:
    """What a message shows or plays."""
    file = message.photo or message.voice
    return None if file is None else file.content


def uploads(town: Town) -> int:
    """How many times the bot has sent a file's content, rather than the id by which Telegram knows it."""
    sent = [call for call in town.sandbox.calls if call.method in SENDS.values()]
    return sum("photo" not in call.params and "voice" not in call.params for call in sent)


def requests(town: Town) -> list[str]:
    """The methods of all requests for a message so far."""
    return [call.method for call in town.sandbox.calls if call.method.startswith("send")]


@EITHER
async def test_a_day_comes_with_its_file_and_its_buttons_in_one_message(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    before = len(requests(town))

    day = await alice.gets_the_next_day()

    assert requests(town)[before:] == [SENDS[name]]
    assert day.text.startswith("Day 1: Breathe, part 1")
    assert day.buttons[0] == ["Done", "Tried"]
    assert shown_in(day) == FILES[name]
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, nudge.message_id) == (NudgeState.SENT, 1, day.message_id)


@EITHER
async def test_a_tap_changes_the_words_under_it_and_the_file_stays(alice: Somebody, robin: Somebody, name: str) -> None:
    await publishes(robin, name)
    await alice.enrols()
    day = await alice.gets_the_next_day()

    await alice.taps("Smaller version")
    smaller = alice.newest
    assert (smaller.message_id, shown_in(smaller)) == (day.message_id, FILES[name])
    assert "The smaller version\nTake 1 slow breaths." in smaller.text

    await alice.taps("Done")
    answered = next(message for message in alice.inbox if message.message_id == day.message_id)
    assert "You said: done. Another button changes it." in answered.text
    assert answered.buttons[0] == ["✓ Done", "Tried"]
    assert shown_in(answered) == FILES[name]
    assert alice.told.startswith("Day 1 is done.")


async def test_a_tap_on_a_message_so_old_that_telegram_does_not_tell_what_it_is_changes_it_too(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    day = await alice.gets_the_next_day()
    alice.person.taps("Smaller version")
    (update,) = list(town.sandbox.world.updates)
    message = update["callback_query"]["message"]
    update["callback_query"]["message"] = {"chat": message["chat"], "message_id": day.message_id, "date": 0}
    town.forgiven.add("editMessageText")

    await town.settles()

    assert "The smaller version" in alice.told
    assert (alice.newest.message_id, shown_in(alice.newest)) == (day.message_id, PICTURE)


async def test_a_tap_that_changes_nothing_makes_no_call(alice: Somebody, robin: Somebody, town: Town) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    day = await alice.gets_the_next_day()
    await alice.taps("Done", day)

    await alice.taps("✓ Done", day)

    edits = [call for call in town.sandbox.calls if call.method.startswith("edit")]
    assert [call.method for call in edits] == ["editMessageCaption"]


async def test_the_answer_to_the_day_is_edited_as_the_text_it_is(alice: Somebody, robin: Somebody) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    await alice.gets_the_next_day()
    await alice.taps("Tried")

    await alice.taps("I was pushing")

    assert any("✓ I was pushing" in row for message in alice.inbox for row in message.buttons)


@EITHER
async def test_today_brings_it_again_without_another_upload(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    day = await alice.gets_the_next_day()

    await alice.says("/today")

    assert (alice.told, alice.newest.buttons, shown_in(alice.newest)) == (day.text, day.buttons, FILES[name])
    assert uploads(town) == 1
    await alice.taps("Just me", alice.newest)
    assert "Just for you" in alice.told


async def test_a_file_is_uploaded_once_and_then_known(
    alice: Somebody, ben: Somebody, robin: Somebody, town: Town
) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    await alice.gets_the_next_day()
    await ben.enrols()

    await town.restarts()
    await ben.gets_the_next_day()
    await alice.gets_the_next_day()

    assert [shown_in(day) for day in (*alice.days, *ben.days)] == [PICTURE] * 3
    assert uploads(town) == 1


async def test_a_burst_uploads_no_more_often_than_there_are_senders(bare_town: Town) -> None:
    town = bare_town
    await publishes(town.somebody("Robin", ADMIN), "breath.png")
    people = await crowd(town, 40)
    await fall_due(town, *(one.somebody for one in people))

    await town.app.delivery.send_planned()

    assert [shown_in(day) for one in people for day in one.somebody.days] == [PICTURE] * 40
    assert 1 <= uploads(town) <= 8


@EITHER
async def test_an_id_that_telegram_does_not_know_any_more_costs_one_request_and_no_try(
    alice: Somebody, ben: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    await alice.gets_the_next_day()
    town.sandbox.faults.refuse(400, "Bad Request: wrong file identifier/HTTP URL specified", methods={SENDS[name]})

    day = await alice.gets_the_next_day()

    assert (day.text.partition(":")[0], shown_in(day), len(alice.days)) == ("Day 2", FILES[name], 2)
    assert uploads(town) == 2
    nudge = (await alice.ledger())[-1]
    assert (nudge.state, nudge.attempts) == (NudgeState.SENT, 1)
    async with town.database.unit() as unit:
        assert [attempt.result for attempt in await unit.nudges.attempts_at(nudge.id)] == ["file_unknown", "sent"]

    await ben.enrols()
    await ben.gets_the_next_day()
    assert uploads(town) == 2  # the new id is kept as the first one was


async def test_an_id_that_telegram_forgot_is_no_matter_for_today_either(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    await alice.gets_the_next_day()
    town.sandbox.faults.refuse(400, "Bad Request: wrong remote file identifier specified: Wrong padding")

    await alice.says("/today")
    await alice.says("/today")

    assert [shown_in(day) for day in alice.days] == [PICTURE] * 3
    assert uploads(town) == 2


@EITHER
async def test_who_takes_no_such_file_gets_the_day_in_words(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    refused = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    town.sandbox.faults.refuse(400, refused, times=None, methods={SENDS[name]})

    day = await alice.gets_the_next_day()

    assert (day.text.partition(":")[0], shown_in(day), day.buttons[0]) == ("Day 1", None, ["Done", "Tried"])
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts) == (NudgeState.SENT, 1)
    await alice.taps("Smaller version")
    assert "The smaller version" in alice.told
    await alice.says("/today")
    assert [(day.text.partition(":")[0], shown_in(day)) for day in alice.days] == [("Day 1", None)] * 2


@pytest.mark.parametrize("acted", [True, False], ids=["acted on", "not acted on"])
@pytest.mark.parametrize("kind", PROVING_NOTHING)
@EITHER
async def test_an_answer_that_proves_nothing_leaves_a_doubt_as_it_does_for_words(
    alice: Somebody, robin: Somebody, town: Town, name: str, kind: Kind, acted: bool
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    town.sandbox.faults.spoil(kind, acted=acted)

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.AMBIGUOUS, 1, int(acted))

    await town.ticks(5 * A_MINUTE)
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.SENT, 2, 1 + int(acted))
    assert {shown_in(day) for day in alice.days} == {FILES[name]}


@EITHER
async def test_a_doubt_about_a_file_is_repeated_once_and_then_stays_a_doubt(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    town.sandbox.faults.spoil(Kind.RESET, times=9, acted=True)

    await alice.gets_the_next_day()
    await town.ticks(20 * A_MINUTE)

    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, len(alice.days)) == (NudgeState.UNKNOWN, 2, 2)


@EITHER
async def test_an_upload_that_is_not_answered_in_time_leaves_a_doubt(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    await fall_due(town, alice)
    town.sandbox.faults.spoil(Kind.HANGS, acted=True)

    async with other_senders(town, limits=Limits(1000), read_timeout=0.5) as senders:
        await senders.send_planned()

    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.reason, len(alice.days)) == (NudgeState.AMBIGUOUS, "read_timeout", 1)


NOT_SENT: dict[str, tuple[Callable[[Faults], None], str]] = {
    "429": (lambda faults: faults.too_many(7), "wait"),
    "a ban": (lambda faults: faults.too_many(None), "wait"),
}


@pytest.mark.parametrize("how", NOT_SENT)
@EITHER
async def test_a_file_that_surely_did_not_go_costs_no_try(
    alice: Somebody, robin: Somebody, town: Town, name: str, how: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    happens, reason = NOT_SENT[how]
    happens(town.sandbox.faults)

    await alice.gets_the_next_day()
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, nudge.reason) == (NudgeState.PLANNED, 0, reason)

    await town.ticks(2 * A_MINUTE, every=timedelta(seconds=10))
    nudge = await the_nudge(alice)
    assert (nudge.state, nudge.attempts, [shown_in(day) for day in alice.days]) == (NudgeState.SENT, 1, [FILES[name]])


@EITHER
async def test_a_file_that_never_left_this_machine_is_tried_again_for_free(
    alice: Somebody, robin: Somebody, town: Town, name: str
) -> None:
    await publishes(robin, name)
    await alice.enrols()
    await fall_due(town, alice)
    await is_turned_away(alice, times=3)

    await town.settles()
    assert [shown_in(day) for day in alice.days] == [FILES[name]]


async def test_markup_that_telegram_cannot_read_goes_as_a_plain_caption(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    town.forgiven.add("bot.delivery")
    town.sandbox.faults.refuse(400, "Bad Request: can't parse entities: unsupported start tag")

    day = await alice.gets_the_next_day()

    assert (day.entities, shown_in(day)) == ((), PICTURE)


async def test_the_longest_day_that_may_have_a_file_fits_under_it_in_every_version(
    alice: Somebody, robin: Somebody
) -> None:
    title, act, ask = "t" * 80, "a" * 300, "q" * 100
    rest = MOST_IN_A_CAPTION - 120 - len(title + act + ask)
    day = {
        "media": "breath.png",
        "title": title,
        "why": "y" * (rest - 200),
        "act": {"gentle": act, "standard": act, "stretch": act},
        "solo": act,
        "when": "n" * 200,
        "check_in": {"ask": ask},
    }
    with pytest.raises(TrackInvalid, match="1 problem"):
        read_track(track_yaml(days={30: day | {"when": "n" * 201}}))
    await sends(robin, "breath.png", PICTURE)
    await sends(robin, "calm.yaml", track_yaml(days=dict.fromkeys(range(21, 31), day)))
    await robin.taps("Publish")
    await alice.enrols()
    await alice.walks(21)
    await alice.gets_the_next_day()

    for version in ("Smaller version", "Just me", "Full version"):
        await alice.taps(version)
        for outcome in OUTCOMES.values():
            alice.town.clock.move(A_MINUTE)
            await alice.taps(outcome, alice.days[-1])

    day_22 = alice.days[-1]
    assert (day_22.text[:7], shown_in(day_22), any(row[0].startswith("✓") for row in day_22.buttons)) == (
        "Day 22:",
        PICTURE,
        True,
    )


async def test_what_comes_in_the_place_of_a_day_comes_without_its_file(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await sends(robin, "breath.png", PICTURE)
    day = {"media": "breath.png", "not_for": ["approach_partner"]}
    await sends(robin, "calm.yaml", track_yaml(days={1: day}))
    await robin.taps("Publish")
    await alice.enrols(content_class=ContentClass.RESTRICTED)

    await alice.gets_the_next_day()
    await alice.says("/today")

    assert [shown_in(day) for day in alice.days] == [None, None]
    assert requests(town).count("sendPhoto") == 0


async def test_neither_a_reminder_nor_the_end_brings_the_file_of_a_day(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    await sends(robin, "breath.png", PICTURE)
    every = {number: {"media": "breath.png", "reminder": "It is still there."} for number in range(1, 31)}
    await sends(robin, "calm.yaml", track_yaml(days=every))
    await robin.taps("Publish")
    await alice.enrols()

    await town.passes(timedelta(days=33))

    others = [message for message in alice.inbox if message not in alice.days]
    assert {shown_in(message) for message in alice.days} == {PICTURE}
    assert {shown_in(message) for message in others} == {None}
    assert uploads(town) == 1


async def test_a_version_that_names_what_was_never_bound_to_it_comes_in_words(alice: Somebody, town: Town) -> None:
    await town.publishes(WITH_A_PICTURE)  # as a program did that knew no media yet
    await alice.enrols()

    day = await alice.gets_the_next_day()

    assert (day.text.partition(":")[0], shown_in(day)) == ("Day 1", None)


@EITHER
async def test_what_an_admin_sends_is_kept_and_told(robin: Somebody, name: str) -> None:
    await sends(robin, name, FILES[name])

    what = "a picture" if name == "breath.png" else "a voice note"
    assert robin.told.startswith(f"Kept: {name}, {what} of 1 KiB.")


async def test_a_voice_note_that_an_app_takes_for_music_is_taken_all_the_same(robin: Somebody, town: Town) -> None:
    robin.person.sends_document("hum.ogg", VOICE, mime="audio/ogg")
    (update,) = list(town.sandbox.world.updates)
    town.sandbox.world.updates.drop()
    message = {**update["message"], "audio": {**update["message"]["document"], "duration": 2}}
    del message["document"]
    town.sandbox.raw_update({"message": message})
    await town.settles()

    assert robin.told.startswith("Kept: hum.ogg, a voice note")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("breath.jpg", b"<html>", "breath.jpg is no picture: it has to be JPEG or PNG, whatever its name says."),
        ("hum.ogg", voice_note(codec=b"\x01vorbis"), "hum.ogg is no voice note: it has to be Ogg with Opus in it"),
        ("My breath.JPG", jpeg(), "My breath.JPG cannot be named in a track: a name has plain letters"),
        ("breath.png", png(9_000, 1_001, pixels=False), "breath.png has 9000 by 1001 pixels; Telegram takes 10,000"),
        ("hum.ogg", VOICE.ljust(2**20 + 1, b"\0"), "hum.ogg has 1.0 MiB, at most 1."),
    ],
)
async def test_what_no_day_can_bring_is_told_and_not_kept(
    robin: Somebody, town: Town, name: str, content: bytes, says: str
) -> None:
    await sends(robin, name, content)

    assert robin.told.startswith(says)
    assert robin.told.endswith("Nothing was kept.")
    async with town.database.unit() as unit:
        assert await unit.media.found([name], admin=robin.telegram_id, newest=None) == {}


async def test_what_is_too_large_is_refused_unread(robin: Somebody, town: Town) -> None:
    await sends(robin, "hum.ogg", VOICE.ljust(2**20 + 1, b"\0"))

    assert not any(call.method == "getFile" for call in town.sandbox.calls)


async def test_a_track_waits_for_the_files_it_names_and_tells_the_line(robin: Somebody) -> None:
    text = track_yaml(days={3: {"media": "breath.png"}, 9: {"media": "hum.ogg"}})
    lines = text.splitlines()
    first, second = (next(number for number, line in enumerate(lines, 1) if name in line) for name in FILES)

    await sends(robin, "calm.yaml", text)

    assert robin.told.startswith("calm.yaml has 2 problems:")
    assert f"line {first}, column 10: send the file breath.png to me first, as a file" in robin.told
    assert f"line {second}, column 10: send the file hum.ogg to me first, as a file" in robin.told
    assert robin.newest.buttons == [["Help"]]

    for name, content in FILES.items():
        await sends(robin, name, content)
    await sends(robin, "calm.yaml", text)
    assert robin.newest.buttons[-1] == ["Show findings", "Publish"]


async def test_the_preview_tells_which_day_brings_what(robin: Somebody) -> None:
    for name, content in FILES.items():
        await sends(robin, name, content)
    await sends(robin, "calm.yaml", track_yaml(days={1: {"media": "breath.png"}, 2: {"media": "hum.ogg"}}))

    assert "With a picture: breath.png" in robin.told
    await robin.taps("Day 2 ▶")
    assert "With a voice note: hum.ogg" in robin.told
    await robin.taps("Day 3 ▶")
    assert "With a" not in robin.told


async def test_a_changed_file_is_a_new_version_and_who_is_under_way_keeps_the_old_one(
    alice: Somebody, ben: Somebody, robin: Somebody
) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    await alice.gets_the_next_day()

    await sends(robin, "calm.yaml", WITH_A_PICTURE)
    await robin.taps("Publish")
    assert "published already, word for word, as version 2" in robin.told
    darker = png(320, 200, grey=9)
    await sends(robin, "breath.png", darker)
    await sends(robin, "calm.yaml", WITH_A_PICTURE)
    await robin.taps("Publish")
    assert "version 3" in robin.told
    await ben.enrols()

    assert (shown_in(await alice.gets_the_next_day()), shown_in(ben.days[-1])) == (PICTURE, darker)


async def test_a_track_may_be_changed_without_sending_its_files_anew(robin: Somebody, town: Town) -> None:
    await publishes(robin, "breath.png")
    town.clock.move(timedelta(days=31))
    await let_go(town.database, town.clock())

    await sends(robin, "calm.yaml", track_yaml(title="Calmer", days={1: {"media": "breath.png"}}))
    await robin.taps("Publish")

    assert robin.told.startswith("Published: Calmer, version 3.")


async def test_an_admin_may_change_a_track_that_the_operator_published_with_its_files(
    alice: Somebody, robin: Somebody, town: Town
) -> None:
    async with town.database.unit() as unit:
        media = {"breath.png": await unit.media.keep(read_media("breath.png", PICTURE))}
        await track_media.publish(unit, WITH_A_PICTURE, media=media, by=None, now=town.clock())

    await sends(robin, "calm.yaml", track_yaml(title="Thirty calm days, anew", days={1: {"media": "breath.png"}}))
    await robin.taps("Publish")
    await alice.enrols(link="thirty-calm-days")

    assert shown_in(await alice.gets_the_next_day()) == PICTURE
    assert (await alice.walk()).track.number == 3


async def test_a_file_that_was_not_used_for_a_month_is_asked_for_again(robin: Somebody, town: Town) -> None:
    await sends(robin, "breath.png", PICTURE)
    await sends(robin, "calm.yaml", WITH_A_PICTURE)
    town.clock.move(terms.DRAFTS - A_MINUTE)
    await sends(robin, "calm.yaml", WITH_A_PICTURE)
    preview = robin.newest

    town.clock.move(2 * A_MINUTE)
    await let_go(town.database, town.clock())
    await robin.taps("Publish", preview)

    assert robin.told.startswith("thirty-calm-days.yaml has 2 problems:")
    assert "send the file breath.png to me first" in robin.told


async def test_what_others_send_is_treated_as_before(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.gets_the_next_day()

    await sends(alice, "breath.png", PICTURE)

    assert alice.told.startswith("Thank you.")
    assert not any(call.method == "getFile" for call in town.sandbox.calls)
    async with town.database.unit() as unit:
        assert await unit.media.found(["breath.png"], admin=alice.telegram_id, newest=None) == {}


async def test_an_answer_with_a_file_outlives_a_restart(alice: Somebody, robin: Somebody, town: Town) -> None:
    await publishes(robin, "breath.png")
    await alice.enrols()
    await alice.gets_the_next_day()
    alice.person.says("/today")

    await town.stops_in_mid_answer()
    await town.settles()

    assert [shown_in(day) for day in alice.days] == [PICTURE] * 2


async def test_many_who_ask_for_today_at_once_upload_a_file_that_was_forgotten_a_few_times_at_most(
    bare_town: Town,
) -> None:
    town = bare_town
    await publishes(town.somebody("Robin", ADMIN), "breath.png")
    people = await crowd(town, 30)
    asked = [one.writes("/today", message_id=10_000 + number, at=town.clock()) for number, one in enumerate(people)]
    assert uploads(town) == 0  # they have day 1 already, from before anybody was shown the picture

    await town.app.intake.store([{"update_id": 9_000 + number, **update} for number, update in enumerate(asked)])
    await town.app.intake.drain()

    assert [shown_in(one.somebody.newest) for one in people] == [PICTURE] * 30
    assert 1 <= uploads(town) <= 8


def test_calls_with_and_without_files_are_read_as_they_were_written() -> None:
    media = Attached(MediaKind.VOICE, "hum.ogg", "0" * 64, "AwAC")
    made = [Call("sendMessage", {"text": "Hello"}), Call("sendVoice", {"caption": "Listen"}, media)]

    assert read(written(made)) == made
    assert read('[["sendMessage", {"text": "from an older program"}]]') == [
        Call("sendMessage", {"text": "from an older program"})
    ]
