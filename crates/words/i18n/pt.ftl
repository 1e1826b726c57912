### Português.

reviewed = no

role-admin = administração
role-moderator = moderação
role-doorkeeper = portaria
role-professional = profissional
role-mentor = acompanhamento
role-member = membro
role-ally = apoio
role-newcomer = chegada recente

state-joined = Você está na sala.
state-waiting = Você espera que alguém abra.
state-leaving = Você está saindo da sala.
state-left = Você saiu da sala.
state-removed = Você não faz mais parte da sala: seu acesso foi retirado.
state-refused = A sala não abriu para você.
state-stuck = Este aparelho não consegue mais acompanhar a sala. Bata de novo com um link de convite.

event-joined = { $who } está agora na sala.
event-gone = { $who } não está mais na sala.
event-returned = { $who } está de volta com outro aparelho
event-role = { $who } tem agora o papel: { $role }.
event-silent = { $days ->
    [one] O aparelho de { $who } não dá sinal há { $days } dia, por isso sai da sala.
   *[other] O aparelho de { $who } não dá sinal há { $days } dias, por isso sai da sala.
}
event-knock = { $who } bate à porta.
event-knock-says = { $who } bate à porta e diz { $note }.
event-unsaid = Algo que { $who } disse não foi aceito: { $why }
event-aside = Para poucas pessoas, de alguém que não diz quem é: { $words }
event-aside-named = Só para você, de { $who }: { $words }
event-vouches = { $who } responde por alguém que chegou há pouco.
event-vouches-not = { $who } já não responde por alguém que chegou há pouco.
event-mediation = { $who } oferece uma mediação a você: { $command }
event-dropped = Algo que foi pedido não será feito: { $why }
event-settings = A sala decidiu de outra forma: { $settings }.
said-refused = não abriram para você
event-refused-why = não abriram para você: { $why }
event-retires = O retransmissor desta sala vai fechar: { $day } é o último dia em que a sala pode mudar ali. Depois ninguém entra nem sai, e a conversa acaba com a caixa dela. Antes disso, alguém da administração muda a sala para outro retransmissor: { $command }
said-relay-stays = O retransmissor desta sala afinal fica.
said-reviewed = revisado
said-not-reviewed = ainda não revisado
said-offline = O retransmissor está fora de alcance; a tentativa continua.
said-online = A conexão voltou.

why-role = este papel não permite isso
why-timeout = quem disse isso só lê por um tempo
why-guidelines = quem disse isso não aceitou as regras atuais
why-palette = a sala não tem esta reação
why-too-soon = nesta sala espera-se um pouco entre duas mensagens
why-closed = a sala está fechada a esta hora
why-locked = a sala ou o assunto não está aberto para quem disse isso
why-direct = esta sala não tem conversas a dois
why-not-own = só se podem mudar ou retirar as próprias palavras
why-peer = este papel não permite moderar esta pessoa
why-manner = isso não se diz desta forma
why-steward = só quem cuida da sala pode encerrar uma época
why-remove-rank = este papel não permite retirar esta pessoa
why-policy-rank = só a administração muda papéis e definições
why-no-admin = a sala ficaria sem administração
why-banned = inclui uma pessoa banida
why-keeper-rank = só a moderação ou a administração definem esperas, bloqueios, pausas e banimentos
why-lift-rank = um banimento é desfeito pela administração, ou por outra pessoa da moderação que não o impôs
why-vote = as regras desta sala só mudam por votação
why-vouch = só se responde por quem chegou há pouco
why-over = a sala está fechada de vez

