"""The bot's own address over HTTP: where updates are carried in, and where the operator looks whether all is well."""

from bot.door.pages import Figures, Inlet, pages
from bot.door.readiness import Readiness
from bot.door.receiving import Receiving
from bot.door.serving import Door

__all__ = ["Door", "Figures", "Inlet", "Readiness", "Receiving", "pages"]
