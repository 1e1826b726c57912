### Polski.

reviewed = no

role-admin = administracja
role-moderator = moderacja
role-doorkeeper = dyżur przy drzwiach
role-professional = osoba z zawodu
role-mentor = wsparcie mentorskie
role-member = członkostwo
role-ally = sojusz
role-newcomer = nowa osoba

state-joined = Jesteś w pokoju.
state-waiting = Czekasz na wpuszczenie.
state-leaving = Opuszczasz pokój.
state-left = Nie ma cię już w pokoju: wyjście z własnej woli.
state-removed = Nie ma cię już w pokoju: ktoś cię usunął.
state-refused = Nie wpuszczono cię do pokoju.
state-stuck = To urządzenie nie nadąża już za pokojem. Zapukaj jeszcze raz z linkiem zaproszenia.

event-joined = { $who } jest teraz w pokoju.
event-gone = { $who } nie jest już w pokoju.
event-returned = { $who } jest znów z innym urządzeniem
event-role = { $who } ma teraz rolę: { $role }.
event-silent = { $days ->
    [one] Urządzenie { $who } nie odzywa się od jednego dnia, więc zostaje usunięte z pokoju.
    [few] Urządzenie { $who } nie odzywa się od { $days } dni, więc zostaje usunięte z pokoju.
    [many] Urządzenie { $who } nie odzywa się od { $days } dni, więc zostaje usunięte z pokoju.
   *[other] Urządzenie { $who } nie odzywa się od { $days } dnia, więc zostaje usunięte z pokoju.
}
event-knock = { $who } puka.
event-knock-says = { $who } puka i mówi { $note }.
event-unsaid = Coś od { $who } nie zostało przyjęte: { $why }
event-aside = Dla kilku osób, od kogoś, kto się nie przedstawia: { $words }
event-aside-named = Tylko dla ciebie, od { $who }: { $words }
event-vouches = { $who } ręczy za nową osobę.
event-vouches-not = { $who } nie ręczy już za nową osobę.
event-mediation = { $who } proponuje ci mediację: { $command }
event-dropped = Coś, o co proszono, nie zostanie zrobione: { $why }
event-settings = Pokój postanowił inaczej: { $settings }.
said-refused = nie wpuszczono cię
event-refused-why = nie wpuszczono cię: { $why }
event-retires = Przekaźnik tego pokoju kończy pracę: { $day } to ostatni dzień, w którym pokój może się tam zmienić. Potem nikt nie wejdzie ani nie wyjdzie, a rozmowa skończy się razem ze skrzynką. Przedtem ktoś z administracji przenosi pokój na inny przekaźnik: { $command }
said-relay-stays = Przekaźnik tego pokoju jednak zostaje.
said-reviewed = przejrzane
said-not-reviewed = jeszcze nieprzejrzane
said-offline = Przekaźnik jest poza zasięgiem; próby trwają.
said-online = Połączenie wróciło.

why-role = ta rola na to nie pozwala
why-timeout = ta osoba przez jakiś czas tylko czyta
why-guidelines = ta osoba nie przyjęła obecnych zasad
why-palette = w tym pokoju nie ma takiej reakcji
why-too-soon = w tym pokoju czeka się chwilę między wiadomościami
why-closed = o tej porze pokój jest zamknięty
why-locked = pokój lub temat nie jest otwarty dla tej osoby
why-direct = w tym pokoju nie ma rozmów we dwoje
why-not-own = można zmieniać lub wycofywać tylko własne słowa
why-peer = ta rola nie pozwala moderować tej osoby
why-manner = tego nie mówi się w ten sposób
why-steward = epokę może zakończyć tylko ktoś, kto opiekuje się pokojem
why-remove-rank = ta rola nie pozwala usunąć tej osoby
why-policy-rank = role i ustawienia zmienia tylko administracja
why-no-admin = pokój zostałby bez administracji
why-banned = jest tam osoba wykluczona
why-keeper-rank = odstępy, blokady, przerwy i wykluczenia ustala tylko moderacja lub administracja
why-lift-rank = wykluczenie znosi administracja albo inna osoba z moderacji niż ta, która je nałożyła
why-vote = zasady tego pokoju zmienia tylko głosowanie
why-vouch = ręczyć można tylko za nowe osoby
why-over = pokój jest zamknięty na stałe

