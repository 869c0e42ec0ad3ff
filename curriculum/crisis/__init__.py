"""The crisis watch: whether words are a sign that somebody may be in danger. Pure, and nothing of it is kept."""

from curriculum.crisis.concern import Concern
from curriculum.crisis.watch import LANGUAGES, watch

__all__ = ["LANGUAGES", "Concern", "watch"]
