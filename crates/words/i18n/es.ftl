### Español.

reviewed = no

role-admin = administración
role-moderator = moderación
role-doorkeeper = portería
role-professional = profesional
role-mentor = acompañamiento
role-member = miembro
role-ally = apoyo
role-newcomer = recién llegada

state-joined = Estás en la sala.
state-waiting = Esperas a que te abran.
state-leaving = Estás saliendo de la sala.
state-left = Has salido de la sala.
state-removed = Te han quitado de la sala.
state-refused = No te han abierto la sala.
state-stuck = Este dispositivo ya no puede seguir la sala. Llama otra vez con un enlace de invitación.

event-joined = { $who } está ahora en la sala.
event-gone = { $who } ya no está en la sala.
event-returned = { $who } está de vuelta con otro dispositivo
event-role = { $who } tiene ahora el papel: { $role }.
event-silent = { $days ->
    [one] El dispositivo de { $who } lleva un día sin dar señales, así que se quita de la sala.
   *[other] El dispositivo de { $who } lleva { $days } días sin dar señales, así que se quita de la sala.
}
event-knock = { $who } llama a la puerta.
event-knock-says = { $who } llama a la puerta y dice { $note }.
event-unsaid = Algo que dijo { $who } no se aceptó: { $why }
event-aside = Para unas pocas personas, de alguien que no dice quién es: { $words }
event-aside-named = Solo para ti, de { $who }: { $words }
event-vouches = { $who } avala a alguien que acaba de llegar.
event-vouches-not = { $who } ya no avala a alguien que acaba de llegar.
event-mediation = { $who } te ofrece una mediación: { $command }
event-dropped = Algo que se pidió no se hará: { $why }
event-settings = La sala ha decidido otra cosa: { $settings }.
said-refused = no te abrieron la puerta
event-refused-why = no te abrieron la puerta: { $why }
event-retires = El repetidor de esta sala se va a cerrar: { $day } es el último día en que la sala puede cambiar allí. Después nadie entra ni sale, y la conversación termina con su buzón. Antes de eso, alguien de administración traslada la sala a otro repetidor: { $command }
said-relay-stays = El repetidor de esta sala se queda al final.
said-reviewed = revisado
said-not-reviewed = aún sin revisar
said-offline = No se llega al repetidor; se sigue intentando.
said-online = Hay conexión otra vez.

why-role = este papel no lo permite
why-timeout = quien lo dijo solo lee durante un tiempo
why-guidelines = quien lo dijo no ha aceptado las normas actuales
why-palette = esta sala no tiene esa reacción
why-too-soon = en esta sala hay que esperar un poco entre dos mensajes
why-closed = la sala está cerrada a esta hora
why-locked = la sala o el tema no está abierto para quien lo dijo
why-direct = esta sala no tiene conversaciones a solas
why-not-own = solo se pueden cambiar o retirar las palabras propias
why-peer = este papel no permite moderar a esa persona
why-manner = esto no se dice de esta forma
why-steward = solo quienes cuidan la sala pueden cerrar una época
why-remove-rank = este papel no permite quitar a esa persona
why-policy-rank = solo la administración cambia papeles y ajustes
why-no-admin = la sala se quedaría sin administración
why-banned = incluye a una persona expulsada
why-keeper-rank = solo la moderación o la administración ponen esperas, cierres, pausas y expulsiones
why-lift-rank = una expulsión la levanta la administración, u otra persona de la moderación que no la impuso
why-vote = las normas de esta sala solo cambian por votación
why-vouch = solo se avala a quien acaba de llegar
why-over = la sala está cerrada para siempre

