"""A Bot API that answers at once and remembers when everything came: what the contenders send to.

    python -m tests.benchmarks.stub                        (how much it could take by itself)
    python -m tests.benchmarks.stub --serve --delay-ms 40 --cap 30

The answer to sendMessage is a whole message; its words and buttons are those of the first message that came, so that
nothing is parsed but the chat. With `--cap`, more messages in a second are answered with 429. Under `/_record` it tells
what came and when, by the machine's steady clock, which all processes share; `/_reset` forgets it; `/_ask?chat=1` has
somebody say /settings, for `getUpdates` to carry. It ends when its standard input does.
"""

import argparse
import asyncio
import contextlib
import json
import os
import re
import sys
import time
from array import array
from collections import deque
from email import message_from_bytes
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.benchmarks.racing.arithmetic import SECOND_NS
from tests.benchmarks.racing.contenders.saying import Measured, say
from tests.benchmarks.racing.stubbed import CORE, TOKEN, measured_core, on_core, stub

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_KIND: Final = re.compile(rb"\r\ncontent-type: *([^\r\n]+)", re.IGNORECASE)
_CHAT: Final = re.compile(rb"chat_id(?:=|\": ?\"?|\"(?:\r\n[^\r\n]+)*\r\n\r\n)(-?\d+)")
_BOT: Final = {"id": 42, "is_bot": True, "first_name": "Small Gains", "username": "small_gains_bot"}
_ABILITIES: Final = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
_TRUE: Final = b'{"ok":true,"result":true}'
_LONGEST_POLL: Final = 10.0
_CONNECTIONS: Final = 32


class Telegram:
    """What the stub knows: what came, and what is still to be carried."""

    def __init__(self, *, delay: float = 0.0, cap: int | None = None) -> None:
        self._delay = delay
        self._cap = cap
        self._messages = 0
        self._in_a_second: deque[int] = deque()
        self._updates: list[dict[str, Any]] = []
        self._update_ids = 0
        self._poll: tuple[Connection, asyncio.TimerHandle] | None = None
        self._head = b""
        self._tail = b""
        self.reset()

    def reset(self) -> None:
        """Forgets what came."""
        self._arrivals = array("q")
        self._chats = array("q")
        self._asks: list[tuple[int, int]] = []
        self._refused = 0
        self._first: dict[str, Any] | None = None
        self._calls: list[tuple[str, int]] = []
        self._in_a_second.clear()

    def hears(self, connection: "Connection", target: bytes, head: bytes, body: bytes) -> None:
        """Sees one request through."""
        if target.endswith((b"/sendMessage", b"/sendmessage")):
            self._takes_a_message(connection, head, body)
        else:
            self._answers_the_rest(connection, target.decode(), head, body)

    def _takes_a_message(self, connection: "Connection", head: bytes, body: bytes) -> None:
        now = time.monotonic_ns()
        if self._cap is not None and self._is_full(now, self._cap):
            self._refused += 1
            connection.says(
                b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
                b'"parameters":{"retry_after":1}}',
                b"429 Too Many Requests",
            )
            return
        found = _CHAT.search(body)
        chat = int(found[1]) if found else 0
        self._arrivals.append(now)
        self._chats.append(chat)
        if self._first is None:
            self._first = _fields(head, body)
            self._learn_from(self._first)
        self._messages += 1
        answer = self._head % (self._messages, chat, int(time.time())) + self._tail
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, connection.says, answer)
        else:
            connection.says(answer)

    def _is_full(self, now: int, cap: int) -> bool:
        recent = self._in_a_second
        while recent and recent[0] <= now - SECOND_NS:
            recent.popleft()
        if len(recent) >= cap:
            return True
        recent.append(now)
        return False

    def _learn_from(self, first: dict[str, Any]) -> None:
        text = first.get("text", "")
        rest = {"text": text, "entities": [{"type": "bold", "offset": 0, "length": min(12, len(text))}]}
        if "reply_markup" in first:
            rest["reply_markup"] = json.loads(first["reply_markup"])
        self._head = (
            b'{"ok":true,"result":{"message_id":%%d,"from":%s,"chat":{"id":%%d,"first_name":"Alice","type":"private"},'
            b'"date":%%d,'
        ) % json.dumps(_BOT).encode()
        self._tail = json.dumps(rest).encode()[1:] + b"}"

    def _answers_the_rest(self, connection: "Connection", target: str, head: bytes, body: bytes) -> None:
        url = urlsplit(target)
        query = parse_qs(url.query)
        match url.path.rpartition("/")[2]:
            case "_record":
                connection.says(json.dumps(self._record()).encode())
            case "_count":
                connection.says(str(len(self._arrivals)).encode())
            case "_reset":
                self.reset()
                connection.says(_TRUE)
            case "_ask":
                self._asked(int(query["chat"][0]))
                connection.says(_TRUE)
            case "getMe":
                self._calls.append(("getMe", time.monotonic_ns()))
                connection.says(json.dumps({"ok": True, "result": {**_BOT, **_ABILITIES}}).encode())
            case "getUpdates":
                given = {**dict(parse_qsl(url.query)), **_fields(head, body)}
                self._polled(connection, int(given.get("offset", "0")), float(given.get("timeout", "0")))
            case method:
                self._calls.append((method, time.monotonic_ns()))
                connection.says(_TRUE)

    def _record(self) -> dict[str, Any]:
        return {
            "arrivals": self._arrivals.tolist(),
            "chats": self._chats.tolist(),
            "asks": self._asks,
            "refused": self._refused,
            "first": self._first,
            "calls": self._calls,
        }

    def _asked(self, chat: int) -> None:
        self._update_ids += 1
        self._updates.append(
            {
                "update_id": self._update_ids,
                "message": {
                    "message_id": 1_000_000 + self._update_ids,
                    "date": int(time.time()),
                    "chat": {"id": chat, "first_name": "Alice", "type": "private"},
                    "from": {"id": chat, "is_bot": False, "first_name": "Alice", "language_code": "en"},
                    "text": "/settings",
                    "entities": [{"type": "bot_command", "offset": 0, "length": 9}],
                },
            }
        )
        self._asks.append((chat, time.monotonic_ns()))
        if self._poll is not None:
            self._carries()

    def _polled(self, connection: "Connection", offset: int, timeout: float) -> None:
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        loop = asyncio.get_running_loop()
        self._poll = (connection, loop.call_later(min(timeout, _LONGEST_POLL), self._carries))
        if self._updates:
            self._carries()

    def _carries(self) -> None:
        if self._poll is not None:
            (connection, timer), self._poll = self._poll, None
            timer.cancel()
            connection.says(json.dumps({"ok": True, "result": self._updates}).encode())