alarm-relay-splits = ALERTA: o retransmissor mostra salas diferentes aos membros, e as assinaturas dele provam isso. Não confie neste retransmissor; fale com os outros por outro caminho.
alarm-transcript-differs = ALERTA: a um membro foi mostrado outro andamento desta sala. O retransmissor ou esse membro mente. Comparem os números de segurança.
alarm-relay-end = o retransmissor disse que a caixa desta sala fechou e não provou: nada disso foi aceito, e a pergunta é feita de novo
alarm-relay-mark = ALERTA: o retransmissor assinou algo diferente do que entregou. Não confie neste retransmissor.
alarm-fork-attempt = ALERTA: alguém que cuida da sala tentou levá-la por dois caminhos ao mesmo tempo. Nada se perdeu; pergunte à administração.
alarm-stuck = este aparelho não consegue mais acompanhar a sala. Ele bate de novo sozinho onde tem entrada; se não, peça um link a quem cuida da sala. O que você leu fica, o que escreveu será enviado depois.
alarm-raid = ALERTA: tanta gente bateu em uma hora que a porta foi fechada; os convites abertos foram anulados. Veja quem espera, e faça um novo convite para quem você conhece.
alarm-relay-forgets = ALERTA: o retransmissor não guarda o que confirmou ou mostrou antes: ele mente, ou quem o opera voltou a uma cópia antiga. O que falta e pode ser recuperado é lido e enviado de novo.
alarm-relay-restored = o retransmissor diz que voltou de uma cópia: pode ter esquecido o que confirmou desde então. O que falta e pode ser recuperado é lido e enviado de novo; quem entrou desde então talvez tenha de bater outra vez.
alarm-replaced = outro aparelho seu tomou o lugar deste na sala. Se não foi você, diga agora a quem cuida da sala: alguém tem seu kit de recuperação ou uma cópia deste perfil.
alarm-copied-profile = ALERTA: outra cópia deste perfil fala em seu nome, ou esta veio de uma cópia mais antiga. Ela não usa mais estas chaves e bate de novo com chaves novas. Nunca use duas cópias de um perfil.
alarm-no-steward-secret = ALERTA: este aparelho tem um papel sem as chaves dele. Peça à administração que dê o papel de novo.

mark-reply = responde
mark-edit = alterada
mark-reaction = reage
mark-deletion = retirou uma mensagem
mark-deleted = retirada
mark-file = arquivo
mark-folded = dobrada
mark-folded-for = dobrada: { $labels }
mark-queued = ainda não enviada
mark-failed = não foi enviada
mark-you = você

label-other = outros
label-self-harm = autolesão
label-suicide = suicídio
label-abuse = maus-tratos
label-sexual-violence = violência sexual
label-violence = violência
label-addiction = dependência
label-eating = alimentação
label-death = morte
label-discrimination = discriminação
label-medical = assuntos médicos
label-sexuality = sexualidade
label-war = guerra
label-religion = religião
label-politics = política
label-spoiler = revela a história

reason-other = outra coisa
reason-harassment = assédio
reason-threat = uma ameaça
reason-sexual-approach = uma aproximação sexual não desejada
reason-personal-data = dados pessoais de alguém
reason-moved-elsewhere = atrair alguém para outro lugar
reason-harmful-advice = um conselho prejudicial
reason-misinformation = informação falsa
reason-self-harm-content = incentivo a se machucar
reason-spam = mensagens indesejadas
reason-race = contra pessoas por raça ou origem
reason-sex-or-gender = contra pessoas por sexo ou gênero
reason-orientation = contra pessoas por quem elas amam
reason-religion = contra pessoas pela religião
reason-ability = contra pessoas por uma deficiência ou doença
reason-age = contra pessoas pela idade
reason-nationality = contra pessoas pela nacionalidade
reason-belief = contra pessoas por aquilo em que acreditam
reason-culture = contra pessoas pela cultura

measure-nudge = lembrete gentil
measure-fold = dobrada
measure-hide = escondida
measure-restore = mostrada de novo
measure-lock = fechado
measure-slow-mode = espera entre mensagens
measure-timeout = pausa
measure-probation = volta ao início
measure-remove = fora da sala
measure-ban = banimento
measure-lift = desfeito
measure-mediation = mediação
log-missing = ALERTA: falta uma anotação de { $who } antes desta.
log-rule = regra { $number }
log-until = até { $day }
said-log-empty = Nada foi decidido nesta sala ainda.

