"""Spanish signs of fear and harm at home that are told in few words: "me da miedo", "me hace daño", "casi la mato".

The same few words are said of a supper, a pair of shoes and a film, so what makes them harmless stands beside them.
"""

from typing import Final

from curriculum.crisis.spanish.people import PARTNER

_NEAR: Final = rf"(?:mi|tu|su|este|esta|nuestro|nuestra) (?:{PARTNER})"
_NOW_AND_THEN: Final = (
    r"(?:(?:a veces|siempre|ya|tambien|hoy|ahora|cada vez|todavia|aun|hasta|de verdad|en serio|borracho|borracha|tomado|bebido"
    r"|enojado|enojada|enfadado|enfadada|cuando (?:bebe|toma|grita|se (?:enoja|enfada|pone asi))) ){0,2}?"
)
_INFINITIVE: Final = r"(?!(?:ayer|anteayer|mujer|lugar|hogar|celular|familiar|alquiler|taller|bar)(?!\S))\w{2,12}(?:ar|er|ir)(?:l[aeo]s?|me|se|nos)?"
_FRIGHTENS: Final = (
    r"(?:da|daba|dio|esta dando|ha dado|sigue dando) (?:mucho |muchisimo |tanto |tantisimo |mas |un poco de |algo de |hasta |cada vez mas |bastante |un )?(?:miedo|pavor|terror|panico)"
    r"|asusta|asustaba|aterra|aterraba|aterroriza|aterrorizaba|intimida|intimidaba"
)
_IN_PLAY: Final = (
    r"con (?:la|el|una|un|esa|ese|su|sus|las|los|tanto|tanta) (?:careta|mascara|disfraz|pelicula|pelis?|historia|historias|cuento|cuentos|noticia"
    r"|broma|bromas|susto|sustos|facilidad|idea|ideas|planes|gasto|gastos|compra|compras|moto|velocidad|prisa|tos|ronquidos|estornudos?|sarna)"
    r"|(?:cuando|si|porque) (?:\w+ )?(?:conduce|maneja|ronca|estornuda|tose|cocina|corre|nada|se (?:sube|asoma|esconde|disfraza|enferma|desmaya|marea|atraganta"
    r"|cae|hizo|hace tan)|habla (?:en suenos|dormid[oa])|no (?:contesta|come|llega|llama|esta|respira|duerme)|viaja|tarda|sale (?:de golpe|por detras))"
    r"|por (?:detras|la espalda|su (?:salud|corazon|tos)|el pasillo|las noches con)|desde (?:atras|detras)|en (?:halloween|broma)|de broma|jugando|a proposito y (?:luego |despues )?nos (?:reimos|morimos de)"
    r"|al (?:volante|conducir|manejar|salir|entrar|aparecer|estornudar)|(?:que|por si|lo que) (?:no|se|me deje|come|fuma|gasta|pueda pensar|piense|diga)"
    r"|su (?:tos|salud|manera de conducir|enfermedad)|menos|poco|la|las|los|el (?!dia|otro|y|cuando|si|porque)"
)

