### Français.

reviewed = no

role-admin = administration
role-moderator = modération
role-doorkeeper = accueil
role-professional = spécialiste
role-mentor = accompagnement
role-member = membre
role-ally = soutien
role-newcomer = arrivée récente

state-joined = Vous êtes dans le salon.
state-waiting = Vous attendez qu'on vous ouvre.
state-leaving = Vous êtes en train de quitter le salon.
state-left = Vous avez quitté le salon.
state-removed = Vous ne faites plus partie du salon : on vous en a retiré l'accès.
state-refused = Le salon ne vous a pas ouvert.
state-stuck = Cet appareil ne peut plus suivre le salon. Frappez de nouveau avec un lien d'invitation.

event-joined = { $who } est maintenant dans le salon.
event-gone = { $who } n'est plus dans le salon.
event-returned = { $who } est de retour avec un autre appareil
event-role = { $who } a maintenant le rôle : { $role }.
event-silent = { $days ->
    [one] L'appareil de { $who } n'a pas donné signe depuis { $days } jour ; il est donc retiré du salon.
   *[other] L'appareil de { $who } n'a pas donné signe depuis { $days } jours ; il est donc retiré du salon.
}
event-knock = { $who } frappe à la porte.
event-knock-says = { $who } frappe à la porte et dit { $note }.
event-unsaid = Une parole de { $who } n'a pas été retenue : { $why }
event-aside = Pour quelques personnes, de quelqu'un qui ne dit pas son nom : { $words }
event-aside-named = Pour vous seul·e, de { $who } : { $words }
event-vouches = { $who } répond d'une personne arrivée récemment.
event-vouches-not = { $who } ne répond plus d'une personne arrivée récemment.
event-mediation = { $who } vous propose une médiation : { $command }
event-dropped = Une demande ne sera pas suivie : { $why }
event-settings = Le salon a décidé autrement : { $settings }.
said-refused = on ne vous a pas ouvert
event-refused-why = on ne vous a pas ouvert : { $why }
event-retires = Le relais de ce salon va fermer : le { $day } est le dernier jour où le salon peut y changer. Ensuite personne n'entre ni ne sort, et la conversation finit avec sa boîte. Avant cela, une personne qui administre le salon le déplace vers un autre relais : { $command }
said-relay-stays = Le relais de ce salon reste finalement.
said-reviewed = relu
said-not-reviewed = pas encore relu
said-offline = Le relais est hors d'atteinte ; nouvel essai en cours.
said-online = La connexion est revenue.

why-role = ce rôle ne le permet pas
why-timeout = cette personne lit sans parler pendant un temps
why-guidelines = cette personne n'a pas accepté les règles actuelles
why-palette = ce salon n'a pas cette réaction
why-too-soon = dans ce salon, il faut attendre un peu entre deux messages
why-closed = le salon est fermé à cette heure
why-locked = le salon ou le sujet n'est pas ouvert à cette personne
why-direct = ce salon n'a pas de messages en tête-à-tête
why-not-own = on ne change et on ne retire que ses propres mots
why-peer = ce rôle ne permet pas de modérer cette personne
why-manner = cela ne se dit pas de cette façon
why-steward = seuls les responsables du salon peuvent clore une époque
why-remove-rank = ce rôle ne permet pas de retirer cette personne
why-policy-rank = seule l'administration change les rôles et les réglages
why-no-admin = le salon n'aurait plus d'administration
why-banned = il s'y trouve une personne exclue
why-keeper-rank = seules la modération et l'administration fixent les attentes, les verrous, les pauses et les exclusions
why-lift-rank = une exclusion est levée par l'administration, ou par une autre personne de la modération que celle qui l'a décidée
why-vote = les règles de ce salon ne changent que par un vote
why-vouch = les membres ne répondent que des personnes arrivées récemment
why-over = le salon est fermé pour de bon

