"""Answers that lead nowhere: no button, no command, no question. Whoever reads one would not know what to do next."""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.sandbox import Person, Sandbox, Shown

DEAD_ENDS = "dead ends"
"""Forgiven in towns in which a test writes into chats itself."""
_COMMAND = re.compile(r"(?<![\w/<])/[a-z_]{2,}")
_ASKS = re.compile(
    r"\?[\s»”\")]*$|(?<!\w)(?:[Tt]ype|[Ww]rite|[Ss]end|[Cc]hoose|[Tt]ap|Escr[íi]be|Toca|Env[íi]a|Elige)\b", re.MULTILINE
)
"""A question, or what to do next, said in words."""


def dead_ends(sandbox: Sandbox) -> Iterator[str]:
    """What somebody was told without a next step, of all that stands in the chats; what came together counts as one."""
    for person in sandbox.people.values():
        for answer in _answers(person):
            if not any(_leads_on(message) for message in answer):
                yield answer[-1].text


def _answers(person: Person) -> Iterator[list[Shown]]:
    for by_bot, together in groupby(person.chat, key=lambda message: message.by_bot and message.at):
        if by_bot:
            yield list(together)


def _leads_on(message: Shown) -> bool:
    return bool(
        message.buttons
        or message.reply_keyboard
        or message.document
        or any(each.get("type") in ("url", "text_link") for each in message.entities)
        or _COMMAND.search(message.text)
        or _ASKS.search(message.text)
    )
