"""Says things on Telegram, in one of the lanes, and tells what came back as a value."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, cast

from telegram import InputFile
from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.chat.message import EDITS, FILE, SENDS, WORDS, Call, Message, TextFile
from bot.chat.picture import Picture
from bot.chat.pictures import making
from bot.clock import Clock
from bot.measures import Measures
from bot.telegram import answers
from bot.telegram.clock_skew import ClockSkew
from bot.telegram.limits import Lane, Limits
from bot.telegram.request import AiohttpRequest, unparsed
from bot.telegram.shown import Shown
from curriculum.media import MediaKind, seconds_of
from storage.media import Attached

_LOG = logging.getLogger(__name__)

HELLO: Final = Call("getMe", {})
"""Changes nothing, and shows whether Telegram is there and knows the token."""
_MESSAGES: Final = frozenset({WORDS, FILE, *SENDS.values()})
_IN_FIGURES: Final = {Lane.REPLY: "reply", Lane.NUDGE: "nudge", Lane.PERMITTED: "nudge"}
_FIELDS: Final = {MediaKind.PICTURE: "photo", MediaKind.VOICE: "voice"}


class Sending:
    """The one way out. `halted` is set when Telegram refuses the token: nothing can be sent any more. With `paid`, nudges may
    go beyond Telegram's free rate, for which it takes Stars (`allow_paid_broadcast` in the Bot API).
    """

    def __init__(
        self, bot: ExtBot[Any], limits: Limits, now: Clock, *, paid: bool = False, measures: Measures | None = None
    ) -> None:
        self._bot = bot
        self._limits = limits
        self._now = now
        self._paid = {"allow_paid_broadcast": True} if paid else {}
        self._shown = Shown()
        self._skew = ClockSkew()
        self._measures = measures or Measures(now)
        self.halted = asyncio.Event()

    @property
    def clock_skew(self) -> timedelta | None:
        """How far our clock is ahead of Telegram's, as its answers tell; None before the first message."""
        return self._skew.now

    async def reply(self, call: Call) -> answers.Answer:
        """Makes one call of an answer to a person. An edit that would change nothing is `NotModified` without a call."""
        if call.method in EDITS and self._shown.looks_so(call.params):
            return answers.NotModified()
        return await self._make(call, Lane.REPLY)

    async def nudge(self, chat: int, message: Message) -> answers.Answer:
        """Sends one nudge, for which a permit was awaited; what it shows or plays has been made ready."""
        call = message.call(chat)
        return await self._make(replace(call, params={**call.params, **self._paid}), Lane.PERMITTED)

    def send_replies_away(self) -> None:
        """Replies that wait for their turn are `NotSent`: the bot stops."""
        self._limits.send_replies_away()

    async def nudge_permits(self, most: int) -> int:
        """Waits until a nudge may be sent: after all replies that wait, within the rate, outside every ban. Gives how many
        may be by then, `most` at most; none when the bot is shut down meanwhile.
        """
        try:
            return await self._limits.nudge_permits(most)
        except NetworkError:
            return 0

    async def _make(self, call: Call, lane: Lane) -> answers.Answer:
        began = self._measures.elapsed()
        answer = await self._made(call, lane)
        self._measures.requested(_IN_FIGURES[lane], answer.code, since=began)
        return answer

    async def _made(self, call: Call, lane: Lane) -> answers.Answer:
        if call.method in EDITS:
            self._shown.forget(call.params)
        drawn = await _drawn(call.picture)
        if call.picture is not None and not drawn:
            return answers.FileRefused()
        asked_at = self._now()
        try:
            beside = call.media or call.file or drawn
            raw = await (self._asked(call, lane, drawn) if beside else self._asked_in_words(call, lane))
        except TelegramError as error:
            return await self._meaning_of(error, call)
        self._note_the_date(call, raw, asked_at)
        message_id = int(raw["message_id"]) if isinstance(raw, Mapping) and "message_id" in raw else 0
        if call.method in _MESSAGES or call.method in EDITS:
            self._shown.remember(call.params, message_id)
        return answers.Sent(message_id, _uploaded(call.media, raw))

    async def _asked(self, call: Call, lane: Lane, drawn: Mapping[str, Any]) -> Any:
        # A copy: the library writes into what it is handed.
        params = {**call.params, **_file(call.media), **_document(call.file), **drawn}
        return await self._bot.do_api_request(unparsed(call.method), api_kwargs=params, rate_limit_args=lane)

    async def _asked_in_words(self, call: Call, lane: Lane) -> Any:
        """The same for what has no file with it, on a shorter way: the library makes a dozen objects for each call."""
        url = f"{self._bot.base_url}/{call.method}"
        request = cast(AiohttpRequest, self._bot.request)
        return await self._limits.process_request(
            request.raw_result, (url, call.params), {}, call.method, call.params, lane
        )

    def _note_the_date(self, call: Call, raw: object, asked_at: datetime) -> None:
        # Only a new message is dated now; an edited one keeps the date of its first words.
        if call.method in _MESSAGES and isinstance(raw, Mapping):
            self._skew.note(raw.get("date"), asked_at=asked_at, answered_at=self._now())

    async def _meaning_of(self, error: TelegramError, call: Call) -> answers.Answer:
        answer = answers.meaning_of(error)
        if isinstance(answer, answers.Refused) and call.picture is not None:
            return answers.FileRefused()
        if isinstance(answer, answers.Refused) and call.media is not None:
            return _refused(call.media, answer)
        if isinstance(answer, answers.NotModified):
            self._shown.remember(call.params, call.params.get("message_id"))
        if not isinstance(answer, answers.TokenRefused):
            return answer
        # A method that Telegram does not know looks the same as a token it does not know; saying hello tells.
        if call is not HELLO and not isinstance(await self._make(HELLO, Lane.REPLY), answers.TokenRefused):
            _LOG.error("Telegram knows no %s", call.method)
            return answers.Refused("no_such_method")
        if not self.halted.is_set():
            _LOG.error("Telegram refuses the token; nothing is sent any more")
        self.halted.set()
        return answer