alarm-relay-splits = ALERTE : le relais montre aux membres des salons différents, et ses signatures le prouvent. Ne faites pas confiance à ce relais ; parlez aux autres par un autre moyen.
alarm-transcript-differs = ALERTE : un membre a vu un autre déroulement de ce salon que vous. Le relais ou ce membre ment. Comparez vos numéros de sécurité.
alarm-relay-end = le relais a dit la boîte de ce salon fermée et ne l'a pas prouvé : rien n'en a été retenu, et la question lui est reposée
alarm-relay-mark = ALERTE : le relais a signé autre chose que ce qu'il a donné. Ne faites pas confiance à ce relais.
alarm-fork-attempt = ALERTE : une personne responsable a voulu mener le salon sur deux voies à la fois. Rien n'est perdu ; demandez à l'administration.
alarm-stuck = cet appareil ne peut plus suivre le salon. Il frappe de nouveau de lui-même là où il a un accès ; sinon, demandez un lien aux responsables. Ce que vous avez lu reste, ce que vous avez écrit partira plus tard.
alarm-raid = ALERTE : tant de personnes ont frappé en une heure que la porte a été fermée ; les invitations ouvertes sont annulées. Regardez qui attend, et faites une nouvelle invitation pour les personnes que vous connaissez.
alarm-relay-forgets = ALERTE : le relais ne garde pas ce qu'il a confirmé ou montré : il ment, ou l'on y a remis une ancienne copie. Ce qui manque et se retrouve est relu et renvoyé.
alarm-relay-restored = le relais dit revenir d'une copie : il peut avoir oublié ce qu'il a confirmé depuis. Ce qui manque et se retrouve est relu et renvoyé ; les personnes entrées depuis devront peut-être frapper de nouveau.
alarm-replaced = un autre de vos appareils a pris la place de celui-ci dans le salon. Si ce n'était pas vous, dites-le maintenant aux responsables : quelqu'un a votre trousse de secours ou une copie de ce profil.
alarm-copied-profile = ALERTE : une autre copie de ce profil parle en votre nom, ou celle-ci vient d'une copie plus ancienne. Elle n'utilise plus ces clés et frappe de nouveau avec des clés neuves. N'utilisez jamais deux copies d'un profil.
alarm-no-steward-secret = ALERTE : cet appareil a un rôle sans les clés qui vont avec. Demandez à l'administration de redonner ce rôle.

mark-reply = répond
mark-edit = modifié
mark-reaction = réagit
mark-deletion = a retiré un message
mark-deleted = retiré
mark-file = fichier
mark-folded = replié
mark-folded-for = replié : { $labels }
mark-queued = pas encore envoyé
mark-failed = n'a pas été envoyé
mark-you = vous

label-other = autre
label-self-harm = automutilation
label-suicide = idées suicidaires
label-abuse = maltraitance
label-sexual-violence = violences sexuelles
label-violence = violences
label-addiction = dépendance
label-eating = alimentation
label-death = la mort
label-discrimination = discriminations
label-medical = questions médicales
label-sexuality = sexualité
label-war = guerre
label-religion = la religion
label-politics = politique
label-spoiler = dévoile la suite

reason-other = autre chose
reason-harassment = harcèlement
reason-threat = une menace
reason-sexual-approach = une avance sexuelle non voulue
reason-personal-data = des données personnelles sur quelqu'un
reason-moved-elsewhere = attirer quelqu'un ailleurs
reason-harmful-advice = un conseil nuisible
reason-misinformation = de fausses informations
reason-self-harm-content = un encouragement à se faire du mal
reason-spam = messages indésirables
reason-race = contre des personnes pour leur couleur de peau ou leur origine
reason-sex-or-gender = contre des personnes pour leur sexe ou leur genre
reason-orientation = contre des personnes pour qui elles aiment
reason-religion = contre des personnes pour leur religion
reason-ability = contre des personnes pour un handicap ou une maladie
reason-age = contre des personnes pour leur âge
reason-nationality = contre des personnes pour leur nationalité
reason-belief = contre des personnes pour leurs convictions
reason-culture = contre des personnes pour leur culture

