"""How signs are denied in Spanish, and how they are told from a book, a film or the news."""

from typing import Final

NEGATIONS: Final = (
    r"no(?! (?:ya|pero|porque|si)(?!\S))", "nunca", "jamas", "sin", "tampoco", "ni", "nadie", "ningun", "ninguna", "lejos de", "en vez de",
    "en lugar de", "deje de", "dejo de", "ha dejado de", "ninguno",
)  # fmt: skip
FILLERS: Final = (
    "que", "me", "nos", "le", "la", "lo", "les", "los", "quiero", "quiere", "queria", "voy", "va", "iba", "a", "ha", "he", "han", "habia",
    "es", "era", "fue", "estoy", "esta", "tengo", "tiene", "tenia", "ganas", "de", "intencion", "intenciones", "idea", "ideas",
    "pensamientos", "pienso", "pensado", "pensando", "creo", "digo", "dice", "significa", "quise", "en", "mi", "ni", "nunca", "siquiera",
    "hablo", "hablando", "una", "un", "sido", "se trata", "siento", "sentido", "ningun", "ninguna", "plan", "planes", "planeo", "hay",
    "hubo", "jamas", "ademas", "realmente", "vez", "haya", "el", "ella", "marido", "pareja", "novio", "novia", "mujer", "esposo", "esposa",
    "dado", "querido", "intentado", "vuelto", "vuelve", "volvio",
)  # fmt: skip
LIFTED: Final = (
    "hasta (?:ayer|anoche|hoy|que|hace|esta|este|la|el)", "todavia", "aun", "por ahora", "de momento", "esta noche", "hoy",
    "pero a veces", "pero (?:lo|si)", "salvo", "excepto",
)  # fmt: skip

_STORY: Final = (
    "libro|libros|pelicula|peli|pelis|peliculas|novela|novelas|serie|series|episodio|capitulo|podcast|opera|cancion|canciones|letra"
    "|juego|videojuego|nivel|personaje|personajes|protagonista|documental|cuento|historia de|teatro|obra de|musical|poema|articulo|noticia"
    "|noticias|periodico|diario de hoy|revista|telenovela|culebron|comic|manga|anime|leyenda|guion|escena|disco|television|tele|radio|telediario"
    "|noticiero|thriller|reportaje|corrido|ranchera|tango|bolero|partida"
)
FRAMED: Final = (
    rf"en (?:la|el|una|un|esta|este|mi|su|los|las|aquella|esa|ese) (?:\w+ ){{0,2}}?(?:{_STORY})",
    rf"(?:la|el|una|un|esta|este|esa|los|las) (?:\w+ )?(?:{_STORY}) (?:\w+ ){{0,3}}?(?:en la que|en el que|donde|sobre|que|dice|dicen|termina|empieza|acaba|trata)",
    "(?:la letra|citando|la frase|el titulo|cantaba|canta|cantando|cantamos|se titula|se llama)",
    r"(?:sone|sono|pesadilla|sueno|sonando) (?:\w+ ){0,3}?(?:que|con que|en (?:la|el) que|donde)",
)
STORIES: Final = (
    _STORY,
    "enfermera|enfermero|paciente|pacientes|turno|guardia|abogada|abogado|tribunal|juicio|jurado|tesis|ensayo|clase|clases|curso|cursos|taller"
    "|charla|charlas|seminario|formacion|linea de ayuda|campana|politico|politica|politicos|siglo|estadisticas|estadistica|museo|exposicion"
    "|titular|titulares|guerra|cantante|actor|actriz|famoso|famosa|rey|reina|romeo|julieta|shakespeare|frida|netflix|broma|bromas|chiste"
    "|chistes|medios|estudiantes|trabajo en|trabaja en|trabajo con|trabaja con|voluntaria|voluntario|voluntariado|prevencion|ley|leyes"
    "|manifestacion|marcha|ministerio|concientizacion|concienciacion|conferencia|investigacion|estudio sobre|psicologia|asignatura|examen"
    "|equipo|gol|penal|penalti|entrenador|negocio|empresa|economico|economica|financiero|electoral|hace (?:muchos )?anos|bisabuelo|bisabuela"
    "|terrorista|atentado|tasa|tasas|escuadron|noticia",
)