alarm-relay-splits = ALARM: przekaźnik pokazuje członkom różne pokoje, a jego podpisy to udowadniają. Nie ufaj temu przekaźnikowi; porozmawiaj z innymi inną drogą.
alarm-transcript-differs = ALARM: komuś pokazano inny przebieg tego pokoju niż tobie. Kłamie przekaźnik albo ta osoba. Porównajcie numery bezpieczeństwa.
alarm-relay-end = przekaźnik nazwał skrzynkę tego pokoju zamkniętą i nie udowodnił tego: nic z tego nie przyjęto, pytanie zostaje ponowione
alarm-relay-mark = ALARM: przekaźnik podpisał coś innego, niż wydał. Nie ufaj temu przekaźnikowi.
alarm-fork-attempt = ALARM: ktoś, kto opiekuje się pokojem, chciał poprowadzić go dwiema drogami naraz. Nic nie zginęło; zapytaj administrację.
alarm-stuck = to urządzenie nie nadąża już za pokojem. Samo zapuka jeszcze raz tam, gdzie ma wejście; w innym razie poproś o link kogoś, kto opiekuje się pokojem. To, co przeczytane, zostaje; to, co napisane, pójdzie później.
alarm-raid = ALARM: w ciągu godziny zapukało tyle osób, że drzwi zamknięto; otwarte zaproszenia są unieważnione. Zobacz, kto czeka, i zrób nowe zaproszenie dla osób, które znasz.
alarm-relay-forgets = ALARM: przekaźnik nie przechowuje tego, co wcześniej potwierdził lub pokazał: kłamie albo wrócono na nim do starej kopii. To, co zginęło i można odzyskać, zostaje odczytane i wysłane ponownie.
alarm-relay-restored = przekaźnik mówi, że wrócił z kopii: mógł zapomnieć to, co od tamtej pory potwierdził. To, co zginęło i można odzyskać, zostaje odczytane i wysłane ponownie; kto wszedł później, być może musi zapukać jeszcze raz.
alarm-replaced = inne twoje urządzenie zajęło miejsce tego w pokoju. Jeśli to nie ty, powiedz o tym teraz tym, którzy opiekują się pokojem: ktoś ma twój zestaw odzyskiwania lub kopię tego profilu.
alarm-copied-profile = ALARM: inna kopia tego profilu mówi w twoim imieniu albo tę przywrócono ze starszej kopii. Nie używa już tych kluczy i puka z nowymi. Nigdy nie używaj dwóch kopii profilu.
alarm-no-steward-secret = ALARM: to urządzenie ma rolę bez kluczy do niej. Poproś administrację o ponowne nadanie roli.

mark-reply = odpowiada
mark-edit = zmienione
mark-reaction = reaguje
mark-deletion = wycofuje wiadomość
mark-deleted = wycofane
mark-file = plik
mark-folded = zwinięte
mark-folded-for = zwinięte: { $labels }
mark-queued = jeszcze nie wysłane
mark-failed = nie wysłano
mark-you = ty

label-other = inne
label-self-harm = samookaleczenie
label-suicide = samobójstwo
label-abuse = krzywdzenie
label-sexual-violence = przemoc seksualna
label-violence = przemoc
label-addiction = uzależnienie
label-eating = jedzenie
label-death = śmierć
label-discrimination = dyskryminacja
label-medical = sprawy medyczne
label-sexuality = seksualność
label-war = wojna
label-religion = wiara
label-politics = polityka
label-spoiler = zdradza treść

reason-other = coś innego
reason-harassment = nękanie
reason-threat = groźba
reason-sexual-approach = niechciane zbliżenie seksualne
reason-personal-data = czyjeś dane osobowe
reason-moved-elsewhere = zwabianie kogoś gdzie indziej
reason-harmful-advice = szkodliwa rada
reason-misinformation = fałszywe informacje
reason-self-harm-content = zachęta do samookaleczenia
reason-spam = niechciane wiadomości
reason-race = przeciw ludziom z powodu rasy lub pochodzenia
reason-sex-or-gender = przeciw ludziom z powodu płci
reason-orientation = przeciw ludziom z powodu tego, kogo kochają
reason-religion = przeciw ludziom z powodu religii
reason-ability = przeciw ludziom z powodu niepełnosprawności lub choroby
reason-age = przeciw ludziom z powodu wieku
reason-nationality = przeciw ludziom z powodu narodowości
reason-belief = przeciw ludziom z powodu przekonań
reason-culture = przeciw ludziom z powodu kultury

