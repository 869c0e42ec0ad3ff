"""Spanish signs that somebody thinks of ending their life or of hurting themselves, or is close to somebody who does."""

from typing import Final

from curriculum.crisis.spanish.people import KIN, near

_KILL: Final = (
    "matar|suicidar|ahorcar|envenenar|desangrar|ahogar|electrocutar|inmolar|desvivir|colgar del cuello|colgar(?= [.,])"
)
_END: Final = (
    "(?:acabar|acabe|acabo|acabando|terminar|termine|termino|terminando|acabara) con (?:mi vida|mi existencia|mi sufrimiento|todo(?= (?:de una|ya|esta|hoy|para|y|[.,]))|mi dolor)"
    "|(?:acabar|terminar|acabo|termino)(?:lo|la)? (?:ya )?con todo esto"
    "|(?:poner|pongo|ponerle|pondre|ponerles) (?:un )?fin a (?:mi|todo|esto|mi vida)"
    "|(?:quitar|quita|quite|quito|quitando)(?:me|se)? la vida|(?:quitar|quito)(?:me|se) (?:de en medio|del medio|de encima para siempre)"
    "|(?:me|se) (?:quiero |quiere |voy a |va a |iba a |he |ha |intento |intente |queria )?(?:quitar|quite|quito|quitado) (?:la vida|de en medio)"
)
_WANT: Final = (
    "quiero|queria|quisiera|quiere|quieres|querria|deseo|deseaba|desea|ojala|prefiero|preferiria|prefiere|necesito|merezco|espero|gustaria"
    "|ganas de|pienso en|pensando en|pensar en|penso en|pensado en|pense en|sueno con|planeo|planeando|decidido|decidi|intente|intentar|intento"
    "|intentado|voy a|vamos a|va a|iba a|dan ganas de|rezo por|pido|puedo|idea de|ideas de|pensamientos de|plan de|plan para|plan es|listo para"
    "|lista para|debo|deberia|debi|tendria que|mejor|estoy por|a punto de|anhelo|imagino|amenaza con|amenazo con|amenazado con|hablo de"
    "|habla de|tentacion de|impulso de|dijo de|estuve por|capaz de|harta y voy a|faltaba poco para|morirme y|pude"
)
_DIE: Final = (
    r"morir|morirme|morirse|estar muerto|estar muerta|estar muert|no existir|dejar de existir|dejar de vivir|no despertar|no despertarme|no haber nacido"
    r"|no vivir|desaparecer para siempre|desaparecer de (?:este|esta|la|el) (?:mundo|vida|tierra|faz)|desvivirme|no despertar nunca|irme de este mundo"
    r"|dejar este mundo|no estar (?:viva|vivo|aqui|mas aqui|en este mundo)|dormir para siempre|dormirme para siempre|muerte|la muerte|mi muerte|mi propia muerte"
)
_PLACE: Final = (
    "balcon|ventana|puente|tejado|azotea|terraza|acantilado|edificio|barranco|viaducto|techo|torre|piso|quinto piso|andamio"
    "|vacio|metro|tren|vias|via|rio|mar|coche|camion|autobus|subte|carretera|carro|auto|autopista|ruta|trafico|pozo"
)
_JUMP: Final = "tirarme|tirarse|aventarme|aventarse|arrojarme|arrojarse|lanzarme|lanzarse|saltar|echarme|mandarme|saltando|tirandome"
_VEINS: Final = "venas|munecas|muneca|brazo|brazos|piernas|pierna|muslos|muslo|antebrazo|antebrazos|piel|garganta|cuello|estomago|vientre"
_PILLS: Final = (
    "pastillas|pastilla|pastis|tabletas|comprimidos|medicamentos|medicacion|medicinas|ansioliticos|somniferos|antidepresivos|paracetamol"
    "|ibuprofeno|clonazepam|rivotril|tranquilizantes|trankimazin|lorazepam|diazepam|orfidal|lexatin|insulina|calmantes|analgesicos"
)
_MANY: Final = (
    "todas|todos|toda|bote|frasco|caja|cajas|blister|blisters|punado|monton|botes|entero|entera|demasiadas|demasiados|demasiada|tableta|botella"
    "|sobredosis|veinte|treinta|cuarenta|cincuenta|sesenta|cien|varias cajas|[2-9][0-9]|1[0-9]{2}|muchas|muchisimas|un tarro|mogollon"
)
_TAKE: Final = (
    "tome|tomo|tomado|tomarme|tomar|tomando|tomarse|tragar|tragarme|trague|trago|tragado|tragarse|empastillarme|empastillo|empastille|meti|meterme"
    "|ingeri|ingerido|ingerir|tomaria|tomare|tragaria|zampe|bebi"
)
_THEY: Final = rf"(?:{KIN}|hijo|hija|amigo|amiga|el|ella|que|pareja|chico|chica)"

