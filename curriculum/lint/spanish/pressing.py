"""Spanish wording that presses, shames or blames: on the person who reads, or on the one they live with."""

from dataclasses import replace
from typing import Final

from curriculum.lint import pressing
from curriculum.lint.spanish.company import FIRST, NEGATED, PARTNER

OBLIGATION: Final = replace(
    pressing.OBLIGATION,
    phrases=[
        r"(?:tú )?(?:debes|deberías|deberás|tienes que|tendrás que|tendrías que|has de)",
        r"necesitas (?:hacer|hablar|decir|contestar|terminar|contar|pedir|esforzarte)\w*",
        r"hay que \w+",
        r"es (?:tu deber|tu obligación|obligatorio|imprescindible|necesario que)",
        r"(?:esto|hoy|cada día|todos los días) (?:se debe|hay que|tiene que)",
        r"(?:no vale|no se vale|prohibido) saltarse",
        r"no te puedes saltar",
    ],
    but_not_after=(
        rf"{NEGATED}|\b(?:si|cuando|cada vez que|lo que|todo lo que|algo que|qué|que|donde|porque|como|según|cuanto|mientras)\b[^.]*$"
    ),
    but_not_before=r" (?:descansar|hambre|sueño|frío|derecho)\b",
    better="Say what can be done and leave it free: “Puedes …”, “Si te apetece, …”, “Una manera es …”.",
)
PUSHING: Final = replace(
    pressing.PUSHING,
    phrases=[
        r"(?:sin|no hay|nada de|no pongas|deja de poner|déjate de|basta de) (?:más )?excusas",
        r"(?:esfuérzate|inténtalo|lucha|trabaja) (?:mucho |un poco )?más(?! (?:tarde|pequeñ|despacio|adelante|suave))",
        r"(?:échale|ponle|pon|échenle) (?:más |muchas )?ganas",
        r"no (?:te rindas|te eches atrás|tires la toalla|lo dejes (?:pasar|para después|para mañana)|seas (?:cobarde|egoísta|floj[oa]|perezos[oa]|vag[oa]|así))",
        rf"{FIRST}(?:fuérzate|oblígate|exígete|aguántate|aguanta)",
        r"(?:cualquiera|todo el mundo) (?:puede|tiene|encuentra|saca) (?:\w+ )?(?:cinco minutos|un minuto|tiempo|hacerlo|con esto)?",
        r"los demás (?:sí )?(?:pueden|lo hacen|lo logran)",
        r"si (?:de verdad |realmente )?(?:te importara|quisieras a|amaras|le quisieras|la quisieras|lo quisieras|tuvieras interés)",
        r"(?:por lo menos|al menos|siquiera) (?:inténtalo|prueba|haz el esfuerzo)",
        r"(?:le|se lo) debes (?:esto|eso|una|un|a tu|a \{partner\})",
        r"(?:debería darte vergüenza|qué vergüenza|vergüenza debería)",
        r"(?:deja|para) (?:ya )?de (?:quejarte|esconderte|evitar|huir|compadecerte|lamentarte|darle vueltas)",
        r"(?:puedes|podrías) hacerlo mejor",
        r"no te estás esforzando",
        r"(?:quieras o no|te guste o no|aunque no (?:quieras|te apetezca|tengas ganas|te guste)|cueste lo que cueste)",
        r"ya (?:es|va siendo) hora de",
        rf"{FIRST}(?:date prisa|apúrate|vamos|venga|ándale)(?=[,!. ])",
        r"hazlo y (?:punto|ya)",
        r"no hay (?:motivo|razón) para (?:no |saltar|parar|negar|decir que no)\w*",
    ],
    but_not_after=r"\b(?:nadie|sin que|no se trata de|no es|no hace falta|no hay que|no tienes que)\b",
    but_not_before="",
    but_not_in="",
    better="“Con la versión pequeña basta.” “Hoy también se puede dejar en paz.”",
)
SECOND_THOUGHTS: Final = replace(
    pressing.SECOND_THOUGHTS,
    phrases=[
        r"(?:pero|aun así|sin embargo|de todos modos)(?:,)? (?:inténtalo|prueba|anímate|hazlo|dale|piénsalo|vale la pena|merece la pena)",
        r"(?:piénsalo|inténtalo|prueba|pruébalo|anímate|dale una oportunidad|date una oportunidad|reconsidéralo)",
        r"(?:mañana|la próxima vez) (?:sí|lo harás|inténtalo|anímate)",
        r"(?:quizás?|tal vez) (?:mañana|luego|otro día) (?:sí )?(?:quieras|te animes|te apetezca|te atrevas)",
        r"te (?:arrepentirás|lo pierdes|vas a arrepentir)",
        r"(?:es una lástima|qué lástima|qué pena)",
        r"¿(?:y )?por qué no",
        r"te (?:habría|hubiera) (?:gustado|ayudado|venido bien)",
    ],
    but_not_after=NEGATED,
    but_not_before="",
    but_not_in="",
    better="“Se respeta.” “Entonces queda sin hacer, y no hay nada que explicar.”",
)
PRESSING_AGAIN: Final = replace(
    pressing.PRESSING_AGAIN,
    phrases=[
        r"(?:pregunta|pregúntale|pregúntaselo|pide|pídele|pídeselo|invita|invítale|díselo|dile|proponlo|propónselo|repite|llama|escribe|escríbele|mándale)[^.!?\"]{0,40}?(?:otra vez|de nuevo|una vez más|cada (?:día|noche|hora|hasta)|hasta que|más tarde otra|dos veces|tres veces)",
        r"(?:insiste|insístele|insistir|insistiendo|persiste|persevera)",
        r"sigue (?:preguntando|insistiendo|pidiendo|llamando|escribiendo|invitando|intentando|hablando)",
        r"(?:vuelve|volver|vuelves) a (?:preguntar|pedir|insistir|intentarlo|invitar|proponer|llamar|escribir|decir)\w*",
        r"(?:repite|repetir|repítele) (?:la|tu|esa) (?:invitación|pregunta|petición|propuesta)",
        rf"hasta que (?:{PARTNER} )?(?:\w+ )?(?:acepte|diga que sí|conteste|responda|hable|se abra|ceda|venga|te escuche|lo haga|cuente)",
        r"(?:un segundo|otro|un nuevo) (?:mensaje|audio|intento)",
        r"(?:una segunda|otra|una nueva) (?:invitación|petición|pregunta|oportunidad de preguntar)",
        r"no (?:aceptes|tomes|te conformes con) (?:un|el) no",
        r"(?:recuérdaselo|recuérdale que (?:lo prometió|preguntaste|sigues))",
        r"(?:una y otra vez|cuantas veces haga falta|las veces que haga falta)",
    ],
    but_not_after=NEGATED,
    but_not_before=r" (?:a ti|por dentro|en silencio|en tu cabeza|para ti)\b",
    but_not_in=r"\b(?:por dentro|en silencio|en tu cabeza|a tus manos|tu planta|el agua)\b",
    better="“Dilo una vez y déjalo ahí. Cualquier respuesta, o ninguna, vale.”",
)
BLAME: Final = replace(
    pressing.BLAME,
    phrases=[
        r"(?:es|fue|ha sido|será|todo es|todo fue) (?:\w+ )?(?:tu|su) culpa",
        r"por (?:tu|su) culpa",
        r"culpa (?:es|fue) (?:tuya|suya|de tu pareja|de \{partner\})",
        rf"(?:tú |{PARTNER} )?(?:tienes|tiene) la culpa",
        r"(?:tú )?(?:causaste|provocaste|has causado|has provocado|arruinaste|has arruinado|estropeaste|destruiste)",
        r"(?:eres|es) (?:tú )?(?:la )?(?:culpable|responsable) de",
        r"te lo (?:buscaste|has buscado|mereces|merecías|ganaste|has ganado)",
        r"(?:deberías|tendrías que|debiste|tenías que) haber \w+",
        r"(?:alejaste|has alejado|espantaste|heriste|apartaste|cansaste) a (?:tu pareja|\{partner\})",
        rf"el problema (?:eres tú|es {PARTNER}|lo tiene {PARTNER}|está en {PARTNER})",
        r"(?:qué has hecho|qué hiciste) (?:para|mal)",
        rf"{PARTNER} (?:siempre )?(?:falla|te falla|lo estropea|lo arruina|no se esfuerza|no pone de su parte)",
        r"por eso (?:\{partner\}|tu pareja) (?:se aleja|no te|se calla|se fue|te)",
    ],
    but_not_after=NEGATED,
    but_not_before="",
    but_not_in=r"\?",
    better="Say what happened without a culprit: “La charla se torció”, “Hoy no salió”.",
)
ALL: Final = (OBLIGATION, PUSHING, SECOND_THOUGHTS, PRESSING_AGAIN, BLAME)
