### Deutsch.

reviewed = no

role-admin = Leitung
role-moderator = Moderation
role-doorkeeper = Türdienst
role-professional = Fachperson
role-mentor = Begleitung
role-member = Mitglied
role-ally = Unterstützung
role-newcomer = neu hier

state-joined = Du bist im Raum.
state-waiting = Du wartest darauf, eingelassen zu werden.
state-leaving = Du verlässt gerade den Raum.
state-left = Du hast den Raum verlassen.
state-removed = Du wurdest aus dem Raum genommen.
state-refused = Du wurdest nicht in den Raum eingelassen.
state-stuck = Dieses Gerät kann dem Raum nicht mehr folgen. Klopf mit einem Einladungslink noch einmal an.

event-joined = { $who } ist jetzt im Raum.
event-gone = { $who } ist nicht mehr im Raum.
event-returned = { $who } ist mit einem anderen Gerät wieder da
event-role = { $who } hat jetzt die Rolle: { $role }.
event-silent = { $days ->
    [one] Das Gerät von { $who } hat sich einen Tag lang nicht gemeldet und wird darum aus dem Raum genommen.
   *[other] Das Gerät von { $who } hat sich { $days } Tage lang nicht gemeldet und wird darum aus dem Raum genommen.
}
event-knock = { $who } klopft an.
event-knock-says = { $who } klopft an und sagt: { $note }.
event-unsaid = Etwas, was { $who } gesagt hat, wurde nicht angenommen: { $why }
event-aside = Für wenige, von einer Person, die sich nicht nennt: { $words }
event-aside-named = Nur für dich, von { $who }: { $words }
event-vouches = { $who } bürgt für eine Person, die neu hier ist.
event-vouches-not = { $who } bürgt nicht mehr für eine Person, die neu hier ist.
event-mediation = { $who } bietet dir eine Vermittlung an: { $command }
event-dropped = Etwas, worum gebeten wurde, geschieht nicht: { $why }
event-settings = Der Raum hat etwas anders entschieden: { $settings }.
said-refused = du wurdest nicht eingelassen
event-refused-why = du wurdest nicht eingelassen: { $why }
event-retires = Das Relay dieses Raums wird aufgegeben: { $day } ist der letzte Tag, an dem sich der Raum dort ändern kann. Danach kommt und geht niemand mehr, und das Gespräch endet mit seinem Postfach. Vorher zieht jemand aus der Administration mit dem Raum auf ein anderes Relay um: { $command }
said-relay-stays = Das Relay dieses Raums bleibt doch.
said-reviewed = durchgesehen
said-not-reviewed = noch nicht durchgesehen
said-offline = Das Relay ist nicht erreichbar; es wird weiter versucht.
said-online = Wieder verbunden.

why-role = diese Rolle erlaubt das nicht
why-timeout = wer das sagte, liest eine Zeit lang nur mit
why-guidelines = wer das sagte, hat die jetzigen Leitlinien nicht angenommen
why-palette = diese Reaktion gibt es in diesem Raum nicht
why-too-soon = in diesem Raum ist zwischen zwei Nachrichten eine Pause nötig
why-closed = der Raum ist um diese Zeit geschlossen
why-locked = der Raum oder das Thema ist dafür nicht offen
why-direct = in diesem Raum gibt es keine Gespräche zu zweit
why-not-own = ändern oder zurücknehmen lassen sich nur eigene Worte
why-peer = diese Rolle erlaubt nicht, diese Person zu moderieren
why-manner = so wird das hier nicht gesagt
why-steward = nur wer den Raum betreut, kann eine Epoche beenden
why-remove-rank = diese Rolle erlaubt nicht, diese Person aus dem Raum zu nehmen
why-policy-rank = nur die Leitung ändert Rollen und Regeln
why-no-admin = der Raum hätte keine Leitung mehr
why-banned = darunter ist eine Person, die ausgeschlossen ist
why-keeper-rank = nur Moderation und Leitung setzen Pausen, Sperren, Auszeiten und Ausschlüsse
why-lift-rank = einen Ausschluss beendet die Leitung oder eine andere Person der Moderation als die, die ihn verhängt hat
why-vote = die Leitlinien dieses Raums ändern sich nur durch Abstimmung
why-vouch = Mitglieder bürgen nur für Menschen, die neu hier sind
why-over = der Raum ist endgültig geschlossen

