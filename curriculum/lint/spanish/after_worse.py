"""What somebody reads in Spanish whose day went badly: no praise, no pressing on, no exclamation mark."""

from dataclasses import replace
from typing import Final

from curriculum.lint import after_worse
from curriculum.lint.spanish.company import FIRST, NEGATED

PRAISE: Final = replace(
    after_worse.PRAISE,
    phrases=[
        r"(?:muy )?bien hecho",
        rf"{FIRST}(?:muy bien|genial|estupendo|fantástico|excelente|perfecto|maravilloso|increíble|bravo|enhorabuena|felicidades|felicitaciones|te felicito)",
        r"(?:qué|un|una|eso es|es|fue) (?:muy |todo un |toda una )?(?:logro|éxito|victoria|hazaña|triunfo|valiente|valentía)",
        r"(?:lo hiciste|lo has hecho|lo estás haciendo) (?:muy |genial|bien|fenomenal|estupendo)(?:bien)?",
        r"(?:buen|gran|excelente) (?:trabajo|intento|paso|esfuerzo|comienzo)",
        r"(?:orgullos[oa]|orgullo)",
        r"(?:valientes?|valentía|fuerte de tu parte)",
        r"(?:eres|qué) (?:muy |más |tan )?(?:fuertes?|capaz|valiente)",
        r"(?:me alegro|me alegra|qué bueno|qué bien) (?:de )?que (?:lo )?(?:intentaras|hayas|hicieras|probaras)",
        r"gracias por (?:intentar|probar|hacer|atreverte|esforzarte)\w*",
        r"(?:el lado bueno|lado positivo|mira lo bueno)",
        r"(?:valió|mereció|merece) la pena(?! (?:contár|decír|habl))",
    ],
    but_not_after=NEGATED,
    better="Honour the stopping: “Parar estuvo bien.” Where it fits, name safety and somebody to turn to.",
)
PRESSING_ON: Final = replace(
    after_worse.PRESSING_ON,
    phrases=[
        r"(?:sigue|continúa) (?:así|adelante|intentándolo|practicando|con)",
        r"(?:ánimo(?=[.,])|adelante|aguanta|resiste|persevera)",
        r"no (?:te rindas|te desanimes|lo dejes|pares|tires la toalla|te preocupes tanto)",
        r"(?:inténtalo|prueba|pruébalo|hazlo) (?:otra vez|de nuevo|mañana|una vez más|con más|igual)",
        r"(?:la próxima vez|a la próxima|la próxima (?=saldrá|irá|será|lo ))",
        r"(?:mañana será|mañana es) (?:otro|mejor)\w*",
        r"(?:todo|esto|ya|las cosas) (?:va a |van a )?(?:mejorará|mejorarán|mejorar|irá mejor|pasará|se arreglará)",
        r"(?:la práctica hace|es parte del (?:proceso|camino))",
        r"(?:un tropiezo|un bache|gajes del oficio)",
        r"dale (?:otra|una segunda) oportunidad",
    ],
    but_not_after=NEGATED,
    better="Ask for nothing more: “Deja esto en paz.” Something plain for the body, or somebody to turn to.",
)
EXCLAMATION: Final = replace(
    after_worse.EXCLAMATION,
    phrases=[r"[\wáéíóúñ\"')]+!"],
    better="End the sentence with a full stop, and let it begin without ¡.",
)
ALL: Final = (PRAISE, PRESSING_ON, EXCLAMATION)