alarm-relay-splits = ALARMA: el repetidor muestra salas distintas a los miembros, y sus firmas lo prueban. No te fíes de este repetidor; habla con los demás por otra vía.
alarm-transcript-differs = ALARMA: a un miembro se le mostró otro curso de esta sala que a ti. El repetidor o ese miembro miente. Comparad los números de seguridad.
alarm-relay-end = el repetidor dio por cerrado el buzón de esta sala y no lo probó: no se aceptó nada de eso, y se le pregunta otra vez
alarm-relay-mark = ALARMA: el repetidor firmó algo distinto de lo que entregó. No te fíes de este repetidor.
alarm-fork-attempt = ALARMA: alguien que cuida la sala intentó llevarla por dos caminos a la vez. No se perdió nada; pregunta a la administración.
alarm-stuck = este dispositivo ya no puede seguir la sala. Llama otra vez por sí mismo donde tiene entrada; si no, pide un enlace a quienes cuidan la sala. Lo que has leído queda, lo que has escrito se enviará más tarde.
alarm-raid = ALARMA: tanta gente llamó en una hora que se cerró la puerta; las invitaciones abiertas quedan anuladas. Mira quién espera, y haz una invitación nueva para quienes conoces.
alarm-relay-forgets = ALARMA: el repetidor no guarda lo que confirmó o mostró antes: miente, o quien lo lleva volvió a una copia antigua. Lo que falta y se puede recuperar se lee y se envía otra vez.
alarm-relay-restored = el repetidor dice que volvió de una copia: puede haber olvidado lo que confirmó desde entonces. Lo que falta y se puede recuperar se lee y se envía otra vez; quien entró desde entonces quizá tenga que llamar de nuevo.
alarm-replaced = otro dispositivo tuyo ha ocupado el lugar de este en la sala. Si no fuiste tú, díselo ya a quienes cuidan la sala: alguien tiene tu kit de recuperación o una copia de este perfil.
alarm-copied-profile = ALARMA: otra copia de este perfil habla en tu nombre, o esta se restauró de una copia más antigua. Deja de usar estas claves y llama otra vez con otras nuevas. Nunca uses dos copias de un perfil.
alarm-no-steward-secret = ALARMA: este dispositivo tiene un papel sin sus claves. Pide a la administración que dé el papel de nuevo.

mark-reply = responde
mark-edit = cambiado
mark-reaction = reacciona
mark-deletion = retiró un mensaje
mark-deleted = retirado
mark-file = archivo
mark-folded = plegado
mark-folded-for = plegado: { $labels }
mark-queued = aún sin enviar
mark-failed = no se envió
mark-you = tú

label-other = otros
label-self-harm = autolesión
label-suicide = suicidio
label-abuse = maltrato
label-sexual-violence = violencia sexual
label-violence = violencia
label-addiction = adicción
label-eating = alimentación
label-death = muerte
label-discrimination = discriminación
label-medical = temas médicos
label-sexuality = sexualidad
label-war = guerra
label-religion = religión
label-politics = política
label-spoiler = desvela la trama

reason-other = otra cosa
reason-harassment = acoso
reason-threat = una amenaza
reason-sexual-approach = un acercamiento sexual no deseado
reason-personal-data = datos personales de alguien
reason-moved-elsewhere = atraer a alguien a otro sitio
reason-harmful-advice = un consejo dañino
reason-misinformation = información falsa
reason-self-harm-content = animar a hacerse daño
reason-spam = mensajes basura
reason-race = contra personas por su raza u origen
reason-sex-or-gender = contra personas por su sexo o género
reason-orientation = contra personas por a quién aman
reason-religion = contra personas por su religión
reason-ability = contra personas por una discapacidad o enfermedad
reason-age = contra personas por su edad
reason-nationality = contra personas por su nacionalidad
reason-belief = contra personas por sus creencias
reason-culture = contra personas por su cultura

measure-nudge = aviso amable
measure-fold = plegado
measure-hide = ocultado
measure-restore = mostrado de nuevo
measure-lock = cerrado
measure-slow-mode = espera entre mensajes
measure-timeout = pausa
measure-probation = vuelta al inicio
measure-remove = fuera de la sala
measure-ban = expulsión
measure-lift = levantado
measure-mediation = mediación
log-missing = ALARMA: falta una anotación de { $who } anterior a esta.
log-rule = norma { $number }
log-until = hasta { $day }
said-log-empty = En esta sala aún no se ha tomado ninguna medida.

join-waiting = Has llamado a { $room } con el nombre { $name }. Esperando a que alguien te abra.
said-join-stop = Puedes parar con Ctrl-C: la misma orden sigue esperando.
join-knocked = Has llamado a { $room }. Repite la misma orden más tarde para ver la respuesta.
join-in = Estás en { $room }. Para hablar: { $command }
door-shows = { $room } muestra esto a quien llama:
guidelines-also = También en: { $tags }. { $option } las muestra.
said-answers-wanted = la sala pregunta algo: responde a cada pregunta con un { CMD("--answer") }, en su orden
said-accept-wanted = Añade { CMD("--accept") } si vas a seguir estas normas; sin eso solo podrás leer.
said-no-guidelines = La sala no tiene normas.
said-guidelines-elsewhere = La sala tiene normas, y este dispositivo no tiene su texto: pide a la administración que las diga otra vez.
said-accepted = Has aceptado las normas.
said-not-accepted = No las has aceptado, y solo lees: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Las aceptas. Podrás hablar en cuanto esté alguien que cuida la sala: repite esto para verlo.
chat-begins = Estás en { $room }. Cada línea que escribes se envía; { CMD("/help") } muestra las órdenes.
chat-knock = { $who } llama a la puerta: escribe { CMD("/admit") } { $who } o { CMD("/refuse") } { $who }
chat-knock-says = { $who } llama a la puerta y dice { $note }: escribe { CMD("/admit") } { $who } o { CMD("/refuse") } { $who }
said-quickstart-link = Enlace de invitación, para quien pueda llamar a esta sala:
quickstart-join = Para entrar se escribe:  { $command }
said-quickstart-loopback = Este enlace solo sirve en esta máquina, porque el repetidor solo escucha aquí. Para gente de otros lugares, inícialo con { CMD("--listen ADDR:PORT") } y, si llegan a ti por otra dirección, { CMD("--public-url URL") }.
said-quickstart-ip = Nivel «directo»: el repetidor ve la dirección IP de cada cual, y nada de lo que se dice ni de quién lo dice.
said-no-rooms = Aún no hay ninguna sala en este perfil.
said-no-knocks = Nadie espera en la puerta.
said-no-newcomers = Nadie está a prueba.
knock-admitted = { $who } ya está dentro.
knock-refused = No se abrió a { $who }.
member-removed = { $who } ya no forma parte de la sala.
newcomer-vouches = avales: { $have } de { $need }
room-left = Has salido de { $room }.
room-leaving = Has pedido salir de { $room }. Sigues en su lista hasta que alguien de allí te quite.
topic-unread = { $count ->
    [one] uno sin leer
   *[other] { $count } sin leer
}
invite-used = { $uses ->
    [one] { $used } de un uso
   *[other] { $used } de { $uses } usos
}

