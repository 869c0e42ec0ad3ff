"""Spanish signs of violence between people who are close: suffered, feared, done, or near to being done."""

from typing import Final

from curriculum.crisis.spanish import at_home
from curriculum.crisis.spanish.people import (
    AT_TIMES,
    BLOW,
    BODY,
    GIVES,
    HARD,
    HITS,
    HITS_ME_ONE_DAY,
    HITTING,
    I_GIVE,
    I_HIT,
    KIN,
    MY,
    PARTNER,
    TO_HIT,
    WEAPON,
    near,
)

_WOUND: Final = (
    "moreton|moretones|moraton|moratones|morado|morados|cardenal|cardenales|ojo morado|ojo negro|ojo en tinta|ojo en compota|ojo moro"
    "|labio partido|labio roto|chichon|marcas|marca de (?:los|sus) dedos|hematoma|hematomas|moradura|moraduras|quemaduras|mordidas"
)
_WHOM: Final = rf"(?:a )?(?:{MY}) (?:{PARTNER}|madre|mama|hermana|hermano|papa|padre|abuela|abuelo|tia|amiga|gato|perro|perra|perrito|gata|mascota)"
_AFRAID: Final = (
    "miedo|pavor|panico|terror|temor|aterra|aterroriza|asusta(?= (?:mucho )?(?:mi|que|cuando|lo que|el|ella|volver))"
)
_IF_I_LEAVE: Final = (
    r"si (?:lo|la|le|me|yo|algun|alguna|un)? ?(?:\w+ ){0,2}?(?:dejo|dejaba|voy|fuera|iba|dejara|separo|separaba|divorcio|divorciaba|denuncio"
    "|denunciaba|hablo|hablaba|cuento|contaba|largo|marcho|marchaba|engano|enganaba|vuelvo|digo|sale|salgo|abandono|abandonaba)"
)
_KILL_ME: Final = (
    r"(?:me|nos) (?:mataria|matara|matare|va a matar|van a matar|vaya a matar|iba a matar|quiere matar|queria matar"
    r"|quiso matar|puede matar|podria matar|intento matar|ha intentado matar|trato de matar|acabara matando|va a terminar matando|va a acabar matando|terminara matando)"
)

