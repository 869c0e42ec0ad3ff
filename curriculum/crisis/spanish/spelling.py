"""How the words of the lists are written in a hurry and by ear: `kiero`, `bibir`, `aserme dano`."""

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

_HEARD: Final = re.compile(r"qu(?=[ei])|gu(?=[ei])|ch|c(?=[ei])|c|g(?=[ei])|h|ll|v|b|z|.")
_WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "qu": ("qu", "k", "q"),
    "gu": ("gu", "g"),
    "c": ("c", "k"),
    "g": ("g", "j"),
    "h": ("h", ""),
    "ll": ("ll", "y"),
    "v": ("v", "b"),
    "b": ("b", "v"),
    "z": ("z", "s"),
}
_SOFT: Final = ("c", "s", "z")
"""How `c` is written before `e` and `i`."""


def _by_ear(word: str) -> Iterator[str]:
    """Every way to write a word that sounds like it."""
    parts: list[tuple[str, ...]] = []
    for found in _HEARD.finditer(word):
        part, behind = found[0], word[found.end() : found.end() + 1]
        soft = part == "c" and behind in ("e", "i")
        parts.append(_SOFT if soft else _WRITTEN.get(part, (part,)))
    return (written for each in product(*parts) if (written := "".join(each)) != word)


_HEARD_OFTEN: Final = (
    "abofeteo", "abusa", "abuso", "aguanto", "ahogarme", "ahorcar", "ahorcarme", "ahorcarse", "ahorco", "aqui",
    "balcon", "bebe", "bofetada", "cabeza", "cachetada", "colgarme", "cortarme", "corte", "corto", "cuchilla",
    "cuchillo", "cuello", "dejarme", "encerro", "encierra", "escapar", "existir", "golpea", "golpeo", "hace", "hacer",
    "hacerle", "hacerme", "hago", "hice", "hija", "hijas", "hijo", "hijos", "hizo", "lleva", "llevo", "mejor",
    "mujer", "munecas", "nacido", "navaja", "obliga", "obligo", "pastillas", "patada", "pegarle", "pegarme",
    "pellizca", "pensamientos", "punetazo", "quemarme", "quien", "quiera", "quiere", "quieren", "quiero", "quise",
    "quisiera", "quita", "quitar", "quitarme", "quite", "seguir", "sobredosis", "suicida", "suicidarme", "suicidarse",
    "suicidio", "tirarme", "vale", "venas", "ventana", "vida", "viola", "violencia", "violo", "viva", "vivir", "vivo",
    "voy",
)  # fmt: skip
_IN_A_HURRY: Final[Mapping[str, str]] = {
    "amenaza": "amenasa amenza",
    "autolesion": "autolecion",
    "autolesionarme": "autolecionarme",
    "dano": "danio danyo danno",
    "despertar": "despetar dispertar desperta",
    "estoy": "toy stoy estoi",
    "golpear": "golpiar",
    "golpee": "golpie golpeie",
    "golpeo": "golpio",
    "hacerme": "aserme acerme aserm",
    "marido": "maridi",
    "mas": "maz mass",
    "mata": "mta",
    "matar": "mtar matr mattar matarr m4tar m*tar matra",
    "matarme": "matarm mtarme matrme matarmee matarmr m*tarme matsrme",
    "mejor": "mjor mejr",
    "miedo": "mieo myedo miedoo",
    "morir": "morrir moris morirr m*rir morri",
    "morirme": "morirm morrirme",
    "muerta": "murta",
    "nadie": "nadien nadies",
    "novio": "nobio nvio",
    "pareja": "pareha",
    "pega": "pga peg",
    "pego": "pgo",
    "porque": "porq xq pq xk porke pork xke prq pk porqe",
    "porque me": "xqm",
    "puedo": "pudeo puedoo pueo",
    "que": "ke qe qu",
    "quiero": "qiero quero kero kiro qero quieor quirro quieroo kierooo kyero",
    "siempre": "100pre siempr",
    "suicidar": "suisidar suisidarr",
    "suicidarme": "suicidrme suicidarm",
    "suicidio": "s*icidio suic*dio suisidyo",
    "tambien": "tmb tb tmbn tbn tambn",
    "todo": "tdo to2 todoo",
    "vida": "bda",
    "violencia": "biolensia",
    "vivir": "viivir vivr",
}
SHORT: Final[Mapping[str, str]] = {"q": "que", "k": "que", "x": "por", "d": "de", "m": "me", "t": "te", "s": "se"}
SPELLINGS: Final[Mapping[str, str]] = {
    word: " ".join((*_by_ear(word), *_IN_A_HURRY.get(word, "").split()))
    for word in sorted({*_HEARD_OFTEN, *_IN_A_HURRY})
}

CLOSE: Final = frozenset(
    {"autolesionarme", "suicidarme", "suicidarse", "suicidio", "ahorcarme", "estrangular", "estrangulo"}
)

APART: Final[Mapping[str, str]] = {
    "auto , lesion": "autolesion",
    "auto lesion": "autolesion",
    "auto lesionarme": "autolesionarme",
    "ala vida": "la vida",
    "a horcarme": "ahorcarme",
    "cortar me": "cortarme",
    "hacer me": "hacerme",
    "lavida": "la vida",
    "matar me": "matarme",
    "matar se": "matarse",
    "mi ex marido": "mi exmarido",
    "ex marido": "exmarido",
    "ex mujer": "exmujer",
    "ex novio": "exnovio",
    "ex novia": "exnovia",
    "ex pareja": "expareja",
    "ex esposo": "exesposo",
    "morir me": "morirme",
    "pa que": "para que",
    "pegar me": "pegarme",
    "por q": "por que",
    "sobre dosis": "sobredosis",
    "su icidio": "suicidio",
    "sui cidio": "suicidio",
    "suicidar me": "suicidarme",
    "ya mas no": "ya no",
}

GLUE: Final = frozenset(
    {
        "acabar", "ayuda", "con", "cortarme", "dano", "de", "duele", "esta", "hacerme", "lavida", "mas", "matar", "matarme", "me", "mi",
        "morir", "morirme", "noche", "no", "pega", "pego", "puedo", "quiere", "quiero", "quitarme", "suicidarme", "todo", "vida", "vivir",
        "voy", "ya", "yano",
    }
)  # fmt: skip
