"""Where help is: emergency numbers and helplines by country, each with its source and the day until which it holds."""

from curriculum.helplines.entries import Helpline
from curriculum.helplines.finding import DIRECTORY, GENERAL, Help, help_in
from curriculum.helplines.shipped import expired

__all__ = ["DIRECTORY", "GENERAL", "Help", "Helpline", "expired", "help_in"]
