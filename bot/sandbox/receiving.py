"""How the bot gets its updates: by asking again and again, or by having them carried to its address."""

import re
from urllib.parse import urlsplit

from bot.sandbox.chats import Json
from bot.sandbox.parameters import Parameters, names
from bot.sandbox.refusal import Refused, bad_request
from bot.sandbox.webhook import Deliverer, Webhook
from bot.sandbox.world import World

GET_UPDATES = frozenset({"offset", "limit", "timeout", "allowed_updates"})
SET_WEBHOOK = names("url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token")
DELETE_WEBHOOK = frozenset({"drop_pending_updates"})
GET_FILE = frozenset({"file_id"})

LONGEST_POLL_SECONDS = 50
MOST_UPDATES = 100
_PORTS = frozenset({443, 80, 88, 8443, None})
_AT_HOME = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Receiving:
    """The bot's two ways to its updates; only one is open at a time."""

    def __init__(self, world: World, deliverer: Deliverer) -> None:
        self._world = world
        self._deliverer = deliverer

    async def get_updates(self, given: Parameters) -> list[Json]:
        """A long poll; `offset` confirms everything before it."""
        if self._deliverer.webhook is not None:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
            )
        limit = given.number("limit")
        timeout = given.number("timeout") or 0
        if timeout < 0 or (limit is not None and not 1 <= limit <= MOST_UPDATES):
            raise bad_request("wrong limit or timeout in request")
        self._world.updates.allow(given.list_of_texts("allowed_updates"))
        return await self._world.updates.poll(
            offset=given.number("offset") or 0,
            limit=limit or MOST_UPDATES,
            seconds=min(timeout, LONGEST_POLL_SECONDS),
        )

    async def set_webhook(self, given: Parameters) -> bool:
        """Has updates carried to an address; an empty one ends that."""
        url, secret = given.text("url"), given.text("secret_token")
        if not url:
            return await self.delete_webhook(given)
        _check(url, secret)
        connections = given.number("max_connections") or 40
        if not 1 <= connections <= 100:
            raise bad_request("max_connections must be from 1 to 100")
        await self._deliverer.stop()
        self._world.updates.allow(given.list_of_texts("allowed_updates"))
        self._deliverer.webhook = Webhook(url, secret, connections)
        self._drop_if_asked(given)
        self._world.updates.end_poll()
        return True

    async def delete_webhook(self, given: Parameters) -> bool:
        """Stops carrying; what waits keeps waiting unless it is to be dropped."""
        await self._deliverer.stop()
        self._deliverer.webhook = None
        self._drop_if_asked(given)
        return True

    async def get_webhook_info(self, given: Parameters) -> Json:
        """Where updates go and how the last try went."""
        webhook = self._deliverer.webhook
        info: Json = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }
        if webhook:
            info["max_connections"] = webhook.max_connections
            if webhook.last_error:
                info["last_error_message"] = webhook.last_error
                info["last_error_date"] = webhook.last_error_at
        if self._world.updates.allowed:
            info["allowed_updates"] = self._world.updates.allowed
        return info

    def _drop_if_asked(self, given: Parameters) -> None:
        if given.flag("drop_pending_updates"):
            self._world.updates.drop()


def _check(url: str, secret: str) -> None:
    address = urlsplit(url)
    if address.hostname not in _AT_HOME:  # like a local Bot API server: anything goes on this machine
        if address.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if address.port not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
