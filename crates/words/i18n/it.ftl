### Italiano.

reviewed = no

role-admin = amministrazione
role-moderator = moderazione
role-doorkeeper = accoglienza
role-professional = figura professionale
role-mentor = accompagnamento
role-member = membro
role-ally = sostegno
role-newcomer = nuovo arrivo

state-joined = Sei nella stanza.
state-waiting = Aspetti che ti aprano.
state-leaving = Stai lasciando la stanza.
state-left = Hai lasciato la stanza.
state-removed = Non fai più parte della stanza: ti hanno tolto l'accesso.
state-refused = La stanza non ti ha aperto.
state-stuck = Questo dispositivo non riesce più a seguire la stanza. Bussa di nuovo con un link d'invito.

event-joined = { $who } ora è nella stanza.
event-gone = { $who } non è più nella stanza.
event-returned = { $who } è di nuovo qui con un altro dispositivo
event-role = { $who } ora ha il ruolo: { $role }.
event-silent = { $days ->
    [one] Il dispositivo di { $who } non si fa sentire da un giorno, perciò esce dalla stanza.
   *[other] Il dispositivo di { $who } non si fa sentire da { $days } giorni, perciò esce dalla stanza.
}
event-knock = { $who } bussa.
event-knock-says = { $who } bussa e dice { $note }.
event-unsaid = Qualcosa detto da { $who } non è stato accolto: { $why }
event-aside = Per poche persone, da qualcuno che non dice chi è: { $words }
event-aside-named = Solo per te, da { $who }: { $words }
event-vouches = { $who } garantisce per chi è appena arrivato.
event-vouches-not = { $who } non garantisce più per chi è appena arrivato.
event-mediation = { $who } ti propone una mediazione: { $command }
event-dropped = Qualcosa che era stato chiesto non si farà: { $why }
event-settings = La stanza ha deciso diversamente: { $settings }.
said-refused = non ti hanno aperto
event-refused-why = non ti hanno aperto: { $why }
event-retires = Il relay di questa stanza chiude: il { $day } è l'ultimo giorno in cui la stanza può cambiare lì. Dopo nessuno entra né esce, e la conversazione finisce con la sua casella. Prima di allora chi amministra la stanza la sposta su un altro relay: { $command }
said-relay-stays = Il relay di questa stanza alla fine resta.
said-reviewed = riletto
said-not-reviewed = non ancora riletto
said-offline = Il relay non si raggiunge; si continua a provare.
said-online = Di nuovo in collegamento.

why-role = questo ruolo non lo permette
why-timeout = chi l'ha detto per un po' legge soltanto
why-guidelines = chi l'ha detto non ha accettato le regole attuali
why-palette = la stanza non ha questa reazione
why-too-soon = in questa stanza si aspetta un po' tra due messaggi
why-closed = la stanza è chiusa a quest'ora
why-locked = la stanza o l'argomento non è aperto per chi l'ha detto
why-direct = questa stanza non ha conversazioni a due
why-not-own = si possono cambiare o ritirare solo le proprie parole
why-peer = questo ruolo non permette di moderare quella persona
why-manner = questo non si dice in questo modo
why-steward = solo chi cura la stanza può chiudere un'epoca
why-remove-rank = questo ruolo non permette di togliere quella persona
why-policy-rank = solo l'amministrazione cambia ruoli e impostazioni
why-no-admin = la stanza resterebbe senza amministrazione
why-banned = comprende una persona esclusa
why-keeper-rank = solo la moderazione o l'amministrazione decidono attese, chiusure, pause ed esclusioni
why-lift-rank = un'esclusione la toglie l'amministrazione, o un'altra persona della moderazione rispetto a chi l'ha decisa
why-vote = le regole di questa stanza cambiano solo con un voto
why-vouch = si garantisce solo per chi è appena arrivato
why-over = la stanza è chiusa per sempre