alarm-relay-splits = ALARM: Das Relay zeigt den Mitgliedern verschiedene Räume, und seine Signaturen beweisen es. Vertrau diesem Relay nicht; sprich mit den anderen auf einem anderen Weg.
alarm-transcript-differs = ALARM: Einem Mitglied wurde ein anderer Verlauf dieses Raums gezeigt als dir. Das Relay oder dieses Mitglied lügt. Vergleicht eure Sicherheitsnummern.
alarm-relay-end = Das Relay nannte das Postfach dieses Raums geschlossen und bewies es nicht: Nichts davon wurde übernommen, und es wird noch einmal gefragt.
alarm-relay-mark = ALARM: Das Relay hat etwas anderes unterschrieben, als es gegeben hat. Vertrau diesem Relay nicht.
alarm-fork-attempt = ALARM: Jemand von denen, die den Raum betreuen, wollte ihn auf zwei Wegen zugleich führen. Nichts ging verloren; frag die Leitung.
alarm-stuck = Dieses Gerät kann dem Raum nicht mehr folgen. Wo es einen Weg hinein hat, klopft es selbst wieder an; sonst bitte die, die den Raum betreuen, um einen Link. Was du gelesen hast, bleibt; was du geschrieben hast, wird später gesendet.
alarm-raid = ALARM: In einer Stunde haben so viele angeklopft, dass die Tür geschlossen wurde; offene Einladungen gelten nicht mehr. Sieh nach, wer wartet, und mach für die, die du kennst, eine neue Einladung.
alarm-relay-forgets = ALARM: Das Relay behält nicht, was es bestätigt oder gezeigt hat: Es lügt, oder sein Betreiber hat eine alte Kopie eingespielt. Was fehlt und zu haben ist, wird noch einmal gelesen und gesendet.
alarm-relay-restored = Das Relay sagt, dass es aus einer Kopie zurückkam: Was es seither bestätigt hat, kann es vergessen haben. Was fehlt und zu haben ist, wird noch einmal gelesen und gesendet; wer seither dazukam, muss vielleicht noch einmal anklopfen.
alarm-replaced = Ein anderes Gerät von dir hat den Platz dieses Geräts im Raum eingenommen. Wenn du das nicht warst, sag es jetzt denen, die den Raum betreuen: Jemand hat dein Wiederherstellungspaket oder eine Kopie dieses Profils.
alarm-copied-profile = ALARM: Eine andere Kopie dieses Profils spricht in deinem Namen, oder diese hier wurde aus einer älteren Kopie zurückgespielt. Sie benutzt diese Schlüssel nicht mehr und klopft mit neuen an. Benutz nie zwei Kopien eines Profils.
alarm-no-steward-secret = ALARM: Dieses Gerät hat eine Rolle ohne die Schlüssel dafür. Bitte die Leitung, die Rolle neu zu geben.

mark-reply = antwortet
mark-edit = geändert
mark-reaction = reagiert
mark-deletion = hat eine Nachricht zurückgenommen
mark-deleted = zurückgenommen
mark-file = Datei
mark-folded = eingeklappt
mark-folded-for = eingeklappt: { $labels }
mark-queued = noch nicht gesendet
mark-failed = wurde nicht gesendet
mark-you = du

label-other = anderes
label-self-harm = Selbstverletzung
label-suicide = Suizid
label-abuse = Missbrauch
label-sexual-violence = sexuelle Gewalt
label-violence = Gewalt
label-addiction = Sucht
label-eating = Essen und Essstörungen
label-death = Tod
label-discrimination = Diskriminierung
label-medical = Medizinisches
label-sexuality = Sexualität
label-war = Krieg
label-religion = Glaube
label-politics = Politik
label-spoiler = verrät zu viel

reason-other = etwas anderes
reason-harassment = Belästigung
reason-threat = eine Drohung
reason-sexual-approach = eine unerwünschte sexuelle Annäherung
reason-personal-data = persönliche Angaben über jemanden
reason-moved-elsewhere = jemanden woandershin locken
reason-harmful-advice = schädlicher Rat
reason-misinformation = falsche Angaben
reason-self-harm-content = Ermunterung zur Selbstverletzung
reason-spam = Werbemüll
reason-race = gegen Menschen wegen ihrer Hautfarbe oder Herkunft
reason-sex-or-gender = gegen Menschen wegen ihres Geschlechts
reason-orientation = gegen Menschen, weil sie lieben, wen sie lieben
reason-religion = gegen Menschen wegen ihrer Religion
reason-ability = gegen Menschen wegen einer Behinderung oder Krankheit
reason-age = gegen Menschen wegen ihres Alters
reason-nationality = gegen Menschen wegen ihrer Staatsangehörigkeit
reason-belief = gegen Menschen wegen ihrer Überzeugung
reason-culture = gegen Menschen wegen ihrer Kultur