said-vote-stands = Tu voto queda con tus próximas claves, a la vista de todos los miembros.
said-proposed = Los miembros pueden votarlo.
said-no-motions = No se ha propuesto nada.
said-rsvp = Quien invita lo tiene, sin tu nombre.
said-asked-alone = Pedido. La sala de dos ya existe; no se muestra nada de ella antes de que la otra persona acepte.
said-cancelled = Retirado; no se envió nada de ello.
said-place-unknown = Aún no se ha dicho.
said-on-your-way = Estás entrando.
event-answers = vienen: { $yes }, quizá: { $maybe }, no vienen: { $no }
place-told = Dicho a quienes vienen: { $count }.
direct-asks = { $who } pide hablar a solas
mediation-offer = { $who } ofrece mediar entre tú y { $with }, hasta { $day }. Días que se guardan los mensajes: { $days }.
confided-report = Quienes cuidan la sala lo tienen, con la prueba de quién lo dijo. Tu nombre no aparece.
confided-whisper = Quienes cuidan la sala lo tienen. Tu nombre no aparece.
confided-appeal = Lo tiene otra persona de la moderación.
confided-call = Quienes atienden las llamadas lo saben. Si hay peligro, llama al servicio de emergencias del lugar donde estás.
confided-answer = Solo puede leerlo quien preguntó.
confided-vote = Quien preguntó ve tu voto, y nadie más.
confided-vouch = Lo tienen quienes cuidan la sala, con tu nombre. Los demás miembros no lo ven.
confided-mediation = Se ha preguntado a las dos personas. Entran cuando ambas hayan aceptado; a nadie se le dice quién no.
said-care-not-reviewed = (Ninguna persona que conozca este campo ha revisado aún estas palabras.)
said-care-nothing-found = No se encontró nada personal; eso no es una promesa.
care-found = Parece contener: { $what }. Gente desconocida podría encontrarte por ello.
personal-phone = número de teléfono
personal-email = correo electrónico
personal-handle = nombre en otra plataforma
personal-address = dirección postal
notice-something = Hay algo nuevo
notice-look-here = Abre la aplicación, por favor