alarm-relay-splits = ALLARME: il relay mostra ai membri stanze diverse, e le sue firme lo provano. Non fidarti di questo relay; parla con gli altri per un'altra via.
alarm-transcript-differs = ALLARME: a un membro è stato mostrato un altro corso di questa stanza rispetto a te. O il relay o quel membro mente. Confrontate i numeri di sicurezza.
alarm-relay-end = il relay ha detto chiusa la casella di questa stanza e non l'ha provato: nulla di ciò è stato accolto, e glielo si chiede di nuovo
alarm-relay-mark = ALLARME: il relay ha firmato qualcosa di diverso da ciò che ha dato. Non fidarti di questo relay.
alarm-fork-attempt = ALLARME: qualcuno che cura la stanza ha provato a portarla su due strade insieme. Nulla è andato perso; chiedi all'amministrazione.
alarm-stuck = questo dispositivo non riesce più a seguire la stanza. Bussa di nuovo da solo dove ha un accesso; altrimenti chiedi un link a chi cura la stanza. Ciò che hai letto resta, ciò che hai scritto partirà più tardi.
alarm-raid = ALLARME: in un'ora hanno bussato così in tanti che la porta è stata chiusa; gli inviti aperti sono annullati. Guarda chi aspetta, e fai un nuovo invito per chi conosci.
alarm-relay-forgets = ALLARME: il relay non conserva ciò che ha confermato o mostrato: mente, o chi lo gestisce è tornato a una vecchia copia. Ciò che manca e si può riavere viene letto e inviato di nuovo.
alarm-relay-restored = il relay dice di essere tornato da una copia: può aver dimenticato ciò che ha confermato da allora. Ciò che manca e si può riavere viene letto e inviato di nuovo; chi è entrato da allora forse dovrà bussare di nuovo.
alarm-replaced = un altro tuo dispositivo ha preso il posto di questo nella stanza. Se non sei stato o stata tu, dillo subito a chi cura la stanza: qualcuno ha il tuo kit di recupero o una copia di questo profilo.
alarm-copied-profile = ALLARME: un'altra copia di questo profilo parla a tuo nome, oppure questa viene da una copia più vecchia. Non usa più queste chiavi e bussa di nuovo con chiavi nuove. Non usare mai due copie di un profilo.
alarm-no-steward-secret = ALLARME: questo dispositivo ha un ruolo senza le sue chiavi. Chiedi all'amministrazione di dare di nuovo il ruolo.

mark-reply = risponde
mark-edit = modificato
mark-reaction = reagisce
mark-deletion = ha ritirato un messaggio
mark-deleted = ritirato
mark-file = documento
mark-folded = ripiegato
mark-folded-for = ripiegato: { $labels }
mark-queued = non ancora inviato
mark-failed = non è stato inviato
mark-you = tu

label-other = altro
label-self-harm = autolesionismo
label-suicide = suicidio
label-abuse = maltrattamenti
label-sexual-violence = violenza sessuale
label-violence = violenza
label-addiction = dipendenza
label-eating = alimentazione
label-death = morte
label-discrimination = discriminazione
label-medical = temi medici
label-sexuality = sessualità
label-war = guerra
label-religion = religione
label-politics = politica
label-spoiler = svela la trama

reason-other = altro
reason-harassment = molestie
reason-threat = una minaccia
reason-sexual-approach = un approccio sessuale non voluto
reason-personal-data = dati personali di qualcuno
reason-moved-elsewhere = attirare qualcuno altrove
reason-harmful-advice = un consiglio dannoso
reason-misinformation = informazioni false
reason-self-harm-content = incoraggiare a farsi del male
reason-spam = messaggi indesiderati
reason-race = contro persone per la loro razza o origine
reason-sex-or-gender = contro persone per il loro sesso o genere
reason-orientation = contro persone per chi amano
reason-religion = contro persone per la loro religione
reason-ability = contro persone per una disabilità o una malattia
reason-age = contro persone per la loro età
reason-nationality = contro persone per la loro nazionalità
reason-belief = contro persone per ciò in cui credono
reason-culture = contro persone per la loro cultura