measure-nudge = życzliwa uwaga
measure-fold = zwinięcie
measure-hide = ukrycie
measure-restore = przywrócenie
measure-lock = blokada
measure-slow-mode = odstęp między wiadomościami
measure-timeout = przerwa
measure-probation = powrót na początek
measure-remove = usunięcie
measure-ban = wykluczenie
measure-lift = zniesienie
measure-mediation = mediacja
log-missing = ALARM: brakuje wpisu od { $who } przed tym.
log-rule = zasada { $number }
log-until = do { $day }
said-log-empty = W tym pokoju niczego jeszcze nie postanowiono.

join-waiting = Pukasz do { $room } jako { $name }. Czekanie, aż ktoś otworzy.
said-join-stop = Można to przerwać przez Ctrl-C: to samo polecenie czeka dalej.
join-knocked = Pukasz do { $room }. Powtórz później to samo polecenie, żeby zobaczyć odpowiedź.
join-in = Jesteś w { $room }. Rozmowa: { $command }
door-shows = { $room } pokazuje to każdemu, kto puka:
guidelines-also = Także w językach: { $tags }. Pokazuje je { $option }.
said-answers-wanted = pokój o coś pyta: odpowiedz na każde pytanie przez { CMD("--answer") }, w ich kolejności
said-accept-wanted = Dodaj { CMD("--accept") }, jeśli chcesz przestrzegać tych zasad; bez tego można tylko czytać.
said-no-guidelines = Pokój nie ma zasad.
said-guidelines-elsewhere = Pokój ma zasady, a to urządzenie nie ma ich treści: poproś administrację, żeby podała je ponownie.
said-accepted = Zasady są przez ciebie przyjęte.
said-not-accepted = Nie są przez ciebie przyjęte, możesz tylko czytać: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Przyjmujesz je. Możesz mówić, gdy tylko będzie ktoś, kto opiekuje się pokojem: powtórz to, żeby zobaczyć.
chat-begins = Jesteś w { $room }. Każda napisana linia zostaje wysłana; { CMD("/help") } pokazuje polecenia.
chat-knock = { $who } puka: napisz { CMD("/admit") } { $who } albo { CMD("/refuse") } { $who }
chat-knock-says = { $who } puka i mówi { $note }: napisz { CMD("/admit") } { $who } albo { CMD("/refuse") } { $who }
said-quickstart-link = Link zaproszenia, dla każdego, kto może pukać do tego pokoju:
quickstart-join = Tak się dołącza:  { $command }
said-quickstart-loopback = Ten link działa tylko na tej maszynie, bo przekaźnik słucha tylko tutaj. Dla osób gdzie indziej uruchom go z { CMD("--listen ADDR:PORT") }, a jeśli docierają pod inny adres, z { CMD("--public-url URL") }.
said-quickstart-ip = Poziom „bezpośredni”: przekaźnik widzi adres IP każdej osoby, a nic z tego, co się mówi ani kto mówi.
said-no-rooms = W tym profilu nie ma jeszcze pokoju.
said-no-knocks = Nikt nie czeka pod drzwiami.
said-no-newcomers = Nikt nie jest na próbie.
knock-admitted = { $who } może wejść.
knock-refused = Nie wpuszczono: { $who }.
member-removed = Usunięto z pokoju: { $who }.
newcomer-vouches = poręczenia: { $have } z { $need }
room-left = Nie ma cię już w { $room }.
room-leaving = Chcesz opuścić { $room }. Zostajesz na liście, póki ktoś stamtąd cię nie skreśli.
topic-unread = { $count ->
    [one] jedna nieprzeczytana
    [few] { $count } nieprzeczytane
    [many] { $count } nieprzeczytanych
   *[other] { $count } nieprzeczytanej
}
invite-used = { $uses ->
    [one] { $used } z jednego użycia
    [few] { $used } z { $uses } użyć
    [many] { $used } z { $uses } użyć
   *[other] { $used } z { $uses } użycia
}