join-waiting = Você bateu em { $room } com o nome { $name }. Esperando que alguém abra.
said-join-stop = Você pode parar com Ctrl-C: o mesmo comando continua a espera.
join-knocked = Você bateu em { $room }. Repita o mesmo comando mais tarde para ver a resposta.
join-in = Você está em { $room }. Para falar: { $command }
door-shows = { $room } mostra isto a quem bate:
guidelines-also = Também em: { $tags }. { $option } mostra-as.
said-answers-wanted = a sala pergunta algo: responda a cada pergunta com um { CMD("--answer") }, na ordem delas
said-accept-wanted = Acrescente { CMD("--accept") } se vai seguir estas regras; sem isso você só poderá ler.
said-no-guidelines = A sala não tem regras.
said-guidelines-elsewhere = A sala tem regras, e este aparelho não tem o texto: peça à administração que as diga de novo.
said-accepted = Você aceitou as regras.
said-not-accepted = Você não as aceitou, e só lê: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = Você as aceita. Poderá falar assim que estiver alguém que cuida da sala: repita isto para ver.
chat-begins = Você está em { $room }. Cada linha que você escreve é enviada; { CMD("/help") } mostra os comandos.
chat-knock = { $who } bate à porta: escreva { CMD("/admit") } { $who } ou { CMD("/refuse") } { $who }
chat-knock-says = { $who } bate à porta e diz { $note }: escreva { CMD("/admit") } { $who } ou { CMD("/refuse") } { $who }
said-quickstart-link = Link de convite, para quem pode bater nesta sala:
quickstart-join = Para entrar, escreve-se:  { $command }
said-quickstart-loopback = Este link só funciona nesta máquina, pois o retransmissor só escuta aqui. Para amigos em outros lugares, inicie com { CMD("--listen ADDR:PORT") } e, se chegam a você por outro endereço, { CMD("--public-url URL") }.
said-quickstart-ip = Nível “direto”: o retransmissor vê o endereço IP de cada pessoa, e nada do que é dito nem por quem.
said-no-rooms = Ainda não há sala neste perfil.
said-no-knocks = Ninguém espera à porta.
said-no-newcomers = Ninguém está em experiência.
knock-admitted = { $who } pode entrar.
knock-refused = Não abriram para { $who }.
member-removed = { $who } não faz mais parte da sala.
newcomer-vouches = avais: { $have } de { $need }
room-left = Você saiu de { $room }.
room-leaving = Você pediu para sair de { $room }. Seu nome fica na lista até que alguém de lá o tire.
topic-unread = { $count ->
    [one] { $count } não lida
   *[other] { $count } não lidas
}
invite-used = { $uses ->
    [one] { $used } de { $uses } uso
   *[other] { $used } de { $uses } usos
}

said-vote-stands = Seu voto fica com suas próximas chaves, à vista de todos os membros.
said-proposed = Os membros podem votar.
said-no-motions = Nada foi proposto.
said-rsvp = Quem convida recebeu, sem o seu nome.
said-asked-alone = Pedido feito. A sala de dois existe; nada dela é mostrado antes que a outra pessoa aceite.
said-cancelled = Retirada; nada foi enviado.
said-place-unknown = Ainda não foi dito.
said-on-your-way = Você está entrando.
event-answers = vêm: { $yes }, talvez: { $maybe }, não vêm: { $no }
place-told = Dito a quem vem: { $count }.
direct-asks = { $who } pede para falar a sós
mediation-offer = { $who } oferece mediar entre você e { $with }, até { $day }. Dias em que as mensagens ficam: { $days }.
confided-report = Quem cuida da sala recebeu, com a prova de quem disse. Seu nome não aparece.
confided-whisper = Quem cuida da sala recebeu. Seu nome não aparece.
confided-appeal = Outra pessoa da moderação recebeu.
confided-call = Quem atende aos chamados foi avisado. Em perigo, ligue para o serviço de emergência do lugar onde você está.
confided-answer = Só quem perguntou pode ler.
confided-vote = Quem perguntou vê seu voto, e mais ninguém.
confided-vouch = Quem cuida da sala recebeu, com o seu nome. Os outros membros não veem.
confided-mediation = As duas pessoas foram convidadas. Entram quando ambas aceitarem; a ninguém se diz quem não aceitou.
said-care-not-reviewed = (Nenhuma pessoa que conhece esta área revisou estas palavras ainda.)
said-care-nothing-found = Nada pessoal foi encontrado; isso não é uma promessa.
care-found = Parece conter: { $what }. Gente desconhecida poderia encontrar você por isso.
personal-phone = número de telefone
personal-email = endereço de e-mail
personal-handle = nome em outra plataforma
personal-address = endereço de casa
notice-something = Há algo novo
notice-look-here = Por favor, abra o aplicativo