measure-nudge = richiamo gentile
measure-fold = ripiegato
measure-hide = nascosto
measure-restore = mostrato di nuovo
measure-lock = chiuso
measure-slow-mode = attesa tra i messaggi
measure-timeout = pausa
measure-probation = ritorno all'arrivo
measure-remove = fuori dalla stanza
measure-ban = esclusione
measure-lift = revocato
measure-mediation = mediazione
log-missing = ALLARME: manca un'annotazione di { $who } prima di questa.
log-rule = regola { $number }
log-until = fino al { $day }
said-log-empty = In questa stanza non è ancora stato deciso nulla.

join-waiting = Hai bussato a { $room } col nome { $name }. In attesa che qualcuno ti apra.
said-join-stop = Puoi fermarti con Ctrl-C: lo stesso comando riprende l'attesa.
join-knocked = Hai bussato a { $room }. Ripeti lo stesso comando più tardi per vedere la risposta.
join-in = Sei in { $room }. Per parlare: { $command }
door-shows = { $room } mostra questo a chi bussa:
guidelines-also = Anche in: { $tags }. { $option } le mostra.
said-answers-wanted = la stanza chiede qualcosa: rispondi a ogni domanda con un { CMD("--answer") }, nel loro ordine
said-accept-wanted = Aggiungi { CMD("--accept") } se rispetterai queste regole; senza, potrai solo leggere.
said-no-guidelines = La stanza non ha regole.
said-guidelines-elsewhere = La stanza ha delle regole, e questo dispositivo non ne ha il testo: chiedi all'amministrazione di dirle di nuovo.
said-accepted = Hai accettato le regole.
said-not-accepted = Non le hai accettate, e leggi soltanto: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Le accetti. Potrai parlare appena ci sarà qualcuno che cura la stanza: ripeti questo comando per vedere.
chat-begins = Sei in { $room }. Ogni riga che scrivi viene inviata; { CMD("/help") } mostra i comandi.
chat-knock = { $who } bussa: scrivi { CMD("/admit") } { $who } o { CMD("/refuse") } { $who }
chat-knock-says = { $who } bussa e dice { $note }: scrivi { CMD("/admit") } { $who } o { CMD("/refuse") } { $who }
said-quickstart-link = Link d'invito, per chi può bussare a questa stanza:
quickstart-join = Per entrare si scrive:  { $command }
said-quickstart-loopback = Questo link funziona solo su questa macchina, perché il relay ascolta solo qui. Per amici altrove avvialo con { CMD("--listen ADDR:PORT") } e, se ti raggiungono a un altro indirizzo, { CMD("--public-url URL") }.
said-quickstart-ip = Livello «diretto»: il relay vede l'indirizzo IP di ciascuno, e nulla di ciò che si dice né di chi lo dice.
said-no-rooms = In questo profilo non c'è ancora nessuna stanza.
said-no-knocks = Nessuno aspetta alla porta.
said-no-newcomers = Nessuno è in prova.
knock-admitted = { $who } può entrare.
knock-refused = A { $who } non è stato aperto.
member-removed = { $who } non fa più parte della stanza.
newcomer-vouches = garanzie: { $have } su { $need }
room-left = Hai lasciato { $room }.
room-leaving = Hai chiesto di lasciare { $room }. Resti nella sua lista finché qualcuno lì non ti toglie.
topic-unread = { $count ->
    [one] uno da leggere
   *[other] { $count } da leggere
}
invite-used = { $uses ->
    [one] { $used } di un uso
   *[other] { $used } di { $uses } usi
}

