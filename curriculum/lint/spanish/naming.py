"""Spanish wording that names people what they may not be: ill, of one sex, married, or the same on every day."""

from dataclasses import replace
from typing import Final

from curriculum.lint import naming

_HOW_ONE_IS: Final = (
    r"(?:cansad|tranquil|list|segur|content|preocupad|agotad|asustad|enfadad|enojad|nervios|ocupad|callad|quiet|atent|hart|herid|perdid"
    r"|bloquead|abrumad|relajad|cómod|incómod|satisfech|orgullos|sincer|honest|cariños|buen|mal|sol|agobiad|tens|estresad|dispuest|preparad"
    r"|avergonzad|celos|distraíd|dormid|despiert|enamorad|enferm|frustrad|motivad|animad|ilusionad|molest|rendid|sentad|tumbad|acompañad)[oa]"
)
DIAGNOSIS: Final = replace(
    naming.DIAGNOSIS,
    phrases=[
        r"narcisis(?:tas?|mo)",
        r"tóxic[oa]s?(?! (?:para el|residuo))",
        r"codependien(?:tes?|cia)",
        r"(?:gas-?lighting|luz de gas)",
        r"traumas?",
        r"trauma(?:tizad[oa]s?|tic[oa]s?)",
        r"traumátic[oa]s?",
        r"trastornos?",
        r"(?:borderline|bipolar(?:es|idad)?)",
        r"(?:psicó|soció)patas?",
        r"psicótic[oa]s?",
        r"(?:depresión|depresiv[oa]s?|deprimid[oa]s?|deprime)",
        r"(?:tdah|tept|toc|tlp)",
        r"autis(?:mo|tas?)",
        r"neur(?:ótic[oa]s?|odivergentes?)",
        r"histéric[oa]s?",
        r"paranoi(?:c[oa]s?|de|a)",
        r"patol(?:ógic[oa]s?|ogía)",
        r"disfuncional(?:es)?",
        r"(?:apego|estilo) (?:de apego |muy )?(?:evitativo|ansioso|inseguro|evasivo|desorganizado)",
        r"evitativ[oa]s?",
        r"estilos? de apego",
        r"emocionalmente (?:inmadur[oa]s?|indisponibles?|no disponibles?)",
        r"inmadurez emocional",
        r"(?:pasivo[- ]?agresiv[oa]s?)",
        r"(?:love bombing|bombardeo de amor)",
        r"(?:enfermedad|enferm[oa]s?) mental(?:es)?",
        r"dependencia emocional",
        r"miedo al compromiso",
        r"celotipia",
    ],
    but_not_after=r"\b(?:no|ni|sin|nada de)(?: un| una| el| la)? $",
    better="Say what can be seen and felt: “quien se aparta”, “el corazón deprisa”, “una charla que da vueltas”.",
)
GENDER: Final = replace(
    naming.GENDER,
    phrases=[
        r"(?:marido|esposo|esposa|novio|novia|prometido|prometida|cónyuge)s?",
        r"(?:tu|la|una buena|buena) mujer(?:es)?",
        r"(?:el|tu|un buen|un) hombre(?:s)?(?! del tiempo)",
        r"(?:los hombres|las mujeres|las chicas|los chicos)",
        r"matrimonios?",
        r"(?:casad[oa]s|recién casad[oa]s|os casasteis|se casaron)",
        r"(?:boda|luna de miel|noche de bodas)s?",
        r"(?:damas|caballeros|señoras|señores)",
        r"(?:a|con|para|hacia|sobre|por|entre) (?:él|ella)(?! mism)",
        r"(?:él|ella) (?:te|se|no|está|es|quiere|siente|piensa|dice|hace|tiene|sabe|también|necesita|calla|habla)",
        r"(?:nosotr|vosotr)[oa]s",
        r"(?:ti|contigo|uno|una) mism[oa]s?",
        rf"(?:estás|estés|estabas|estarás|te sientes|te sientas|te quedas|te notas|eres|seas|sigues|pareces|andas|vas|te pones|te pongas|sentirte|estar|quedarte) (?:muy |tan |más |menos |un poco |algo |demasiado |bastante )?{_HOW_ONE_IS}",
        rf"(?:\{{partner\}}|tu pareja) (?:está|esté|es|se siente|parece|sigue|anda|viene|llega|se queda) (?:muy |tan |más |un poco |algo )?{_HOW_ONE_IS}",
        r"(?:querid[oa]|bienvenid[oa]) (?:amig[oa]|lector[a]?|a este|a esta|al)",
        r"(?:amig[oa] mí[oa]|guap[oa]|campe[óo]n[a]?)",
    ],
    but_not_after=r"\b(?:por|de) sí $",
    but_not_in=r"\"[^\"]*(?:esta persona)[^\"]*\"",
    does="assumes who the partner or the reader is, or that there is a marriage",
    why="Anybody may walk this track. A reader whose life is not meant stops reading at this word, and in Spanish one letter is enough.",
    better="Write {partner}, “la otra persona”, “alguien”; of the reader “con calma”, “a solas”, “si el cuerpo pide descanso”.",
)
ABSOLUTE: Final = replace(
    naming.ABSOLUTE,
    phrases=[r"siempre", r"nunca", r"jamás", r"todas y cada una de las veces", r"sin excepción"],
    but_not_after=(
        r"\b(?:no|nadie|nada|casi|pocas veces|como|de|para|por|desde|puede|pueden|puedes|que|palabras?|ni|o|y|lo de)\b[^.]{0,3}$"
        r"|\b(?:casi|no|como el|lo de)\s+$"
    ),
    but_not_before=(
        r" (?:es tarde|está mal|hace falta|tienes que|hay que|debes|le debes|puedes (?:parar|dejar|decir que no)|se puede (?:dejar|parar)|vale)\b|\""
    ),
    better="“A menudo”, “a veces”, “muchos días”; or tell of one day and one thing.",
)
ALL: Final = (DIAGNOSIS, GENDER, ABSOLUTE)