measure-nudge = freundlicher Hinweis
measure-fold = eingeklappt
measure-hide = verborgen
measure-restore = wieder gezeigt
measure-lock = gesperrt
measure-slow-mode = Pause zwischen Nachrichten
measure-timeout = Auszeit
measure-probation = wieder neu
measure-remove = aus dem Raum genommen
measure-ban = Ausschluss
measure-lift = aufgehoben
measure-mediation = Vermittlung
log-missing = ALARM: Ein Eintrag von { $who } vor diesem fehlt.
log-rule = Regel { $number }
log-until = bis { $day }
said-log-empty = In diesem Raum wurde noch nichts unternommen.

join-waiting = Du hast bei { $room } als { $name } angeklopft und wartest, bis dich jemand einlässt.
said-join-stop = Du kannst das mit Strg-C beenden: Derselbe Befehl wartet weiter.
join-knocked = Du hast bei { $room } angeklopft. Gib später denselben Befehl ein, um die Antwort zu sehen.
join-in = Du bist in { $room }. Sprich mit: { $command }
door-shows = { $room } zeigt denen, die anklopfen:
guidelines-also = Auch in: { $tags }. { $option } zeigt sie.
said-answers-wanted = der Raum fragt etwas: beantworte jede Frage mit einem { CMD("--answer") }, in ihrer Reihenfolge
said-accept-wanted = Füg { CMD("--accept") } hinzu, wenn du diese Leitlinien einhalten willst; ohne das liest du nur mit.
said-no-guidelines = Der Raum hat keine Leitlinien.
said-guidelines-elsewhere = Der Raum hat Leitlinien, und dieses Gerät hat ihren Text nicht: Bitte die Leitung, sie noch einmal zu sagen.
said-accepted = Du hast die Leitlinien angenommen.
said-not-accepted = Du hast sie nicht angenommen und liest nur mit: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Du nimmst sie an. Du kannst sprechen, sobald jemand da ist, der den Raum betreut: Gib das später noch einmal ein.
chat-begins = Du bist in { $room }. Jede Zeile, die du schreibst, wird gesendet; { CMD("/help") } zeigt die Befehle.
chat-knock = { $who } klopft an: schreib { CMD("/admit") } { $who } oder { CMD("/refuse") } { $who }
chat-knock-says = { $who } klopft an und sagt { $note }: schreib { CMD("/admit") } { $who } oder { CMD("/refuse") } { $who }
said-quickstart-link = Einladungslink, für alle, die an diesem Raum anklopfen dürfen:
quickstart-join = So kommt jemand dazu:  { $command }
said-quickstart-loopback = Dieser Link geht nur auf diesem Rechner, denn das Relay ist nur von hier zu erreichen. Für Freunde anderswo starte es mit { CMD("--listen ADDR:PORT") } und, wenn sie dich unter einer anderen Adresse erreichen, mit { CMD("--public-url URL") }.
said-quickstart-ip = Stufe „direkt“: Das Relay sieht die IP-Adressen aller, und nichts davon, was gesagt wird und von wem.
said-no-rooms = In diesem Profil gibt es noch keinen Raum.
said-no-knocks = Niemand wartet an der Tür.
said-no-newcomers = Niemand ist auf Probe.
knock-admitted = { $who } ist drin.
knock-refused = { $who } wurde nicht eingelassen.
member-removed = { $who } ist nicht mehr im Raum.
newcomer-vouches = { $have } von { $need } Mitgliedern bürgen
room-left = Du hast { $room } verlassen.
room-leaving = Du willst { $room } verlassen. Du stehst auf der Liste, bis dich dort jemand davon nimmt.
topic-unread = { $count ->
    [one] eine ungelesen
   *[other] { $count } ungelesen
}
invite-used = { $uses ->
    [one] { $used } von einem Mal benutzt
   *[other] { $used } von { $uses } Malen benutzt
}

