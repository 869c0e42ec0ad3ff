"""A pretend Telegram for the demo and the tests: spoken to over HTTP, strict where Telegram is strict."""

from bot.sandbox.moving import ClockMover
from bot.sandbox.parameters import Upload
from bot.sandbox.people import Group, Person, StillBlocked
from bot.sandbox.pretend import Sandbox
from bot.sandbox.server import Call
from bot.sandbox.shown import Document, Shown
from bot.sandbox.world import Breach

__all__ = ["Breach", "Call", "ClockMover", "Document", "Group", "Person", "Sandbox", "Shown", "StillBlocked", "Upload"]
