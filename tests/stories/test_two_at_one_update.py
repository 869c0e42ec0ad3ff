"""One update in two processes: one of them was held up over it, until it counted as dead."""

from collections.abc import Awaitable, Callable

from bot.chat.turn import Document
from bot.handling import Handling
from bot.publishing import Upload
from bot.telegram.files import fetch_upload
from tests.stories.town import Somebody, Town
from tests.tracks import track_yaml

MINE = track_yaml(track="kind-evenings", title="Kind evenings")


def hands(town: Town, meanwhile: Callable[[], Awaitable[object]]) -> Handling:
    """What sees to updates; something happens while a file is on its way."""

    async def fetch(document: Document) -> Upload:
        upload = await fetch_upload(town.app.bot, document)
        await meanwhile()
        return upload

    async def nothing(*_: object) -> None:
        """Nothing happens."""

    conversation = town.app.conversation
    return Handling(town.database, conversation, town.clock, fetch=fetch, greet=nothing, helped=lambda _: ())


async def test_a_file_that_took_too_long_to_come_has_its_effect_once(robin: Somebody, town: Town) -> None:
    answers: list[object] = []
    update_id = robin.person.sends_document("kind-evenings.yaml", MINE.encode())
    await town.app.poller.once()

    async def nothing() -> None:
        """Nobody else sees to it."""

    async def another_process() -> None:
        answers.append(await hands(town, nothing).handle(update_id))

    answers.append(await hands(town, another_process).handle(update_id))

    first, second = answers
    assert first is not None
    assert second == first
