"""Looks an installation over: what is wrong, and what to do about it."""

from bot.doctor.examination import findings

__all__ = ["findings"]