SIGNS: Final = (
    # To kill oneself, by all its names.
    r"(?:me|se) (?:(?:quiero|queria|quisiera|voy|vaya|a|he|intente|intento|pense|pienso|tengo|que|podria|puedo|debo|deberia|quise|quiso|trate|trato|de|quiera|ire|hubiera|habia|habria|intentado|querido|pensado) ){1,4}?(?:matar|suicidar|ahorcar|envenenar|colgar(?= (?:hoy|ya|y|esta|en el|de una|porque|[.,]))|colgar del|desvivir|pegar un (?:tiro|balazo)|dar un tiro|morir|aventar del|tirar (?:al|a|por|del|de|desde)|matado|suicidado|ahorcado|desangrar)",
    rf"(?!(?:quiere|va a|iba a|intento|puede|amenaza con|amenazo con|amenazado con) )(?:(?:{_WANT}) )(?:\w+ ){{0,3}}?(?:{_KILL})(?:me|se)",
    r"se (?:(?:quiere|queria|quisiera|va|iba|vaya|a|ha|intento|podria|quiso|trato|de|habia|intentado|querido|pensado) ){1,4}?(?:matar|suicidar|ahorcar|envenenar|pegar un tiro|morir|tirar (?:al|por|del|desde)|matado|suicidado|ahorcado)",
    r"(?<!trato de )(?<!trata de )(?<!quiere )(?<!quiso )(?<!queria )(?<!va a )(?<!iba a )(?<!amenaza con )(?<!amenazo con )(?<!amenazado con )(?<!puede )(?<!podria )(?:matarme|suicidarme|suicidarse|ahorcarme|ahorcarse|envenenarme|desvivirme|desvivirse|desangrarme)",
    r"(?:me|se) (?:suicido|suicide|suicida|suicidaria|suicidare|suicidara|mato|mataria|matare|ahorco|ahorque|ahorcare|ahorca|desvivo)(?= (?:hoy|ya|manana|esta|si|y|en|porque|anoche|ahora|un|de una vez|antes|aqui|delante|el|hace|despues|cuando|a los|[.,]))",
    r"(?:pegarme|pegarse|pego|pegue|meterme|dispararme|darme|pegar|meto) un (?:tiro|balazo|disparo)(?= (?:hoy|ya|en|y|esta|de|para|a|[.,]))",
    r"(?:volarme|volarse|volar) (?:la cabeza|los sesos|la tapa)",
    rf"(?:{_END})",
    r"(?:suicidio|suicidarme|suicidarse|suicidarnos|intento de suicidio|intentos de suicidio|carta de suicidio|ideacion suicida|ideas suicidas|pensamientos suicidas|tendencias suicidas|nota suicida|pensamiento suicida)(?= (?:otra vez|de nuevo|esta|desde|y|cada|por|todo|todos|todas|hoy|anoche|ayer|me|en mi|en la cabeza|constantes|a diario|ultimamente|[.,]))",
    r"(?:pienso|pienzo|penso|pensando|pensar|pense|pensado|piensa|intento|intente|intentar|cometer|cometio|penso|planear|planeo|idea|tentativa|hablo|habla|obsesionada|obsesionado) (?:mucho |a veces |seguido |otra vez )?(?:en |del |el |de |con (?:el )?)?(?:un )?suicidio",
    r"(?:tengo|tiene|con|tuve|tenido|mis|han vuelto|vuelven|volvieron) (?:\w+ )?(?:los |las )?(?:ideas|pensamientos|tendencias|impulsos) suicidas",
    r"(?:soy|estoy|esta|me siento|se siente|me pongo|me puse|ando) (?:muy |otra vez |un poco )?suicida",
    r"mi (?:primer |segundo |tercer |ultimo )?intento (?:de suicidio|fue|hace|en)(?= (?:\w+ ){0,4}?(?:pastillas|hospital|suicidio|muerte|[.,]))",
    # Somebody near says so, or does so.
    r"(?:matarse|quitarse la vida|quitarse de en medio|cortarse las venas|pegarse un tiro|tirarse (?:por|del|al|de) (?:el |la |un )?(?:balcon|ventana|puente|tren|metro|azotea))",
    rf"(?:{_THEY}|dice|dijo|dicho|diciendo|escribio|amenaza|amenazo) (?:\w+ ){{0,4}}?(?:que )?(?:se (?:va|iba|quiere|queria) a? ?(?:matar|morir|suicidar|ahorcar)|quiere morir|quiere morirse|queria morir|queria morirse|se mata|se quita la vida|no quiere (?:seguir )?(?:vivir|viviendo))",
    r"se (?:corta|corto|cortaba|esta cortando|ha cortado) (?:en )?(?:las venas|los brazos|las munecas|las piernas|los muslos|el brazo)",
    r"se (?:autolesiona|autolesionaba|autolesiono|lastima a proposito|hace dano a proposito|hace dano (?:en|con)|hacia dano (?:en|con))",
    r"se (?:tomo|trago|ha tomado|ha tragado|metio) (?:\w+ ){0,3}?(?:" + _MANY + r") (?:\w+ ){0,3}?(?:" + _PILLS + r")",
    rf"(?:mi|su|el|la|mis) (?:{KIN}|hijo|hija|amigo|amiga|nieto|nieta|sobrino|sobrina) (?:\w+ )?se (?:corta|cortaba|esta cortando|lastima|autolesiona)(?= (?:y|cuando|otra|a escondidas|para|con|desde|en|[.,]))(?! (?:con el (?:papel|cuchillo de)|el pelo|las unas))",
    rf"(?:mi|su|el|la|mis) (?:{KIN}|hijo|hija|amigo|amiga|nieto|nieta|sobrino|sobrina) (?:\w+ ){{0,3}}?(?:quiere|queria|quiso) (?:morir|morirse|matarse|quitarse la vida|estar muert[oa])",
    # To be dead.
    rf"(?:{_WANT}) (?:\w+ ){{0,2}}?(?:{_DIE})(?= (?:ya|hoy|de una|y|pero|porque|asi|por|cuando|si|a veces|esta|cada|en paz|en el|en mi|durmiendo|mientras|todo|todos|para|antes|que|como|sin|otra|sola|solo|pronto|ahora|desde|tanto|nunca|mas|no|me|es|[.,]))",
    r"(?:me|se) (?:quiero|queria|quisiera|quiere|querria) morir",
    r"ojala (?:\w+ ){0,2}?(?:me (?:muera|muriera|muriese|mate|matara|maten|atropelle|atropellara|atropellen|parta un rayo|pase algo|trague la tierra para siempre|lleve dios)|no (?:despierte|despertara|despertase|amanezca|amaneciera|me despierte|me despertara|me levante|hubiera nacido|haber nacido|existiera|estuviera viv[oa]|estuviera aqui)|estuviera muert[oa]|hubiera muerto|nunca (?:hubiera|haber) nacido|se acabara (?:mi vida|todo))",
    r"(?:que|si) (?:alguien |dios |un (?:coche|camion|carro|auto) |la muerte )(?:\w+ )?me (?:mate|lleve|atropelle|atropellara|mataran|matara|llevara|atropellase)(?= (?:ya|pronto|de una|y|hoy|por|para|[.,]))",
    r"(?:estaria|estare|estoy|estarian|estaran|esta|seria|sere|seria mas|estarias) (?:todo |todos |todas |mucho |mas )?(?:mejor|feliz|felices|tranquil[oa]s?) (?:muert[oa]|sin mi(?! (?:\w+ )?(?:ayuda|coche|movil|celular|telefono|familia|pareja|novio|novia|marido|madre|padre|perro|cafe|voto|permiso|presencia en|jefe|ex|hermano|hermana|mama|papa|opinion|trabajo))|bajo tierra|si (?:yo )?(?:no (?:estuviera|existiera|estoy|hubiera nacido)|me (?:muero|muriera|muriese|mato|matara)|desapareciera|desaparezco))",
    r"(?:el mundo|todos|todo el mundo|mis hijos|mi familia|mi pareja|los demas|nadie) (?:\w+ ){0,4}?(?:mejor|mas feliz|felices|tranquilos|en paz) sin mi(?= (?:y|en|aqui|ya|porque|que|[.,]))",
    r"(?:mejor|seria mejor|mas facil|mas sencillo|preferible) (?:\w+ ){0,3}?(?:estar muert[oa]|que (?:yo )?(?:me muera|me muriera|no existiera|no estuviera|desapareciera|me mate|me matara)|no haber nacido|si (?:yo )?(?:no (?:estuviera|existiera|estoy)|me muero|me muriera|desaparezco|desapareciera|me mato))",
    r"(?:cuando|si|despues de que|una vez que) (?:yo )?(?:ya )?(?:(?:me )?(?:muera|este muert[oa]|falte)|no este|me haya ido|me mate|me muero|ya no este) (?:\w+ ){0,4}?(?:van a|estaran|podran|sera|seran|me van|veran|sabran|entendera|entenderan|estara|cobrara|cobren|nadie|mejor|tranquil|descans|arrepent)\w*",
    r"(?:nadie|a nadie|quien|ni siquiera|ni) (?:\w+ ){0,4}?(?:me (?:va a )?(?:extranaria|extranara|extranar|lloraria|llorara|echaria de menos|echara de menos)|notaria|se daria cuenta|le importaria|importa|importaria|lloraria) (?:si|cuando|que) (?:me muero|me muriera|me muera|no estoy|no estuviera|desaparezco|desapareciera|me mato|me matara|muero|muriera)",
    r"(?:nadie|nadie mas|ni quien) (?:\w+ )?me (?:va a|van a|iba a|ira a) (?:extranar|echar de menos|echar en falta|llorar|recordar)(?= (?:(?:cuando|si|el dia que|una vez que|despues de que) (?:ya )?(?:yo )?(?:no este|no estoy|no estuviera|falte|me vaya|me haya ido|desaparezca|desaparezco|me muera|me muero))(?! (?:en (?:la|el|esta|este|ese|esa)|de (?:la|el|esta|este|vacaciones|viaje|aqui|casa de)|del|a (?:la|otra|otro|vivir|trabajar|un|una|las)|unos|el (?:lunes|viernes|fin)|al|dos|tres|una semana)))",
    r"(?:me vale|me vale (?:madre|madres|verga|gorro|un pepino)|me importa (?:un (?:bledo|pepino|comino|carajo)|una mierda)|me da (?:lo mismo|igual|igualito)|ya me es igual|me es igual) (?:ya )?(?:vivir o morir|morir o vivir|vivir que morir|estar viv[oa] o muert[oa]|(?:seguir|estar) viv[oa] o no|vivir o no|si (?:vivo o (?:me )?muero|me muero|muero))",
    r"me da (?:lo mismo|igual|igualito) (?:estar viv[oa] o muert[oa]|vivir o morir|vivir que morir|morir|morirme|morir o vivir|si (?:vivo o (?:muero|me muero)|me muero))",
    r"(?:prefiero|preferiria|prefieria) (?:mil veces )?(?:la muerte|estar muert[oa]|morir|morirme) (?:que|a|antes)",
    r"(?:envidio|envidia) (?:a |de )?los muertos",
    r"(?:morir|muerte|morirme|estar muert[oa]) (?:seria|suena|parece|es|sera|debe ser) (?:\w+ ){0,2}?(?:un alivio|mas facil|alivio|mejor|lo mejor|descanso|un descanso|paz|la solucion|la salida|la unica|un regalo|bonito|tentador)",
    r"(?:irme|ir|marcharme|descansar|reunirme|estar) (?:de este mundo|para siempre(?= (?:y|con|de|[.,]))|al otro lado|con (?:mi|el|la) (?:\w+ )?(?:en el cielo|difunt[oa]|que en paz descanse|que murio|alla arriba))",
    r"desaparecer (?:para siempre|del mapa para siempre|de este mundo|de la faz|de la tierra|de esta vida)",
    r"dormir(?:me)? (?:y|para) (?:ya )?(?:no|nunca|jamas|no volver a|nunca mas|ya no) (?:despertar|despertarme|volver a despertar)",
    r"dormir(?:me)? (?:para siempre|eternamente|y ya)",
    r"(?:pienso|pensando|pense|obsesionad[oa]|sueno|fantaseo|fantasias) (?:\w+ )?(?:en|con) (?:la muerte|mi muerte|morir|morirme|mi funeral|mi entierro|estar muert[oa])(?= (?:todo|todos|cada|mucho|a diario|otra|seguido|y|constantemente|cuando|a menudo|[.,]))",
    r"(?:pido|rezo|ruego|suplico) (?:\w+ ){0,3}?(?:no despertar|morir|morirme|que me lleve|no amanecer|que me muera)",
    r"(?:que )?(?:dios|diosito|la muerte) (?:ya )?me (?:lleve|quite la vida|recoja)",
    r"(?:quiero|quisiera|deseo|me quiero|me gustaria) (?:ya )?(?:ir|irme|estar|reunirme) (?:ya )?con (?:mi|dios|diosito|el senor|ell[oa]s) ?(?:\w+ )?(?:al cielo|en el cielo|que esta en el cielo|difunt[oa]|muert[oa]|que murio|alla arriba)",
    r"(?:ganas|deseo|deseos) de (?:ya )?(?:no (?:existir|vivir|estar (?:aqui|viv[oa])|ser|despertar)|morir|morirme|acabar con todo|desaparecer(?= (?:para siempre|del todo|de este|[.])))",
    r"(?:lo mejor|mejor) (?:\w+ ){0,3}?(?:seria |es )?que (?:yo )?(?:desapareciera|desaparezca|me muriera|me muera|no existiera|no estuviera|me matara|me mate|me fuera de este mundo)",
    r"(?:me voy a|voy a|temo|miedo de|miedo a|podria|vaya a) (?:hacer|hacerme)(?:me)? (?:algo malo|algo|dano|una locura)(?= (?:esta noche|hoy|si|a mi|y|porque|[.]))(?! (?:si (?:salto|corro|no caliento|cargo|levanto)))",
    # Not to live.
    r"(?:hart[oa]|cansad[oa]|aburrid[oa]|podrid[oa]) de (?:vivir(?! (?:con|en|de|sol[oa]|tan|aqui|lejos|juntos|entre|bajo|al))|esta vida|la vida|mi vida|existir|estar viv[oa]|seguir viviendo|luchar por vivir)",
    r"(?:odio|detesto|aborrezco) (?:mi vida|vivir(?! (?:en|con|aqui|lejos|de|sol[oa]|al|tan))|estar viv[oa]|la vida|existir|mi existencia|haber nacido|seguir viv[oa])",
    r"(?:mi vida|la vida|vivir|esta vida|existir) (?:ya )?(?:es|se (?:me )?ha vuelto|me parece|es un|se volvio) (?:\w+ ){0,2}?(?:insoportable|un infierno|una tortura|una mierda|un asco|un sinsentido|inutil|un castigo|una pesadilla|una condena)",
    r"(?:para que|por que|de que sirve|que sentido tiene|pa que|pa q) (?:\w+ ){0,2}?(?:vivir(?! (?:con|en|juntos|aqui|sol[oa]|lejos|asi de))|seguir viv[oa]|seguir viviendo|vivo(?= (?:si|asi|[.,]))|estoy viv[oa]|sigo viv[oa]|naci|despierto cada|existo|seguir viva|continuar viv[oa]|sigo respirando)",
    r"(?:por que|lastima que|pena que|triste de|siento) (?:sigo|seguir|estoy|estar) (?:viv[oa])",
    r"(?:me he|me|he) (?:rendido|rendi|rindo) (?:con|en|de) (?:la vida|vivir|todo|mi vida)",
    r"perd(?:i|ido|iendo) (?:las|la|todas las|toda la|mis) (?:ganas|razon|razones|motivos|ilusion) (?:de|para|por) (?:vivir|seguir viv|existir|la vida)\w*",
    r"(?:soy|solo soy|me siento|sere|siempre soy|siempre he sido) (?:\w+ )?(?:una carga|un estorbo|un lastre|un peso) (?:para|de) (?:todos|todo|mi|el|ella|la|los|nadie|mis|ellos)",
    r"(?:unica|mejor) (?:salida|solucion|opcion|forma) (?:que \w+ )?(?:\w+ )?(?:es|seria|para|que (?:me queda|veo|encuentro)) (?:\w+ ){0,2}?(?:morir|morirme|matar\w*|irme|acabar|desaparecer|la muerte|suicid\w+|no estar)",
    r"(?:un|soy un|soy|es un) peligro para (?:mi mism[oa]|si mism[oa])",
    # A way, a place, an hour.
    r"(?:miro|mirando|mire|miraba|me quedo mirando|pienso en|voy a) (?:\w+ )?(?:las vias|el tren|el metro|el puente|el balcon|el vacio|la ventana|la azotea)(?: del \w+)? (?:\w+ ){0,3}?(?:seria (?:rapido|facil|tan facil)|y pienso (?:que|en) (?:saltar|tirarme|seria|acabar|todo))",
    rf"(?:{_WANT}|me dan ganas de|me quiero|me voy a|me iba a|quise|casi|pense) (?:\w+ ){{0,3}}?(?:{_JUMP}|tirar|aventar|arrojar|lanzar|salto|me tiro|me lanzo|me aviento) (?:\w+ ){{0,3}}?(?:{_PLACE})",
    rf"(?:tirarme|aventarme|arrojarme|lanzarme|me tiro|me aviento|me arrojo|me lanzo|me tire|me avente) (?:al|a las|por el|por la|del|de un|de la|a la|por un|desde el|desde la|debajo de|abajo del|abajo de|delante de|frente a) (?:\w+ )?(?:{_PLACE})(?! (?:a|para) (?:nadar|banarme|jugar))",
    r"(?:estrellarme|estrellar el (?:coche|carro|auto)|chocar|estampar el (?:coche|carro|auto)|estamparme|salirme) (?:\w+ ){0,3}?(?:a proposito|contra (?:un arbol|un muro|un poste|una pared|un camion|el muro|el guardarrail)|de la carretera a)",
    rf"(?:cortarme|cortandome|cortarse|me corto|me corte|me cortaba|cortar|abrirme|abrir|rajarme|me raje|me rajo|tajearme|me abro) (?:me )?(?:en )?(?:las|los|mis|el|la|un poco las|otra vez los|otra vez las) (?:{_VEINS})(?! (?:con (?:una lata|el cuchillo (?:del pan|de cocina)|un papel|una rama)|al (?:afeitarme|depilarme|cocinar)|afeitandome|depilandome|cocinando))",
    r"(?:volvi|vuelto|vuelvo|volver|empece|empezado|empezar|dejo|dejar|ganas|necesidad|necesito|quiero|recai|sigo|siento|impulso|urgencia|tentacion) (?:\w+ ){0,3}?(?:a |de |que )?(?:cortarme|cortandome|autolesionarme|lastimarme|hacerme dano|hacerme cortes|quemarme|aranarme)(?! (?:el pelo|el cabello|las unas|un traje|el flequillo|las puntas))",
    r"me (?:corte|corto|cortaba|he cortado|estoy cortando)(?: (?:anoche|otra vez|de nuevo|ayer|a escondidas|cuando (?:se|me|discut\w+)|para (?:sentir|calmar|no|aliviar)|a proposito|en el bano|desde|porque no)| [.])",
    r"me (?:hago|hice|hacia|he hecho|estoy haciendo) (?:dano|cortes|heridas)(?= (?:a mi|a proposito|con|para|cuando|otra vez|anoche|en|y|de nuevo|a escondidas|desde|por|a veces|[.,]))",
    r"(?:hacerme|haciendome|hacerse) (?:dano|cortes|algo malo|una locura|una tonteria)(?! (?:al|en (?:el|la|un) (?:gimnasio|gym|entren|espalda|rodilla|partido)|corriendo|entrenando|en la espalda|en la rodilla))",
    r"(?:hacer|cometer|haga) una (?:locura|tonteria|estupidez) (?:conmigo|contra mi|y acabar|y terminar|irreversible)",
    r"(?:autolesion|autolesiones|autolesionarme|autolesionarse|autolesiono|autolesione|autolesionado|autolesionando|autolesionandome|autolesionarse)",
    r"me (?:quemo|queme|quemaba|arano|arane|golpeo|pego) (?:\w+ ){0,4}?(?:a proposito|con (?:un |el |los )?(?:cigarros|cigarrillos|mechero|cutter|cuchilla)|hasta sangrar|para sentir|para castigarme|a mi mism[oa]|contra la pared)",
    r"(?:golpeo|golpee|golpeaba|doy|di|estrello|doy golpes con) (?:me )?(?:la|mi) cabeza (?:contra|en) (?:la|el|una) (?:pared|suelo|piso|puerta|muro)",
    near("cuchilla|cuchillas|cutter|gillette|navaja|hoja de afeitar|vidrio", rf"(?:mis|los|las|el) (?:{_VEINS})", 5),
    rf"(?:{_TAKE}) (?:\w+ ){{0,5}}?(?:{_MANY}) (?:\w+ ){{0,4}}?(?:{_PILLS})",
    rf"(?:{_TAKE}) (?:\w+ ){{0,3}}?(?:mis|las|los) (?:{_PILLS}) (?:todas|de golpe|juntas|de una|de un golpe|para (?:no|morir|acabar|dormir y|siempre)|y (?:acabar|terminar|no despertar|adios))",
    rf"(?:{_PILLS}) (?:\w+ ){{0,6}}?(?:{_TAKE}) ?(?:todas|todo|de golpe|juntas|enteras|entera)",
    rf"(?:juntando|guardando|guardo|guarde|junte|tengo guardadas|tengo juntadas|escondo|escondidas|acumulando|ahorrando|contando|conte|reuniendo) (?:\w+ ){{0,3}}?(?:{_PILLS})(?! (?:de (?:mi|la) (?:padre|madre|abuela|abuelo|suegra|alergia|tension)|lejos|en (?:el|un) (?:cajon|botiquin|armario|neceser)|fuera del|bajo llave|para (?:mi|el|la) (?:padre|madre|abuel|viaje|perro)))",
    rf"(?:{_PILLS}) (?:\w+ ){{0,5}}?(?:suficientes|en la mano|guardadas|escondidas|preparadas|listas|delante de mi|sobre la (?:mesa|cama)) (?:\w+ ){{0,4}}?(?:para|y|ya|por si|[.])",
    rf"cuantas (?:{_PILLS}) (?:\w+ ){{0,3}}?(?:hacen falta|se necesitan|necesito|tengo que|hay que|habria|me tendria|para (?:morir|no))",
    r"(?:sobredosis|sobre dosis)(?= (?:de (?:pastillas|medica\w+|paracetamol|insulina|droga|heroina|todo)|otra|anoche|ayer|y|en|hace|para|cuando|[.,]))",
    r"(?:beber|bebi|tomar|tome|tomarme|trague|tragar) (?:\w+ )?(?:lejia|cloro|veneno|raticida|matarratas|veneno para ratas|herbicida|desinfectante|pesticida|cianuro|insecticida|lavandina)",
    r"(?:compre|tengo|consegui|busque|prepare|ate|encontre|hice|anude|colgue|compro) (?:una|la|mi) (?:soga|cuerda|horca)(?! (?:para (?:saltar|la|el|tender|escalar|los)|de (?:saltar|guitarra|escalada|tender)|del|en la garganta))",
    r"(?:soga|cuerda|cinturon|cable) (?:al|en el|alrededor del|en mi) cuello",
    r"(?:subi|subida|subido|parad[oa]|sentad[oa]|de pie|asomad[oa]|estoy|quede) (?:\w+ ){0,3}?(?:en la cornisa|en la barandilla|al borde (?:del|de la|de un) (?:puente|azotea|acantilado|tejado|balcon|vacio|via|techo)|en las vias|en el borde de la (?:azotea|terraza)|al otro lado de la (?:baranda|barandilla))",
    r"(?:carta|cartas|nota|mensaje|mensajes|audio) de (?:despedida|suicidio)(?! (?:al trabajo|de la empresa|de soltero|de soltera|del colegio|a (?:mi|la) (?:jefa|jefe|empresa)))",
    r"(?:me despedi|ya me despedi|me estoy despidiendo|despedirme|me despido) (?:\w+ )?(?:de (?:todos|mis hijos|los ninos|mi familia|la vida|este mundo|mis padres|mi madre|todo el mundo)(?! (?:en (?:el aeropuerto|la estacion|la puerta|la fiesta)|antes (?:del|de) (?:viaje|salir|ir)|y (?:cogi|tome)|porque (?:viajo|me voy de viaje)))|para siempre)",
    r"(?:este|esta|estas) (?:es|son|sera|seran) (?:mi|mis) (?:ultim[oa]s?) (?:mensaje|noche|palabras|dia|carta|despedida)(?! (?:de (?:trabajo|vacaciones|clase)|en (?:la|el|este|esta) (?:trabajo|oficina|empresa|curso|hotel|ciudad|piso|casa)))",
    r"(?:cuando|para cuando) (?:lean|leas|leais|lea|alguien lea) (?:esto|este mensaje|esta carta) (?:\w+ )?(?:ya )?(?:no (?:estare|voy a estar|este)|habre|estare)",
    r"(?:adios|chau|hasta nunca) (?:mundo|a todos para siempre|mundo cruel|vida)",
    r"(?:cuiden|cuida|cuidad|cuidara|cuidaran) (?:a|de|bien a|mucho a) (?:mis hijos|mi hijo|mi hija|mis hijas|mi perro|mi gato|los ninos|mi familia) (?:cuando (?:ya )?no este|cuando me vaya|por mi cuando)",
    rf"(?:compre|junte|guarde|tengo|consegui|he (?:comprado|juntado|guardado)) (?:las|unas|muchas|suficientes|todas las|bastantes) (?:{_PILLS}) (?:\w+ ){{0,3}}?(?:y|para) (?:\w+ ){{0,3}}?(?:(?:tengo|puse|elegi|decidi) (?:la |una |el )?(?:fecha|dia|noche)|esta noche|hacerlo|(?:escribi|tengo) la carta|no despertar|acabar)",
    r"(?:regale|regalando|regalado|repartiendo|repartido|repartir) (?:todas )?(?:mis cosas|todo lo mio|mis pertenencias)",
    near("seguro de vida|el seguro", "si me muero|si muero|cuando no este|mi muerte|cobraria|valgo mas muert[oa]", 7),
    r"valgo mas muert[oa] que viv[oa]",
    r"(?:pensamientos|ideas) (?:\w+ )?(?:de muerte|de morir|de matarme|oscuros|oscuras|negros|negras|muy feos|intrusivos) (?:\w+ ){0,4}?(?:otra vez|vuelven|volvieron|de noche|me|de (?:muerte|morir|acabar)|[.])",
    r"(?:voces|una voz|la voz|vocecita) (?:\w+ ){0,4}?(?:dicen|dice|pide|piden|ordena|ordenan|grita) (?:que )?(?:me )?(?:mate|tire|salte|corte|muera|haga dano|lastime|acabe)",
    r"(?:como|manera de|maneras de|formas de|forma de|metodos para|googlear como|busco como|busque como) (?:\w+ )?(?:morir|morirme|matarme|suicidarme|quitarme la vida|ahorcarme) (?:sin dolor|rapido|en casa|sin que|sin sufrir|de|y|[.,])",
    r"(?:ya se|se) (?:exactamente )?(?:como|cuando|donde) (?:y cuando |y donde |y como )?(?:voy a hacerlo|lo voy a hacer|lo haria|hacerlo|matarme|lo hare)(?= (?:y|esta|si|cuando|[.,]))",
    r"(?:tengo|tenia|hice) (?:un |el |todo )?plan(?:eado)? (?:para |de )?(?:matarme|morir|acabar con|terminar con|suicidarme|quitarme|irme para siempre|hacerlo esta noche|como hacerlo)",
    r"(?:que se acabe|que termine|que pare|que acabe) (?:todo|todo esto|este dolor|el dolor|mi vida|todo este dolor)(?= (?:de una vez|para siempre|ya|esta noche|[.,]))",
    r"dejar(?:me)? de (?:sufrir|respirar|existir|vivir)(?= (?:para siempre|de una vez|ya|y|hoy|esta|[.,]))",
    r"(?:dejadme|dejenme|dejame|deja que me) (?:morir|muera)(?= (?:en paz|ya|aqui|y|por favor|[.,]))",
    r"(?:hoy|esta noche|manana|pronto) (?:\w+ )?(?:se acaba|termina|acaba|acabara|terminara) todo(?= (?:para|y|por|de una|[.,]))",
    r"(?:si|como) me (?:muero|muriera) (?:no pasa nada|no pasaria nada|mejor|nadie|que importa|tampoco)",
    r"matenme",
    r"(?:mi pareja|mi ex|me|todos) (?:\w+ )?(?:dice|dijo|grita|dicen|dijeron|escribio) (?:\w+ )?que (?:me mate|me suicide|me muera|me tire)",
)

