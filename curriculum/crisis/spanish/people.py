"""Who and what the Spanish patterns speak of: people, hands, and the small words between. Alternatives, to stand in a group.

The lists know no accents: `pego` is both "I hit" and "he hit", `golpee` both "I hit" and "that he hit".
"""

from typing import Final

PARTNER: Final = (
    "marido|esposo|esposa|mujer|pareja|novio|novia|ex|exmarido|exmujer|exnovio|exnovia|expareja|exesposo|exesposa|companero"
    "|companera|prometido|prometida|conyuge|viejo|vieja|hombre|senora|amante"
)
KIN: Final = (
    f"{PARTNER}|padre|madre|papa|mama|padrastro|madrastra|hermano|hermana|tio|tia|cunado|cunada|primo|prima|abuelo|abuela"
    "|suegro|suegra|yerno|nuera|jefe|vecino|familia|padres|hermanos|companero de piso"
)
CHILD: Final = (
    "hermana pequena|hermano pequeno|hermana menor|hermano menor|hijo|hija|hijos|hijas|hijito|hijita|nino|nina|ninos|ninas|nene|nena|nenes|nenas|bebe|bebes|crio|cria|crios|chiquito|chiquita"
    "|chiquitos|peque|peques|pequeno|pequena|pequenos|pequenas|guagua|chamaco|chamaca|escuincle|pibe|piba|sobrino|sobrina|sobrinos"
    "|sobrinas|nieto|nieta|nietos|nietas|hijastro|hijastra|hermanito|hermanita|hermanitos|mellizos|gemelos|chicos|chavito|chavita"
)
MY: Final = "mi|mis|su|sus|tu|tus|nuestro|nuestra|nuestros|nuestras|el|la|los|las|un|una|este|esta|ese|esa"
A_CHILD: Final = rf"(?:(?:a |de )?(?:{MY}) (?:propio |propia |pobre )?|al |del )(?:{CHILD})"
NEGATED: Final = "no|nunca|jamas|nada|nadie|ni|sin|tampoco|ningun|ninguna"

