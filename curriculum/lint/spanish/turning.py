"""Whether an act in Spanish turns to the partner: telling, asking, inviting, answering, sitting together."""

import re
from typing import Final

from curriculum.lint.spanish.company import PARTNER
from curriculum.lint.turning import Turning

_VERBS: Final = (
    r"(?:dile|díselo|cuéntale|pregúntale|pregúntaselo|pídele|pídeselo|hazle|dale|mándale|escríbele|léele|ofrécele|muéstrale|enséñale|agradécele"
    r"|respóndele|contéstale|háblale|proponle|propónle|tráele|prepárale|déjale|invita|abraza|besa|llama|saluda|mira|escucha|toca|acompaña"
    r"|habla|siéntate|camina|cocina|come|sal|baila|comparte|quédate|acércate|sonríele|sonríe|tómale|coméntale|confiésale|regálale|pide|pregunta"
    r"|decirle|contarle|preguntarle|pedirle|invitar|abrazar|llamar|mandarle|escribirle|hablar|da las gracias|dar las gracias|agradece)"
)
_BEGINS: Final = r"(?:^|[.;:!?¿¡] |, |\b(?:y|o|luego|después|entonces|también|por favor|una vez|puedes|hoy|momento|rato|calma|fácil|tarde|noche) )"
_ORDER: Final = re.compile(
    rf"{_BEGINS}{_VERBS} (?:\"[^\"]*\" )?(?:[\w'-]+ ){{0,8}}?(?:a|con|para|de|junto a|hacia) {PARTNER}(?!\w)"
)
_IN_ANSWER: Final = re.compile(
    rf"\b(?:si|cuando|en cuanto|la próxima vez que) {PARTNER} (?:menciona|cuenta|dice|pregunta|habla|trae|comparte|contesta|responde|llega|viene)\b"
    r"[^.!?]*,[^.!?]*?\b(?:di|dile|pregunta|pregúntale|escucha|contesta|contéstale|responde|respóndele|agradece|asiente|suelta|deja lo que)\b"
)
_NOT_SAID: Final = re.compile(
    r"\b(?:no|nunca|nadie|sin|ni|en vez de|en lugar de|podrías|podría|querrías|cómo|lo que|antes de|harías|dirías|para no)\b"
)
_ONLY_THOUGHT: Final = re.compile(
    r"\b(?:imagina|imagínate|piensa|por dentro|en silencio|en tu cabeza|en la cabeza|ensaya|haz como si|como si|sin mandar|en un papel"
    r"|a (?:una|la) (?:pared|planta)|a un (?:espejo|cuarto vacío|animal))\b"
)
_REQUEST: Final = re.compile(
    r"\b(?:pregúnta\w*|pregunta|píde\w*|pide|invita|invitación|invitar|propon\w*|propón\w*|preguntarle|pedirle|dile|ofrécele)\b"
)
_FREE: Final = re.compile(
    r"\b(?:decir|di|diga|dice|digas|dijo|responder|contestar|oír|aceptar|acepta|con) (?:que )?[\"']?no\b"
    r"|\b(?:un|el|ese) [\"']?no[\"']?,? (?:\w+ )?(?:vale|está bien|es|sirve|cuenta|basta|también)\b"
    r"|\b(?:cualquier respuesta|sea cual sea la respuesta|vale decir que no|libertad (?:de|para) (?:rechazar|decir que no|no)|dejar sin contestar"
    r"|rechazarl[ao]|negarse|sin contestar)\b"
)
_LATER: Final = re.compile(
    r"\b(?:(?<!la )(?<!de )mañana|esta noche|esta tarde|más tarde|luego|en el trabajo|al llegar a casa|cuando llegues|durante el día|todo el día"
    r"|a lo largo del día|antes de dormir|al acostarte|la semana que viene|la próxima semana)\b",
    re.IGNORECASE,
)
SPANISH: Final = Turning(
    order=_ORDER,
    in_answer=_IN_ANSWER,
    not_said=_NOT_SAID,
    only_thought=_ONLY_THOUGHT,
    request=_REQUEST,
    free=_FREE,
    later=_LATER,
    saying_no="Puedes decir que no, y un no vale.",
)
