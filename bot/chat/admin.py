"""An admin's routes. Telegram does not say for whom a command was shown, so rights are checked here, every time."""

import logging
from collections.abc import Callable

from bot.chat import admin_messages, buttons, standing_texts
from bot.chat.buttons import DraftDay, DraftFindings, DraftPublished
from bot.chat.message import Answer
from bot.chat.turn import Heard, Kind
from bot.publishing import Publishing, Refused, Unusable, Upload
from curriculum.media import MediaFile
from storage.database import Unit

_LOG = logging.getLogger(__name__)


class Admin:
    """What an admin says to the bot; anybody else is told that they cannot, and it is logged."""

    def __init__(self, publishing: Publishing, *, admins: frozenset[int], pseudonym: Callable[[int], str]) -> None:
        self._publishing = publishing
        self._admins = admins
        self._pseudonym = pseudonym

    def has(self, telegram_id: int) -> bool:
        """Whether this Telegram account is an admin's."""
        return telegram_id in self._admins

    async def tracks(self, unit: Unit, heard: Heard) -> Answer:
        """`/tracks`: what is published."""
        if not self.has(heard.sender):
            return self._refuse(heard, "tracks")
        return Answer(say=(admin_messages.tracks(await self._publishing.on_offer(unit)),))

    async def file(self, unit: Unit, heard: Heard, upload: Upload | None) -> Answer:
        """A file: `upload` is what was made of it, or what is wrong with it; None for one that was not opened."""
        if not self.has(heard.sender):
            return self._refuse(heard, "file")
        match upload:
            case None:
                return Answer(say=(admin_messages.send_yaml(),))
            case Refused():
                return Answer(say=(admin_messages.refused(upload),))
            case Unusable():
                return Answer(say=(admin_messages.unusable(upload),))
            case MediaFile():
                await self._publishing.take_in(unit, upload, admin=heard.sender)
                return Answer(say=(admin_messages.taken_in(upload),))
        name = heard.document.name if heard.document is not None else ""
        taken = await self._publishing.take(unit, upload, file=name, admin=heard.sender)
        return Answer(
            say=(admin_messages.refused(taken) if isinstance(taken, Refused) else admin_messages.preview(taken),)
        )

    async def tap(self, unit: Unit, heard: Heard) -> Answer:
        """A tap under a preview. Raises `NoDraft`."""
        if not self.has(heard.sender):
            return self._refuse(heard, "tap")
        match buttons.read(heard.tap):
            case DraftDay(token, day):
                return Answer(
                    edit=admin_messages.preview(await self._publishing.look_at(unit, token, day, admin=heard.sender))
                )
            case DraftFindings(token):
                reviewed = await self._publishing.review(unit, token, admin=heard.sender)
                return Answer(say=(admin_messages.reviewed(reviewed),))
            case DraftPublished(token):
                published = await self._publishing.publish(unit, token, admin=heard.sender)
                if isinstance(published, Refused):
                    return Answer(say=(admin_messages.refused(published),))
                ref = published.publication.ref
                _LOG.info("%s published %s version %s", self._pseudonym(heard.sender), ref.slug, ref.number)
                return Answer(say=(admin_messages.published(published),))
            case _:
                return Answer()

    def _refuse(self, heard: Heard, act: str) -> Answer:
        _LOG.warning("%s is no admin and was refused: %s", self._pseudonym(heard.sender), act)
        if heard.kind is Kind.TAP:
            return Answer(toast=standing_texts.not_yours())
        return Answer(say=(standing_texts.admins_only(),))


def is_admin_s(payload: str) -> bool:
    """Whether a button with this payload stands under an admin's preview."""
    return isinstance(buttons.read(payload), DraftDay | DraftFindings | DraftPublished)
