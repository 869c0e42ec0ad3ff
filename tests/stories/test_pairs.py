"""Questions for two in the chat: a code, answers in private, a reveal that both chose, an end that nobody is told of."""

import re
from datetime import timedelta

import pytest

from bot.retention import let_go
from curriculum.pairs.items import ITEMS
from curriculum.safety import ContentClass
from tests.stories.town import Somebody, Town

CODE = re.compile(r"/pair ([A-Z2-7-]{19})")
SHOW = "Show mine if my partner shows theirs"
A_DAY = timedelta(days=1)
LATER = timedelta(minutes=10)


async def code_of(somebody: Somebody) -> str:
    """A fresh code of theirs."""
    await somebody.says("/pair")
    is_set_up = "1." in somebody.told
    for label in ("New code", "Make it") if is_set_up else ("Make a code",):
        await somebody.taps(label)
    found = CODE.search(somebody.told)
    assert found is not None, somebody.told
    return found.group(1)


async def pair(alice: Somebody, ben: Somebody) -> str:
    """Both are on a track, Alice makes a code, and Ben enters it."""
    for somebody in (alice, ben):
        await somebody.enrols()
    code = await code_of(alice)
    await ben.says(f"/pair {code}")
    assert ben.told.startswith("You are set up.")
    return code


async def answers(somebody: Somebody, number: int, words: str, *, shows: bool = True) -> None:
    """Answers a question, and chooses to show it."""
    somebody.town.clock.move(LATER)
    await somebody.says("/pair")
    for label in (button(somebody, number), "Write"):
        await somebody.taps(label)
    await somebody.says(words)
    assert words in somebody.told
    if shows:
        await somebody.taps(SHOW)
        assert "You chose to show it if your partner shows theirs." in somebody.told


def button(somebody: Somebody, number: int) -> str:
    """What the button of a question says in the newest list."""
    listed = next(message for message in reversed(somebody.inbox) if "Questions for two" in message.text)
    return next(label for row in listed.buttons for label in row if label.partition(" ")[0] == str(number))


async def looks(somebody: Somebody) -> str:
    """All that /pair says to them."""
    before = len(somebody.inbox)
    await somebody.says("/pair")
    return "\n".join(message.text for message in somebody.inbox[before:])


