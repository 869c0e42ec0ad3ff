"""Everybody is spoken to in their own language: that of their app at first, and the one they choose from then on."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answering import Answering
from bot.chat import about
from bot.chat.menus import Menus
from bot.chat.turn import Document, Heard
from bot.first_aid import FirstAid
from bot.intake import Intake
from bot.introducing import introduce
from bot.practice import Practice
from bot.publishing import Upload
from bot.sandbox.profile import commands_shown_in, words_shown_in
from bot.words import LANGUAGES, _, speaking
from storage.database import Database
from tests.conftest import url_of
from tests.stories.test_broadcasts import sends_out
from tests.stories.town import PAUSES, Somebody, Town
from tests.tracks import track_yaml

EN_CALMA = track_yaml(track="treinta-dias-en-calma", title="Treinta días en calma", language="es")


@pytest.fixture
def lucia(town: Town) -> Somebody:
    return town.somebody("Lucía", 1010, language="es-MX")


def said(text: str) -> str:
    """A text of the bot's in Spanish."""
    with speaking("es"):
        spoken = _(text)
    assert spoken != text, f"nobody has translated {text!r}"
    return spoken


async def test_whose_app_speaks_spanish_walks_in_in_spanish(lucia: Somebody, town: Town) -> None:
    await lucia.starts()
    assert "adultas" in lucia.told

    await lucia.taps(said("I am an adult and I agree"))
    assert "¿A qué hora" in lucia.told

    await lucia.taps("08:00")
    assert lucia.told.startswith(said("{hour} it is.").format(hour="08:00"))

    await lucia.says("Montevideo")
    all_set, questions = lucia.inbox[-2:]
    assert "martes 5 de mayo, 08:0" in all_set.text
    assert "en Montevideo" in all_set.text
    assert questions.text.startswith(said("Five private questions before we begin"))


async def test_the_keys_of_the_phone_are_known_in_every_language(lucia: Somebody, alice: Somebody) -> None:
    for one, key in ((lucia, said("Another way")), (alice, "Another way")):
        await one.starts()
        await one.taps(said("I am an adult and I agree") if one is lucia else "I am an adult and I agree")
        await one.says("8:00")
        assert key in one.person.reply_keyboard[1]

        await one.says(key)

        assert one.newest.buttons == [
            [said("I tell you what time it is") if one is lucia else "I tell you what time it is"]
        ]


async def test_a_key_that_was_shown_in_another_language_is_still_known(lucia: Somebody) -> None:
    await lucia.starts()
    await lucia.taps(said("I am an adult and I agree"))
    await lucia.says("8:00")
    await lucia.says("/language")
    await lucia.taps("English")

    await lucia.says(said("Another way"))

    assert "Paris, Texas" in lucia.told


@pytest.mark.parametrize("tag", ["de", "eo", "pt-BR", None])
async def test_whose_app_speaks_another_language_is_spoken_to_in_english(town: Town, tag: str | None) -> None:
    somebody = Somebody(town, town.sandbox.person("Kim", 1020, tag))

    await somebody.starts()

    assert "It is for adults" in somebody.told


async def test_a_stranger_is_answered_in_the_language_of_their_app(lucia: Somebody) -> None:
    await lucia.says("Hola")

    assert lucia.told == said(
        "You are not on a track. /start shows what this is and begins one; /help says what I can do."
    )


async def test_the_language_is_chosen_in_the_chat_and_answered_in_itself(alice: Somebody, town: Town) -> None:
    town.discreet = True
    await alice.enrols()
    await alice.says("/language")
    assert alice.newest.buttons == [["✓ English"], ["Español"]]

    await alice.taps("Español")

    assert "te escribo en español" in alice.told
    assert alice.inbox[-2].buttons == [["English"], ["✓ Español"]]
    closed = await alice.gets_the_next_day()
    assert closed.text == said("Something is here for you, whenever you like.")
    assert closed.buttons[0][0] == said("Open")


async def test_the_settings_lead_to_the_choice(alice: Somebody) -> None:
    await alice.enrols()
    await alice.says("/settings")

    await alice.taps("Language: English")
    await alice.taps("Español")
    await alice.says("/settings")

    assert ["Idioma: Español"] in alice.newest.buttons