told-error = fallo: { $message }
told-hint = consejo: { $hint }
error-storage = falló el almacenamiento del perfil
error-no-room = no hay tal sala en este perfil
error-not-active = este dispositivo no participa en la sala
error-not-steward = solo quienes cuidan la sala pueden hacerlo
error-no-message = no hay tal mensaje en esta sala
error-nobody = no hay nadie en la sala a quien decirlo
error-last-admin = la última persona de la administración no puede irse: da antes ese papel a alguien
error-no-member = no hay tal miembro en esta sala
error-no-invite = no hay tal invitación en esta sala
error-no-knock = nadie ha llamado así a esta sala
error-knock-answered = a esa llamada ya se respondió
error-being-removed = se está quitando a este miembro: decide después sobre su llamada
error-too-large = la sala es demasiado grande para otro miembro: quita antes a alguien
error-unvouched = avales para esta persona recién llegada: { $have } de { $need }, según lo que se dijo a este dispositivo
error-no-consent = nadie entra en una mediación antes de que ambas personas hayan aceptado, llamando
error-setting = ninguna sala puede tener este ajuste: está fuera de su margen, o hay demasiados de su clase
error-guidelines = estas no son las normas actuales de la sala: léelas otra vez
error-card = la tarjeta de la invitación no corresponde a su enlace
error-expired = la invitación ha caducado o se anuló
error-already-member = este perfil ya está en esa sala
error-relay-identity = otro responde en la dirección del repetidor: no probó la clave del repetidor
error-route = la dirección del repetidor no empieza por { CMD("ws://") } o { CMD("wss://") }
error-token = el repetidor pide una ficha de quien lo lleva: indica una para este repetidor
error-relay-protocol = el repetidor no respeta el protocolo
error-relay-work = el repetidor pide más trabajo del que puede pedir
error-unreachable = no se llega al repetidor
error-link-foreign = esto no es un enlace de invitación: debe empezar por { CMD("sitr://join#") }
error-link-damaged = el enlace de invitación está dañado: cópialo otra vez entero
error-link-version = el enlace de invitación es de una clase más nueva: actualiza este programa
error-patience = aún no está hecho: queda en la bandeja de salida y sigue cuando se llegue al repetidor
error-file = el archivo ya no está, o no es el que se nombró
error-closed = se cerró el perfil
error-forbidden-for = tu papel no lo permite: { $why }
error-unsaid-for = esto no se puede decir aquí: { $why }
error-no-profile = no hay ningún perfil en { $folder }
error-wrong-passphrase = frase de paso equivocada: escríbela otra vez, o usa el código de recuperación
error-unknown = { $kind ->
    [member] ningún miembro se llama { $typed }
    [knock] nadie llamado { $typed } ha llamado a la puerta
    [invite] ninguna invitación se llama { $typed }
    [message] ningún mensaje se llama { $typed }
   *[room] ninguna sala se llama { $typed }
}
error-no-text = no hay texto que enviar
error-not-sent = el mensaje ya no se puede enviar

hint-storage = revisa el disco y la carpeta del perfil; nada quedó a medias
hint-no-room = muestra las salas para ver sus nombres e identificadores
hint-not-active = entra antes en la sala, o llama otra vez con un enlace de invitación
hint-not-steward = pregunta a la administración o a la moderación de la sala
hint-unsaid = pregunta a la moderación de la sala, o mira sus normas
hint-last-admin = da la administración a otro miembro, y después sal
hint-no-member = muestra los miembros para ver sus nombres e identificadores
hint-no-knock = muestra quién espera en la puerta
hint-unvouched = pide a miembros que conocen a esta persona que la avalen, o a la administración que pida menos avales
hint-no-consent = espera a que ambas hayan aceptado; entonces entran
hint-guidelines = lee las normas otra vez, y acepta esas
hint-name = elige otro nombre
hint-too-long = envíalo en partes
hint-expired = pide un enlace nuevo
hint-relay-identity = no sigas: pregunta a quien te dio el enlace si el repetidor se ha mudado
hint-token = pide una ficha a quien lleva el repetidor
hint-unreachable = comprueba que el repetidor funciona y que tienes conexión; no se perdió nada
hint-link = copia otra vez el enlace entero, o pide uno nuevo
hint-patience = déjalo en marcha, o usa más tarde cualquier orden de esta sala
hint-refused = pregunta a quien te dio el enlace; con un enlace nuevo se puede llamar otra vez
hint-open = si se perdió la frase de paso: { CMD("sitr profile recover") }
hint-usage = añade { CMD("--help") } a la orden para ver cómo se usa

guidelines-kind = Con amabilidad. Cada persona aquí lleva algo a cuestas.
guidelines-confidence = Lo que se dice aquí se queda aquí: ni nombres, ni copias, ni fotos de la pantalla.
guidelines-respect = No se humilla a nadie por raza, sexo o género, orientación, religión, discapacidad, edad, nacionalidad, creencias o cultura.
guidelines-listen = Primero escucha. Aconseja cuando se desee, y nunca lo que necesita de la medicina o del derecho.
guidelines-warn = Pon un aviso antes de lo que pueda herir. No describas nunca cómo hacerse daño.
guidelines-private = No se presiona a nadie: ni a responder, ni a verse, ni a hablar a solas.
guidelines-help = Si algo va mal, díselo a la moderación. Esta sala no sustituye la atención profesional.
state-moving = La sala se ha trasladado a otro repetidor, y este dispositivo espera tu consentimiento.
event-moves = La sala se ha trasladado a otro repetidor: { $routes }. Este dispositivo no se conecta allí antes de que aceptes: { $command }
room-moved = { $room } está ahora en { $relay }. Sus invitaciones han terminado: crea otras.
room-followed = Este dispositivo está ahora con { $room } en { $relay }.
event-refounded = { $who } ha fundado esta sala de nuevo. Para ir también: { $command }
room-refounded = { $room } está fundada de nuevo. Sus miembros lo saben, y cada cual decide por sí.