class Connection(asyncio.Protocol):
    """One keep-alive connection: HTTP as far as the contenders speak it, and no further."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[:end])
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body = bytes(self._buffer[end + 4 : whole])
            del self._buffer[:whole]
            self._telegram.hears(self, head.split(b" ", 2)[1], head, body)

    def says(self, body: bytes, status: bytes = b"200 OK") -> None:
        """Answers the request that came last."""
        assert self._transport is not None
        self._transport.write(
            b"HTTP/1.1 %s\r\nServer: nginx\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (status, len(body), body)
        )


def _fields(head: bytes, body: bytes) -> dict[str, Any]:
    """The parameters of a call, whichever way they were written."""
    kind = _KIND.search(head)
    written = kind[1] if kind else b""
    if written.startswith(b"multipart/"):
        whole = message_from_bytes(b"Content-Type: " + written + b"\r\n\r\n" + body)
        return {
            str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True)).decode()
            for part in whole.walk()
            if not part.is_multipart()
        }
    if written.startswith(b"application/json"):
        return {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in json.loads(body).items()
        }
    return dict(parse_qsl(body.decode()))


async def serve(telegram: Telegram, port: int) -> None:
    """Serves until standard input ends; tells its port in a line of JSON first."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(telegram), "127.0.0.1", port, backlog=2048)
    say(port=server.sockets[0].getsockname()[1])
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 1) else ended.set())
    await ended.wait()
    server.close()


class _Asking(asyncio.Protocol):
    """Sends the same message as soon as it is answered, until enough are."""

    def __init__(self, left: list[int], done: asyncio.Event) -> None:
        text = "chat_id=7&text=" + "a+quiet+minute+" * 30 + "&parse_mode=HTML"
        self._request = (
            f"POST /bot{TOKEN}/sendMessage HTTP/1.1\r\nHost: localhost\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(text)}\r\n\r\n{text}"
        ).encode()
        self._left = left
        self._done = done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._asks()

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"}}"):
            self._asks()

    def _asks(self) -> None:
        self._left[0] -= 1
        if self._left[0] >= 0:
            assert isinstance(self._transport, asyncio.Transport)
            self._transport.write(self._request)
        elif self._left[0] <= -_CONNECTIONS:
            self._done.set()


async def ceiling(port: int, messages: int) -> dict[str, float]:
    """How long it takes to send that many as fast as they are answered."""
    left, done = [messages], asyncio.Event()
    loop = asyncio.get_running_loop()
    measured = Measured()
    made = [await loop.create_connection(lambda: _Asking(left, done), "127.0.0.1", port) for _ in range(_CONNECTIONS)]
    await done.wait()
    figures = measured.figures()
    for transport, _ in made:
        transport.close()
    return figures


def main(messages: int) -> None:
    """Tells how many messages a second the stub takes by itself."""
    with stub() as served:
        with on_core(measured_core()):
            figures = asyncio.run(ceiling(served.port, messages))
        assert len(served.record().arrivals) == messages
    print(  # noqa: T201
        f"the stub by itself: {messages / figures['seconds']:,.0f} messages/s over {_CONNECTIONS} connections, "
        "asked by a process on the other core"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--serve", action="store_true", help="serve, instead of measuring")
    parser.add_argument("--port", type=int, default=0, help="any free one unless given")
    parser.add_argument("--delay-ms", type=float, default=0.0, help="how long each answer to a message takes")
    parser.add_argument("--cap", type=int, help="the most messages in any second")
    parser.add_argument("--messages", type=int, default=50_000, help="so many for measuring")
    given = parser.parse_args()
    if given.serve:
        with on_core(CORE), contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(Telegram(delay=given.delay_ms / 1000, cap=given.cap), given.port))
    else:
        main(given.messages)