async def test_the_choice_outlives_a_restart_and_the_app(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    await alice.says("/language")
    await alice.taps("Español")

    await town.restarts()
    await alice.says("/language")

    assert alice.told == said(
        "In which language shall I write? Tracks stay in the language their authors wrote them in."
    )


@pytest.mark.parametrize("payload", ["l:somebody-elses:es", "l:{own}:xx", "l:{own}:", "l::es"])
async def test_a_foreign_or_mutated_choice_changes_nothing(alice: Somebody, town: Town, payload: str) -> None:
    await alice.enrols()
    async with town.database.unit() as unit:
        before = await unit.people.known(alice.telegram_id)
    assert before is not None

    alice.person.taps_data(payload.format(own=before.token), alice.newest)
    await town.settles()

    async with town.database.unit() as unit:
        assert await unit.people.known(alice.telegram_id) == before
    assert alice.toasts[-1] == "That button is not in use any more. /today shows where you are."


async def test_a_language_that_is_not_spoken_any_more_becomes_english(alice: Somebody, town: Town) -> None:
    await alice.enrols()
    async with town.database.unit() as unit:
        person = await unit.people.known(alice.telegram_id)
        assert person is not None
        await unit.people.speak(person.id, "eo")

    await alice.says("/language")

    assert alice.newest.buttons == [["✓ English"], ["Español"]]


async def test_menus_and_descriptions_are_there_in_every_language(lucia: Somebody, alice: Somebody, town: Town) -> None:
    await introduce(town.database, town.app.rights, town.app.menus, town.app.sending, asyncio.Event())

    world = town.sandbox.world
    chats = {one: world.chats[one.telegram_id] for one in (lucia, alice)}
    for one, description in ((lucia, said("The newest day again")), (alice, "The newest day again")):
        assert commands_shown_in(world, chats[one])[0] == {"command": "today", "description": description}
    assert words_shown_in("description", world, chats[alice]).startswith("One small act a day")
    assert "pareja" in words_shown_in("description", world, chats[lucia])
    assert "pareja" in words_shown_in("short_description", world, chats[lucia])
    assert town.sandbox.breaches == []


async def test_the_menu_follows_the_choice(alice: Somebody, robin: Somebody, town: Town) -> None:
    await introduce(town.database, town.app.rights, town.app.menus, town.app.sending, asyncio.Event())
    for one in (alice, robin):
        await one.starts()
        await one.says("/language")
        await one.taps("Español")

    shown = {
        one: commands_shown_in(town.sandbox.world, town.sandbox.world.chats[one.telegram_id]) for one in (alice, robin)
    }
    in_spanish = {"command": "today", "description": said("The newest day again")}
    assert all(in_spanish in menu for menu in shown.values())
    assert [any(entry["command"] == "admin" for entry in shown[one]) for one in (alice, robin)] == [False, True]


def own_menu(somebody: Somebody) -> list[object] | None:
    """The menu that stands in this chat in place of everybody's, if one does."""
    commands: list[object] | None = somebody.town.sandbox.world.profile.commands.get(
        ("chat", somebody.telegram_id, 0, "")
    )
    return commands


async def test_who_chooses_the_language_of_their_app_has_the_menu_of_everybody(alice: Somebody) -> None:
    await alice.starts()
    await alice.says("/language")
    await alice.taps("Español")
    assert own_menu(alice) is not None

    await alice.taps("English")

    assert own_menu(alice) is None


@pytest.mark.parametrize("says", ["/start", "/help", "/language"])
async def test_a_menu_in_another_language_is_set_again_so_that_it_has_what_is_new(alice: Somebody, says: str) -> None:
    await alice.enrols()
    await alice.says("/language")
    await alice.taps("Español")
    menu = own_menu(alice)
    assert menu is not None
    before = [*menu]
    menu.pop()

    await alice.says(says)

    assert own_menu(alice) == before


@pytest.mark.parametrize("label", ["Borrarlo todo", "Borrarlo todo, y vaciar este chat"])
async def test_nothing_of_the_choice_stays_in_the_chat_of_who_is_forgotten(alice: Somebody, label: str) -> None:
    await alice.enrols()
    await alice.says("/language")
    await alice.taps("Español")
    await alice.says("/forget")

    await alice.taps(label)

    assert own_menu(alice) is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_the_bot_tells_of_itself_fits(code: str) -> None:
    long, short = about.told_in(code)
    commands = Menus(study=True).for_everybody(code).params["commands"]

    assert len(long.params["description"]) <= 512
    assert len(short.params["short_description"]) <= 120
    assert all(len(entry["description"]) <= 256 for entry in commands)


async def test_tracks_in_ones_own_language_come_first(lucia: Somebody, alice: Somebody, town: Town) -> None:
    await town.publishes(EN_CALMA)
    for one, agree in ((lucia, said("I am an adult and I agree")), (alice, "I am an adult and I agree")):
        await one.starts()
        await one.taps(agree)

    assert lucia.newest.buttons[:2] == [["Treinta días en calma"], ["Thirty calm days"]]
    assert lucia.told.index("Treinta días en calma") < lucia.told.index("inglés") < lucia.told.index("Thirty calm days")
    assert alice.newest.buttons[:2] == [["Thirty calm days"], ["Treinta días en calma"]]
    assert "In Spanish:\n\nTreinta días en calma" in alice.told


async def test_a_link_to_a_track_in_another_language_works_and_says_so(lucia: Somebody, town: Town) -> None:
    await town.publishes(EN_CALMA)
    await lucia.starts("thirty-calm-days")

    await lucia.taps(said("I am an adult and I agree"))

    assert said("This track is in {language}.").format(language="inglés") in lucia.told
    await lucia.says("8:00")
    await lucia.says("Montevideo")
    assert (await lucia.walk()).track.slug == "thirty-calm-days"


async def test_the_pattern_check_leads_to_a_track_in_ones_own_language(lucia: Somebody, town: Town) -> None:
    for slug, title, language in (
        ("model-openness", "Model openness", "en"),
        ("steady-under-pressure", "Steady under pressure", "en"),
        ("model-openness-es", "Abrirse primero", "es"),
    ):
        await town.publishes(track_yaml(track=slug, title=title, language=language))
    await lucia.starts()
    await lucia.taps(said("I am an adult and I agree"))
    await lucia.says("/pattern")
    await lucia.taps(said("Begin"))

    for _item in range(12):
        await lucia.taps(said("Hardly"))

    assert any("Abrirse primero" in label for row in lucia.newest.buttons for label in row)


async def test_a_word_to_everybody_comes_closed_in_each_ones_language(
    robin: Somebody, lucia: Somebody, town: Town
) -> None:
    town.discreet = True
    await lucia.starts()
    await lucia.taps(said("I am an adult and I agree"))
    await lucia.says("8:00")
    await lucia.says("Montevideo")
    await sends_out(robin)

    assert lucia.told == said("Something is here for you, whenever you like.")
    assert lucia.newest.buttons == [[said("Open")]]


async def test_what_comes_late_is_covered_in_ones_own_language(lucia: Somebody, town: Town) -> None:
    town.discreet = True
    await lucia.starts()
    lucia.person.says("/language")
    town.clock.move(timedelta(minutes=11))

    await town.settles()

    assert lucia.told.startswith(said("This comes late. Tap the covered words to read them."))


async def test_the_partner_in_a_day_is_named_in_the_language_of_the_track(alice: Somebody, town: Town) -> None:
    saying = "Un minuto con {partner}."
    day = {
        "check_in": {"ask": "¿Qué tal?", "rating": saying, "words": saying},
        "replies": dict.fromkeys(("done", "tried", "not_the_moment", "did_not_want_to", "made_it_worse"), saying),
        "why": saying,
    }
    await town.publishes(track_yaml(track="treinta-dias-en-calma", language="es-MX", days={1: day}))
    await alice.enrols(link="treinta-dias-en-calma")

    nudge = await alice.gets_the_next_day()
    assert "Un minuto con tu pareja." in nudge.text

    before = len(alice.inbox)
    await alice.taps("Done")
    answers = [message.text for message in alice.inbox[before:]]
    assert sum(text.count("Un minuto con tu pareja.") for text in answers) == 3
    await alice.taps("7")
    everything = " ".join(message.text for message in alice.inbox)
    assert "Un minuto con your partner." not in everything


async def test_what_comes_late_to_somebody_unknown_is_covered_in_the_language_of_their_app(
    lucia: Somebody, town: Town
) -> None:
    lucia.person.says("Hola")
    town.clock.move(timedelta(minutes=11))

    await town.settles()

    assert lucia.told.startswith(said("This comes late. Tap the covered words to read them."))
    assert (
        said("You are not on a track. /start shows what this is and begins one; /help says what I can do.")
        in lucia.told
    )


async def test_what_is_said_after_a_restart_is_covered_in_the_language_of_their_app(
    lucia: Somebody, town: Town
) -> None:
    lucia.person.says("Hola")
    [update_id] = [update["update_id"] for update in town.sandbox.world.updates]
    assert isinstance(update_id, int)
    await town.app.poller.once()
    await town.app.intake._handling.handle(update_id)  # acted on, and nothing said yet
    await town.restarts()
    town.clock.move(timedelta(minutes=11))

    await town.settles()

    assert lucia.told.startswith(said("This comes late. Tap the covered words to read them."))


async def test_what_comes_late_while_the_database_is_away_is_covered_in_the_language_of_the_answer(
    lucia: Somebody, town: Town, tmp_path: Path
) -> None:
    await lucia.says("Hola")
    town.forgiven.add("bot.answering")
    away = Database(url_of(tmp_path / "no such folder" / "town.db"), town.keyring)
    answering = Answering(away, town.app.sending, Practice(town.clock), town.clock, pauses=PAUSES)
    first_aid = FirstAid(town.app.sending, town.clock)

    async def fetch(document: Document) -> Upload:
        raise AssertionError(f"nobody sends {document}")

    async def nothing(_: Heard | None = None) -> None:
        """Nobody says /start, and nobody is forgotten."""

    intake = Intake(
        town.database,
        town.app.conversation,
        answering,
        first_aid,
        town.clock,
        fetch=fetch,
        greet=nothing,
        finish=nothing,
        called=town.keyring.pseudonym,
    )
    lucia.person.says("Hola")
    await town.app.poller.once()
    town.clock.move(timedelta(minutes=11))

    draining = asyncio.create_task(intake.drain())
    await town.sandbox.until(lambda: len(lucia.inbox) > 1)
    intake.stop()
    await draining
    await away.close()

    assert lucia.told.startswith(said("This comes late. Tap the covered words to read them."))
