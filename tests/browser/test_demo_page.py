"""A newcomer plays the whole product on the demo's page."""

import re
import time
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.chat import ChatPage
from tests.tracks import track_yaml

pytestmark = pytest.mark.browser

MOST_TAPS = 6
MOST_SECONDS_FOR_A_TRACK = 180


async def test_a_newcomer_subscribes_gets_day_one_and_answers(phone: ChatPage) -> None:
    await phone.subscribes()
    assert phone.taps <= MOST_TAPS
    assert phone.typed == ["Lisbon"]

    await phone.opens_the_next_nudge()
    await phone.reads("Day 1: ")
    await phone.taps_button("Tried")

    await expect(phone.page.get_by_test_id("inline-button").get_by_text("✓ Tried")).to_be_visible()
    await phone.writes("We had tea, and I said that I like it.")
    await phone.reads("Kept with day 1")
    await expect(phone.page.get_by_test_id("breaches")).to_have_text("0")


async def test_the_smaller_version_is_one_tap_away_and_pausing_another(phone: ChatPage) -> None:
    await phone.subscribes()
    await phone.opens_the_next_nudge()
    await phone.reads("Day 1: ")

    await phone.taps_button("Smaller version")
    await phone.reads("The smaller version")
    await phone.taps_button("Not now")
    await phone.taps_button("Pause")

    await phone.reads("Paused.")
    await phone.goes_to_next_nudge()
    await expect(phone.page.get_by_test_id("status")).to_contain_text("Nothing is due")


async def test_thirty_days_are_walked_by_the_clock_in_under_three_minutes(phone: ChatPage) -> None:
    await phone.subscribes()
    began = time.monotonic()

    for day in range(1, 31):
        await phone.opens_the_next_nudge()
        await phone.reads(f"Day {day}: ")
    await phone.taps_button("Done")
    await phone.reads("that was day 30")

    assert time.monotonic() - began < MOST_SECONDS_FOR_A_TRACK
    await expect(phone.page.get_by_test_id("breaches")).to_have_text("0")


async def test_an_admin_sees_problems_then_a_preview_and_publishes(phone: ChatPage, tmp_path: Path) -> None:
    wrong, right = tmp_path / "wrong.yaml", tmp_path / "calm.yaml"
    wrong.write_text(track_yaml(track="thirty-calm-days", days={12: None}), encoding="utf-8")
    right.write_text(track_yaml(track="thirty-calm-days", title="Thirty calm days"), encoding="utf-8")
    await phone.takes_phone_of("Robin")
    await phone.starts()

    await phone.page.get_by_test_id("file").set_input_files(wrong)
    await phone.reads("day 12 is missing")
    await phone.page.get_by_test_id("file").set_input_files(right)
    await phone.reads("as a subscriber will see it")
    await phone.taps_button("Day 2 ▶")
    await phone.reads("Day 2: ")
    await phone.taps_button("Publish")

    await phone.reads("?start=thirty-calm-days")
    await phone.takes_phone_of("Alice")
    await phone.starts()
    await phone.taps_button("I am an adult and I agree")
    await phone.reads("Thirty calm days")
    await expect(phone.page.get_by_test_id("breaches")).to_have_text("0")


async def test_the_page_works_with_the_keyboard_alone(phone: ChatPage) -> None:
    start = phone.page.get_by_test_id("start")
    await expect(start).to_be_visible()
    await start.focus()
    await phone.page.keyboard.press("Enter")
    await phone.reads("Before you start")

    agree = phone.page.get_by_test_id("inline-button").get_by_text("I am an adult and I agree")
    await agree.focus()
    await phone.page.keyboard.press("Enter")

    await phone.reads("Which track")


async def test_two_on_the_page_answer_a_question_and_both_see_what_both_chose(phone: ChatPage) -> None:
    people = phone.page.get_by_test_id("people").get_by_role("button")
    names = {"Alice": "Tea on the balcony", "Ben": "The dog in the snow"}
    await expect(people.filter(has_text="Ben")).to_be_visible()
    for name in names:
        await phone.takes_phone_of(name)
        await phone.subscribes()
        await phone.answers_the_private_questions()
    await phone.writes("/pair")
    await phone.taps_button("Make a code")
    await phone.reads("Give this to your partner yourself")
    command = re.search(r"/pair [A-Z2-7-]{19}", await phone.last.inner_text())
    assert command is not None

    await phone.takes_phone_of("Alice")
    await phone.writes(command.group())
    await phone.reads("You are set up.")
    for name, words in names.items():
        await phone.takes_phone_of(name)
        await phone.writes("/pair")
        await phone.taps_button("1")
        await phone.taps_button("Write")
        await phone.reads("Write it now")
        await phone.writes(words)
        await phone.taps_button("Show mine if my partner shows theirs")
        await phone.reads("You chose to show it")
    for _ in range(2):  # late in the evening one day would be too little
        await phone.page.get_by_test_id("clock-day").click()

    for name, words in (("Alice", names["Ben"]), ("Ben", names["Alice"])):
        await phone.takes_phone_of(name)
        await phone.writes("/pair")
        shown = phone.page.get_by_test_id("from-bot").filter(has_text="Your partner wrote")
        await expect(shown).to_contain_text(words)