_NOT: Final = "no|ya no|nunca|tampoco"
REFUSALS: Final = (
    rf"(?:{_NOT}) (?:\w+ )?(?:quiero|queria|quisiera|puedo|aguanto|soporto|deseo|merezco|tengo ganas de|me apetece|vale la pena|tiene sentido|me dan ganas de|quiere|siento ganas de|tengo (?:\w+ )?(?:fuerzas|motivos|razones|animo|energia) (?:de|para)|veo sentido a|encuentro sentido a|me queda (?:\w+ )?(?:para|de)|le (?:veo|encuentro) sentido a|vale) (?:mas |ya )?(?:de |para |a )?"
    r"(?:vivir(?! (?:con|en|de|aqui|lejos|sol[oa]|juntos|asi(?! [.,])|cerca|entre|al|tan|bajo|separad|alla|un|una|esto|pendiente|a)(?!\S))|seguir viv\w+|existir|seguir existiendo|estar viv[oa]|seguir (?:aqui|en este mundo|adelante con mi vida|respirando)(?= (?:mas|asi|y|porque|[.,]))|despertar(?:me)?(?= (?:mas|manana|nunca|y|otra vez|jamas|[.,]))|mi vida(?= [.,])|la vida(?= [.,])|esta vida|estar (?:mas )?(?:aqui|en este mundo)(?= (?:mas|ya|y|porque|[.,]))|levantarme nunca)",
    r"(?:ya )?no (?:quiero|puedo) (?:mas )?(?:vivir|seguir)(?= (?:asi|mas|sin (?:el|ella)|viviendo)?(?: ?[.,]| y | porque ))(?: asi| mas)?(?= [.,])",
    r"ya no quiero (?:nada|estar|seguir|mas)(?= [.])",
    r"(?:ya )?no (?:quiero|puedo) seguir (?:viviendo|con (?:mi vida|esta vida|vida)|en este mundo|viva|vivo)",
    r"ya no (?:puedo|aguanto|doy) (?:mas|mas mas|ni un dia mas|mas asi|mas con (?:todo|la vida|mi vida|esta vida|este dolor|tanto dolor))(?= (?:de verdad|en serio|me|quiero|y (?:quiero|me)|porque|ayuda|estoy|con (?:todo|la vida|mi vida|esta vida|este dolor|tanto dolor)|[.,]))",
    r"no (?:puedo|aguanto) mas (?:con (?:la vida|mi vida|esta vida|este dolor|tanto dolor)|esta vida|vivir|este sufrimiento|este dolor)",
    r"(?:sin|no tengo|perdi(?:do)? las|se me quitaron las|se me fueron las|ni|me faltan|me quedan|tengo cero|cero|sin ningunas) (?:\w+ )?(?:ganas|motivos?|razon|razones|fuerzas|ilusion) (?:ya )?(?:de|para|por) (?:vivir|la vida|existir|seguir viv\w+|estar viv[oa]|seguir aqui)",
    r"(?:no|ya no|nada) (?:\w+ ){0,2}?(?:tiene|le veo|le encuentro|le hallo|hallo|veo|encuentro|hay|tenga|ve) (?:ya )?(?:ningun |mas |ya )?(?:sentido|razon|motivo)(?: (?:a|para|de|en))? (?:nada|vivir(?! (?:con|en|aqui|juntos))|la vida|mi vida|seguir viv\w+|existir|seguir|levantarme|despertar)(?= (?:ya|mas|cada|y|asi|porque|sin|[.,]))",
    r"no (?:pienso en otra cosa|puedo pensar en (?:otra cosa|nada mas)|hago (?:otra cosa )?mas que pensar) (?:que )?(?:en )?(?:morir|morirme|matarme|la muerte|suicidarme)",
    r"(?:mi|la|esta) vida (?:ya )?no (?:vale|tiene|sirve|importa)(?: (?:nada|sentido|la pena|ningun|para nada|a nadie|mas))?",
    r"(?:vivir|la vida|mi vida|esta vida|existir) (?:\w+ )?(?:ya )?no (?:vale|merece|tiene|sirve)(?: (?:nada|sentido|la pena|ningun|de nada))?(?! (?:\w+ )?(?:gracia|precio))",
    r"no (?:merece|vale) la pena (?:vivir|seguir viv\w+|existir|esta vida|mi vida|seguir luchando|seguir aqui)",
    r"no (?:tengo|me queda|queda|hay|encuentro|veo) (?:nada|nadie|ninguna razon|ningun motivo|razones|motivos|razon|motivo|mas razones) (?:por (?:lo|el|quien|la) que|para|por) (?:vivir|seguir|quedarme|estar viv|quedarse)\w*",
    r"no (?:quiero|deseo|espero|me gustaria|quisiera) (?:volver a )?(?:despertar|despertarme|amanecer|ver (?:el )?(?:manana|otro dia|un dia mas)|llegar a (?:manana|navidad|mi cumpleanos|los treinta|los cuarenta))(?= (?:mas|nunca|manana|otra|y|jamas|viv|en|[.,]))",
    r"(?:ya )?no le (?:encuentro|veo|hallo|saco) (?:ya )?(?:el|la|ningun|ninguna|mas) (?:chiste|caso|gusto|gracia|objeto|punto|sabor) a (?:vivir|la vida|mi vida|esta vida|seguir viv\w+|estar viv\w+|seguir)(?! (?:con|en|en la ciudad|aqui|juntos|jugando|viendo|estudiando))",
    r"no (?:veo|hay|encuentro|tengo|queda|me queda) (?:ninguna |otra |mas |ya )?(?:salida|escapatoria|esperanza|futuro)(?= (?:para mi|mas|a (?:esto|nada|mi)|que|en (?:esto|mi|nada)|y|ya|ninguna|[.,]))(?! (?:de emergencia|del (?:parking|parque|garaje|metro)))",
    r"no (?:me importa|me importaria|importa|me molestaria) (?:\w+ )?(?:morir|morirme|si (?:me muero|muero|vivo|no despierto|me atropellan|me muriera|me atropella)|no despertar|que me atropellen)",
    r"no (?:creo que|se si|pienso|voy a|espero) (?:\w+ )?(?:llegue|llegar|pase|pasar|este viv[oa]|estar viv[oa]|aguante|vaya a estar|siga viv[oa]|seguir viv[oa]) (?:a |de )?(?:viv[oa] )?(?:manana|navidad|esta noche|la noche|mi (?:proximo )?cumpleanos|fin de ano|el verano|aqui|la semana que viene)",
    r"no (?:puedo|logro|consigo) (?:dejar|parar) de (?:cortarme|autolesionarme|lastimarme|pensar en (?:matarme|morir|morirme|la muerte|suicidarme|cortarme|hacerme dano))",
    r"(?:por que|porque) no me (?:muero|morire|mori)(?= (?:ya|de una|y|yo|[.,]))",
    r"(?:por que|porque|motivos para|razones para) no (?:\w+ )?(?:matarme|suicidarme|morir|morirme|me mato|acabar con todo|tirarme)",
    r"no (?:debi|deberia|tenia que|tendria que|debiera) (?:de )?haber nacido",
    r"(?:no|nunca) (?:hubiera|haber|debi) (?:nacido|nacer)",
    r"no (?:soy|seria|sere) (?:una |mas una |un )?(?:carga|estorbo|problema) (?:para )?(?:nadie|mas|ustedes|vosotros|el|ella|ellos)(?= (?:si|cuando|cuando ya|[.,]))",
)
MENTIONS: Final = (
    r"(?:suicidio|suicida|suicidas|suicidar|suicidarse|suicido|suicidarme)",
    r"(?:autolesion|autolesiones)",
    r"(?:se|me|nos) (?:ahorco|ahorque|colgo (?:del|de una))",
    r"(?:se tiro|se arrojo|se lanzo|se avento) (?:al|del|de un|desde|por) (?:\w+ )?(?:tren|metro|puente|balcon|ventana|vias|azotea|vacio)",
    r"se (?:mato|corto las venas|quito la vida|pego un tiro)",
    r"(?:una|la|de) sobredosis",
)