said-vote-stands = Deine Stimme steht bei deinen nächsten Schlüsseln, für alle Mitglieder zu sehen.
said-proposed = Mitglieder können dafür stimmen.
said-no-motions = Es wurde nichts vorgeschlagen.
said-rsvp = Wer einlädt, hat es, ohne deinen Namen.
said-asked-alone = Gefragt. Der Raum zu zweit ist da; nichts davon wird gezeigt, bevor die andere Person zustimmt.
said-cancelled = Zurückgenommen; nichts davon wurde gesendet.
said-place-unknown = Noch nicht gesagt.
said-on-your-way = Du bist auf dem Weg hinein.
event-answers = kommen: { $yes }, vielleicht: { $maybe }, kommen nicht: { $no }
place-told = Denen gesagt, die kommen: { $count }.
direct-asks = { $who } möchte zu zweit sprechen
mediation-offer = { $who } bietet an, zwischen dir und { $with } zu vermitteln, bis { $day }. Tage, die Nachrichten bleiben: { $days }.
confided-report = Die, die den Raum betreuen, haben es, mit dem Beweis, wer es gesagt hat. Dein Name steht nicht darin.
confided-whisper = Die, die den Raum betreuen, haben es. Dein Name steht nicht darin.
confided-appeal = Eine andere Person der Moderation hat es.
confided-call = Die, die auf Hilferufe antworten, wissen Bescheid. Wenn du in Gefahr bist, ruf den Notruf des Ortes, an dem du bist.
confided-answer = Nur wer gefragt hat, kann es lesen.
confided-vote = Wer gefragt hat, sieht deine Stimme, sonst niemand.
confided-vouch = Wer den Raum betreut, hat es, mit deinem Namen. Andere Mitglieder sehen es nicht.
confided-mediation = Beide sind gefragt. Sie werden eingelassen, wenn beide zugestimmt haben; wer es nicht tut, wird niemandem genannt.
said-care-not-reviewed = (Noch hat niemand, der sich damit auskennt, diese Worte durchgesehen.)
said-care-nothing-found = Nichts Persönliches gefunden; das ist kein Versprechen.
care-found = Darin scheint zu stehen: { $what }. Fremde könnten dich daran finden.
personal-phone = Telefonnummer
personal-email = E-Mail-Adresse
personal-handle = Name auf einer anderen Plattform
personal-address = Anschrift
notice-something = Etwas Neues
notice-look-here = Bitte öffne die App

told-error = Fehler: { $message }
told-hint = Hinweis: { $hint }
error-storage = der Speicher des Profils hat versagt
error-no-room = diesen Raum gibt es in diesem Profil nicht
error-not-active = dieses Gerät nimmt am Raum nicht teil
error-not-steward = das kann nur, wer den Raum betreut
error-no-message = diese Nachricht gibt es in diesem Raum nicht
error-nobody = in diesem Raum ist niemand, dem das gesagt werden könnte
error-last-admin = die letzte Leitung kann nicht gehen: gib diese Rolle zuerst jemand anderem
error-no-member = dieses Mitglied gibt es in diesem Raum nicht
error-no-invite = diese Einladung gibt es in diesem Raum nicht
error-no-knock = so hat an diesem Raum niemand angeklopft
error-knock-answered = darauf wurde schon geantwortet
error-being-removed = dieses Mitglied wird gerade herausgenommen: entscheide danach über sein Anklopfen
error-too-large = der Raum ist zu groß für noch ein Mitglied: nimm zuerst jemanden heraus
error-unvouched = { $have } von { $need } Mitgliedern bürgen für diese Person, soweit es diesem Gerät gesagt wurde
error-no-consent = in eine Vermittlung wird niemand eingelassen, bevor beide durch Anklopfen zugestimmt haben
error-setting = so kann kein Raum eingestellt sein: der Wert geht nicht, oder es sind zu viele dieser Art
error-guidelines = das sind nicht die jetzigen Leitlinien des Raums: lies sie noch einmal
error-card = die Karte der Einladung passt nicht zu ihrem Link
error-expired = die Einladung ist abgelaufen oder wurde zurückgenommen
error-already-member = dieses Profil ist schon in diesem Raum
error-relay-identity = unter der Adresse des Relays antwortet jemand anderes: der Schlüssel des Relays wurde nicht bewiesen
error-route = die Adresse des Relays beginnt nicht mit { CMD("ws://") } oder { CMD("wss://") }
error-token = das Relay verlangt ein Zugangszeichen seines Betreibers: trag eines ein
error-relay-protocol = das Relay hält sich nicht an das Protokoll
error-relay-work = das Relay verlangt mehr Arbeit, als ein Relay verlangen darf
error-unreachable = das Relay ist nicht erreichbar
error-link-foreign = das ist kein Einladungslink: er muss mit { CMD("sitr://join#") } beginnen
error-link-damaged = der Einladungslink ist beschädigt: kopier ihn noch einmal ganz
error-link-version = der Einladungslink ist von einer neueren Art: bring dieses Programm auf den neuen Stand
error-patience = das ist noch nicht getan: es bleibt im Ausgang und geht weiter, sobald das Relay erreicht wird
error-file = die Datei ist weg, oder es ist nicht die, die genannt wurde
error-closed = das Profil wurde geschlossen
error-forbidden-for = deine Rolle erlaubt das nicht: { $why }
error-unsaid-for = das kann hier nicht gesagt werden: { $why }
error-no-profile = in { $folder } ist kein Profil
error-wrong-passphrase = falsche Passphrase: gib sie noch einmal ein, oder nimm den Wiederherstellungscode
error-unknown = { $kind ->
    [member] kein Mitglied heißt { $typed }
    [knock] niemand namens { $typed } hat angeklopft
    [invite] keine Einladung heißt { $typed }
    [message] keine Nachricht heißt { $typed }
   *[room] kein Raum heißt { $typed }
}
error-no-text = es ist kein Text da, der gesendet werden könnte
error-not-sent = die Nachricht kann nicht mehr gesendet werden