measure-nudge = rappel amical
measure-fold = replié
measure-hide = masqué
measure-restore = rétabli
measure-lock = verrouillé
measure-slow-mode = attente entre deux messages
measure-timeout = pause imposée
measure-probation = retour à l'arrivée
measure-remove = retrait
measure-ban = exclusion
measure-lift = levée
measure-mediation = médiation
log-missing = ALERTE : une entrée de { $who } avant celle-ci manque.
log-rule = règle { $number }
log-until = jusqu'au { $day }
said-log-empty = Rien n'a encore été décidé dans ce salon.

join-waiting = Vous avez frappé à { $room } sous le nom { $name }. En attente que quelqu'un vous ouvre.
said-join-stop = Vous pouvez arrêter par Ctrl-C : la même commande reprend l'attente.
join-knocked = Vous avez frappé à { $room }. Relancez la même commande plus tard pour voir la réponse.
join-in = Vous êtes dans { $room }. Pour parler : { $command }
door-shows = { $room } montre ceci à qui frappe :
guidelines-also = Aussi en : { $tags }. { $option } les affiche.
said-answers-wanted = le salon pose des questions : répondez à chacune par un { CMD("--answer") }, dans leur ordre
said-accept-wanted = Ajoutez { CMD("--accept") } si vous voulez suivre ces règles ; sans cela, vous lirez seulement.
said-no-guidelines = Le salon n'a pas de règles.
said-guidelines-elsewhere = Le salon a des règles, et cet appareil n'en a pas le texte : demandez à l'administration de les redire.
said-accepted = Vous avez accepté les règles.
said-not-accepted = Vous ne les avez pas acceptées, et lisez seulement : { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Vous les acceptez. Vous pourrez parler dès qu'un responsable du salon sera là : relancez ceci pour voir.
chat-begins = Vous êtes dans { $room }. Chaque ligne écrite est envoyée ; { CMD("/help") } montre les commandes.
chat-knock = { $who } frappe à la porte : tapez { CMD("/admit") } { $who } ou { CMD("/refuse") } { $who }
chat-knock-says = { $who } frappe à la porte et dit { $note } : tapez { CMD("/admit") } { $who } ou { CMD("/refuse") } { $who }
said-quickstart-link = Lien d'invitation, pour qui peut frapper à ce salon :
quickstart-join = Pour entrer, on tape :  { $command }
said-quickstart-loopback = Ce lien ne marche que sur cette machine, car le relais n'écoute qu'ici. Pour des amis ailleurs, lancez-le avec { CMD("--listen ADDR:PORT") } et, s'ils vous joignent par une autre adresse, { CMD("--public-url URL") }.
said-quickstart-ip = Niveau « direct » : le relais voit l'adresse IP de chacun, et rien de ce qui se dit ni de qui le dit.
said-no-rooms = Il n'y a pas encore de salon dans ce profil.
said-no-knocks = Personne n'attend à la porte.
said-no-newcomers = Personne n'est à l'essai.
knock-admitted = { $who } peut entrer.
knock-refused = On n'a pas ouvert à { $who }.
member-removed = { $who } ne fait plus partie du salon.
newcomer-vouches = membres qui en répondent : { $have } sur { $need }
room-left = Vous avez quitté { $room }.
room-leaving = Vous demandez à quitter { $room }. Vous restez sur sa liste jusqu'à ce que quelqu'un là-bas vous en retire.
topic-unread = { $count ->
    [one] { $count } non lu
   *[other] { $count } non lus
}
invite-used = { $uses ->
    [one] { $used } sur { $uses } usage
   *[other] { $used } sur { $uses } usages
}

said-vote-stands = Votre vote est inscrit avec vos prochaines clés, visible de tous les membres.
said-proposed = Les membres peuvent voter pour.
said-no-motions = Rien n'a été proposé.
said-rsvp = La personne qui invite l'a reçu, sans votre nom.
said-asked-alone = C'est demandé. Le salon à deux existe ; rien n'en est montré avant l'accord de l'autre personne.
said-cancelled = Retiré ; rien n'en a été envoyé.
said-place-unknown = Pas encore communiqué.
said-on-your-way = Vous êtes en train d'entrer.
event-answers = viennent : { $yes }, peut-être : { $maybe }, ne viennent pas : { $no }
place-told = Communiqué à celles et ceux qui viennent : { $count }.
direct-asks = { $who } demande à parler en tête-à-tête
mediation-offer = { $who } propose une médiation entre vous et { $with }, jusqu'au { $day }. Jours de conservation des messages : { $days }.
confided-report = Les responsables du salon l'ont reçu, avec la preuve de qui l'a dit. Votre nom n'y est pas.
confided-whisper = Les responsables du salon l'ont reçu. Votre nom n'y est pas.
confided-appeal = Une autre personne de la modération l'a reçu.
confided-call = Les personnes qui répondent aux appels sont prévenues. En danger, appelez le service d'urgence du lieu où vous êtes.
confided-answer = Seule la personne qui a demandé peut le lire.
confided-vote = La personne qui a posé la question voit votre vote, et personne d'autre.
confided-vouch = Les responsables du salon l'ont, avec votre nom. Les autres membres ne le voient pas.
confided-mediation = Les deux sont invités. Ils entrent quand tous deux ont accepté ; personne n'apprend qui ne l'a pas fait.
said-care-not-reviewed = (Aucune personne qui connaît ce domaine n'a encore relu ces mots.)
said-care-nothing-found = Rien de personnel n'a été trouvé ; ce n'est pas une promesse.
care-found = Cela semble contenir : { $what }. Des inconnus pourraient vous retrouver par là.
personal-phone = numéro de téléphone
personal-email = adresse électronique
personal-handle = nom sur une autre plateforme
personal-address = adresse postale
notice-something = Du nouveau
notice-look-here = Merci d'ouvrir l'application

told-error = erreur : { $message }
told-hint = conseil : { $hint }
error-storage = le stockage du profil a échoué
error-no-room = ce salon n'est pas dans ce profil
error-not-active = cet appareil ne participe pas à ce salon
error-not-steward = seuls les responsables du salon peuvent le faire
error-no-message = ce message n'est pas dans ce salon
error-nobody = il n'y a personne dans le salon à qui le dire
error-last-admin = la dernière personne de l'administration ne peut pas partir : donnez d'abord ce rôle à quelqu'un d'autre
error-no-member = ce membre n'est pas dans ce salon
error-no-invite = cette invitation n'est pas dans ce salon
error-no-knock = personne n'a frappé ainsi à ce salon
error-knock-answered = on y a déjà répondu
error-being-removed = le retrait de ce membre est en cours : décidez ensuite
error-too-large = le salon est trop grand pour un membre de plus : retirez d'abord quelqu'un
error-unvouched = membres qui répondent de cette personne : { $have } sur { $need }, d'après ce que cet appareil sait
error-no-consent = personne n'entre dans une médiation avant que les deux aient accepté, en frappant
error-setting = aucun salon ne peut avoir ce réglage : il est hors limites, ou il y en a trop de ce genre
error-guidelines = ce ne sont pas les règles actuelles du salon : relisez-les
error-card = la carte de l'invitation ne va pas avec son lien
error-expired = l'invitation a expiré ou a été annulée
error-already-member = ce profil est déjà dans ce salon
error-relay-identity = quelqu'un d'autre répond à l'adresse du relais : il n'a pas prouvé la clé du relais
error-route = l'adresse du relais ne commence pas par { CMD("ws://") } ou { CMD("wss://") }
error-token = le relais demande un jeton de son opérateur : indiquez-en un pour ce relais
error-relay-protocol = le relais ne respecte pas le protocole
error-relay-work = le relais demande plus de travail qu'un relais n'en a le droit
error-unreachable = impossible de joindre le relais
error-link-foreign = ce n'est pas un lien d'invitation : il doit commencer par { CMD("sitr://join#") }
error-link-damaged = le lien d'invitation est abîmé : copiez-le de nouveau en entier
error-link-version = le lien d'invitation est d'un genre plus récent : mettez ce programme à jour
error-patience = ce n'est pas encore fait : cela reste dans la boîte d'envoi et repart quand le relais est joint
error-file = le fichier n'est plus là, ou n'est pas celui qui a été nommé
error-closed = le profil a été fermé
error-forbidden-for = votre rôle ne le permet pas : { $why }
error-unsaid-for = cela ne peut pas se dire ici : { $why }
error-no-profile = il n'y a pas de profil dans { $folder }
error-wrong-passphrase = mauvaise phrase de passe : tapez-la de nouveau, ou prenez le code de secours
error-unknown = { $kind ->
    [member] aucun membre ne s'appelle { $typed }
    [knock] personne du nom de { $typed } n'a frappé
    [invite] aucune invitation ne s'appelle { $typed }
    [message] aucun message ne s'appelle { $typed }
   *[room] aucun salon ne s'appelle { $typed }
}
error-no-text = il n'y a pas de texte à envoyer
error-not-sent = le message ne peut plus être envoyé

hint-storage = vérifiez le disque et le dossier du profil ; rien n'a été fait à moitié
hint-no-room = affichez les salons pour voir leurs noms et identifiants
hint-not-active = entrez d'abord dans le salon, ou frappez de nouveau avec un lien d'invitation
hint-not-steward = demandez à l'administration ou à la modération du salon
hint-unsaid = demandez à la modération du salon, ou regardez ses règles
hint-last-admin = donnez l'administration à un autre membre, puis partez
hint-no-member = affichez les membres pour voir leurs noms et identifiants
hint-no-knock = affichez qui attend à la porte
hint-unvouched = demandez à des membres qui connaissent cette personne de répondre d'elle, ou à l'administration d'en demander moins
hint-no-consent = attendez que les deux aient accepté ; ils entrent alors
hint-guidelines = relisez les règles, et acceptez celles-là
hint-name = choisissez un autre nom
hint-too-long = envoyez-le en plusieurs parties
hint-expired = demandez un nouveau lien
hint-relay-identity = n'allez pas plus loin : demandez à qui vous a donné le lien si le relais a changé de place
hint-token = demandez un jeton à l'opérateur du relais
hint-unreachable = vérifiez que le relais fonctionne et que vous êtes en ligne ; rien n'est perdu
hint-link = copiez de nouveau le lien entier, ou demandez-en un autre
hint-patience = laissez-le tourner, ou lancez plus tard une commande de ce salon
hint-refused = demandez à qui vous a donné le lien ; un nouveau lien permet de frapper encore
hint-open = si la phrase de passe est perdue : { CMD("sitr profile recover") }
hint-usage = ajoutez { CMD("--help") } à la commande pour voir comment elle s'emploie

guidelines-kind = De la bienveillance. Chaque personne ici porte quelque chose.
guidelines-confidence = Ce qui se dit ici reste ici : pas de noms, pas de copies, pas de photos d'écran.
guidelines-respect = Personne n'est rabaissé pour sa couleur de peau, son sexe ou son genre, son orientation, sa religion, un handicap, son âge, sa nationalité, ses convictions ou sa culture.
guidelines-listen = Écoutez d'abord. Donnez conseil quand on le souhaite, et jamais à la place d'un médecin ou d'un juriste.
guidelines-warn = Mettez un avertissement avant ce qui peut blesser. Ne décrivez jamais comment se faire du mal.
guidelines-private = On ne presse personne : ni de répondre, ni de se rencontrer, ni de parler en tête-à-tête.
guidelines-help = Si quelque chose ne va pas, dites-le à la modération. Ce salon ne remplace pas des soins professionnels.
state-moving = Le salon a déménagé vers un autre relais, et cet appareil attend votre accord.
event-moves = Le salon a déménagé vers un autre relais : { $routes }. Cet appareil ne s'y connecte pas avant votre accord : { $command }
room-moved = { $room } est maintenant sur { $relay }. Ses invitations sont terminées : créez-en de nouvelles.
room-followed = Cet appareil est maintenant avec { $room } sur { $relay }.
event-refounded = { $who } a refondé ce salon. Pour le suivre : { $command }
room-refounded = { $room } est refondé. Ses membres le savent, et chacun décide pour soi.
