"""Spanish signs that a child is being harmed, or may be."""

from typing import Final

from curriculum.crisis.spanish.at_home import NOT_AT_ME, THING
from curriculum.crisis.spanish.people import A_CHILD, BLOW, CHILD, GIVES, HITS, I_GIVE, I_HIT, TO_HIT

_RELATIVE: Final = (
    "abuelo|abuelito|tio|padrastro|entrenador|profesor|profe|maestro|cura|sacerdote|vecino|ninera|ninero|primo|hermano|hermanastro|padre|papa"
    "|novio de su madre|novio de mi madre|novio de mi mama|novio de su mama|suegro|pastor|catequista|monitor|marido|esposo|pareja|novio"
)
_OVER_A_CHILD: Final = "abuelo|abuelito|tio|padrastro|entrenador|profesor|profe|maestro|cura|sacerdote|primo|hermanastro|hermano|padre|papa|padrino|pastor|catequista|monitor|vecino"

SIGNS: Final = (
    # Struck, shaken, locked in.
    rf"(?:{HITS}|{I_HIT}|quemo|quema|ahoga|ahogo|estrangula|encierra|encerro|encerre|lastima|lastimo|lastime|castiga a golpes|humilla y pega|tira|avienta|deja sin comer|dejo sin comer|amenaza|abusa|abuso|abuse|grita y pega|zurra|dano|casi mata) (?:\w+ ){{0,2}}?(?:a |de )?{A_CHILD}(?! (?:a (?:que|apuntarse|estudiar|hacer|comer|jugar|salir|dormir|intentar|subir|buscar)|en el (?:columpio|triciclo|cochecito|carrito|trineo|juego)|al (?:ajedrez|parchis|agua|aire|futbol)|en la (?:bici|silla|piscina|sillita)|con (?:cosquillas|besos|agua|la pelota|los deberes)))",
    rf"(?:les?|l[oa]s?) (?:\w+ ){{0,3}}?(?:{HITS}|{I_HIT}|quema|quemo|encierra|encerro|encerre|grita y pega|arrea|suelta) (?:\w+ ){{0,4}}?(?:a |al ){A_CHILD}",
    rf"les? (?:\w+ ){{0,3}}?(?:{GIVES}|{I_GIVE}) (?:\w+ ){{0,4}}?(?:{BLOW}) (?:\w+ )?(?:a )?{A_CHILD}",
    rf"{A_CHILD} (?:\w+ ){{0,4}}?(?:les?|l[oa]s?) (?:\w+ ){{0,2}}?(?:{HITS}|{I_HIT})(?! (?:el sol|la (?:gripe|risa|fiebre|varicela|tos)|un (?:resfriado|susto|virus|bus)|en el (?:columpio|juego|patio)|(?:otro|otra|un|una) (?:nino|nina|companer|perro)))(?= (?:con|cuando|por|porque|si|y|otra|su|mi|en|el|todos|cada|fuerte|hasta|anoche|[.,]))",
    rf"{A_CHILD} (?:\w+ )?l[oae]s? (?:\w+ )?(?:encierra|encerro|encerre|amarra|amarro|deja sin (?:comer|cenar)|quema|quemo|castiga a golpes)(?! (?:los|las|sin querer|por error))",
    rf"(?:{TO_HIT}|hacerle dano|hacerle algo|tirar|ahogar|sacudir|zarandear|lastimar|quemar|soltar)(?:le|la|lo|les|los|las)? (?:\w+ )?(?:a |al ){A_CHILD}(?! (?:en el (?:columpio|agua)|a (?:que|estudiar)))",
    rf"(?:miedo|ganas|impulso|impulsos|pensamientos|idea|ideas|imagenes|urgencia|capaz|imagino|a punto|casi) (?:\w+ ){{0,4}}?(?:hacer(?:le)? (?:dano|algo)|lastimar(?:l[oa]|le)?|matar(?:l[oa])?|ahogar(?:l[oa])?|sacudir(?:l[oa])?|zarandear(?:l[oa])?|tirar(?:l[oa])?|pegar(?:le|l[oa])?|soltar(?:l[oa])?|estrellar(?:l[oa])?|asfixiar(?:l[oa])?) (?:\w+ ){{0,2}}?(?:a |al |por la ventana a )?{A_CHILD}",
    rf"(?:sacudi|zarandee|zarandeo|sacudo|sacudio|sacude|agite) (?:muy |tan )?(?:fuerte )?(?:a |al )?{A_CHILD}",
    rf"(?:llevarme|llevarse|coger|agarrar) (?:a )?{A_CHILD} y (?:matar\w*|tirar\w*|saltar|desaparecer para siempre|estrellar\w*|acabar con todo)",
    r"(?:mat(?:o|a|ar|aria|arnos)|acabar|acabara|quitarnos la vida|tirarnos) (?:\w+ ){0,2}?(?:con |a |yo y |y a )?(?:mis hijos|mi hijo|mi hija|los ninos|el bebe|mi bebe|la nina|el nino)(?! de (?:risa|hambre))",
    rf"(?:no les?|no l[oa]) (?:\w+ )?(?:da|dan|daba|doy|dejo|deja|dio) (?:de )?(?:comer|cenar|comida|beber)(?: (?:a|al) {A_CHILD})?(?= (?:para castig\w+|en todo el dia|desde ayer|como castigo|a (?:mi|los|la|sus)|al (?:nino|bebe)|hasta que))",
    rf"(?:deja|dejo|dejamos|dejan|dejar|dejaba|dejado|deje) (?:\w+ )?(?:a |al )?{A_CHILD} (?:sol[oa]s?|encerrad[oa]s?) (?:\w+ ){{0,3}}?(?:toda la noche|todo el dia|dias|horas|en (?:el coche|el carro|casa por la noche|la casa|el auto|la banera)|por la noche|de noche|sin comida|fines de semana|el fin de semana)",
    rf"(?:encierra|encerro|encerre|encerrado|amarra|amarro|ato|atado|amarrado) (?:\w+ )?(?:a |al )?{A_CHILD}(?! (?:los cordones|las zapatillas|el pelo))",
    r"(?:mi|nuestro|nuestra|el|la) (?:\w+ )?(?:nino|nina|hijo|hija|bebe|pequeno|pequena) (?:\w+ ){0,3}?(?:tiene|tenia|volvio con|vino con|llego con|aparecio con|viene con|llega con) (?:\w+ ){0,3}?(?:moretones|moratones|marcas (?:de|en|del)|quemaduras|golpes|morados|marcas|cardenales|marcas raras)(?! (?:de (?:futbol|jugar|la varicela|caerse|picaduras|mosquito|nacimiento)|por (?:jugar|caerse|la bici)))",
    r"(?:en el cole|en el colegio|en la escuela|la maestra|la profesora|el pediatra|la guarderia|en la guarderia) (?:\w+ ){0,5}?(?:moretones|moratones|marcas|golpes|quemaduras) (?:\w+ ){0,3}?(?:de|en|a|que|tiene|mi|su|del)",
    rf"(?:deja|dejo|dejan|dejaba|tiene|tienen|tenia) (?:\w+ )?(?:encerrad[oa]s?|amarrad[oa]s?|sin (?:comer|cenar|comida)|atad[oa]s?) (?:[^\s.]+ ){{0,8}}?(?:{CHILD})(?! (?:en el (?:coche|carro|silla|sillita)))",
    rf"(?:doy|da|dio|di|daba|dan|darle|darles|dandole) (?:\w+ )?(?:con (?:el|la|un|una) (?:cinturon|chancla|correa|cinto|palo|zapatilla|vara|cable)|nalgadas|cintazos|chanclazos|correazos|azotes|palizas|golpes|cinturonazos|bofetadas|cachetadas) (?:\w+ )?{A_CHILD}",
    rf"{A_CHILD} (?:\w+ )?(?:ven|ve|vio|vieron|presencia|presencian|presencio|oyen|escuchan|oye) (?:\w+ ){{0,3}}?(?:como me (?:pega|golpea|maltrata|empuja|ahorca)|los golpes|las palizas|cuando me (?:pega|golpea)|que me (?:pega|golpea))",
    rf"(?:tocamientos|abusos|abuso) (?:\w+ )?(?:a|de|con|contra) (?:\w+ )?(?:mi|la|el|su|mis|nuestra|nuestro) (?:{CHILD})",
    rf"(?:abusaron|abuso|violaron|tocaron|manosearon) (?:sexualmente )?(?:de |a )(?:mi|la|el|su|nuestra|nuestro) (?:{CHILD})",
    rf"(?:por poco|casi) (?:\w+ )?(?:ahogo|mato|suelto|tiro|lastimo|asfixio|estrello|aviento) (?:a )?(?:{A_CHILD})",
    r"(?:bebe|nino|nina|hijo|hija|peque) (?:\w+ ){0,6}?(?:[,] )?(?:y |que )?(?:lo|la|le) (?:sacudi|zarandee|samaquee|avente|tire al suelo|tire a la cuna|grite y sacudi|apriete muy|tape la boca)",
    rf"(?:dice|dijo|cuenta|conto|confeso) (?:\w+ ){{0,2}}?que (?:su|el|mi|un) (?:{_RELATIVE}) (?:\w+ )?(?:la|lo|le) (?:toca|toco|pega|pego|golpea|golpeo|besa|ensena|enseno|hace dano)",
    rf"les? (?:tiro|avento|lanzo|arrojo|tire|avente|lance|arroje|estampo|estampe) (?:un|una|el|la|otro|otra) (?:{THING}) (?:encima )?(?:a (?:la (?:cara|cabeza|cara a) )?)?{A_CHILD}{NOT_AT_ME}",
    r"me (?:pega|golpea|hace dano|toca|maltrata|encierra|lastima) (?:\w+ ){0,5}?(?:y|pero|solo|que|[,]) (?:solo )?tengo (?:1[0-7]|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete)(?: anos)?(?= [.,]|(?= y))",
    # Touched.
    rf"(?<!le )(?<!les )(?<!toco el piano )(?:toca|toco|tocaba|tocado|tocando|manosea|manoseo|manoseaba|manoseado|abusa|abuso|abusaba|abusado|abusando|abusar|viola|violo|violaba|violado|se sobrepasa|se sobrepaso|besa en la boca|frota|se masturba) (?:(?!con )\w+ ){{0,2}}?(?:de |a |delante de |contra )?{A_CHILD}(?! (?:el (?:pelo|turno|hombro)|la (?:frente|mano|cabeza|loteria)|por el hombro|recoger|ir|cenar|pasear))",
    rf"(?:{_RELATIVE}) (?:\w+ ){{0,4}}?(?:la|lo|le|las|los|les) (?:\w+ )?(?:toca|toco|tocaba|ha tocado|manosea|manoseo|abusa|abuso|violo|viola|besa en la boca|ensena (?:porno|videos|sus partes)|enseno (?:porno|videos|sus partes))",
    rf"(?:el|la|mi|su|un) (?:{_RELATIVE}) (?:\w+ ){{0,3}}?(?:toca|toco|tocaba|manosea|manoseo|abusa|abuso|violo|viola) (?:a |de )?(?:mi|la|el|su|las|los|mis|nuestra|nuestro) (?:{CHILD})(?! (?:el (?:pelo|turno|hombro)|la (?:frente|mano|cabeza)))",
    r"(?:se mete|se metio|se metia|entra|entro|entraba|se cuela) (?:\w+ )?(?:en|a) (?:la cama|el cuarto|la habitacion|el bano) (?:de|con|cuando se bana) (?:mi|la|nuestra|su|el|mis|las) (?:hija|hijo|nina|nino|hermanita|hermana pequena|sobrina|nieta|hijastra|hijas|ninas)(?= (?:por la noche|de noche|a escondidas|y|cuando|desnud|[.,]))(?! y (?:le lee|apaga|la arropa|lo arropa|le da|le canta))",
    r"(?:abuso de mi|me tocaba|me toco|me violo|me violaba|me manoseaba) (?:\w+ ){0,8}?(?:cuida|se queda|vive con|ve|juega con|a solas con|cuidando) (?:\w+ )?(?:mi|a mi|a los|la|mis|nuestr|sus)\w*",
    r"(?:fotos|videos|imagenes) (?:desnud[oa]s?(?= de mi) |sexuales |intim[oa]s )?de (?:mi|la|el|una|un|su|mis|unos|unas|las|los) (?:\w+ )?(?:hija|hijo|nina|nino|menor|menores|ninos|ninas|sobrina|hijastra|hijas) (?:desnud\w+|en el bano|en la ducha|que no deberia|en su (?:movil|celular|ordenador|computadora))",
    r"(?:fotos|videos|imagenes) (?:desnud[oa]s?|sexuales) de (?:mi|la|el|su|mis|una|un|unos|unas) (?:\w+ )?(?:hija|hijo|nina|nino|menor|menores|ninos|ninas|sobrina|sobrino|hijastra|hijas)",
    r"(?:pornografia|porno) (?:infantil|con (?:menores|ninos)|a (?:mi|la|los|el) (?:hija|hijo|nina|nino|ninos))",
    r"(?:nuestro|un|su|es|era) secreto (?:\w+ ){0,6}?(?:bano|regazo|mi (?:hija|hijo|nina|nino)|la nina|el nino|su (?:tio|abuelo|padrastro))",
    rf"(?:mi|nuestro|su|el) (?:{_OVER_A_CHILD}) (?:\w+ )?(?:me|nos) (?:ha |vuelve a |empezo a |quiere )?(?:toca|toco|tocaba|tocado|tocar)(?= (?:[.,]|cuando|por (?:las noches|la noche|debajo)|de (?:noche|pequen[oa]|nin[oa])|desde|mientras|a escondidas|donde|ahi|alli|abajo|en (?:la cama|mi (?:cuarto|cama|habitacion)|el bano|la ducha|mis partes)|mis partes|los (?:pechos|senos)|el (?:pecho|culo)|las (?:piernas|tetas|nalgas)|entre las|siendo|aunque|otra vez|todas las noches|y (?:me|no|dice|nadie)|debajo de la ropa|raro|como no))(?! (?:[.,] )?(?:el (?:turno|hombro)|la frente))",
    rf"se me (?:fue|ha ido|iba|va|fueron) (?:otra vez )?las? manos? (?:\w+ ){{0,2}}?con {A_CHILD}(?! (?:y (?:les?|l[oa]s?) (?:compre|di (?:chuches|dulces|dos|tres)|regale|deje (?:comer|ver|jugar|quedar\w*)|llene|puse)|con (?:los|las|el|la|tanto|tanta)|en (?:los|las|el|la) (?:regalos?|dulces|chuches|propina)))",
    # Afraid.
    rf"{A_CHILD} (?:\w+ ){{0,2}}?(?:les?) (?:tiene|tienen|tenia|tenian|ha cogido|cogio) (?:mucho |tanto |un )?(?:miedo|panico|terror|pavor)(?: (?:a|al) (?:su|mi|papa|mama|padre|el|ella|padrastro))?(?= (?:a (?:su|mi|papa|mama|el|ella)|al|cuando|y|desde|porque|[.,]))(?! (?:a (?:la oscuridad|los (?:perros|payasos|truenos)|las (?:aranas|tormentas)|al agua)))",
    rf"{A_CHILD} (?:\w+ )?(?:tiene|tienen|tenia|le da|les da) (?:mucho |tanto )?(?:miedo|panico|terror) (?:\w+ ){{0,2}}?(?:de|a|al|cuando|estar con|quedarse con|ir con|volver con) (?:\w+ )?(?:su (?:padre|papa|madre|mama|padrastro|tio|abuelo|entrenador)|papa|mama|el(?= [.,])|ella(?= [.,])|mi (?:marido|esposo|pareja|novio|mujer|esposa)|llega (?:su|papa|el)|(?:su )?padre|padrastro|mi(?= [.,]))",
    rf"{A_CHILD} (?:\w+ )?(?:se esconde|se esconden|tiembla|tiemblan|llora|lloran|se orina|se hace pis|se encoge|se paraliza|grita|se tapa los oidos|se queda callad[oa]) (?:\w+ ){{0,2}}?(?:cuando|cada vez que|en cuanto|si) (?:\w+ )?(?:llega|viene|grita|oye|ve|entra|su (?:padre|padrastro|tio|madre)|el llega|papa|mi (?:marido|pareja|novio|esposo))(?! (?:el (?:camion|tren|cartero|veterinario|dentista)|la (?:tormenta|aspiradora)))",
    r"(?:no quiere|llora por no|suplica no|me pide no|ruega no) (?:\w+ ){0,2}?(?:quedarse|estar|ir|dormir|volver) (?:\w+ )?(?:sol[oa] )?(?:con|a casa de|donde) su (?:padre|papa|tio|abuelo|padrastro|primo|entrenador|madre|padrino)",
    rf"(?:me|la|le|lo) (?:pega|pego|golpea|golpeo|abofeteo|grita y pega|agarro del (?:cuello|pelo)|dio una (?:paliza|bofetada|cachetada)|ha pegado|empujo|empuja|insulta y pega|amenaza|amenazo|patea|pateo) (?:\w+ ){{0,3}}?(?:delante de|enfrente de|frente a|en frente de) {A_CHILD}",
    r"(?:tengo|recien cumpli|cumpli) (?:1[0-7]|trece|catorce|quince|dieciseis|diecisiete|doce|once|diez)(?: anos)? (?:y|pero) (?:\w+ ){0,2}?(?:me|mi (?:padre|papa|madre|mama|padrastro|tio|novio))",
    r"(?:soy menor|soy menor de edad) (?:y|pero)",
    r"(?:le|lo|la) (?:meti|mete|metio|tuve|tiene) (?:\w+ )?(?:la cabeza|la cara) (?:\w+ )?(?:bajo el agua|en el agua|debajo del agua|en la banera)",
)

REFUSALS: Final = (
    rf"no les? (?:da|dan|daba|doy|dio) (?:\w+ )?(?:de )?(?:comer|comida|cenar) (?:a )?{A_CHILD}",
    rf"no (?:deja|para) de (?:pegar|golpear|gritar y pegar|lastimar|zarandear)(?:le|les|l[oa]s?)? (?:a |al ){A_CHILD}",
)

MENTIONS: Final = (
    r"(?:maltrato|abuso|abusos) (?:infantil|de menores|a menores)",
    r"(?:pederasta|pedofilo|pedofilia)",
)