said-vote-stands = Il tuo voto sta con le tue prossime chiavi, visibile a tutti i membri.
said-proposed = I membri possono votarlo.
said-no-motions = Non è stato proposto nulla.
said-rsvp = Chi invita lo ha, senza il tuo nome.
said-asked-alone = Richiesto. La stanza a due esiste; non se ne mostra nulla prima che l'altra persona accetti.
said-cancelled = Ritirato; non ne è stato inviato nulla.
said-place-unknown = Non ancora comunicato.
said-on-your-way = Stai entrando.
event-answers = vengono: { $yes }, forse: { $maybe }, non vengono: { $no }
place-told = Comunicato a chi viene: { $count }.
direct-asks = { $who } chiede di parlare a due
mediation-offer = { $who } propone una mediazione tra te e { $with }, fino al { $day }. Giorni in cui i messaggi restano: { $days }.
confided-report = Chi cura la stanza lo ha, con la prova di chi l'ha detto. Il tuo nome non c'è.
confided-whisper = Chi cura la stanza lo ha. Il tuo nome non c'è.
confided-appeal = Lo ha un'altra persona della moderazione.
confided-call = Chi risponde alle chiamate lo sa. In pericolo, chiama il servizio di emergenza del luogo in cui ti trovi.
confided-answer = Può leggerlo solo chi ha chiesto.
confided-vote = Chi ha chiesto vede il tuo voto, e nessun altro.
confided-vouch = Ce l'ha chi cura la stanza, con il tuo nome. Gli altri membri non lo vedono.
confided-mediation = È stato chiesto a entrambi. Entrano quando tutti e due hanno accettato; a nessuno si dice chi non l'ha fatto.
said-care-not-reviewed = (Nessuna persona esperta ha ancora riletto queste parole.)
said-care-nothing-found = Non è stato trovato nulla di personale; non è una promessa.
care-found = Sembra contenere: { $what }. Degli estranei potrebbero trovarti così.
personal-phone = numero di telefono
personal-email = indirizzo di posta elettronica
personal-handle = nome su un'altra piattaforma
personal-address = indirizzo di casa
notice-something = C'è qualcosa di nuovo
notice-look-here = Apri l'applicazione, per favore

told-error = errore: { $message }
told-hint = consiglio: { $hint }
error-storage = la memoria del profilo non ha funzionato
error-no-room = in questo profilo non c'è questa stanza
error-not-active = questo dispositivo non partecipa alla stanza
error-not-steward = può farlo solo chi cura la stanza
error-no-message = in questa stanza non c'è questo messaggio
error-nobody = nella stanza non c'è nessuno a cui dirlo
error-last-admin = l'ultima persona dell'amministrazione non può uscire: dai prima questo ruolo a qualcun altro
error-no-member = in questa stanza non c'è questo membro
error-no-invite = in questa stanza non c'è questo invito
error-no-knock = nessuno ha bussato così a questa stanza
error-knock-answered = a chi ha bussato è già stato risposto
error-being-removed = questo membro sta per essere tolto: decidi dopo se fargli spazio di nuovo
error-too-large = la stanza è troppo grande per un altro membro: prima togli qualcuno
error-unvouched = garanzie per questo nuovo arrivo: { $have } su { $need }, per quanto è stato detto a questo dispositivo
error-no-consent = nessuno entra in una mediazione prima che entrambi abbiano accettato, bussando
error-setting = nessuna stanza può avere questa impostazione: è fuori dai limiti, o ce ne sono troppe di questo tipo
error-guidelines = queste non sono le regole attuali della stanza: leggile di nuovo
error-card = la scheda dell'invito non corrisponde al suo link
error-expired = l'invito è scaduto o è stato annullato
error-already-member = questo profilo è già in quella stanza
error-relay-identity = all'indirizzo del relay risponde qualcun altro: non ha provato la chiave del relay
error-route = l'indirizzo del relay non comincia con { CMD("ws://") } o { CMD("wss://") }
error-token = il relay chiede un gettone di chi lo gestisce: impostane uno per questo relay
error-relay-protocol = il relay non rispetta il protocollo
error-relay-work = il relay chiede più lavoro di quanto un relay possa chiedere
error-unreachable = il relay non si raggiunge
error-link-foreign = questo non è un link d'invito: deve cominciare con { CMD("sitr://join#") }
error-link-damaged = il link d'invito è rovinato: copialo di nuovo per intero
error-link-version = il link d'invito è di un tipo più nuovo: aggiorna questo programma
error-patience = non è ancora fatto: resta nella posta in uscita e riprende quando si raggiunge il relay
error-file = il documento non c'è più, o non è quello indicato
error-closed = il profilo è stato chiuso
error-forbidden-for = il tuo ruolo non lo permette: { $why }
error-unsaid-for = questo qui non si può dire: { $why }
error-no-profile = non c'è nessun profilo in { $folder }
error-wrong-passphrase = passphrase sbagliata: scrivila di nuovo, o usa il codice di recupero
error-unknown = { $kind ->
    [member] nessun membro si chiama { $typed }
    [knock] nessuno di nome { $typed } ha bussato
    [invite] nessun invito si chiama { $typed }
    [message] nessun messaggio si chiama { $typed }
   *[room] nessuna stanza si chiama { $typed }
}
error-no-text = non c'è testo da inviare
error-not-sent = il messaggio non si può più inviare