_ANY_HARM: Final = (
    r"(?:hace|hizo|hacia|ha hecho|esta haciendo|estaba haciendo|estuvo haciendo|sigue haciendo|siguio haciendo|vuelve a hacer|volvio a hacer|ha vuelto a hacer"
    r"|va a hacer|iba a hacer) (?:mucho |tanto |muchisimo |bastante |mas )?dano"
)
_NOT_BY_HANDS: Final = (
    rf"{_INFINITIVE}|en (?:el (?:alma|corazon|orgullo|animo|animo|bolsillo|autoestima|partido|entreno|entrenamiento|juego)|la autoestima|mi autoestima)"
    r"|con (?:su|sus|lo que|esas|esos|aquel|aquellas|tanta|tanto|ese|esa) ?(?:palabras?|frases?|comentarios?|silencios?|criticas?|bromas?|ironias?|indiferencia|actitud|frialdad|tono"
    r"|distancia|mentiras?|dij\w+|dice|dicen|hizo|desprecio)?(?= )|(?:que|cuando) (?:no|me (?:diga|ignora|deje)|diga|digan|se (?:olvid|rie|ria|calla)\w*|me (?:contesta|contesto|hablo|habla) (?:asi|mal))"
    r"|lo que|su (?:silencio|tono|comentario|ausencia|frialdad|indiferencia|actitud|distancia|mentira|respuesta|manera|forma)|sus (?:palabras|comentarios|silencios|mentiras|criticas|bromas)"
    r"|ese|esa|esos|esas|aquel|aquella|tanto|tanta|tantos|tantas|sin querer|jugando|al (?:estomago|higado|planeta|orgullo|bolsillo|peinarme|cortarme)|por dentro|ver"
    r"|(?:el|la|los|las|un|una)(?! (?:otro|otra|lunes|martes|miercoles|jueves|viernes|sabado|domingo|semana|noche|fin|mes|ano|dia|tarde|muy|vez|y|cuando|porque|si|[.,]))"
)
_UPSETS: Final = (
    "cena|cenas|comida|almuerzo|desayuno|merienda|cafe|cafeina|te|leche|lactosa|gluten|pan|picante|chile|aji|salsa|marisco|mariscos|gambas|camarones|pescado|helado|queso|vino"
    "|cerveza|alcohol|trago|tequila|pastel|tarta|pizza|fritura|frituras|frito|fritos|curry|ceviche|guiso|sopa|sushi|carne|huevo|huevos|fruta|mango|pina|ensalada|azucar|chocolate"
    "|cacahuates|cacahuetes|nueces|frijoles|lentejas|pepino|cebolla|ajo|harina|harinas|dulce|dulces|refresco|bocadillo|taco|tacos|hamburguesa|zapato|zapatos|bota|botas|tacon|tacones"
    "|sandalias|sandalia|zapatillas|zapatilla|tenis|sujetador|sosten|brasier|anillo|pendiente|pendientes|aretes|mochila|colchon|almohada|silla|sofa|gafas|lentes|lentillas|ortodoncia"
    "|ejercicio|ejercicios|gimnasio|gym|entreno|entrenamiento|carrera|yoga|pilates|postura|estiramiento|estiramientos|sentadilla|sentadillas|pesas|pesa|maquina|bici|sol|frio|calor|humo|polvo"
    "|cloro|detergente|crema|champu|perfume|tinte|medicina|medicamento|pastilla|pastillas|jarabe|ibuprofeno|antibiotico|anestesia|aire|viento|pantalla|pantallas|movil|celular|luz|ruido|volumen"
    "|dieta|ayuno|fisio|fisioterapeuta|dentista|masaje|masajista|tatuaje|vacuna|inyeccion|aguja|cera|cremallera|puerta|espina|piedra|ortiga|medusa|avispa|abeja|mosquito|gato|gata|perro|perra"
    "|recuerdo|recuerdos|silencio|comentario|comentarios|frase|critica|criticas|palabra|palabras|tono|indiferencia|ausencia|distancia|frialdad|estres|culpa|exigencia|autoexigencia|perfeccionismo"
    "|costumbre|pensamiento|pensamientos|noticia|noticias|trabajo|insomnio|comparacion|mudanza|divorcio de mis padres|pelicula|cancion|humedad|altura|sal|grasa|agua|hielo|cuesta|escayola|ferula|calcetin|calcetines|pantalon|pantalones|vestido|falda|camisa|etiqueta|gorra|casco|cuello de la camisa|reloj|pulsera|collar|guante|guantes"
)
_WHAT: Final = r"(?:el|la|los|las|este|esta|estos|estas|ese|esa|esos|esas|mi|mis|tanto|tanta|tantos|tantas|su|sus|un|una|aquel|aquella)"
_ATE: Final = "cene|comi|cenamos|comimos|bebi|bebimos|tome|tomamos|merende|desayune|almorce|probe|pique|corri|entrene|estrene|trasnoche|me pase|abuse del?"

_THROWS: Final = r"(?:tir|avent|lanz|arroj|estamp|revent)(?:a|o|aba|ado|ando|aron)"
_I_THREW: Final = "tire|avente|lance|arroje|estampe|reviente|revente"
THING: Final = (
    "plato|platos|vaso|vasos|taza|copa|silla|sillas|botella|celular|movil|telefono|zapato|zapatos|zapatilla|bota|chancla|cuchillo|cuchillos|olla|sarten|tenedor|tijeras"
    "|control|mando|cenicero|lampara|florero|jarron|libro|martillo|piedra|ladrillo|banco|mesa|plancha|cubo|balde|cajon|maceta|bandeja|computadora|laptop|portatil|espejo|palo"
)
NOT_AT_ME: Final = (
    r"(?! (?:\w+ ){0,2}?(?:sin querer|por error|por accidente|a la (?:basura|piscina|alberca|papelera)|al (?:agua|sofa|sillon|contenedor|mar|reciclaje|pozo)|para (?:que|ver|jugar|atrapar)|de (?:plastico|juguete|goma|espuma|carton|papel)"
    r"|jugando|de broma|viejo|vieja|viejos|viejas|rot[oa]s?|del (?:ex|trabajo)|vacia|vacio|en el (?:juego|partido)))"
)