hint-storage = sieh nach der Platte und dem Ordner des Profils; nichts wurde nur halb getan
hint-no-room = lass dir die Räume zeigen, mit Namen und Kennungen
hint-not-active = tritt dem Raum zuerst bei, oder klopf mit einem Einladungslink noch einmal an
hint-not-steward = frag die Leitung oder die Moderation des Raums
hint-unsaid = frag die Moderation des Raums, oder sieh dir seine Regeln an
hint-last-admin = gib einem anderen Mitglied die Leitung, dann geh
hint-no-member = lass dir die Mitglieder zeigen, mit Namen und Kennungen
hint-no-knock = lass dir zeigen, wer an der Tür wartet
hint-unvouched = bitte Mitglieder, die diese Person kennen, für sie zu bürgen, oder die Leitung des Raums, weniger zu verlangen
hint-no-consent = warte, bis beide zugestimmt haben; dann werden sie eingelassen
hint-guidelines = lies die Leitlinien noch einmal, und nimm diese an
hint-name = wähl einen anderen Namen
hint-too-long = sende es in Teilen
hint-expired = bitte um einen neuen Link
hint-relay-identity = mach nicht weiter: frag, wer dir den Link gab, ob das Relay umgezogen ist
hint-token = bitte den Betreiber des Relays um ein Zugangszeichen
hint-unreachable = prüf, ob das Relay läuft und ob du online bist; nichts ging verloren
hint-link = kopier den ganzen Link noch einmal, oder bitte um einen neuen
hint-patience = lass es laufen, oder gib später irgendeinen Befehl für diesen Raum ein
hint-refused = frag, wer dir den Link gab; mit einem neuen Link kannst du wieder anklopfen
hint-open = wenn die Passphrase verloren ist: { CMD("sitr profile recover") }
hint-usage = häng { CMD("--help") } an den Befehl, um zu sehen, wie er benutzt wird

guidelines-kind = Sei freundlich. Alle hier haben etwas zu tragen.
guidelines-confidence = Was hier gesagt wird, bleibt hier: keine Namen, keine Kopien, keine Bilder vom Bildschirm.
guidelines-respect = Niemand wird herabgesetzt: nicht wegen Hautfarbe oder Herkunft, Geschlecht, sexueller Orientierung, Religion, Behinderung, Alter, Staatsangehörigkeit, Überzeugung oder Kultur.
guidelines-listen = Hör zuerst zu. Gib Rat, wo er gewünscht ist, und keinen, für den es ärztliches oder rechtliches Wissen braucht.
guidelines-warn = Setz eine Warnung vor das, was andere verletzen könnte. Beschreib nie, wie man sich selbst schadet.
guidelines-private = Niemand wird gedrängt: nicht zu antworten, nicht zu einem Treffen, nicht zu einem Gespräch zu zweit.
guidelines-help = Wenn etwas nicht stimmt, sag es der Moderation. Dieser Raum ersetzt keine fachliche Hilfe.
state-moving = Der Raum ist auf ein anderes Relay umgezogen, und dieses Gerät wartet auf deine Zustimmung.
event-moves = Der Raum ist auf ein anderes Relay umgezogen: { $routes }. Dieses Gerät nimmt keine Verbindung dorthin auf, bevor du zustimmst: { $command }
room-moved = { $room } ist jetzt auf { $relay }. Die Einladungen sind beendet: mach neue.
room-followed = Dieses Gerät ist jetzt mit { $room } auf { $relay }.
event-refounded = { $who } hat diesen Raum neu gegründet. Mitkommen: { $command }
room-refounded = { $room } ist neu gegründet. Die Mitglieder wissen davon, und jedes entscheidet für sich.