SIGNS: Final = (
    *at_home.SIGNS,
    # Struck.
    rf"(?:casi|por poco|que|{PARTNER}|un dia|este hombre|esta mujer|dia de estos) (?:me|nos) (?:mata|mato|matan)(?! (?:de|del|el|la|los|las|con (?:su|sus|esa|esos|ese)|a (?:besos|preguntas|disgustos|cosquillas)|cuando (?:sonrie|rie|canta)|que|si (?:llego|olvido|rompo|pierdo|mancho|no)|por (?:el|la))(?!\\S))",
    rf"(?:me|nos) {AT_TIMES}(?:{HITS})(?! (?:la (?:cabeza|duda|frente) (?:pensando|con esto|intentando)|de risa|un (?:susto|grito|telefonazo|tiro al aire)))(?= (?:[.,]|\w+))",
    rf"(?:que|cuando|si|por si|y) (?:el |ella |mi \w+ )?(?:me|nos) (?:{HITS_ME_ONE_DAY})(?! (?:de risa|de gusto|el (?:sol|aire|viento|calor|frio)|la (?:brisa|luz|risa|pereza)))",
    rf"(?:{TO_HIT})(?:me|nos)(?! (?:en (?:el|un|la|al) (?:examen|juego|partido|ajedrez|partida|oficina)|un (?:bano|duchazo|susto|madrugon|viaje)|una (?:ducha|siesta|vuelta|fiesta)|con (?:la|el|una|un) (?:lectura|libro|serie|pelicula|idea)|a (?:estudiar|trabajar|leer|la playa|casa)|al (?:grupo|cine)|el pelo|de (?:risa|ganas)|por (?:el|la) (?:mar|lluvia)))",
    rf"(?:{HITTING})(?:me|nos)(?! (?:a (?:trabajar|estudiar)|con (?:los|el) (?:libros|examen)))",
    rf"(?:me|nos) {AT_TIMES}(?:{GIVES}) (?:\w+ ){{0,3}}?(?:{BLOW})(?! (?:que (?:necesit|me hacia|me falt)|para (?:estudi|empez|apunt|pedir|hacer|seguir|lanz|decid)|hacia adelante|final|de (?:suerte|calor|tos|aire|energia|efecto|realidad|risa)))(?= (?:[.,]|\w+))",
    rf"(?:me|nos) {AT_TIMES}(?:agarr|cog|jal|tir|tom|sujet|levant|arrastr|pesc|jalone|estir)(?:a|o|io|e|aba|ia|ado|ido|ando|iendo|aron)? (?:\w+ ){{0,3}}?(?:del|de la|de los|de las|por el|por la|por los|por las) (?:cuello|pelo|pelos|cabello|garganta|grenas|mechas|orejas|chongo|melena|coleta)",
    rf"(?:me|nos) {AT_TIMES}(?:agarr|sujet|cog|tom|apret|jal|jalone|retorc|torc|dobl)(?:a|o|io|e|aba|ia|ado|ido|uerce|aron)? (?:\w+ ){{0,2}}?(?:muy fuerte|tan fuerte|fuerte|con fuerza|a la fuerza|con rabia|violentamente|y me (?:sacud|zarand|tir|avent|empuj|grit))\w*",
    r"(?:me|nos) (?:\w+ ){0,2}?(?:retorcio|torcio|doblo|retuerce|aprieta|apreto|rompio|roto|partio|fracturo|quebro|disloco|quemo|quema) (?:\w+ ){0,2}?(?:el brazo|la muneca|las munecas|los dedos|un dedo|el dedo|la nariz|una costilla|dos costillas|costillas|un diente|los dientes|el labio|la mandibula|la mano|el cuello|la cara|la ceja|la boca|el timpano|la garganta)",
    rf"(?:me|nos) {AT_TIMES}(?:tira|tiro|tirado|avienta|avento|aventado|lanza|lanzo|lanzado|arroja|arrojo|arrojado|estrello|estrella|estampo|estampa|estampado|echo|empotro|empuja|empujo|empotra|tumbo|bota|boto|bota) (?:\w+ )?(?:al|contra|contra el|contra la|por|escaleras|hacia la|sobre la|de la cama|de un empujon) (?:\w+ )?(?:{HARD}|abajo|agua hirviendo)",
    rf"(?:me|nos|le|la|lo) {AT_TIMES}(?:tira|tiro|tirado|avienta|avento|aventado|lanza|lanzo|lanzado|arroja|arrojo|estampo|estampa|revento|estrello|estrella) (?:(?:un|una|el|la|los|las|con|platos|cosas|todo|vasos|objetos|lo que) )(?:\w+ ){{0,4}}?(?:a la (?:cabeza|cara)|encima|en la (?:cabeza|cara)|contra la pared|por la cabeza|cuando se enoja|cuando se enfada|y me (?:dio|corto|abrio))",
    r"me (?:tira|tiraba|avienta|aventaba|lanza|lanzaba|arroja|arrojaba) (?:cosas|platos|objetos|vasos|lo que (?:encuentra|tiene|agarra|pilla)|todo lo que)",
    r"(?:me|nos) (?:escupe|escupio|ha escupido) (?:en|a) la (?:cara|comida)",
    r"(?:estrello|revento|rompe|rompio|roto|destrozo|destroza|parte|pateo|golpea|golpeo|pega|da) (?:\w+ ){0,3}?(?:la|las|el|los|mi|mis|un|una|a la|punetazos a la|patadas a la|en la|contra la) (?:\w+ )?(?:puerta|pared|paredes|espejo|movil|celular|telefono|tele|televisor|muebles|platos|vajilla|ventana|cristales|laptop|ordenador|computadora|ropa|gafas|lentes|casa) (?:\w+ ){0,2}?(?:a (?:golpes|patadas|punetazos|martillazos)|de (?:un|una) (?:punetazo|patada|golpe|pina)|contra (?:la|el)|cuando (?:se (?:enfada|enoja|cabrea|encabrona|calienta)|discutimos|le digo|no)|delante de|al lado de mi|junto a mi)",
    r"(?:punetazo|punetazos|pina|pinas|patada|patadas|golpe|golpes) (?:a|en|contra) (?:la|las|una|los|el) (?:pared|paredes|puerta|puertas|muebles|mesa|espejo|volante)(?= (?:cuando|y|al|junto|cada|a mi|otra|porque|anoche|[.,]))",
    r"(?:a |me (?:agarro|agarra|molio|muele|cogio|reviento|revento|mato) a |me (?:echo|saco|bajo|despierta|desperto) a )(?:golpes|patadas|hostias|palos|punetazos|madrazos|pinas|chingadazos|cinturonazos|cachetadas|trompadas|correazos|tortas|bofetadas|palizas)(?= (?:conmigo|me|otra|delante|cada|por|porque|y|anoche|ayer|hasta|de|cuando|a mi|[.,]))",
    rf"(?:me (?:dejo|deja|salio|salieron|quedo|quedaron|hizo|ha dejado|quedan|salen|saco)|tengo|tenia|ocultar|tapar|tapo|esconder|escondo|disimular|disimulo|con|cubrir|cubro|maquillo) (?:\w+ ){{0,4}}?(?:{_WOUND})(?= (?:\w+ ){{0,6}}?(?:el|ella|me|por|de (?:anoche|ayer|sus|los golpes|la pelea|la paliza|el otro dia)|en (?:los brazos|el brazo|el cuello|la cara|las piernas|las munecas|la espalda|todo)|cuando|otra vez|con maquillaje|para que|porque|que me (?:hizo|dejo)|donde|[.,]))",
    rf"me (?:dejo|ha dejado|hizo|ha hecho|puso|ha puesto) (?:\w+ ){{0,2}}?(?:{_WOUND})",
    near("moretones|moratones|ojo morado", f"{PARTNER}|golpes|me hizo|me dejo|anoche|pelea", 7),
    r"(?:manga larga|mangas largas|maquillaje|gafas de sol|lentes oscuros|bufanda|panuelo) (?:\w+ ){0,4}?(?:para (?:que no (?:se )?(?:vea|vean|noten)|tapar|ocultar|esconder|cubrir|disimular))(?= (?:\w+ ){0,3}?(?:golpes|marcas|moretones|moratones|morados|ojo|lo que|lo de|se|nada|[.]))",
    r"(?:dije|digo|invente|inventar|invento|menti|decir) (?:\w+ ){0,4}?(?:me (?:cai|habia caido) (?:por|de|en) (?:la|las|el)|me (?:golpee|di|pegue) con (?:la|una) puerta|me choque con (?:la|una) puerta)",
    r"sangr(?:e|ando|aba|o) (?:\w+ ){0,6}?(?:me (?:pego|golpeo|dio|empujo|tiro)|por (?:el golpe|su culpa|la paliza))",
    r"(?:acab|termin)(?:e|amos|o) en (?:urgencias|el hospital|emergencias|la guardia) (?:\w+ ){0,5}?(?:el|pelea|discusion|golpe|me (?:pego|empujo|golpeo|tiro)|paliza|novio|marido|pareja)",
    r"(?:me|nos) (?:jala|jalo|tiro|arranco|jalonea|arranca|estira) (?:el|los|las) (?:pelo|pelos|cabello|grenas|mechas)",
    r"(?:me|nos) (?:\w+ ){0,2}?(?:cruza|cruzo|cruzado|parte|partio|partido|revento|reventado|hincho|inflo|desfiguro|volteo|viro|rompe|rompio) (?:la cara|el labio|la boca|el ojo|los dientes|la ceja|la nariz|el hocico|la madre|la cara a golpes)(?! de risa)",
    r"(?:me|nos) (?:\w+ ){0,2}?(?:bofetea|bofeteo|jalonea|jaloneo|zamarrea|zamarreo|samaquea|pellizca|pellizco|lastima|lastimo|lastimaba|lastimado|arana|arano|patalea|cascaba|fajo|faja|agarro a golpes|somata|somato|nalguea)(?! (?:con lo|sus? palabras?|que (?:me|no|diga)|cuando (?:no me (?:escucha|contesta|habla)|me ignora)|(?:el|la) (?:zapato|tirante|bolsa|mochila|correa|silencio|verdad|espalda|rodilla|garganta)|un (?:poco )?(?:el|la)))(?= (?:[.,]|\w+))",
    r"(?:me|nos) (?:hace|hizo|ha hecho|hacia) (?:mucho )?dano (?:cuando (?:bebe|toma|se (?:enoja|enfada|emborracha|pone)|llega)|en (?:el|la|los|las) (?:brazo|brazos|cuello|cara|muneca|munecas|piernas)|fisic\w+|a proposito|con las manos|todas las noches|en la cama)",
    r"(?:me|nos) (?:dio|da|daba|pega|pego|pegaba|azota|azoto|sono|sueno) con (?:el|la|un|una|lo primero|los|sus|su) (?:cinturon|palo|correa|cinto|chancla|cable|zapato|puno|punos|mano abierta|tubo|fierro|bota|escoba|sarten|baston|vara|manguera|que)",
    r"(?:mi (?:marido|esposo|esposa|mujer|pareja|novio|novia|ex) (?:\w+ )?|el |ella )(?:rompe|destroza|avienta|golpea|tira|patea|estrella) (?:todo|cosas|las cosas|las paredes|la pared|las puertas|los muebles|la puerta|los platos)(?= (?:cuando|si|y me|cada|porque|al|[.]))",
    r"(?:vivo|vivimos|vivir) (?:con (?:mucho |tanto )?(?:miedo|terror)|aterrad[oa]s?|aterrorizad[oa]s?|amenazad[oa]s?|amedrentad[oa]|en el terror)(?= (?:de|a|en (?:mi|la|esta)|por|con|cada|todos|y|[.]))(?! (?:a (?:perder|equivoc|fall|las|los|que)|de (?:perder|equivoc|fall|suspend)))",
    rf"(?:{_AFRAID}) (?:\w+ )?(?:cuando|al) (?:oigo|oir|escucho|escuchar|siento|veo|suena|suenan|oigo que) (?:\w+ ){{0,3}}?(?:sus llaves|sus pasos|su (?:coche|carro|voz)|las llaves|llega|llegar|abre|la puerta)(?! de la (?:nevera|calle y es))",
    r"(?:no respeta|ignora|le da igual) (?:cuando (?:le )?(?:digo|dije) que no|que (?:le )?diga que no|mi no)",
    r"(?:me|nos) (?:echo|echa|saco|saca|corrio|corre) (?:\w+ )?de (?:la |mi )?casa (?:a (?:golpes|patadas|empujones|la fuerza)|descalz[oa]|en plena noche|de noche|con los ninos)",
    r"(?:me )?(?:deja|dejo|dejaba) (?:sin (?:comer|dinero(?= (?:para|y|ni|ninguno|[.]))|comida)|durmiendo (?:fuera|en el suelo))",
    # Struck at somebody else at home.
    rf"(?:le|la|lo|les|los|las) {AT_TIMES}(?:{HITS}) (?:{_WHOM})",
    rf"(?:{HITS}) a (?:mi|su|nuestra) (?:madre|mama|hermana|abuela|mujer|esposa|novia|pareja|marido|perro|gato|perra|gata|ex|hermano|padre|papa)(?! (?:en (?:el|un) (?:juego|partido)|al ajedrez))",
    r"(?:mato|ahogo|envenen[oa]|pateo|patea|quemo|ahorco|tortura|estrangulo) (?:a )?(?:mi|nuestro|nuestra|al|a la|mis) (?:perro|gato|perra|gata|perrito|gatito|cachorro|mascota|conejo|canario|gatita|perrita)",
    # Forced.
    r"(?:me|la|le|lo) (?:\w+ ){0,2}?(?:obliga|obligo|obligaba|obligado|forza|forzo|fuerza|forzado|chantajea|presiona|presiono|coacciona|obligue|fuerce) (?:\w+ )?(?:a|para) (?:\w+ )?(?:tener (?:relaciones|sexo|intimidad)|acostarme|acostarse|sexo|hacerlo(?= (?:con el|con ella|aunque|en la cama|cuando|[.,]))|cosas (?:en la cama|sexuales|que no quiero)|desnudarme|arrodillarme|chup\w+|tocarl[oa]|dormir (?:en el suelo|fuera|afuera)|follar|coger|tirar con|hacer cosas|pedirle perdon de rodillas|ver porno)",
    r"(?:me|nos) (?:viola|violo|violaba|ha violado|violaron|forzo|forzaba|ha forzado|abusa|abuso(?= (?:de|sexual|[.,]))|abusaba|manosea|manoseo|manoseaba)",
    r"(?:abusa|abuso|abusaba|abusado|abusaron|abusar|se aprovecha|se aprovecho) (?:sexualmente )?(?:de mi|de nosotras|de mi (?:hermana|madre|mujer|amiga))(?! (?:paciencia|confianza|generosidad|buena|tiempo|amabilidad|hospitalidad|bondad|tarjeta|coche|nevera))",
    r"(?:relaciones|sexo|lo hicimos|lo hace|acostarnos|intimidad|coge conmigo|follar|me toca|me penetra|me penetro) (?:\w+ ){0,3}?(?:aunque (?:le )?(?:yo )?(?:(?:diga|digo|dije|dijera) que no|no quiera|no quiero|llore|no quisiera|este dormida|estaba dormida)|sin (?:mi (?:consentimiento|permiso)|que (?:yo )?quiera)|contra mi voluntad|a la fuerza|por la fuerza|por miedo|mientras (?:duermo|dormia)|cuando (?:duermo|estoy dormid[oa]|estaba dormid[oa]|no quiero|digo que no))",
    r"(?:me|me ha) (?:toca|toco|tocaba|tocado|graba|grabo|grababa|filmo|filma) (?:\w+ )?(?:mientras (?:duermo|dormia|estoy dormid[oa])|cuando (?:duermo|dormia|no quiero|estoy dormid[oa]|digo que no)|sin (?:mi permiso|mi consentimiento|que (?:yo )?quiera)|aunque (?:le )?(?:digo|dije|diga|no quiero|no quiera))",
    r"(?:contra mi voluntad|sin mi consentimiento)(?= (?:me|en la cama|me toca|en casa|mientras|y|[.,]))",
    r"(?:le|se lo) (?:dije|digo|decia|pedi|he dicho|suplique|grite) que (?:no|parara|pare|me dejara)(?: \w+){0,3}? (?:[.,] )?(?:y |pero |igual |aun asi )?(?:siguio|sigue|le dio igual|no (?:paro|para|le importo|se detuvo)|lo hizo igual|continuo|me (?:sujeto|agarro|forzo|obligo))",
    r"(?:fotos|videos|nudes|packs?|imagenes) (?:mias |mios |intim[oa]s |desnuda |desnudo )?(?:\w+ ){0,3}?(?:si (?:lo dejo|la dejo|me voy|no|le digo|termino)|subir(?:las|los)? a internet|a toda mi (?:familia|oficina)|sin mi permiso)",
    # Threatened and feared.
    rf"{_KILL_ME}(?! (?:de (?:risa|amor|ternura|aburrimiento|gusto|celos|hambre|pena|curiosidad|calor|frio|sueno|verguenza|nervios|envidia)|a (?:besos|cosquillas|abrazos|mimos|preguntas|trabajar|trabajo|estudiar|disgustos|chistes|polvos|fuego lento)|el|la|los|las|tu|este|esta|esa|ese|con (?:su|sus|esa|esos|ese|la|los|el|cada) (?:sonrisa|ojos|risa|mirada|voz|chistes|cocina|comida|bromas|paciencia|amor|carino|dulzura|ternura|silencio|examen|deberes)|si (?:se entera de que (?:me comi|rompi|compre|gaste|use|olvide|perdi)|(?:le )?(?:rompo|pierdo|ensucio|mancho|rayo|llego tarde|olvido|no (?:llego|llamo|compro|saco)))|(?:mi|un|una) (?:espalda|cabeza|cuello|pie|pies|rodilla|jefe|muela|curiosidad)|trabajando|estudiando|que (?:no|siempre|haga|hable|diga|me hable)|cuando (?:sonrie|rie|canta|baila|me mira|dice|me llama)|por (?:dentro|que|no)))",
    rf"(?:dice|dijo|jura|juro|grita|grito|amenaza|amenazo|escribio|repite|prometio|avisa|advirtio|suelta|escribe|manda) (?:\w+ ){{0,3}}?(?:que )?(?:{_IF_I_LEAVE} )?(?:\w+ ){{0,1}}?(?:me|nos|lo|la|te) (?:va a|iba a|van a|puede|podria)? ?(?:matar|mata|partir la cara|parte la cara|romper|rompe la|rompera|reventar|revienta|pegar|quemar|quema|quemara|golpear|desfigurar|arrancar|hundir|encontrar|enterrar|rajar|raja|dar una paliza|dar un tiro|hacer dano|quitar (?:a )?los|quita (?:a )?los|pega un tiro)",
    rf"{_IF_I_LEAVE} (?:\w+ ){{0,5}}?(?:me (?:mata|matara|mataria|pega|busca y|encuentra y|va a matar|iba a matar|quema|hace dano|rompe|quita a|hunde|parte la)|se (?:mata|mataria|matara|va a matar|corta|tira)|mata a|nos mata)",
    r"(?:si|como|cuando) (?:\w+ ){0,2}?(?:se entera|lo descubre|lee esto|ve esto|encuentra esto|se enterara|ve este|lee estos|me descubre|sabe que (?:hablo|escribo|estoy))(?: de (?:esto|que escribo|que hablo|este chat|estos mensajes))? (?:[,] )?(?:\w+ )?(?:me (?:mata|matara|va a matar|pega|golpea|revienta|parte|muele|lastima|mataria))(?! de risa)",
    r"(?:me|nos) (?:amenaza|amenazo|amenazaba|ha amenazado|amenazan|tiene amenazad[oa]|sigue amenazando|amenazando)(?! con(?! (?:que (?:me|nos|va|si)|\w*(?:matar|pegar|golpear|quitar|llevar|quemar|publicar|subir|denunci|echar|romper|difundir|desfigur|suicid|cort|hacer(?:me|nos|le) (?:dano|algo|pagar|la vida|lo mismo|sufrir)|acabar|destru|encerr|deport|contar|ensenar|mandar|dejarme|dejarnos|hundir|violar)\w*|matarse|irse con|un (?:cuchillo|arma|bate|palo|martillo|cinturon|machete|hacha|tubo)|una (?:pistola|navaja|escopeta|botella|plancha|paliza|sarten)|el (?:puno|cuchillo|cinturon)|la (?:policia|migra|pistola|navaja|mano)|llamar a|violencia|cuchillo|las manos|mis hijos|los ninos)))",
    r"(?:amenaza|amenazo|amenazaba|amenazado|amenazando) con (?:\w+ )?(?:matar\w*|pegar\w*|hacer\w+ dano|quitar(?:me|nos) (?:a )?(?:los|mis|la|el|mi)|llevarse (?:a )?(?:los|mis|la|el|mi)|quemar|publicar|subir|denunciarme|echarme|dejarme en la calle|difundir|un (?:cuchillo|arma|bate)|una (?:pistola|navaja|escopeta)|romper\w* (?:la cara|los|las)|cuchillo|golpear\w*|desfigurarme|buscarme|violencia|prender fuego)",
    rf"(?:{_AFRAID}) (?:\w+ ){{0,2}}?(?:de|a|por|que) (?:\w+ )?(?:el(?= (?:cuando|y|porque|desde|si|otra|pero|mucho|a veces|ya|todo|ahora|en casa|esta|[.,]))|ella(?= (?:cuando|y|porque|desde|si|otra|pero|a veces|ya|ahora|en casa|[.,]))|(?:mi|su) (?:propi[oa] )?(?:{KIN}|hijo)(?! (?:enferm|muer|se (?:muera|caiga|enferme|entere)|me (?:deje|diga)|llegue tarde|este (?:mal|triste|enferm)))|lo que (?:me )?(?:pueda|puede|sea capaz|podria|haga|vaya a)|sus (?:reacciones|golpes|arranques|ataques|gritos|manos)|su (?:ira|furia|rabia|mal genio|reaccion)|estar (?:a )?sol[oa] con (?:el|ella|mi)|volver a casa|llegar a casa|entrar en casa|regresar a casa|dormir (?:a su lado|con el|con ella|junto)|que (?:\w+ )?(?:me|nos|se) (?:pegue|golpee|mate|lastime|haga (?:dano|algo)|viole|encierre|pongan? (?:agresivo|violent[oa])|ponga (?:agresiv|violent)\w*|ahorque|encuentre|queme|vuelva a (?:pegar|golpear|hacer))|decirle que no|contradecirle|contradecirlo|dejarl[oa](?= (?:porque|por|y|[.])))",
    r"(?:le|les) (?:tengo|tenemos|tenia|cogi|agarre|he cogido|tiene|tienen) (?:mucho |tanto |un |autentico |puro |verdadero |bastante )?(?:miedo|pavor|panico|terror)(?! (?:al|a (?:las|los|la) (?:alturas|aranas|cucarachas|serpientes|agua|oscuridad|agujas|perros|palomas|payasos|truenos)))(?= (?:a (?:mi|el|ella|su)|y|cuando|porque|desde|si|pero|ya|en casa|[.,]))",
    rf"(?:me da|nos da|me daba|me dan) (?:mucho |tanto |un |autentico |bastante |hasta )?(?:miedo|pavor|panico|terror) (?:\w+ )?(?:cuando (?:\w+ )?(?:bebe|toma|llega|grita|se (?:enfada|enoja|cabrea|pone|encabrona|calienta)|levanta la mano|viene (?:borracho|tomado|bebido))|mi (?:{KIN})|estar (?:a )?sol[oa] con|volver a casa|llegar a casa|como (?:se pone|me mira cuando)|lo que (?:pueda|puede|me haga|me pueda)|su (?:reaccion|ira|mirada cuando|furia)|que me (?:pegue|haga|mate|golpee|vuelva)|lo que (?:yo )?(?:le )?(?:pueda|puedo) (?:hacer|hacerle))",
    r"(?:temo|tememos|temiendo|miedo) (?:\w+ )?por (?:mi|nuestra|su|la) (?:vida|seguridad|integridad|vida de mis hijos)",
    r"(?:estoy|estamos|esta|mi vida corre|corro|corremos) (?:\w+ )?(?:en )?peligro(?= (?:con|en (?:mi|la|esta) casa|aqui|por|si|de (?:muerte|que)|y|ahora|esta|[.,]))",
    r"(?:es|se (?:pone|puso|vuelve|volvio|esta poniendo|ponia)|esta|era|fue|muy|mas) (?:\w+ )?(?:violent[oa]|agresiv[oa]|abusiv[oa])(?= (?:conmigo|cuando|con (?:los|mi|mis)|y me|otra vez|en casa|si|contra mi|cada|a veces|[.,]))",
    r"(?:marido|esposo|esposa|mujer|pareja|novio|novia|ex|padre|hombre|relacion|matrimonio) (?:\w+ )?(?:violent[oa]|agresiv[oa]|maltratador|maltratadora|abusiv[oa]|golpeador|golpeadora)",
    r"(?:me|nos) (?:levanta|levanto|ha levantado|alza|alzo|levantaba|puso|pone|ha puesto) (?:la mano|las manos encima|la mano encima|el puno|una mano encima|los punos)(?! (?:para|en el hombro|en clase))",
    r"(?:la proxima|la proxima vez|un dia|algun dia|cualquier dia|el dia menos pensado) (?:\w+ ){0,2}?(?:me|nos) (?:mata|va a matar|matara|va a hacer (?:dano|algo)|pega|golpea|hace algo)",
    rf"(?:con|saco|saca|agarro|cogio|tomo|empuno|trae|traia|tiene|tenia|me puso|puso|a punta de|apunto con) (?:\w+ ){{0,2}}?(?:un|una|el|la|su) (?:{WEAPON}) (?:\w+ ){{0,3}}?(?:en (?:la mano|el cuello|mi cuello|la cabeza)|en la garganta|y (?:me|dijo|amenaz\w+|nos|empezo a|vino)|contra mi|a mi|para (?:matar|asustar|amenaz)\w*|bajo la almohada|cuando se (?:enoja|enfada)|delante de mi)",
    rf"(?:me|nos) (?:amenazo|amenaza|apunto|apunta|persiguio|persigue|ataco|ataca|pego|golpeo|pega|golpea|corto|quemo|rajo|dio) (?:\w+ ){{0,2}}?con (?:un|una|el|la|su|agua|aceite) (?:{WEAPON}|cigarro|cigarrillo|hirviendo|cigarros)",
    r"(?:escondo|escondi|esconder|guardo|guarde) (?:\w+ )?los cuchillos(?! (?:de|en el (?:lavavajillas|cajon)))",
    # Held, kept, followed.
    r"(?:me|nos) (?:\w+ ){0,2}?(?:encierra|encerro|encerraba|encerrado|deja encerrad[oa]|dejo encerrad[oa]|tiene encerrad[oa]|secuestro|retuvo|retiene|encadena|amarra|amarro|ato)(?= (?:en|con|bajo|y|cuando|sin|para|dentro|fuera|todo|toda|a la|al|desde|[.,]))",
    r"(?:me (?:encierro|encerre|escondo|escondi|meto|meti|tuve que encerrar|tengo que encerrar|atrinchere)) (?:\w+ ){0,2}?en (?:el|la|mi) (?:bano|habitacion|cuarto|recamara|coche|carro|dormitorio|armario|closet)(?= (?:\w+ ){0,4}?(?:porque|para que no|cuando (?:se|el|ella|llega|grita|bebe)|hasta que (?:se|el|ella)|de (?:el|ella|miedo)|con (?:los ninos|mis hijos|miedo)|por miedo))",
    r"(?:me|nos) (?:quita|quito|ha quitado|quitaba|esconde|escondio|rompe|rompio|confisca|retiene|retuvo|quema|quemo) (?:el|la|los|las|mi|mis|todo el) (?:\w+ )?(?:pasaporte|documentos|papeles|dni|tarjeta|tarjetas|dinero|sueldo|cedula|llaves(?= (?:para que no|y no me|del|de casa|[.,]))|movil (?:para|y|cuando|cada)|celular (?:para|y|cuando|cada)|telefono (?:para|y|cuando|cada))(?! (?:para (?:arregl|repar|cambi|pag|renov|gestion)\w*))",
    r"(?:me )?(?:revisa|controla|espia|registra|vigila|rastrea|monitorea|checa|stalkea|chequea) (?:el|la|mi|mis|todos mis|todo mi|los) (?:\w+ )?(?:movil|celular|telefono|whatsapp|mensajes|llamadas|ubicacion|correo|cuentas|gastos|dinero|ropa)(?= (?:todos|todas|cada|a escondidas|mientras|siempre|y|para|cuando|sin|constantemente|a diario|por las|[.,]))",
    r"(?:controla|decide|me controla|vigila|me vigila) (?:todo lo que (?:hago|digo|gasto|como)|lo que (?:me pongo|visto|como|gasto|hago|digo)|con quien (?:hablo|salgo|me veo|quedo)|adonde voy|a donde voy|cada (?:paso|centavo|euro|peso|minuto|movimiento)|como me visto|quien me)",
    r"(?:me|nos) (?:sigue|seguia|siguio|persigue|perseguia|espera|esperaba|acosa|acosaba|acoso|acecha|vigila|vigilaba|hostiga|tiene vigilad[oa]) (?:\w+ )?(?:a todas partes|a todos lados|por la calle|al trabajo|hasta (?:el trabajo|mi casa|la casa|casa)|a la salida|con el (?:coche|carro)|desde que (?:lo|la|me|nos)|todo el (?:tiempo|dia)|a todas horas|fuera de (?:mi|la)|en la puerta de mi|con (?:una camara|camaras)|por (?:el|mi) (?:gps|movil|celular))",
    r"(?:ex|exmarido|exmujer|exnovio|exnovia|expareja|marido|novio|novia|pareja) (?:\w+ )?me (?:persigue|acosa|acecha|hostiga|espia|tiene vigilad[oa])(?= (?:y|otra|por|desde|cada|en|[.,]))(?! en (?:instagram|el juego))",
    r"(?:camaras|una camara|gps|rastreador|localizador|aplicacion espia) (?:\w+ ){0,4}?(?:para (?:vigilarme|controlarme|espiarme|saber donde|seguirme)|y me (?:vigila|controla|espia)|en mi (?:movil|celular|coche|carro|telefono|bolso))",
    r"(?:maleta|bolsa|mochila|bolso) (?:hecha|lista|preparada|escondida) (?:\w+ ){0,4}?(?:por si|para (?:huir|escapar|irme)|si tengo que)",
    r"(?:huir|escapar|escaparme|escape|huyendo|huimos|escapamos|hui|huyo|salir corriendo|sali corriendo|me escape|me esconde|me escondo|escondida|escondido) (?:\w+ ){0,2}?de (?:el|ella|mi (?:marido|esposo|esposa|mujer|pareja|novio|novia|ex|exmarido|exnovio|expareja|padre|padrastro)|su(?:s)? (?:golpes|ira|gritos|paliza|furia))(?! (?:padre al|madre al))",
    r"(?:casa de acogida(?! (?:de|para) (?:animales|perros|gatos))|casa refugio|(?<!con un )(?<!en un )refugio (?:para|de) (?:mujeres|victimas)|orden de (?:alejamiento|restriccion|proteccion)|(?:la|una) perimetral)",
    r"(?:la policia|los vecinos|una patrulla|mis vecinos|el vecino|la vecina) (?:\w+ ){0,4}?(?:vino (?:otra vez|anoche|ayer|a casa porque)|vinieron (?:otra vez|porque|anoche)|se l[oa] llev(?:o|aron)|llam(?:o|aron) a la policia|l[oa] detuv(?:o|ieron)|oyeron los golpes|oyen los gritos y|escucharon los golpes)",
    r"(?:llame|llamar|llamo|tuve que llamar|llamamos|denuncie|denunciarlo|denunciarla|puse (?:una )?denuncia|interpuse) (?:\w+ ){0,3}?(?:a la policia porque (?:me|mi|el(?! \w+ (?:de|del|no))|ella|se puso|nos)|a la policia (?:cuando|contra|por (?:el|ella|mi))|(?:a|contra) mi (?:marido|esposo|esposa|pareja|novio|novia|ex|padre|expareja)|al 016|al 911 (?:porque|cuando)|por (?:maltrato|malos tratos|violencia|amenazas|golpes|lesiones)|porque (?:me|el))",
    r"(?:me|nos) (?:maltrata|maltrato|maltrataba|maltratan|ha maltratado|humilla(?= (?:y me (?:pega|golpea)|a golpes))|castiga(?= (?:por|si|cuando|sin|con|encerr|[.,]))|castigo (?:sin|por|con|encerr\w+)|tortura|golpea)",
    r"(?:sufro|sufri|vivo|vivi|soy victima de|fui victima de|hay|sufrimos|aguanto|aguante|he sufrido) (?:\w+ )?(?:maltrato|malos tratos|violencia (?:de genero|domestica|machista|fisica|en (?:mi |la )?(?:casa|pareja)|sexual|intrafamiliar|vicaria)|abusos?(?= (?:sexual|fisic|de mi|en|por parte)\w*)|una relacion de maltrato|golpes|palizas)",
    # Done, or near to being done.
    rf"(?:le|la|lo|les|los|las) (?:\w+ )?(?:{I_HIT})(?! (?:un (?:grito|telefonazo|tiro|toque|repaso|vistazo|sello|susto|mordisco|bocado|trago|llamado)|una (?:mirada|llamada|ojeada|repasada|mordida|leida|limpiada|vuelta|pegatina|etiqueta|lavada|sacudida al)|a la (?:pelota|puerta para que|tecla|piedra|manzana|primera|fiesta|bola|pared de|alfombra|maquina)|al (?:balon|clavo|boton|baston|blanco|arranque|tambor|bombo|coche para|portero|boleto)|con (?:pegamento|cinta|celo|cola)|en el (?:album|columpio|cuaderno|blanco)|sin querer|por accidente|hasta (?:la gasolinera|el taller)|para que arranc|a (?:estudiar|presentarse|apuntarse|intentar|trabajar))\w*)(?= (?:[.,]|\w+))",
    rf"(?:le|les) (?:\w+ ){{0,2}}?(?:{I_GIVE}) (?:\w+ ){{0,3}}?(?:{BLOW})(?! (?:(?:al|a la|a mi|a este) (?:proyecto|tesis|trabajo|curso|empresa|novela|negocio|idea|columpio|sofa|armario|mueble|coche)|de (?:estado|suerte|vista|calor|tos|gracia|efecto|agua|timon|aire)|al (?:balon|bote|arbol|clavo|tapon|coche|melon)|a la (?:pelota|piedra|lata|rueda|puerta|maquina|impresora|lavadora|tele|manzana|bola|bolsa|alfombra)))",
    r"(?:he|habia|hube|tengo miedo de|acabe|termine|empece a|volvi a|he vuelto a|vuelva a|por poco|casi|llegue a) (?:\w+ ){0,2}?(?:pegado|golpeado|abofeteado|empujado|pegar(?:le|la|lo)?|golpear(?:le|la|lo)?|lastimar(?:le|la|lo)?|pegando(?:le|la|lo)?|golpeando(?:le|la|lo)?|estrangulado|zarandeado|agredido|maltratado|lastimado|empujando(?:la|lo)|hacer(?:le)? dano)(?= (?:a (?:mi|ella|el|su|nuestra)|otra vez|y|cuando|delante|anoche|en|con|de nuevo|fisicamente|porque|[.,]))(?! (?:a (?:mi jefe|el balon)))",
    rf"(?:{I_HIT}|pego|golpeo|abofeteo|maltrato|empujo|insulto y golpeo) (?:\w+ )?a mi (?:{PARTNER}|madre|padre|hermana|hermano|abuela|mama|papa)(?! (?:a (?:apuntarse|intentar|estudiar|ir|salir|dejar|buscar|cambiar|que)|en (?:el columpio|la silla de ruedas|el juego)|al ajedrez))",
    r"(?:perdi|perdia|pierdo) (?:el control|los estribos|la cabeza) (?:\w+ ){0,3}?(?:le|la|lo) (?:\w+ )?(?:pegue|golpee|empuje|di|agarre|tire|avente|grite y|sacudi|zarandee|hice dano|lastime)",
    r"(?:le|la|lo) (?:agarre|cogi|sujete|jale|tire|apriete|aprete|tome) (?:\w+ ){0,2}?(?:del|de la|de los|por el|por la|por los|el) (?:cuello|pelo|cabello|garganta|brazo (?:muy |tan |con )?(?:fuerte|fuerza)|pelos)",
    r"le (?:\w+ )?(?:tire|avente|lance|arroje|estampe|rompi) (?:un|una|el|la|los|las|platos|cosas|agua|cafe) (?:\w+ ){0,4}?(?:a la (?:cabeza|cara)|encima|nariz|brazo|costilla|diente|en la (?:cabeza|cara)|movil contra|celular contra)",
    r"(?:le|la|lo) (?:\w+ )?(?:levante la mano|alce la mano|puse la mano encima|puse las manos encima|tire del pelo|jale el pelo|jale del pelo|zamarree|jalonee|bofetee|cruce la cara|obligue a (?:tener|acostar|hacerlo|sexo)|force a|forze a|forze|force(?= (?:a|en|y|[.]))|queme con|pellizque|ahogue|apriete el cuello|aprete el cuello|encerre en|amenace con|amarre)",
    r"le (?:hice|he hecho|hago|termine haciendo|acabe haciendo) (?:mucho )?(?:dano(?= (?:fisico|fisicamente|en (?:el|la) (?:brazo|cara|muneca)|con (?:las manos|el)|y (?:sangr|llor|hay)\w*|otra vez|de verdad|anoche|[.]))|moretones|moratones|sangre)",
    r"(?:ganas|impulso|impulsos|deseos|fantasias|fantaseo|pensamientos|miedo|idea|quiero|quisiera|voy|necesito|plan|pensando|pienso|sonando|tentacion|juro que|capaz|dispuest[oa]) (?:\w+ ){0,3}?(?:matar(?:l[oa]s?|le|lo a el)| ?matar a (?:mi|su) (?:marido|mujer|esposo|esposa|pareja|novio|novia|ex|padre|madre|padrastro|suegr[oa])|pegarle(?= (?:a (?:mi|ella|el)|cuando|otra|y|una (?:paliza|hostia|cachetada|bofetada|trompada)|un (?:punetazo|tiro|golpe)|de verdad|fuerte|[.,]))|golpear(?:l[oa]|le)|hacerle (?:mucho )?dano(?! al (?:bolsillo|planeta))|estrangular(?:l[oa]|le)|ahorcar(?:l[oa]|le)|apunalar(?:l[oa]|le)|envenenar(?:l[oa]|le)|lastimar(?:l[oa]|le)|ahogar(?:l[oa]|le)|partirle la (?:cara|madre|boca)|romperle la (?:cara|madre|boca)|acuchillar(?:l[oa]|le)|reventar(?:l[oa]|le)(?= a | [.,])|hacerle algo)",
    r"(?:lo|la|los|las|le) (?:voy a|vamos a|podria|quiero|queria|quisiera|iba a|pienso) (?:matar|golpear|ahorcar|estrangular|apunalar|acuchillar|lastimar|envenenar)(?! (?:de risa|a besos|a abrazos|a cosquillas|a mimos|con ternura|el tiempo))",
    r"(?:matare|mato) a (?:mi|su|ese|esa) (?:pareja|marido|mujer|esposo|esposa|novio|novia|ex|amante|padre|madre|cabron|desgraciado|hijo de puta)(?! (?:si (?:se come|no (?:baja|saca|recoge|deja|apaga|tira)|deja|vuelve a (?:dejar|poner|cantar|comerse)|ronca)|de risa|a besos))",
    r"(?:pensamientos|impulsos|fantasias|arranques|ataques) (?:violentos|violentas|agresivos|de (?:furia|ira|violencia))(?= (?:y|contra|hacia|con|cuando|que|en|[.,]))",
    r"(?:miedo|temo|asusta|me asusta|me da miedo) (?:\w+ ){0,3}?(?:de mi mism[oa] (?:cuando|con|si)|perder el control y|lo que (?:yo )?(?:le )?(?:pueda|puedo|podria|soy capaz de) (?:hacer|hacerle)|hacerle (?:dano|algo)|pegarle|lastimarl[oa]|golpearl[oa]|volver a (?:pegarle|golpearl[oa]|hacerle dano))",
    r"(?:soy|he sido|fui|me he convertido en|me converti en) (?:\w+ )?(?:violent[oa]|maltratador|maltratadora|agresor|agresora|un golpeador|abusiv[oa])(?= (?:con|y|contra|cuando|fisicamente|en casa|[.,]))",
    r"(?:me (?:dijo|dice|grito|grita) que )?nadie (?:me|te) (?:va a|iba a) creer(?= (?:si|que el|que ella|cuando|[.]))(?! (?:que (?:hice|cocine|gane)))",
    r"(?:contra la pared|en el suelo) (?:me|y me) (?:agarro|sujeto|apreto|inmovilizo|acorralo|golpeo|pego|pateo)",
    r"(?:me|nos) (?:inmoviliza|inmovilizo|acorrala|acorralo|sujeto contra|sujeta contra|aplasta contra|arrincona|arrincono|tapa la boca|tapo la boca|corta la respiracion|aprieta el cuello|apreto el cuello|pone la almohada|puso la almohada|puso las manos en el cuello|aprieta la garganta|apreto la garganta|puso la mano en el cuello)",
    r"(?:las manos|la mano|sus manos|el brazo) (?:en|al|alrededor de(?:l)?) (?:mi )?(?:cuello|garganta)(?= (?:y|hasta|para|hasta que|anoche|otra|cuando|[.,]))(?! y (?:me )?(?:beso|acaricio|masaje))",
    rf"(?:quema|quemo|corto|rajo|aplasto|piso|golpeo|estampo|aprieta|apreto|arranco|rompio) (?:mi|mis|me la|me el|me los) (?:{BODY})(?= (?:con|contra|en|hasta|porque|y|cuando|de un|[.,]))",
)