_AR: Final = "(?:a|an|o|aron|aba|aban|ara|aran|aria|arian|ando|ado|ar|as|aste)"
"""The endings with which somebody else does it; those in `e` are one's own, and are told apart where they are read."""
_STEMS: Final = (
    "golpe|abofete|cachete|pate|zarande|sacudi|apale|apunal|estrangul|acuchill|maltrat|manose|ahorc|amorat"
    "|vapule|aporre|azot|madre|cascab|casc|surr|zurr|revent|pise|pisote|acogot|asfixi"
)
_STRIKES: Final = rf"peg{_AR}"
"""It strikes, and it sticks, suits and is caught: what stands behind it tells which."""
_STRUCK_IF: Final = (
    r"(?= (?:[.,]|(?:y|e|con|en|otra|de nuevo|de verdad|anoche|ayer|hoy|hace|cuando|porque|delante|enfrente|por|mi|su|fuerte|fuertisimo|tan|muy"
    r"|todos|todas|cada|siempre|mucho|muchisimo|a mi|a el|a ella|a la|al|durante|despues|antes|hasta|varias|dos|tres|muchas|mientras|si|sin|aqui"
    r"|esta|este|la (?:semana|primera|otra)|el (?:otro|lunes|martes|miercoles|jueves|viernes|sabado|domingo)|pero|estando|donde|desde|delante|a"
    r"|entonces|solo|tambien|igual|en|para|que|casi|contra|patadas|cachetadas|bofetadas|punetazos|golpes|todo|toda|el|ella|no|le|me|mas|como"
    r"|ya|ademas|tanto|duro|recio|durisimo|horrible|feo|bien feo|hijo|mucha)(?!\S)))"
)
_BUT_STRUCK: Final = r"(?! (?:el (?:sol|resfriad|resfrio|virus)|mal|un |una |con (?:la gripe|todo el sol)|en (?:la nota|el gusto|el orgullo)))"
HITS: Final = (
    rf"(?:{_STRIKES}(?!\S){_BUT_STRUCK}{_STRUCK_IF}|(?:{_STEMS}){_AR})|sacude|sacuden|sacudio|muerde|mordio|mordia|mordido|escupe|escupio|escupia|escupido|viola|violo|violaba"
    "|violado|violar|hiere|hirio|tortura|torturo|torturaba|agrede|agredio|agredia|agredido|agredir|ataco|ataca|golpearon|empuja|empujo"
    "|empujaba|empujado|empujar|avienta|avento|aventaba|arrastra|arrastro|arrastraba|tumbo|tumba|droga|drogo"
)
"""What somebody does to somebody."""
I_HIT: Final = (
    "pegue|golpee|abofetee|cachetee|patee|zarandee|sacudi|apunale|estrangule|acuchille|maltrate|ahorque|empuje|mordi|escupi|viole"
    "|agredi|ataque|avente|arrastre|lastime|heri|zurre|azote|asfixie|amenace"
)
TO_HIT: Final = (
    "pegar|golpear|abofetear|cachetear|patear|zarandear|sacudir|apalear|apunalar|estrangular|acuchillar|maltratar|manosear|ahorcar"
    "|asfixiar|empujar|escupir|violar|agredir|atacar|torturar|lastimar|herir|matar|madrear|aventar|arrastrar|azotar|reventar|encerrar"
)
HITTING: Final = (
    "pegando|golpeando|abofeteando|pateando|zarandeando|estrangulando|maltratando|manoseando|ahorcando|asfixiando|violando"
    "|agrediendo|lastimando|torturando|matando"
)
HITS_ME_ONE_DAY: Final = (
    "pegue|peguen|golpee|golpeen|mate|maten|lastime|viole|ahorque|estrangule|apunale|ataque|agreda|empuje|queme|encierre|pegara"
    "|golpeara|matara|haga (?:dano|algo|algo malo|mucho dano)|hiciera (?:dano|algo)"
)
BLOW: Final = (
    "bofetada|bofetadas|bofeton|cachetada|cachetadas|cachetazo|cachetazos|punetazo|punetazos|punete|punetes|patada|patadas|paliza"
    "|palizas|golpiza|golpizas|golpe|golpes|madrazo|madrazos|madriza|hostia|hostias|ostia|torta|tortas|tortazo|guantazo|guantada"
    "|trompada|trompadas|trompazo|pina|pinas|sopapo|sopapos|manotazo|manotazos|empujon|empujones|codazo|rodillazo|cabezazo"
    "|coscorron|chingadazo|chingadazos|putazo|putazos|correazo|correazos|cinturonazo|cinturonazos|cintazo|cintarazo|galletazo"
    "|pescozon|zurra|tunda|botellazo|latigazo|vergazo|bife|bifes|mordisco|mordiscos|navajazo|cuchillada|punalada|zape|zapes"
    "|collejon|hostion|mamporro|cate|chancletazo|palazo|nalgada|nalgadas|chanclazo|chanclazos|chancletazos|cintazos|cinturonazos|azote|azotes|bofeton|lapo|soplamocos|cocotazo"
)
GIVES: Final = (
    "da|dio|daba|dado|dieron|dar|dando|pega|pego|pegaba|pegado|metio|mete|metido|solto|suelta|soltado|planto|plantado|acomodo"
    "|encajo|arreo|atizo|mando|tiro|lanzo|propino|zampo|calzo|aviento|avento|cae a|cayo a|agarro a|agarra a|cogio a|molio a|muele a"
    "|lio a|reventando a|revento a|mato a|echo|arrimo|zumbo|partio a"
)
I_GIVE: Final = "di|he dado|meti|solte|pegue|plante|he pegado|agarre a|encaje|mande|habia dado|acabe dando"
BODY: Final = (
    "cara|cabeza|pelo|cabello|brazo|brazos|cuello|garganta|mano|manos|dedo|dedos|costilla|costillas|estomago|barriga|panza|vientre"
    "|pierna|piernas|boca|ojo|ojos|nariz|mandibula|diente|dientes|muneca|munecas|pecho|oreja|espalda|labio|mejilla|rostro|cuerpo"
)
WEAPON: Final = (
    "pistola|escopeta|arma|cuchillo|cuchillos|navaja|machete|hacha|bate|martillo|tijeras|destornillador|cinturon|correa|cinto|ladrillo"
    "|fierro|tubo|palo|botella|cable|sarten|plancha|revolver|rifle|lejia|acido|gasolina|mechero|encendedor|punal"
)
HARD: Final = "pared|suelo|piso|escaleras|escalera|puerta|mesa|cama|coche|carro|auto|ventana|muro|armario|calle|mueble|refri|nevera"
AT_TIMES: Final = (
    r"(?:(?:ha|han|he|habia|habian|hubiera|haya|vuelto|vuelve|volvio|a|va|iba|ira|quiere|queria|quiso|puede|podria|pudo|suele|solia"
    r"|empezo|empieza|esta|estaba|estuvo|sigue|siguio|trato|trata|de|intento|intenta|llego|casi|ya|siempre|tambien|acaba|termino|mucho"
    r"|hasta|otra|vez|anoche|ayer|hoy|incluso|hace|que|andaba|anda|debia|amenazo|con) ){0,4}?"
)
"""What may stand between a small word such as `me` and what is done."""


def near(one: str, other: str, words: int = 8) -> str:
    """Both in one sentence, in either order, with at most so many words between them of which none denies."""
    between = rf"(?:(?!(?:{NEGATED})(?!\S))[^\s.]+ ){{0,{words}}}?"
    return rf"(?:(?:{one}) {between}(?:{other})|(?:{other}) {between}(?:{one}))"
