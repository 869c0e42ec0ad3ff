"""Pictures for the chat, drawn from what was released and nothing else. Each function gives a PNG; draw off the event loop."""

from bot.chat.pictures.effect_card import effect
from bot.chat.pictures.funnel_picture import funnel
from bot.chat.pictures.theme import DARK, LIGHT, Theme

__all__ = ["DARK", "LIGHT", "Theme", "effect", "funnel"]
