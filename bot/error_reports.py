"""Errors told to a Sentry server, for operators who have one: of what kind they are and where they happened, and nothing else.

What is sent is put together from what is allowed, rather than cleaned of what is not: no words of anybody, no values of
variables, no texts of exceptions, no ids, no names, no addresses, no name of this machine. https://develop.sentry.dev/sdk/
says what an event can have.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from structlog.contextvars import get_contextvars

from bot import logs, release
from bot.settings import PREFIX, Settings, SettingsProblem

if TYPE_CHECKING:
    from sentry_sdk import Client
    from sentry_sdk.types import Event, Hint

_OURS: Final = ["bot", "storage", "curriculum"]
_NOT_ABOUT_ITSELF: Final = ("sentry_sdk", "urllib3")
_LEFT_AT_THE_END: Final = 2.0
"""Seconds to send what is still to be sent, when the bot ends."""
_OF_EVENT: Final = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")
_OF_EXCEPTION: Final = ("type", "module")
_OF_FRAME: Final = ("filename", "function", "module", "lineno", "in_app")
_OF_MECHANISM: Final = ("type", "handled", "exception_id", "parent_id", "is_exception_group")
_TICK: Final = "tick"


@contextmanager
def sent(settings: Settings) -> Iterator[None]:
    """While the block runs, errors that are logged are sent, if the settings name a server. Raises `SettingsProblem` when they
    name none that can be, or the extra is not installed.
    """
    address = settings.sentry_address()
    if address is None:
        yield
        return
    client = _client(address)
    handler = _Sender(client, logs.wordless(settings))
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        client.close(timeout=_LEFT_AT_THE_END)


def _client(address: str) -> "Client":
    try:
        from sentry_sdk import Client
        from sentry_sdk.utils import BadDsn
    except ImportError as error:
        raise SettingsProblem(
            f"{PREFIX}SENTRY_DSN is set, and the part that sends errors there is not installed: "
            "install it with deploy/install --extras, into the image with --build-arg PACKAGES=requirements-extras.txt, or "
            "where the program is a package with pip install 'smallgains[sentry]'; or leave it out"
        ) from error
    try:
        return Client(
            dsn=address,
            release=f"smallgains@{release.version()}",
            before_send=_allowed,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            server_name="",
            in_app_include=_OURS,
            auto_session_tracking=False,
            send_client_reports=False,
            enable_metrics=False,
            enable_backpressure_handling=False,
        )
    except BadDsn as error:
        raise SettingsProblem(
            f"{PREFIX}SENTRY_DSN is no address that Sentry gives out: https://KEY@sentry.example.org/NUMBER"
        ) from error


class _Sender(logging.Handler):
    """Sends an event for each record from errors on. Of ours it says what is always said there, without what is filled in."""

    def __init__(self, client: "Client", wordless: "logs.Wordless") -> None:
        super().__init__(logging.ERROR)
        self._client = client
        self._wordless = wordless

    def emit(self, record: logging.LogRecord) -> None:
        """The record as an event."""
        from sentry_sdk.utils import event_from_exception

        if record.name.partition(".")[0] in _NOT_ABOUT_ITSELF:
            return
        event: Event = {}
        if record.exc_info and record.exc_info[1] is not None:
            how = {"type": "logging", "handled": True}
            event, _ = event_from_exception(record.exc_info, client_options=self._client.options, mechanism=how)
        event["level"] = "fatal" if record.levelno >= logging.CRITICAL else "error"
        event["logger"] = record.name
        event["logentry"] = {"message": self._wordless(record)}
        if (tick := get_contextvars().get(_TICK)) is not None:
            event["tags"] = {_TICK: tick}
        self._client.capture_event(event)


def _allowed(event: "Event", _: "Hint") -> "Event":
    """What may be sent of an event."""
    told: Event = _only(event, _OF_EVENT)  # type: ignore[assignment]  # some of the keys of an event
    if message := event.get("logentry", {}).get("message"):
        told["logentry"] = {"message": message}
    if tick := event.get("tags", {}).get(_TICK):
        told["tags"] = {_TICK: tick}
    if "exception" in event:
        told["exception"] = {"values": [_exception(one) for one in event["exception"].get("values", [])]}
    return told


def _exception(one: Mapping[str, Any]) -> dict[str, Any]:
    frames = (one.get("stacktrace") or {}).get("frames") or []
    return {
        **_only(one, _OF_EXCEPTION),
        "mechanism": _only(one.get("mechanism") or {}, _OF_MECHANISM),
        "stacktrace": {"frames": [_only(frame, _OF_FRAME) for frame in frames]},
    }


def _only(what: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: what[name] for name in names if name in what}