def _file(media: Attached | None) -> dict[str, Any]:
    """The file as a parameter: by its id where Telegram knows it, else as an upload."""
    if media is None:
        return {}
    field = _FIELDS[media.kind]
    if media.file_id is not None:
        return {field: media.file_id}
    if media.content is None:
        raise ValueError(f"the file {media.name} was not made ready")
    length = seconds_of(media.content) if media.kind is MediaKind.VOICE else None
    upload = {field: InputFile(media.content, filename=media.name)}
    return upload if length is None else {**upload, "duration": length}


async def _drawn(picture: Picture | None) -> dict[str, Any]:
    """A picture for one person, drawn now; it is kept nowhere, nor is the id that Telegram gives it. Nothing when it cannot be
    drawn: then its words go alone. What was on it is not told.
    """
    if picture is None:
        return {}
    try:
        png = await making.made(picture)
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        _LOG.error("a picture of the kind %s could not be drawn: %s", picture.kind, type(error).__name__)
        return {}
    return {_FIELDS[MediaKind.PICTURE]: InputFile(png, filename=f"{picture.kind}.png")}


def _document(file: TextFile | None) -> dict[str, Any]:
    return {} if file is None else {"document": InputFile(file.content.encode(), filename=file.name)}


def _uploaded(media: Attached | None, raw: object) -> Attached | None:
    """What was uploaded, by the id that it has from now on: a picture comes back in several sizes, the largest counts."""
    if media is None or media.content is None or not isinstance(raw, Mapping):
        return None
    came = raw.get(_FIELDS[media.kind])
    sizes = came if isinstance(came, list) else [came]
    known = [size for size in sizes if isinstance(size, Mapping) and isinstance(size.get("file_id"), str)]
    if not known:
        return None
    largest = max(known, key=lambda size: size.get("width", 0) * size.get("height", 0))
    return replace(media, file_id=largest["file_id"], content=None)


def _refused(media: Attached, refusal: answers.Refused) -> answers.Answer:
    if refusal == answers.UNKNOWN_FILE and media.file_id is not None:
        return answers.FileUnknown(media)
    return answers.FileRefused()
