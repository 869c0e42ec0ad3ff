"""One request over the wire, and what its failure proves."""

import asyncio
import logging
import ssl
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TimedOut
from telegram.ext import ExtBot

from bot.telegram import answers
from bot.telegram.limits import Lane
from bot.telegram.request import AiohttpRequest, AskedToWait, unparsed
from bot.telegram.wire_faults import MaybeSent, NeverSent, WireFault
from tests.bot.telegram import wire as scripted
from tests.bot.telegram.wire import TOKEN, Script, Wire, redirects, refuses, shows


def address(wire: Wire, method: str = "sendMessage") -> str:
    return f"{wire.address}{TOKEN}/{method}"


async def fault_of(request: AiohttpRequest, url: str, **timeouts: Any) -> tuple[NetworkError, WireFault]:
    with pytest.raises(NetworkError) as raised:
        await request.post(url, **timeouts)
    cause = raised.value.__cause__
    assert isinstance(cause, WireFault)
    return raised.value, cause


def all_that_is_said(error: BaseException) -> str:
    """The error and everything that hangs on it, also what a traceback keeps to itself."""
    said = "".join(traceback.format_exception(error))
    for other in (error.__cause__, error.__context__):
        said += "" if other is None else repr(other) + str(other) + all_that_is_said(other)
    return said + repr(error)