async def test_both_see_what_both_chose_to_show_and_nothing_before_the_next_turn_of_the_day(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    await answers(alice, 2, "A free evening")
    await answers(ben, 2, "Less rain", shows=False)

    assert "the dog" not in (await looks(alice)).lower()
    await town.passes(A_DAY)
    seen_by_alice, seen_by_ben = await looks(alice), await looks(ben)

    assert "Your partner wrote\nThe dog in the snow" in seen_by_alice
    assert "Your partner wrote\nTea on the balcony" in seen_by_ben
    assert "Less rain" not in seen_by_alice
    assert "free evening" not in seen_by_ben
    assert "Your partner wrote" not in await looks(alice) + await looks(ben)


async def test_nobody_is_told_that_a_code_was_used(alice: Somebody, ben: Somebody) -> None:
    await alice.enrols()
    await ben.enrols()
    code = await code_of(alice)
    before = [message.text for message in alice.inbox]

    await ben.says(f"/pair {code}")

    assert [message.text for message in alice.inbox] == before


async def test_a_code_is_read_with_any_dashes_and_letters_of_any_size(alice: Somebody, ben: Somebody) -> None:
    await alice.enrols()
    await ben.enrols()
    code = await code_of(alice)

    await ben.says(f"/pair  {code.lower().replace('-', ' ')}")

    assert ben.told.startswith("You are set up.")


async def test_whoever_enters_a_code_is_told_the_same_whatever_became_of_it(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    cleo = town.somebody("Cleo", 1212)
    used = await pair(alice, ben)
    await cleo.enrols()

    await cleo.says(f"/pair {used}")
    used_up = cleo.told
    replaced = await code_of(alice)
    await code_of(alice)
    await cleo.says(f"/pair {replaced}")
    replaced_by_another = cleo.told
    restricted = await code_of(alice)
    await alice.is_classed(ContentClass.RESTRICTED)
    await cleo.says(f"/pair {restricted}")

    assert used_up == replaced_by_another == cleo.told
    assert cleo.told.startswith("You are set up.")


async def test_what_is_no_code_or_too_old_or_ones_own_is_told_by_the_code_alone(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await alice.enrols()
    await ben.enrols()
    code = await code_of(alice)

    await alice.says(f"/pair {code}")
    assert alice.told.startswith("That is a code you made yourself")
    await ben.says(f"/pair {code[:-1]}{'A' if code[-1] != 'A' else 'B'}")
    assert ben.told.startswith("That is no code of mine.")
    town.clock.move(A_DAY)
    await ben.says(f"/pair {code}")
    assert ben.told.startswith("That code is too old")


@pytest.mark.parametrize("then", ["a new code", "an end"])
async def test_ones_own_older_code_changes_nothing(alice: Somebody, ben: Somebody, town: Town, then: str) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
    older = await code_of(alice)
    if then == "an end":
        await alice.taps("End it")
    code = await code_of(alice)

    await alice.says(f"/pair {older}")
    assert alice.told.startswith("That is a code you made yourself")
    await ben.says(f"/pair {code}")
    await answers(alice, 3, "The kitchen at six")
    await answers(ben, 3, "The train home")
    await alice.says(f"/pair {older}")
    await town.passes(A_DAY)

    assert "The train home" in await looks(alice)


async def test_both_may_make_a_code_and_enter_the_others(alice: Somebody, ben: Somebody, town: Town) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
    of_alice, of_ben = await code_of(alice), await code_of(ben)

    await alice.says(f"/pair {of_ben}")
    await ben.says(f"/pair {of_alice}")
    await answers(alice, 3, "The kitchen at six")
    await answers(ben, 3, "The train home")
    await town.passes(A_DAY)

    assert "The train home" in await looks(alice)
    assert "The kitchen at six" in await looks(ben)


@pytest.mark.parametrize("label", ["New code", "Make a code"])
async def test_a_new_code_is_asked_about_once_before_it_ends_anything(
    alice: Somebody, ben: Somebody, town: Town, label: str
) -> None:
    for somebody in (alice, ben):
        await somebody.enrols()
    await alice.says("/pair")
    about = alice.newest
    await alice.says(f"/pair {await code_of(ben)}")
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    await alice.says("/pair")

    await alice.taps(label, about if label == "Make a code" else alice.newest)
    asked = next(message for message in alice.inbox if message.text.startswith("A new code ends what you had set up"))
    assert asked.buttons == [["Make it", "Leave it"]]
    await alice.taps("Leave it", asked)
    await town.passes(A_DAY)

    assert "The dog in the snow" in await looks(alice)


async def test_a_third_one_with_the_code_is_in_no_pair(alice: Somebody, ben: Somebody, town: Town) -> None:
    cleo = town.somebody("Cleo", 1212)
    code = await pair(alice, ben)
    await cleo.enrols()
    await ben.says("/pair")
    await ben.taps("End it")

    await cleo.says(f"/pair {code}")
    await answers(alice, 1, "Tea on the balcony")
    await answers(cleo, 1, "The dog in the snow")
    await town.passes(A_DAY)

    assert "Your partner wrote" not in await looks(alice) + await looks(cleo)


@pytest.mark.parametrize("who", ["alice", "ben"])
@pytest.mark.parametrize("when", ["before the code is entered", "after both chose", "and open again"])
async def test_nothing_is_shown_while_either_is_restricted_and_both_see_the_same_as_ever(
    alice: Somebody, ben: Somebody, town: Town, who: str, when: str
) -> None:
    restricted = alice if who == "alice" else ben
    for somebody in (alice, ben):
        await somebody.enrols()
    code = await code_of(alice)
    if when == "before the code is entered":
        await restricted.is_classed(ContentClass.RESTRICTED)
    await ben.says(f"/pair {code}")
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    if when != "before the code is entered":
        town.clock.move(LATER)
        await restricted.is_classed(ContentClass.RESTRICTED)
    if when != "after both chose":
        town.clock.move(LATER)
        await restricted.is_classed(ContentClass.OPEN)
    await town.passes(A_DAY)

    seen = await looks(alice) + await looks(ben)

    assert "Your partner wrote" not in seen
    assert seen.count("Answer those you like, in any order") == 2


async def test_what_is_chosen_anew_after_the_private_questions_is_shown(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    for content_class in (ContentClass.RESTRICTED, ContentClass.OPEN):
        town.clock.move(LATER)
        await ben.is_classed(content_class)
    town.clock.move(LATER)
    await ben.says("/pair")
    await ben.taps(button(ben, 1))

    await ben.taps(SHOW)
    await town.passes(A_DAY)

    assert "The dog in the snow" in await looks(alice)


async def test_after_a_sign_of_danger_nothing_chosen_is_shown(alice: Somebody, ben: Somebody, town: Town) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    await ben.says("I want to kill myself")
    await town.passes(A_DAY)

    assert "Your partner wrote" not in await looks(alice)
    await ben.says("/pair")
    assert "Nothing more comes from me by itself" in ben.told
    await ben.taps("I am safe, go on")
    assert "Your partner wrote" not in await looks(alice) + await looks(ben)


async def test_what_was_taken_back_written_anew_or_erased_is_not_shown(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    for number, words in ((1, "Tea"), (2, "Rain"), (3, "Snow")):
        await answers(alice, number, words)
        await answers(ben, number, f"Ben's {words}")
    for number, label in ((1, "Rather not show it"), (2, "Erase"), (3, "Write anew")):
        await ben.says("/pair")
        await ben.taps(button(ben, number))
        await ben.taps(label)
    await ben.says("Other words")
    await town.passes(A_DAY)

    assert "Your partner wrote" not in await looks(alice) + await looks(ben)


async def test_what_is_to_be_shown_cannot_be_taken_back_by_who_looks_first(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    item = ben.newest
    await town.passes(A_DAY)

    await ben.taps("Rather not show it", item)

    assert "Your partner wrote\nTea on the balcony" in ben.told
    assert "Your partner wrote\nThe dog in the snow" in await looks(alice)


async def test_who_was_read_and_never_reads_is_not_told_that_nobody_has_seen_it(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    assert "It may have been shown before." in ben.told
    item = ben.newest
    await town.passes(A_DAY)
    assert "The dog in the snow" in await looks(alice)
    await alice.says("/pair")
    await alice.taps("End it")

    await ben.taps("Rather not show it", item)

    taken_back = next(message.text for message in reversed(ben.inbox) if ITEMS[0].says in message.text)
    assert "Nobody is shown this from now on, unless you choose to show it." in taken_back
    assert "Only you see" not in taken_back


@pytest.mark.parametrize("how", ["one tap", "/stop", "blocks", "forgotten"])
async def test_the_end_is_at_once_and_silent_and_keeps_ones_own_words(
    alice: Somebody, ben: Somebody, town: Town, how: str
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    before = await looks(alice)
    count = len(alice.inbox)

    match how:
        case "one tap":
            await ben.says("/pair")
            await ben.taps("End it")
            assert ben.told.startswith("It is over, and I tell nobody.")
        case "/stop":
            await ben.says("/stop")
            await ben.taps("Yes, leave")
        case "blocks":
            ben.person.blocks()
        case "forgotten":
            await ben.says("/forget")
            await ben.taps("Erase everything")
    town.clock.move(A_DAY)
    await town.settles()
    alices = [message.text for message in alice.inbox[count:] if "Day 1" not in message.text]

    assert alices == []
    assert await looks(alice) == before
    if how in ("one tap", "/stop"):
        await ben.says("/export")
        journal = ben.inbox[-2].document
        assert journal is not None
        assert f"<p>{ITEMS[0].says}</p><blockquote>The dog in the snow</blockquote>" in journal.content.decode()
        assert "Tea on the balcony" not in journal.content.decode()


async def test_no_file_of_either_tells_of_the_other(alice: Somebody, ben: Somebody, town: Town) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")
    await town.passes(A_DAY)
    await looks(alice)

    await alice.says("/export")
    files = [message.document.content.decode() for message in alice.inbox[-2:] if message.document is not None]

    assert len(files) == 2
    for file in files:
        assert "Tea on the balcony" in file
        assert "The dog in the snow" not in file
        assert "Ben" not in file
        assert "entered" not in file


async def test_words_after_something_else_came_between_are_about_the_day(alice: Somebody, ben: Somebody) -> None:
    await pair(alice, ben)
    await alice.says("/pair")
    for label in ("1", "Write"):
        await alice.taps(label)
    await alice.gets_the_next_day()

    await alice.says("We had tea.")

    assert await alice.words() == [(1, "We had tea.")]


async def test_a_reply_to_a_day_is_about_the_day(alice: Somebody, ben: Somebody) -> None:
    await pair(alice, ben)
    day = await alice.gets_the_next_day()
    await alice.says("/pair")
    for label in ("1", "Write"):
        await alice.taps(label)

    await alice.says("We had tea.", day)

    assert await alice.words() == [(1, "We had tea.")]
    await alice.says("And this is the answer.")
    assert "And this is the answer." in alice.told
    assert len(await alice.words()) == 1


async def test_what_has_no_room_is_told_and_the_question_stays_open(alice: Somebody, ben: Somebody) -> None:
    await pair(alice, ben)
    await alice.says("/pair")
    for label in ("1", "Write"):
        await alice.taps(label)

    await alice.says("long " * 400)
    assert alice.told.startswith("That is more than fits here")
    await alice.says("<b>Short</b> & good")

    assert "<b>Short</b> & good" in alice.told
    assert "Nobody is shown this from now on, unless you choose to show it." in alice.told


async def test_the_longest_answers_fit_one_message(alice: Somebody, ben: Somebody, town: Town) -> None:
    await pair(alice, ben)
    await answers(alice, 12, ("<&" * 750)[:1500])
    await answers(ben, 12, ("&>" * 750)[:1500])
    await town.passes(A_DAY)

    assert "&>&>" in await looks(alice)


async def test_before_the_private_questions_nothing_is_set_up_but_it_can_be_ended(
    alice: Somebody, ben: Somebody
) -> None:
    await pair(alice, ben)
    await alice.is_classed(ContentClass.UNASKED)

    await alice.says("/pair")

    assert "Before it come the five private questions." in alice.told
    await alice.taps("End it")
    assert alice.told.startswith("It is over")


async def test_who_holds_anothers_button_changes_nothing(alice: Somebody, ben: Somebody) -> None:
    await pair(alice, ben)
    await alice.says("/pair")
    foreign = next(data for row in alice.newest.data for data in row if data is not None and data.endswith(":end"))

    ben.person.taps_data(foreign)
    await ben.town.settles()

    assert ben.toasts[-1] == "That button is not in use any more. /today shows where you are."
    assert "Answer those you like" in await looks(alice)


async def test_answers_are_kept_while_somebody_is_on_a_track_or_set_up_and_then_as_words_are(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await alice.says("/pair")
    await alice.taps("End it")
    town.clock.move(timedelta(days=200))
    await let_go(town.database, town.clock())
    assert await kept(alice) == "Tea on the balcony"

    await alice.says("/stop")
    await alice.taps("Yes, leave")
    town.clock.move(timedelta(days=89))
    await let_go(town.database, town.clock())
    assert await kept(alice) == "Tea on the balcony"
    town.clock.move(timedelta(days=2))
    await let_go(town.database, town.clock())

    assert await kept(alice) is None


async def kept(somebody: Somebody) -> str | None:
    """What is kept of their answer to the first question."""
    async with somebody.town.database.unit() as unit:
        person = await unit.people.known(somebody.telegram_id)
        assert person is not None
        return await unit.pairs.words_of(person.id, ITEMS[0].key)


async def test_a_code_that_is_entered_twice_by_the_same_one_still_works_and_begins_anew(
    alice: Somebody, ben: Somebody, town: Town
) -> None:
    code = await pair(alice, ben)
    await answers(alice, 1, "Tea on the balcony")
    await answers(ben, 1, "The dog in the snow")

    await ben.says(f"/pair {code}")
    await ben.says("/pair")
    assert "to be shown" not in ben.told
    await ben.taps(button(ben, 1))
    await ben.taps(SHOW)
    await town.passes(A_DAY)

    assert "The dog in the snow" in await looks(alice)