SIGNS: Final = (
    rf"(?<!a )(?<!de )(?<!con )(?<!por ){_NEAR} {_NOW_AND_THEN}(?:me|nos) {_NOW_AND_THEN}(?:{_FRIGHTENS})(?! (?:{_INFINITIVE}|{_IN_PLAY})(?!\S))",
    r"(?:el|ella) (?:me|nos) (?:da (?:mucho |tanto )?(?:miedo|terror|pavor|panico)|aterra|aterroriza|asusta)(?= (?:cuando (?:bebe|toma|llega|grita|se (?:enoja|enfada|pone))|y|a veces|mucho|[.,]))",
    rf"(?:me|nos) (?:{_FRIGHTENS}) (?:mucho )?{_NEAR}(?! (?:{_INFINITIVE}|{_IN_PLAY}|enferm\w+|sol[oa]|en (?:la|el) (?:moto|carretera|coche|hospital))(?!\S))(?= (?:cuando|y|porque|desde|si|pero|a veces|otra|ya|[.,]))",
    r"(?:me|nos) (?:da|daba|dan) (?:mucho |tanto )?(?:miedo|terror|pavor|panico) (?:el|ella)(?= (?:cuando|y|porque|si|[.,]))(?! (?:cuando|si|porque) (?:conduce|maneja|cocina|ronca|estornuda|corre))",
    rf"(?:me|nos) {_ANY_HARM}(?! (?:{_NOT_BY_HANDS})(?!\S))",
    r"(?:miedo|terror|panico|pavor) (?:\w+ ){0,2}?(?:cuando|en cuanto|cada vez que|si) (?:\w+ )?(?:llega(?= (?:a casa|borrach[oa]|tomad[oa]|bebid[oa]|de (?:noche|trabajar|beber|la calle|malas)|tarde|y|enojad[oa]|enfadad[oa]|[.,]))|bebe(?= (?:y|mucho|[.,]))|se (?:enoja|enfada|emborracha|encabrona|me acerca|pone (?:asi|como loc|furios|loc)\w*)|me (?:grita|mira asi|busca)|alza la voz|levanta la voz)",
    r"(?:tiemblo|me tiemblan? (?:todo|todo el cuerpo|el cuerpo|las manos|las piernas)|se me (?:para|encoge|acelera) el (?:corazon|estomago)) (?:\w+ )?(?:cuando|en cuanto|cada vez que|si) (?:oigo|escucho|siento) (?:que (?:llega|viene|entra)(?= (?:a casa|borrach\w+|y|[.,]))|sus (?:llaves|pasos)|su (?:coche|carro|voz|moto))",
    r"(?:tengo|siento|sentimos|tenemos|paso|pasamos|vivo con|vivimos con|me da|nos da|me daba) (?:mucho |tanto |siempre |el )?(?:miedo|terror|panico|pavor) (?:siempre )?(?:en|dentro de|(?:de )?(?:estar|entrar|vivir) en|de (?:volver|llegar|ir|regresar) a) (?:mi |nuestra |la |su )?(?:propia |misma )?(?:casa|hogar|cama)(?! (?:cuando (?:truena|llueve|hay|se va|oigo|estoy sol|me quedo|cruje|tiembla)|por (?:los|las|si|el)|porque (?:hay|hubo|han|entraron|cruje)|de noche (?:sol|por)|sol[oa]|con (?:la|el|las|los)|embrujada|de mis (?:suegros|abuelos)|de (?:campo|noche)|a oscuras|rural|andando|conduciendo|en (?:metro|bus|coche|moto|taxi)|tarde|si hay))",
    r"(?<!no )(?:casi|por poco|por nada) (?:la|lo|le|las|los|les) (?:mato|mate|ahorco|ahorque|ahogo|ahogue|estrangulo|estrangule|apunalo|degollo)(?! (?:de|del|a (?:besos|abrazos|cosquillas|preguntas|sustos)|con (?:la|el|mi) (?:noticia|susto|sorpresa|cena|comida|cafe|alegria|chiste|broma)|al (?:cruzar|aparcar|frenar|dar marcha)|por (?:regarl|no regar|exceso de agua|falta de agua)|jaja\w*))",
    rf"(?:me|nos) (?:ha |habia |empezo a |volvio a )?{_THROWS} (?:encima |con )?(?:un|una|el|la|los|las|su|otro|otra|varios|unos|unas) (?:{THING}){NOT_AT_ME}",
    rf"le (?:{_I_THREW}) (?:encima )?(?:un|una|el|la|los|las|otro|otra) (?:{THING}){NOT_AT_ME}(?= (?:a (?:mi|la cara|ella|el)|encima|y|cuando|porque|en la|[.,]))",
    r"(?:me|nos) (?:surtio|surte|surtia)(?= (?:a (?:golpes|patadas)|otra vez|anoche|ayer|cuando|y|porque|feo|bien feo|bonito|parejo|duro|de nuevo|por|delante|[.,]))(?! (?:por (?:internet|paqueteria|correo)|y me (?:cobro|dio (?:el|la) (?:ticket|cambio|factura))))",
    rf"se me (?:fue|ha ido|iba|va|fueron) (?:otra vez )?las? manos? con (?:{_NEAR}|ella|el(?= (?:y|anoche|otra|cuando|ayer|[.,])))(?! (?:en (?:el|la|los) (?:regalo|regalos|compra|cena)|con))",
)