said-vote-stands = Twój głos jest przy twoich następnych kluczach, widoczny dla wszystkich.
said-proposed = Można na to głosować.
said-no-motions = Niczego nie zaproponowano.
said-rsvp = Ma to osoba, która zaprasza, bez twojego imienia.
said-asked-alone = Prośba wysłana. Pokój dla dwojga już jest; nic z niego nie widać, póki druga osoba się nie zgodzi.
said-cancelled = Wycofano; nic z tego nie wysłano.
said-place-unknown = Jeszcze nie podano.
said-on-your-way = Właśnie wchodzisz.
event-answers = przyjdzie: { $yes }, może: { $maybe }, nie przyjdzie: { $no }
place-told = Podano tym, którzy przyjdą: { $count }.
direct-asks = { $who } prosi o rozmowę we dwoje
mediation-offer = { $who } proponuje mediację między tobą a { $with }, do { $day }. Dni, przez które wiadomości zostają: { $days }.
confided-report = Mają to osoby, które opiekują się pokojem, z dowodem, kto to powiedział. Twojego imienia tam nie ma.
confided-whisper = Mają to osoby, które opiekują się pokojem. Twojego imienia tam nie ma.
confided-appeal = Ma to inna osoba z moderacji.
confided-call = Osoby, które odpowiadają na wezwania, już wiedzą. W niebezpieczeństwie zadzwoń do służb ratunkowych miejsca, w którym jesteś.
confided-answer = Przeczyta to tylko osoba, która pytała.
confided-vote = Twój głos widzi osoba, która pytała, i nikt więcej.
confided-vouch = Mają to osoby, które opiekują się pokojem, z twoim imieniem. Inni tego nie widzą.
confided-mediation = Pytanie poszło do obu osób. Wejdą, gdy obie się zgodzą; nikt nie dowie się, kto się nie zgodził.
said-care-not-reviewed = (Nikt, kto zna tę dziedzinę, jeszcze tych słów nie przejrzał.)
said-care-nothing-found = Nie znaleziono niczego osobistego; to nie obietnica.
care-found = Wydaje się, że jest tam: { $what }. Obcy mogliby cię po tym znaleźć.
personal-phone = numer telefonu
personal-email = adres e-mail
personal-handle = nazwa na innej platformie
personal-address = adres domowy
notice-something = Coś nowego
notice-look-here = Proszę otworzyć aplikację

told-error = błąd: { $message }
told-hint = wskazówka: { $hint }
error-storage = zawiodła pamięć profilu
error-no-room = w tym profilu nie ma takiego pokoju
error-not-active = to urządzenie nie uczestniczy w pokoju
error-not-steward = może to zrobić tylko ktoś, kto opiekuje się pokojem
error-no-message = w tym pokoju nie ma takiej wiadomości
error-nobody = w pokoju nie ma nikogo, komu można to powiedzieć
error-last-admin = ostatnia osoba z administracji nie może wyjść: najpierw daj tę rolę komuś innemu
error-no-member = w tym pokoju nie ma takiej osoby
error-no-invite = w tym pokoju nie ma takiego zaproszenia
error-no-knock = nikt tak do tego pokoju nie pukał
error-knock-answered = na to pukanie już odpowiedziano
error-being-removed = ta osoba jest właśnie usuwana: zdecyduj o pukaniu później
error-too-large = pokój jest za duży na kolejną osobę: najpierw kogoś usuń
error-unvouched = poręczenia za tę nową osobę: { $have } z { $need }, o ile to urządzenie wie
error-no-consent = nikt nie wchodzi do mediacji, zanim obie osoby nie zgodzą się, pukając
error-setting = żaden pokój nie może mieć takiego ustawienia: jest poza zakresem albo jest ich za dużo
error-guidelines = to nie są obecne zasady pokoju: przeczytaj je jeszcze raz
error-card = karta zaproszenia nie pasuje do linku
error-expired = zaproszenie wygasło lub zostało wycofane
error-already-member = ten profil jest już w tym pokoju
error-relay-identity = pod adresem przekaźnika odpowiada ktoś inny: nie udowodnił klucza przekaźnika
error-route = adres przekaźnika nie zaczyna się od { CMD("ws://") } ani { CMD("wss://") }
error-token = przekaźnik żąda żetonu od osoby, która go prowadzi: ustaw go dla tego przekaźnika
error-relay-protocol = przekaźnik nie trzyma się protokołu
error-relay-work = przekaźnik żąda więcej pracy, niż przekaźnikowi wolno
error-unreachable = przekaźnik jest nieosiągalny
error-link-foreign = to nie jest link zaproszenia: musi zaczynać się od { CMD("sitr://join#") }
error-link-damaged = link zaproszenia jest uszkodzony: skopiuj go jeszcze raz w całości
error-link-version = link zaproszenia jest nowszego rodzaju: zaktualizuj ten program
error-patience = to jeszcze nie jest zrobione: zostaje w skrzynce nadawczej i ruszy, gdy przekaźnik będzie osiągalny
error-file = pliku już nie ma albo nie jest to ten, który podano
error-closed = profil został zamknięty
error-forbidden-for = twoja rola na to nie pozwala: { $why }
error-unsaid-for = tego nie można tu powiedzieć: { $why }
error-no-profile = w { $folder } nie ma profilu
error-wrong-passphrase = złe hasło: wpisz je jeszcze raz albo użyj kodu odzyskiwania
error-unknown = { $kind ->
    [member] nikt w pokoju nie nazywa się { $typed }
    [knock] nikt o nazwie { $typed } nie pukał
    [invite] żadne zaproszenie nie nazywa się { $typed }
    [message] żadna wiadomość nie nazywa się { $typed }
   *[room] żaden pokój nie nazywa się { $typed }
}
error-no-text = nie ma tekstu do wysłania
error-not-sent = tej wiadomości nie da się już wysłać