told-error = erro: { $message }
told-hint = dica: { $hint }
error-storage = o armazenamento do perfil falhou
error-no-room = não há essa sala neste perfil
error-not-active = este aparelho não participa da sala
error-not-steward = só quem cuida da sala pode fazer isso
error-no-message = não há essa mensagem nesta sala
error-nobody = não há ninguém na sala a quem dizer isso
error-last-admin = a última pessoa da administração não pode sair: dê antes esse papel a alguém
error-no-member = não há esse membro nesta sala
error-no-invite = não há esse convite nesta sala
error-no-knock = ninguém bateu assim nesta sala
error-knock-answered = essa batida já foi respondida
error-being-removed = este membro está sendo retirado: decida depois sobre a batida
error-too-large = a sala é grande demais para outro membro: retire alguém antes
error-unvouched = avais para esta pessoa: { $have } de { $need }, pelo que foi dito a este aparelho
error-no-consent = ninguém entra numa mediação antes que ambas aceitem, batendo à porta
error-setting = nenhuma sala pode ter esta definição: está fora dos limites, ou há demais desse tipo
error-guidelines = estas não são as regras atuais da sala: leia de novo
error-card = o cartão do convite não combina com o link
error-expired = o convite expirou ou foi anulado
error-already-member = este perfil já está nessa sala
error-relay-identity = outro responde no endereço do retransmissor: não provou a chave do retransmissor
error-route = o endereço do retransmissor não começa com { CMD("ws://") } ou { CMD("wss://") }
error-token = o retransmissor pede uma ficha de quem o opera: informe uma para este retransmissor
error-relay-protocol = o retransmissor não cumpre o protocolo
error-relay-work = o retransmissor pede mais trabalho do que pode pedir
error-unreachable = o retransmissor está fora de alcance
error-link-foreign = isto não é um link de convite: precisa começar com { CMD("sitr://join#") }
error-link-damaged = o link de convite está danificado: copie-o inteiro de novo
error-link-version = o link de convite é de um tipo mais novo: atualize este programa
error-patience = ainda não foi feito: fica na caixa de saída e segue quando o retransmissor for alcançado
error-file = o arquivo não existe mais, ou não é o que foi indicado
error-closed = o perfil foi fechado
error-forbidden-for = seu papel não permite isso: { $why }
error-unsaid-for = isso não pode ser dito aqui: { $why }
error-no-profile = não há perfil em { $folder }
error-wrong-passphrase = frase-senha errada: escreva de novo, ou use o código de recuperação
error-unknown = { $kind ->
    [member] nenhum membro se chama { $typed }
    [knock] ninguém chamado { $typed } bateu
    [invite] nenhum convite se chama { $typed }
    [message] nenhuma mensagem se chama { $typed }
   *[room] nenhuma sala se chama { $typed }
}
error-no-text = não há texto para enviar
error-not-sent = a mensagem não pode mais ser enviada

hint-storage = verifique o disco e a pasta do perfil; nada ficou pela metade
hint-no-room = liste as salas para ver os nomes e identificadores
hint-not-active = entre antes na sala, ou bata de novo com um link de convite
hint-not-steward = pergunte à administração ou à moderação da sala
hint-unsaid = pergunte à moderação da sala, ou veja as regras
hint-last-admin = dê a administração a outro membro, depois saia
hint-no-member = liste os membros para ver os nomes e identificadores
hint-no-knock = veja quem espera à porta
hint-unvouched = peça a membros que conhecem esta pessoa que respondam por ela, ou à administração que peça menos
hint-no-consent = espere que ambas aceitem; então elas entram
hint-guidelines = leia as regras de novo, e aceite essas
hint-name = escolha outro nome
hint-too-long = envie em partes
hint-expired = peça um link novo
hint-relay-identity = não continue: pergunte a quem deu o link se o retransmissor mudou de lugar
hint-token = peça uma ficha a quem opera o retransmissor
hint-unreachable = veja se o retransmissor funciona e se você tem conexão; nada se perdeu
hint-link = copie de novo o link inteiro, ou peça um novo
hint-patience = deixe rodando, ou use mais tarde qualquer comando desta sala
hint-refused = pergunte a quem deu o link; com um link novo dá para bater de novo
hint-open = se a frase-senha se perdeu: { CMD("sitr profile recover") }
hint-usage = acrescente { CMD("--help") } ao comando para ver como se usa

guidelines-kind = Com gentileza. Cada pessoa aqui carrega algo.
guidelines-confidence = O que se diz aqui fica aqui: sem nomes, sem cópias, sem fotos da tela.
guidelines-respect = Não se rebaixa ninguém por raça, sexo ou gênero, orientação, religião, deficiência, idade, nacionalidade, crença ou cultura.
guidelines-listen = Primeiro escute. Aconselhe quando quiserem, e nunca no lugar da medicina ou do direito.
guidelines-warn = Ponha um aviso antes do que possa ferir. Nunca descreva como se machucar.
guidelines-private = Ninguém é pressionado: nem a responder, nem a se encontrar, nem a falar a sós.
guidelines-help = Se algo estiver errado, diga à moderação. Esta sala não substitui o cuidado profissional.
state-moving = A sala mudou para outro retransmissor, e este aparelho espera o seu consentimento.
event-moves = A sala mudou para outro retransmissor: { $routes }. Este aparelho não se conecta a ele antes do seu consentimento: { $command }
room-moved = { $room } está agora em { $relay }. Os convites terminaram: crie novos.
room-followed = Este aparelho está agora com { $room } em { $relay }.
event-refounded = { $who } fundou esta sala de novo. Para ir junto: { $command }
room-refounded = { $room } foi fundada de novo. Os membros sabem disso, e cada um decide por si.
