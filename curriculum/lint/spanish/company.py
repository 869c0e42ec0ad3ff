"""Whom Spanish phrases speak of, and the company in which they are harmless."""

from typing import Final

PARTNER: Final = r"(?:\{partner\}|tu pareja|la otra persona)"
ANYBODY: Final = r"(?:\{partner\}|tu pareja|la otra persona|alguien|los demás|otros|la gente|otra persona|cualquiera)"
FIRST: Final = r"(?:^|(?<=[.!?:;(\n¡¿]\s)|(?<=[.!?:;\n\"(¡¿])|(?<=,\s)|(?<=\by\s)|(?<=\bentonces\s)|(?<=\bpero\s))"
"""Where an order may begin: with its sentence, after a comma, after "y"."""
NEGATED: Final = (
    r"\b(?:no|nunca|jamás|nadie|nada|ningún|ninguna|ninguno|ni|sin|tampoco|en vez de|en lugar de|lejos de|libre de)\b"
)
UNSURE: Final = rf"{NEGATED}|\b(?:puede|pueden|podría|podrían|quizás?|tal vez|a veces|a menudo|si|cómo|qué|cuándo|dónde|quién|cuánto|ojalá|acaso)\b"