hint-storage = controlla il disco e la cartella del profilo; nulla è stato fatto a metà
hint-no-room = mostra le stanze per vederne nomi e identificativi
hint-not-active = entra prima nella stanza, o bussa di nuovo con un link d'invito
hint-not-steward = chiedi all'amministrazione o alla moderazione della stanza
hint-unsaid = chiedi alla moderazione della stanza, o guarda le sue regole
hint-last-admin = dai l'amministrazione a un altro membro, poi esci
hint-no-member = mostra i membri per vederne nomi e identificativi
hint-no-knock = mostra chi aspetta alla porta
hint-unvouched = chiedi a membri che conoscono questa persona di garantire per lei, o a chi amministra di chiederne meno
hint-no-consent = aspetta che entrambi abbiano accettato; allora entrano
hint-guidelines = leggi di nuovo le regole, e accetta quelle
hint-name = scegli un altro nome
hint-too-long = invialo in più parti
hint-expired = chiedi un nuovo link
hint-relay-identity = non andare avanti: chiedi a chi ti ha dato il link se il relay si è spostato
hint-token = chiedi un gettone a chi gestisce il relay
hint-unreachable = controlla che il relay funzioni e che tu abbia rete; nulla è andato perso
hint-link = copia di nuovo tutto il link, o chiedine un altro
hint-patience = lascialo in funzione, o usa più tardi un comando di questa stanza
hint-refused = chiedi a chi ti ha dato il link; con un nuovo link si può bussare ancora
hint-open = se la passphrase è persa: { CMD("sitr profile recover") }
hint-usage = aggiungi { CMD("--help") } al comando per vedere come si usa

guidelines-kind = Con gentilezza. Ogni persona qui porta qualcosa.
guidelines-confidence = Ciò che si dice qui resta qui: niente nomi, niente copie, niente foto dello schermo.
guidelines-respect = Nessuna persona va umiliata per razza, sesso o genere, orientamento, religione, disabilità, età, nazionalità, convinzioni o cultura.
guidelines-listen = Prima ascolta. Dai consigli dove sono voluti, e mai quelli che spettano alla medicina o al diritto.
guidelines-warn = Metti un avviso prima di ciò che può ferire. Non descrivere mai come farsi del male.
guidelines-private = Non si fanno pressioni: né per rispondere, né per vedersi, né per parlare a due.
guidelines-help = Se qualcosa non va, dillo alla moderazione. Questa stanza non sostituisce le cure professionali.
state-moving = La stanza si è spostata su un altro relay, e questo dispositivo aspetta il tuo consenso.
event-moves = La stanza si è spostata su un altro relay: { $routes }. Questo dispositivo non vi si collega prima del tuo consenso: { $command }
room-moved = { $room } ora è su { $relay }. I suoi inviti sono finiti: creane di nuovi.
room-followed = Questo dispositivo ora è con { $room } su { $relay }.
event-refounded = { $who } ha fondato di nuovo questa stanza. Per andarci anche tu: { $command }
room-refounded = { $room } è fondata di nuovo. I membri lo sanno, e ognuno decide per sé.
