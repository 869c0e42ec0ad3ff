"""A wire that never leaves the process: the bot's calls go straight to the pretend Telegram."""

from collections.abc import Mapping
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.sandbox import Sandbox, Upload
from bot.telegram import json_text
from bot.telegram.request import AiohttpRequest, success


class Wire(AiohttpRequest):
    """The bot's way to one sandbox. Refusals are raised as over HTTP."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__()
        self._sandbox = sandbox

    async def initialize(self) -> None:
        """Nothing to open."""

    async def raw_result(self, url: str, params: Mapping[str, Any]) -> Any:
        """What a call without files gives, as it came."""
        told = {name: value for name, value in params.items() if value is not None}
        _, payload = success(await self._sandbox.asked(_method_in(url), told))
        return json_text.read(payload)["result"]

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of a success."""
        if request_data is None:
            return success(await self._sandbox.asked(_method_in(url), {}))
        if not request_data.contains_files:
            return success(await self._sandbox.asked(_method_in(url), request_data.parameters))
        uploads = {
            field: Upload(name, kind, content if isinstance(content, bytes) else content.read())
            for field, (name, content, kind) in request_data.multipart_data.items()
        }
        return success(await self._sandbox.asked(_method_in(url), request_data.json_parameters, uploads))


def _method_in(url: str) -> str:
    return url.rsplit("/", 1)[1]