hint-storage = sprawdź dysk i folder profilu; nic nie zostało zrobione w połowie
hint-no-room = wyświetl pokoje, żeby zobaczyć ich nazwy i identyfikatory
hint-not-active = najpierw wejdź do pokoju albo zapukaj jeszcze raz z linkiem zaproszenia
hint-not-steward = zapytaj administrację lub moderację pokoju
hint-unsaid = zapytaj moderację pokoju albo zajrzyj do jego zasad
hint-last-admin = daj administrację komuś innemu, potem wyjdź
hint-no-member = wyświetl osoby w pokoju, żeby zobaczyć ich nazwy i identyfikatory
hint-no-knock = wyświetl, kto czeka pod drzwiami
hint-unvouched = poproś o poręczenie osoby, które ją znają, albo administrację o mniejszą liczbę poręczeń
hint-no-consent = poczekaj, aż obie osoby się zgodzą; wtedy wejdą
hint-guidelines = przeczytaj zasady jeszcze raz i przyjmij te obecne
hint-name = wybierz inną nazwę
hint-too-long = wyślij to w częściach
hint-expired = poproś o nowy link
hint-relay-identity = nie idź dalej: zapytaj osobę, od której masz link, czy przekaźnik się przeniósł
hint-token = poproś o żeton osobę, która prowadzi przekaźnik
hint-unreachable = sprawdź, czy przekaźnik działa i czy masz połączenie; nic nie zginęło
hint-link = skopiuj cały link jeszcze raz albo poproś o nowy
hint-patience = zostaw to włączone albo użyj później dowolnego polecenia tego pokoju
hint-refused = zapytaj osobę, od której masz link; z nowym linkiem można pukać znowu
hint-open = jeśli hasło zginęło: { CMD("sitr profile recover") }
hint-usage = dodaj { CMD("--help") } do polecenia, żeby zobaczyć, jak się go używa

guidelines-kind = Z życzliwością. Każda osoba tutaj coś w sobie nosi.
guidelines-confidence = To, co mówimy tutaj, zostaje tutaj: bez imion, bez kopii, bez zdjęć ekranu.
guidelines-respect = Nikogo nie poniżamy za rasę, płeć, orientację, religię, niepełnosprawność, wiek, narodowość, przekonania ani kulturę.
guidelines-listen = Najpierw słuchaj. Radź, gdy ktoś tego chce, i nigdy zamiast lekarza lub prawnika.
guidelines-warn = Daj ostrzeżenie przed tym, co może zranić. Nigdy nie opisuj, jak zrobić sobie krzywdę.
guidelines-private = Nikogo nie naciskamy: ani na odpowiedź, ani na spotkanie, ani na rozmowę we dwoje.
guidelines-help = Gdy coś jest nie tak, powiedz moderacji. Ten pokój nie zastępuje fachowej pomocy.
state-moving = Pokój przeniósł się na inny przekaźnik, a to urządzenie czeka na twoją zgodę.
event-moves = Pokój przeniósł się na inny przekaźnik: { $routes }. To urządzenie nie połączy się z nim przed twoją zgodą: { $command }
room-moved = { $room } jest teraz na { $relay }. Zaproszenia się skończyły: utwórz nowe.
room-followed = To urządzenie jest teraz z { $room } na { $relay }.
event-refounded = { $who } zakłada ten pokój na nowo. Aby też przejść: { $command }
room-refounded = { $room } jest na nowo założony. Członkowie o tym wiedzą i każdy decyduje za siebie.