@asynccontextmanager
async def a_listener_that_never_reads() -> AsyncIterator[int]:
    over = asyncio.Event()

    async def ignore(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(ignore, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        over.set()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def a_listener_with_a_certificate_of_its_own(folder: Path) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Speaks TLS as localhost, vouched for by nobody; with its port comes what it heard."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        certificate.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            heard.append(await reader.read(1))
        writer.close()

    server = await asyncio.start_server(listen, "localhost", 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()
        await server.wait_closed()


async def test_a_message_goes_out_as_a_form_and_its_answer_comes_back(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendMessage", scripted.says({"message_id": 7}))

    raw = await bot.do_api_request(
        unparsed("sendMessage"),
        api_kwargs={"chat_id": 5, "text": "доброе утро", "reply_markup": {"inline_keyboard": [[{"text": "Done"}]]}},
    )

    assert raw == {"message_id": 7}
    assert wire.calls[-1].params == {
        "chat_id": 5,
        "text": "доброе утро",
        "reply_markup": {"inline_keyboard": [[{"text": "Done"}]]},
    }


async def test_a_file_goes_out_as_an_upload_however_large(wire: Wire, bot: ExtBot[Lane]) -> None:
    journal = b"a day, and another\n" * 100_000
    wire.will("sendDocument", scripted.says({"message_id": 8}))

    await bot.do_api_request(
        unparsed("sendDocument"),
        api_kwargs={"chat_id": 5, "document": InputFile(journal, filename="journal.html"), "protect_content": True},
    )

    assert wire.calls[-1].params == {"chat_id": "5", "protect_content": "true"}
    assert wire.calls[-1].files == {"document": ("journal.html", journal)}


async def test_a_file_can_be_fetched(wire: Wire, request_: AiohttpRequest) -> None:
    wire.will("track.yaml", shows("slug: calm"))

    content = await request_.retrieve(address(wire, "track.yaml"))

    assert content == b"slug: calm"


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        pytest.param(scripted.hangs, "read_timeout", id="no answer"),
        pytest.param(scripted.stalls_halfway, "read_timeout", id="half an answer, then silence"),
        pytest.param(scripted.breaks_off, "half_answer", id="half an answer, then the end"),
        pytest.param(scripted.resets, "reset", id="reset"),
        pytest.param(shows("<h1>{path} is down</h1>", status=502), "server_error", id="a gateway's page"),
        pytest.param(refuses(500, "Internal Server Error"), "server_error", id="Telegram's own trouble"),
        pytest.param(shows("<h1>{path}: forbidden here</h1>", status=403), "bad_answer", id="a proxy's refusal"),
        pytest.param(shows('{"ok":true,"result":'), "bad_answer", id="broken JSON"),
        pytest.param(shows('["ok"]'), "bad_answer", id="JSON of another shape"),
        pytest.param(shows('{"ok":true}'), "bad_answer", id="a success without result"),
        pytest.param(shows('{"ok":false,"description":"no"}'), "bad_answer", id="a refusal that calls itself 200"),
        pytest.param(shows('{"ok":false,"result":true}'), "bad_answer", id="a contradiction"),
    ],
)
async def test_what_may_have_been_sent_is_never_called_unsent(
    wire: Wire, request_: AiohttpRequest, caplog: pytest.LogCaptureFixture, script: Script, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.will("sendMessage", script)

    error, cause = await fault_of(request_, address(wire), read_timeout=0.2)

    assert isinstance(cause, MaybeSent)
    assert cause.fault == fault
    assert isinstance(error, TimedOut) == (fault == "read_timeout")
    assert answers.meaning_of(error) == answers.Ambiguous(fault)
    assert TOKEN not in all_that_is_said(error) + caplog.text


async def test_a_request_does_not_follow_when_it_is_sent_elsewhere(wire: Wire, request_: AiohttpRequest) -> None:
    wire.will("sendMessage", redirects(to=f"/bot{TOKEN}/getMe"))

    error, _ = await fault_of(request_, address(wire))

    assert answers.meaning_of(error) == answers.Ambiguous("bad_answer")
    assert [call.method for call in wire.calls] == ["sendMessage"]


async def test_nobody_without_a_certificate_that_is_trusted_hears_a_word(
    request_: AiohttpRequest, tmp_path: Path
) -> None:
    async with a_listener_with_a_certificate_of_its_own(tmp_path) as (port, heard):
        error, cause = await fault_of(request_, f"https://localhost:{port}/bot{TOKEN}/sendMessage")

    assert isinstance(cause, NeverSent)
    assert TOKEN not in all_that_is_said(error)
    assert heard == []


async def test_an_upload_that_nobody_takes_may_have_been_sent(request_: AiohttpRequest) -> None:
    async with a_listener_that_never_reads() as port, AiohttpRequest(media_write_timeout=0.2) as request:
        bot = ExtBot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)

        with pytest.raises(TimedOut) as raised:
            await bot.do_api_request(unparsed("sendDocument"), {"document": InputFile(bytes(32_000_000))})

    assert answers.meaning_of(raised.value) == answers.Ambiguous("write_timeout")
    assert TOKEN not in all_that_is_said(raised.value)


async def test_a_refused_connection_proves_that_nothing_was_sent(
    request_: AiohttpRequest, unused_tcp_port: int
) -> None:
    error, cause = await fault_of(request_, f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/sendMessage")

    assert isinstance(cause, NeverSent)
    assert answers.meaning_of(error) == answers.NotSent("connect_refused")
    assert TOKEN not in all_that_is_said(error)


async def test_a_connection_that_does_not_come_about_in_time_proves_it_too(request_: AiohttpRequest) -> None:
    async with a_listener_that_never_reads() as port:
        # A TLS greeting that nobody answers: the connection is not there yet.
        url = f"https://127.0.0.1:{port}/bot{TOKEN}/sendMessage"
        error, _ = await fault_of(request_, url, connect_timeout=0.2)

    assert isinstance(error, TimedOut)
    assert answers.meaning_of(error) == answers.NotSent("connect_timeout")
    assert TOKEN not in all_that_is_said(error)


async def test_a_name_that_cannot_be_found_proves_it_too(request_: AiohttpRequest) -> None:
    error, cause = await fault_of(request_, f"http://nowhere.invalid/bot{TOKEN}/sendMessage", connect_timeout=1)

    assert isinstance(cause, NeverSent)
    assert cause.fault in ("dns", "connect_timeout")
    assert TOKEN not in all_that_is_said(error)


async def test_a_full_pool_proves_it_too_and_gives_its_place_back(wire: Wire) -> None:
    wire.will("sendMessage", scripted.hangs)
    async with AiohttpRequest(connections=1, read_timeout=0.3) as request:
        first = asyncio.create_task(fault_of(request, address(wire)))
        await wire.called.wait()

        error, _ = await fault_of(request, address(wire), pool_timeout=0.05)
        await first
        served = await request.post(address(wire))

    assert isinstance(error, TimedOut)
    assert answers.meaning_of(error) == answers.NotSent("pool_timeout")
    assert served is True


async def test_after_the_end_nothing_is_sent(wire: Wire) -> None:
    request = AiohttpRequest()
    await request.initialize()
    await request.shutdown()

    error, _ = await fault_of(request, address(wire))

    assert answers.meaning_of(error) == answers.NotSent("closed")
    assert wire.calls == []


async def test_a_call_may_be_given_more_time_than_usual(wire: Wire) -> None:
    async def answers_late(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return scripted.ok_response(True)

    wire.will("sendMessage", answers_late, answers_late)
    async with AiohttpRequest(read_timeout=0.05) as request:
        hurried, _ = await fault_of(request, address(wire))
        patient = await request.post(address(wire), read_timeout=5)

    assert isinstance(hurried, TimedOut)
    assert patient is True


async def test_connections_are_used_again(wire: Wire, request_: AiohttpRequest) -> None:
    ports: set[object] = set()

    async def notes_the_port(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        ports.add(request.transport.get_extra_info("peername"))
        return scripted.ok_response(True)

    wire.will("sendMessage", *[notes_the_port] * 5)
    for _ in range(5):
        await request_.post(address(wire))

    assert len(ports) == 1


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        pytest.param(refuses(429, "Too Many Requests: retry after 7", retry_after=7), 7.0, id="with a time"),
        pytest.param(refuses(429, "Too Many Requests"), 5.0, id="without a time"),
        pytest.param(refuses(429, "Too Many Requests", retry_after=1e300), 86400.0, id="for ever"),
        pytest.param(shows("<h1>slow down</h1>", status=429), 5.0, id="by a gateway"),
    ],
)
async def test_a_request_to_wait_is_heard(wire: Wire, request_: AiohttpRequest, script: Script, seconds: float) -> None:
    wire.will("sendMessage", script)

    with pytest.raises(AskedToWait) as raised:
        await request_.post(address(wire))

    assert answers.meaning_of(raised.value) == answers.Wait(seconds)


@pytest.mark.parametrize(
    ("script", "kind", "meaning"),
    [
        (refuses(403, "Forbidden: bot was blocked by the user"), Forbidden, answers.Blocked("blocked")),
        (refuses(403, "Forbidden: user is deactivated"), Forbidden, answers.Blocked("deactivated")),
        (
            refuses(403, "Forbidden: bot can't initiate conversation with a user"),
            Forbidden,
            answers.Blocked("never_started"),
        ),
        (refuses(400, "Bad Request: chat not found"), BadRequest, answers.ChatGone()),
        (
            refuses(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100),
            ChatMigrated,
            answers.ChatGone(),
        ),
        (refuses(400, "Bad Request: can't parse entities: unclosed tag"), BadRequest, answers.Unparsable()),
        (
            refuses(400, "Bad Request: message is not modified: specified new message content is exactly the same"),
            BadRequest,
            answers.NotModified(),
        ),
        (
            refuses(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
            BadRequest,
            answers.TooOld(),
        ),
        (refuses(400, "Bad Request: message is too long"), BadRequest, answers.Refused("too_long")),
        (refuses(400, "Bad Request: message to edit not found"), BadRequest, answers.Refused("message_gone")),
        (refuses(400, "Bad Request: BUTTON_DATA_INVALID"), BadRequest, answers.Refused("bad_request")),
        (refuses(409, "Conflict: terminated by other getUpdates request"), Conflict, answers.SecondPoller()),
        (refuses(401, "Unauthorized"), InvalidToken, answers.TokenRefused()),
        (refuses(404, "Not Found"), InvalidToken, answers.TokenRefused()),
    ],
)
async def test_a_refusal_means_what_telegram_means(
    wire: Wire, request_: AiohttpRequest, script: Script, kind: type[Exception], meaning: answers.Answer
) -> None:
    wire.will("sendMessage", script)

    with pytest.raises(kind) as raised:
        await request_.post(address(wire))

    assert answers.meaning_of(raised.value) == meaning  # type: ignore[arg-type]  # kind is one of the library's


async def test_a_token_that_is_refused_later_is_told_from_a_missing_method(wire: Wire, bot: ExtBot[Lane]) -> None:
    wire.will("sendMessage", refuses(401, "Unauthorized"))

    with pytest.raises(Exception, match="not found in Bot API") as raised:
        await bot.do_api_request(unparsed("sendMessage"), {"chat_id": 5})

    assert answers.meaning_of(raised.value) == answers.TokenRefused()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "quoting",
    [
        'Bad Request: can\'t parse entities: Unsupported start tag "shame" at byte offset 5',
        'Bad Request: strange "shame" here',
    ],
)
async def test_a_persons_words_in_a_refusal_are_not_passed_on(
    wire: Wire, request_: AiohttpRequest, quoting: str
) -> None:
    wire.will("sendMessage", refuses(400, quoting))

    with pytest.raises(BadRequest) as raised:
        await request_.post(address(wire))

    assert "shame" not in all_that_is_said(raised.value)


async def test_an_answer_that_cannot_be_read_is_not_logged(
    wire: Wire, request_: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.will("getUpdates", shows('{"ok":true,"result":[{"message":{"text":"we quarrelled"'))

    error, _ = await fault_of(request_, address(wire, "getUpdates"))

    assert "quarrelled" not in caplog.text + all_that_is_said(error)


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "editMessageReplyMarkup", "answerCallbackQuery"])
async def test_the_raw_route_reaches_methods_that_the_library_knows(wire: Wire, bot: ExtBot[Lane], method: str) -> None:
    await bot.do_api_request(unparsed(method))

    assert wire.calls[-1].method == method
