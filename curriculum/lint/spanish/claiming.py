"""Spanish wording that claims what nobody can know or bring about: effects, another's mind, another's change."""

from dataclasses import replace
from typing import Final

from curriculum.lint import claiming
from curriculum.lint.spanish.company import ANYBODY, FIRST, NEGATED, PARTNER, UNSURE

_MEANS: Final = (
    r"(?:ejercicio|práctica|acto|gesto|día|paso|pausa|respiración|pregunta|palabra|frase|charla|carta|hábito|minuto|silencio|abrazo|lista"
    r"|semana|mes|track|programa|apertura|escucha|sonrisa|disculpa|línea)s?"
)
_EFFECT: Final = (
    r"(?:ayudará|ayudarán|acercará|acercarán|unirá|sanará|curará|cambiará|salvará|mejorará|arreglará|resolverá|traerá|hará|calmará"
    r"|fortalecerá|reparará|transformará|funcionará|dará resultado|aliviará|va a (?:ayudar|acercar|unir|sanar|cambiar|mejorar|calmar|salvar|funcionar|arreglar)\w*)"
)
_DOES: Final = (
    r"(?:siente|piensa|quiere|sabe|ama|odia|teme|cree|extraña|echa de menos|necesita|desea|entiende|lamenta|sospecha|oculta|esconde|anhela"
    r"|está (?:triste|enfadad[oa]|enojad[oa]|celos[oa]|herid[oa]|asustad[oa]|aburrid[oa]|dolid[oa]|feliz|decepcionad[oa]|molest[oa]|sufriendo|esperando)"
    r"|tiene (?:miedo|celos|vergüenza|ganas|rabia)|se siente|no te (?:quiere|ama|entiende|escucha)|te (?:quiere|ama|entiende|evita|castiga|pone a prueba))"
)
_GUESSED: Final = r"\?|\b(?:quizás?|tal vez|a lo mejor|supong\w+|supon|supón|imagina|imagin\w+|puede que|parece|adivina|quién sabe|o no|nadie (?:lo )?sabe)\b"
PROMISE: Final = replace(
    claiming.PROMISE,
    phrases=[
        rf"(?:esto|eso|(?:este|esta|ese|esa|la|el|tu|cada|un|una|los|las|estos|estas) (?:\w+ )?{_MEANS}) (?:\w+ )?(?:te |os |les |los |las |lo )?{_EFFECT}",
        r"(?:te sentirás|te vas a sentir|vas a (?:sentir|dormir|notar|ver|lograr)|dormirás|lograrás|conseguirás|ganarás|verás (?:cómo|que|resultados|la diferencia|un cambio)|notarás (?:la diferencia|un cambio|que|cómo)|serás más|tendrás una (?:mejor|relación))",
        rf"(?:{PARTNER}) (?:\w+ )?(?:se abrirá|cambiará|te escuchará|lo notará|te querrá|te entenderá|lo agradecerá|se ablandará|te lo agradecerá|volverá|confiará|responderá|hablará|se acercará)",
        r"(?:todo|las cosas) (?:irá|irán|saldrá|saldrán|mejorará|mejorarán|cambiará|cambiarán|se arreglará|se arreglarán)(?: (?:bien|mejor))?",
        r"(?:está|científicamente|clínicamente) (?:demostrado|comprobado|probado)",
        r"(?:la ciencia|los estudios|las investigaciones|la investigación|los expertos|la psicología|los psicólogos|un estudio) (?:\w+ )?(?:demuestran?|prueban?|confirman?|aseguran?|dicen?|han demostrado|ha demostrado|lo dice)",
        r"(?:garantiza|garantizamos|garantizado|garantizados|garantía de)",
        r"te (?:prometo|prometemos|aseguro|aseguramos|garantizo)",
        r"(?:siempre funciona|funciona (?:siempre|de maravilla|para todo el mundo|como magia|con todos)|nunca falla|no falla)",
        r"de una vez por todas",
        r"en (?:pocos|unos|tres|siete|treinta|cuestión de) (?:días|minutos|semanas)(?: \w+)? (?:verás|notarás|todo|tu relación|estarás|seréis|serán)",
        r"(?:cambia|cambiará|salva|salvará|sana|cura) (?:tu vida|tu relación|todo|tu amor|las heridas|cualquier|la distancia)",
        r"(?:resultados? (?:inmediatos?|en|rápidos?)|alivio inmediato|efecto inmediato)",
        r"(?:el secreto|la clave|la llave) (?:de|del|para|de las) (?:\w+ )?(?:parejas?|felicidad|amor|relación|relaciones|cercanía|intimidad)",
        r"(?:une|acerca) a las parejas",
    ],
    but_not_after=UNSURE,
    better="“Esto puede …”, “A cierta gente le ayuda …”, “Quizá no haga nada, y está bien.”",
)
CHANGING: Final = replace(
    claiming.CHANGING,
    phrases=[
        rf"(?:haz|hacer|logra|lograr|consigue|conseguir|procura|consigas|logres) que (?:{ANYBODY} )?(?:\w+ )?(?:hable|se abra|cambie|escuche|te \w+|entienda|reaccione|vuelva|se ablande|comparta|admita|confiese|pida perdón|venga|ceda|se calme|sienta|acepte)",
        rf"para que (?:{PARTNER} )?(?:por fin |finalmente |también )?(?:se abra|hable|cambie|te quiera|te escuche|te entienda|entienda|reaccione|vuelva|se ablande|comparta|admita|confiese|pida perdón|te extrañe|te eche de menos|se sienta culpable|te valore|confíe en ti)",
        rf"(?:cambiar|arreglar|corregir|controlar|educar|convencer|ablandar|manipular|domar|presionar|persuadir|reconquistar|curar|mejorar|conquistar) a {PARTNER}",
        rf"(?:cambia|arregla|corrige|controla|educa|convence|ablanda|presiona|persuade|reconquista|conquista) a {PARTNER}",
        rf"(?:ganarte|gánate|recuperar|recupera) (?:el amor|la confianza|el cariño|el corazón) de {PARTNER}",
        rf"(?:dale|darle|enséñale) (?:a {PARTNER} )?una lección",
        rf"(?:el objetivo|la meta|la idea|el fin|se trata de) (?:es )?que {PARTNER}",
        rf"{PARTNER} (?:por fin|finalmente) (?:se abra|hable|cambie|escuche|entienda)",
        rf"cambiar (?:cómo|lo que|la manera en que) (?:piensa |siente |actúa )?{PARTNER}",
        rf"(?:sacarle|sácale|arrancarle) (?:a {PARTNER} )?(?:la verdad|las palabras|una respuesta|lo que)",
    ],
    but_not_after=NEGATED,
    better="Let the aim be one's own act: “Dilo una vez, con palabras llanas, y déjalo estar.”",
)
MIND_READING: Final = replace(
    claiming.MIND_READING,
    phrases=[
        rf"{FIRST}(?:en el fondo,? |en realidad,? )?{PARTNER} (?:también |todavía |solo |ya |en realidad |en el fondo |seguro que )*{_DOES}",
        rf"(?:que|porque|ya que|pues|y) {PARTNER} (?:también |todavía |solo |ya |en realidad |en el fondo )*{_DOES}",
        rf"en el fondo,? (?:{PARTNER} )?(?:te quiere|siente|sabe|quiere|piensa|tiene miedo|espera)",
        rf"lo que {PARTNER} (?:en realidad|de verdad|realmente) (?:quiere|siente|piensa|necesita)",
    ],
    but_not_after=rf"{NEGATED}|\b(?:si|cuando|pregunta\w*|dice|dijo|cuéntale|di|lo que)\b",
    but_not_in=_GUESSED,
    better="Call it a guess and let it end in a question: “Supongo que … ¿Es así?” Or tell what can be seen.",
)
ALL: Final = (PROMISE, CHANGING, MIND_READING)