HARMLESS: Final = (
    rf"(?<!en )(?<!durante )(?<!tras )(?<!de )(?<!por )(?<!con )(?<!desde )(?<!a ){_WHAT} (?:nuev[oa]s? |propi[oa]s? |maldit[oa]s? |primer[oa]? |segund[oa] |otr[oa]s? )?(?:{_UPSETS}) (?:(?!(?:me|nos|y|pero|mi|el|ella|{PARTNER})(?!\S))\w+ ){{0,5}}?(?:me|nos) (?:\w+ )?{_ANY_HARM}",
    rf"(?:miedo|panico|terror) (?:decirle|contarle|confesarle|preguntarle|pedirle|escribirle|mostrarle|ensenarle) a (?:mi|su) (?:{PARTNER}) (?:que (?:la|lo|le|me) (?:quiero|amo|extrano|echo|necesito|adoro|gusta)|lo que (?:siento|pienso|necesito)|cuanto|gracias|un (?:favor|abrazo)|una cosa bonita|mis (?:sentimientos|poemas|dibujos))",
    r"miedo (?:de )?(?:volver|llegar|regresar|ir) a casa (?:conduciendo|manejando|andando|caminando|pedaleando|sol[oa] de noche|de noche sol[oa]|con (?:esta|este|la|el) (?:niebla|lluvia|nieve|hielo|tormenta|viento)|en (?:moto|bici|coche|metro|bus|taxi)|tan tarde|sin luz)",
    r"miedo (?:\w+ )?cuando llegan? (?:el|la|los|las|un|una|fin) (?:factura|facturas|recibo|recibos|cartero|correo|ascensor|tren|examen|examenes|lunes|domingo|momento|hora|invierno|verano|tormenta|tormentas|jefe|jefa|de mes|turno|dentista|avion|ola|olas|perro|noche de reyes)",
    rf"(?:me|nos) (?:\w+ )?{_ANY_HARM} (?:a mi )?(?:{_WHAT} )?(?:{_UPSETS})",
    rf"(?<!sin )(?<!a )(?<!de )(?<!para )(?<!por )(?<!al )(?<!quiere )(?<!puede )(?<!quiero )(?<!puedo )(?:{_INFINITIVE}) (?:(?!(?:y|pero|el|ella|mi|{PARTNER}|me|nos)(?!\S))[^\s.]+ ){{0,4}}?(?:me|nos) {_ANY_HARM}",
    rf"(?:{_ATE}) (?:(?!(?:el|ella|mi|su|{PARTNER})(?!\S))[^\s.]+ ){{0,7}}?(?:me|nos) {_ANY_HARM}",
    rf"{_WHAT} (?:planta|plantas|cactus|orquidea|albahaca|suculenta|bonsai|helecho|rosal|tamagotchi|masa madre|mosca|mosquito|arana|cucaracha|avispa) (?:[^\s.]+ ){{0,6}}?(?:casi|por poco) (?:la|lo|las|los) (?:mato|mate|ahogo|ahogue)",
    rf"(?:casi|por poco) (?:la|lo|las|los) (?:mato|mate|ahogo|ahogue) (?:a )?{_WHAT} (?:planta|plantas|cactus|orquidea|albahaca|suculenta|bonsai|helecho|rosal|mosca|mosquito|arana|cucaracha|avispa)",
    r"(?:regue|regaba|regando|regarla|regarlo|plante|trasplante|transplante|fumigue) (?:[^\s.]+ ){0,8}?(?:casi|por poco) (?:la|lo|las|los) (?:mato|mate|ahogo|ahogue)",
)
"""What is not read: suppers, shoes and aching backs that do harm, and plants that were nearly killed."""