_SOMETIMES: Final = (
    "mucho|muy|tanto|tan|siempre|todos los dias|cada dia|a diario|fuerte|tan fuerte|delante de|en publico|en la cara|a menudo|seguido|solo"
    "|cuando (?:hay|esta|estan|viene)|desde|por gusto|si (?:me porto|le hago|hago)|donde se (?:vea|note)|con el puno|como antes|casi nunca"
)
REFUSALS: Final = (
    rf"no (?:me|nos|la|le|lo) (?:ha vuelto a |vuelve a )?(?:pega|golpea|maltrata|empuja|pegan|pegaba|golpeaba) (?:{_SOMETIMES})",
    r"no (?:solo|solamente|es la primera vez que|seria la primera vez que) (?:me|nos|la|le|lo) (?:\w+ )?(?:pega|grita y pega|golpea|insulta (?:sino|tambien)|empuja|pego|golpeo|amenaza|encierra)",
    r"no (?:\w+ ){0,2}?(?:me siento|estoy|estamos|nos sentimos|siento) (?:\w+ )?(?:segur[oa]s?|a salvo)(?= (?:en (?:mi |la |esta |nuestra )?casa|aqui|con (?:el|ella|mi)|cuando (?:esta|llega|bebe|el|ella|mi)|a su lado|junto a|en mi propia|esta noche|en el hogar|en mi hogar|[.]))",
    r"no (?:me|nos) (?:deja|dejaba|ha dejado|dejo|permite|permitia|dejan) (?:\w+ )?(?:salir(?= (?:de (?:casa|la casa|la habitacion|mi cuarto)|sol[oa]|a la calle|con (?:mis|nadie)|sin|ni|a ningun|[.,]))|ver a (?:mi|mis|nadie|nuestr)|hablar con (?:mi|mis|nadie|otr|hombres|mujeres|ning)|trabajar(?= (?:porque|ni|fuera|y|sin|[.,]))|tener (?:amig|dinero|movil|celular|telefono|trabajo|mi propi|redes|cuenta)|usar (?:el|mi) (?:movil|celular|telefono)|irme(?= (?:de casa|y|ni|aunque|porque|cuando|[.,]))|ir (?:al medico|al hospital|a ver a|a casa de mi|a ninguna parte|a ningun)|estudiar(?= (?:porque|ni|y|fuera|[.,]))|dormir (?:hasta que|si no|en la cama)|llamar a|comer (?:hasta|si no)|respirar(?= [.,])|manejar mi|acercarme a mis hijos|maquillarme|vestirme como)\w*",
    r"(?:tengo|tenemos) prohibido (?:salir|hablar con|ver a|trabajar|llamar)",
    r"(?:sin|tengo que pedir(?:le)?|hay que pedirle|debo pedir) permiso (?:para (?:salir|hablar|gastar|ver a|ir al bano|comer|dormir|llamar|usar))",
    r"no (?:para|deja|paraba|paro|dejo|dejaba|puedo parar|puedo dejar) de (?:pegar|golpear|empujar|amenazar|perseguir|acosar|maltratar|lastimar)(?:me|nos|le|la|lo)(?! (?:a (?:hacer|salir|intentar)))",
    r"no (?:puedo|podia|pude) respirar (?:\w+ ){0,4}?(?:me (?:apreto|aprieta|agarro|ahorco|ahogo|tapo|sujeto|tenia)|sus manos|su brazo|del cuello)",
    r"no (?:se|sabia|sabemos) si (?:\w+ )?(?:me|nos) (?:va a (?:pegar|matar|golpear|hacer)|pegara|matara|golpeara|hara (?:dano|algo))",
    r"no (?:\w+ ){0,2}?(?:quiero|queria|quise|queriamos) (?:\w+ ){0,3}?(?:[,] )?(?:y|pero) (?:\w+ )?(?:me (?:obligo|forzo|sujeto|obliga|fuerza|agarro)|lo hizo igual|siguio|le dio igual)",
    r"no (?:le |la |lo )?(?:quise|queria|quiero) (?:\w+ )?(?:pegarle|golpearl[oa]|hacerle dano|lastimarl[oa]|empujarl[oa]) (?:[,] )?pero (?:\w+ )?(?:le|la|lo|se|perdi|paso|lo hice)",
)
MENTIONS: Final = (
    r"(?:violencia (?:domestica|de genero|machista|intrafamiliar|vicaria|sexual|en la pareja)|malos tratos|maltrato(?: (?:fisico|psicologico|infantil|domestico))?|abusos? sexual(?:es)?|agresion(?:es)? sexual(?:es)?)",
    r"(?:un|una|su|la|el) (?:pistola|escopeta|revolver|machete)",
    r"(?:violaron|violo|apunalo|apunalaron|estrangulo|acuchillo|violar|violado|violada|apunalada)",
    rf"(?:la|lo|le) (?:mato|matara|iba a matar|quiso matar) (?:su|mi|el) (?:{PARTNER})",
)
