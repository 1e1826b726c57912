### English: the source of all translations.
###
### CMD("...") holds what is typed as it stands, and is the same in every language.

# 'yes' once a person who speaks the language, and knows what the words are for, has read all of them.
reviewed = yes

## Roles

role-admin = admin
role-moderator = moderator
role-doorkeeper = doorkeeper
role-professional = professional
role-mentor = mentor
role-member = member
role-ally = ally
role-newcomer = newcomer

## Where this device stands in a room

state-joined = You are in the room.
state-waiting = You wait to be let in.
state-leaving = You are leaving the room.
state-left = You have left the room.
state-removed = You were removed from the room.
state-refused = The room is refused now.
state-stuck = This device cannot follow the room any more. Knock again with an invite link.

## What happens in a room

event-joined = { $who } is in the room now.
event-gone = { $who } is not in the room any more.
event-returned = { $who } came back with another device
event-device-came = { $who } has another device in the room now.
event-device-gone = One device of { $who } was taken out of the room.
event-role = { $who } is { $role } now.
event-silent = { $days ->
    [one] Nothing was heard of { $who }'s device for one day, so it is taken out of the room.
   *[other] Nothing was heard of { $who }'s device for { $days } days, so it is taken out of the room.
}
event-knock = { $who } knocks.
event-knock-says = { $who } knocks and says { $note }.
event-unsaid = Something that { $who } said was dropped: { $why }
event-aside = For a few, from somebody who does not say who: { $words }
event-aside-named = For you alone, from { $who }: { $words }
event-vouches = { $who } vouches for a newcomer.
event-vouches-not = { $who } vouches for a newcomer no more.
event-mediation = { $who } offers you to mediate: { $command }
event-dropped = Something that was asked for will not be done: { $why }
event-settings = The room decided otherwise: { $settings }.
said-refused = your knock was refused
event-refused-why = your knock was refused: { $why }
event-retires = The relay of this room is given up: { $day } is the last day on which the room can change there. After it nobody comes in or goes, and the talk ends when its mailbox does. Before that an admin moves the room to another relay: { $command }
said-relay-stays = The relay of this room stays after all.
said-reviewed = reviewed
said-not-reviewed = not reviewed yet
said-offline = The relay is out of reach; trying again.
said-online = Connected again.

## Why something was not said, or not done

why-role = the sender's role does not allow this
why-timeout = the sender reads and does not speak for a while
why-guidelines = the sender has not accepted the present guidelines
why-palette = the room does not have this reaction
why-too-soon = the room is in slow mode
why-closed = the room is closed at this hour
why-locked = the room or the topic is not open to the sender
why-direct = this room has no direct messages
why-not-own = only one's own words can be changed or taken back
why-peer = the sender's role does not allow to moderate this person
why-manner = this is not said in this way
why-steward = only a steward can end an epoch
why-remove-rank = the committer's role does not allow this removal
why-policy-rank = only an admin changes roles and policy
why-no-admin = the room would have no admin
why-banned = the commit has a member who is banned
why-keeper-rank = only a moderator or an admin sets slow mode, locks, timeouts and bans
why-lift-rank = a ban is ended by an admin, or by another moderator than who imposed it
why-vote = the guidelines of this room change by vote only
why-vouch = members vouch for newcomers only
why-over = the room is closed for good

## Alarms

alarm-relay-splits = ALARM: the relay shows members different rooms, and its signatures prove it. Do not trust this relay; talk to the others over another way.
alarm-transcript-differs = ALARM: a member was shown another course of this room than you. The relay or that member lies. Compare safety numbers.
alarm-relay-end = the relay called this room's mailbox closed and did not prove it: nothing of that was taken, and it is asked again
alarm-relay-mark = ALARM: the relay signed something else than what it gave. Do not trust this relay.
alarm-fork-attempt = ALARM: a steward tried to lead the room two ways at once. Nothing was lost; ask the admins.
alarm-stuck = this device cannot follow the room any more. It knocks again by itself where it has a way in; else ask a steward for a link. What you have read stays, what you wrote is sent later.
alarm-raid = ALARM: so many knocked within an hour that the door was closed: open invites are revoked. Look at who waits, and make a new invite for those whom you know.
alarm-relay-forgets = ALARM: the relay does not keep what it acknowledged or showed before: it lies, or its operator went back to an old copy. What was lost and can be had is read and sent again.
alarm-relay-restored = the relay says that it came back from a copy: what it had acknowledged since then it may have forgotten. What was lost and can be had is read and sent again; who came in since may have to knock again.
alarm-replaced = another device of yours has taken this one's place in the room. If that was not you, tell the stewards now: somebody has your recovery kit or a copy of this profile.
alarm-copied-profile = ALARM: another copy of this profile speaks in your name, or this one was put back from an older copy. It uses these keys no more and knocks again with new ones. Never run two copies of a profile.
alarm-no-steward-secret = ALARM: this device has a role without the keys for it. Ask an admin to give the role anew.
alarm-end-missing = ALARM: the room was changed by somebody who runs it, and the relay does not have the whole change. All wait for it; the program that made it sends it again. If it does not come, nobody can say anything here any more, and the room is to be founded anew.

## What a message is beside its words

mark-reply = answers
mark-edit = changed
mark-reaction = reacts
mark-deletion = took a message back
mark-deleted = taken back
mark-file = file
mark-folded = folded
mark-folded-for = folded: { $labels }
mark-queued = not sent yet
mark-failed = was not sent
mark-you = you

## Labels of folded messages

label-other = other
label-self-harm = self-harm
label-suicide = suicide
label-abuse = abuse
label-sexual-violence = sexual-violence
label-violence = violence
label-addiction = addiction
label-eating = eating
label-death = death
label-discrimination = discrimination
label-medical = medical
label-sexuality = sexuality
label-war = war
label-religion = religion
label-politics = politics
label-spoiler = spoiler

## Reasons of a report

reason-other = something else
reason-harassment = harassment
reason-threat = a threat
reason-sexual-approach = an unwanted sexual approach
reason-personal-data = somebody's personal details
reason-moved-elsewhere = luring somebody elsewhere
reason-harmful-advice = harmful advice
reason-misinformation = false information
reason-self-harm-content = encouraging self-harm
reason-spam = spam
reason-race = against people for their race or origin
reason-sex-or-gender = against people for their sex or gender
reason-orientation = against people for whom they love
reason-religion = against people for their religion
reason-ability = against people for a disability or an illness
reason-age = against people for their age
reason-nationality = against people for their nationality
reason-belief = against people for what they believe
reason-culture = against people for their culture

## Measures of moderators

measure-nudge = nudge
measure-fold = fold
measure-hide = hide
measure-restore = restore
measure-lock = lock
measure-slow-mode = slow-mode
measure-timeout = timeout
measure-probation = probation
measure-remove = remove
measure-ban = ban
measure-lift = lift
measure-mediation = mediation
log-missing = ALARM: an entry of { $who } before this one is missing.
log-rule = rule { $number }
log-until = until { $day }
said-log-empty = Nothing was done in this room yet.

## Joining

join-waiting = You knocked at { $room } as { $name }. Waiting until somebody lets you in.
said-join-stop = You may stop this by Ctrl-C: the same command goes on waiting.
join-knocked = You knocked at { $room }. Run the same command later to see the answer.
join-in = You are in { $room }. Talk: { $command }
door-shows = { $room } shows this to who knocks:
guidelines-also = Also in: { $tags }. { $option } shows them.
said-answers-wanted = the room asks something: answer each question by one { CMD("--answer") }, in their order
said-accept-wanted = Add { CMD("--accept") } if you will keep these guidelines; without it you will read only.
said-as-member-wanted = This room belongs to a community: those who keep it learn which of its members you are, and nobody else does. { CMD("--as-member") } agrees.
said-tied = Who enters from now on shows those who keep the room who they are in the community.
said-untied = Who enters shows nobody any more who they are in the community.
tied-to = { $here } is { $there } in the community
tied-banned = { $here } is { $there } in the community, and banned there
said-no-guidelines = The room has no guidelines.
said-guidelines-elsewhere = The room has guidelines, and this device has not got their text: ask an admin to say them again.
said-accepted = You have accepted the guidelines.
said-not-accepted = You have not accepted them, and read only: { CMD("sitr guidelines ROOM --accept") }
said-acceptance-waits = You accept them. You speak as soon as somebody who keeps the room is there: run this again to see.
chat-begins = You are in { $room }. Each line that you type is sent; { CMD("/help") } lists the commands.
chat-knock = { $who } knocks: type { CMD("/admit") } { $who } or { CMD("/refuse") } { $who }
chat-knock-says = { $who } knocks and says { $note }: type { CMD("/admit") } { $who } or { CMD("/refuse") } { $who }
said-quickstart-link = Invite link, for whoever may knock at this room:
quickstart-join = A friend joins by:  { $command }
said-quickstart-loopback =
    This link works on this machine only, for the relay listens on loopback. For friends elsewhere run it
    with { CMD("--listen ADDR:PORT") } and, if they reach you by another address, { CMD("--public-url URL") }.
said-quickstart-ip = Level 'direct': the relay sees everybody's IP address, and nothing of what is said or by whom.
said-no-rooms = There is no room in this profile yet.
said-no-knocks = Nobody waits to be let in.
said-no-newcomers = Nobody is on probation.
knock-admitted = { $who } is in.
knock-refused = { $who } was refused.
member-removed = { $who } is removed.
newcomer-vouches = { $have } of { $need } members vouch
room-left = You have left { $room }.
room-leaving = You asked to leave { $room }. You are on its list until somebody there takes you off it.
topic-unread = { $count ->
    [one] one unread
   *[other] { $count } unread
}
invite-used = { $used } of { $uses ->
    [one] one knock
   *[other] { $uses } knocks
}

## Care and confidences

said-vote-stands = Your vote stands with your next keys, for every member to see.
said-proposed = Members can vote for it.
said-no-motions = Nothing was proposed.
said-rsvp = The host has it, without your name.
said-asked-alone = Asked. The room of two is there; nothing of it is shown before they accept.
said-cancelled = Taken back; nothing of it was sent.
said-place-unknown = Not told yet.
said-on-your-way = You are on your way in.
event-answers = { $yes } come, { $maybe } may come, { $no } do not
place-told = Told to { $count } who come.
direct-asks = { $who } asks to talk alone
mediation-offer = { $who } offers to mediate between you and { $with }, until { $day }. Days for which messages are kept: { $days }.
confided-report = Those who keep the room have it, with the proof of who said it. Your name is not in it.
confided-whisper = Those who keep the room have it. Your name is not in it.
confided-appeal = Another moderator has it.
confided-call = Those who answer calls are told. In danger, call the emergency service of the place where you are.
confided-answer = Only who asked can read it.
confided-vote = Who asked sees your vote, and nobody else.
confided-vouch = Those who keep the room have it, with your name. Other members do not see it.
confided-mediation = Both are asked. They are let in when both have agreed; who has not is named to nobody.
said-care-not-reviewed = (No person who knows this field has reviewed these words yet.)
said-care-nothing-found = Nothing personal was found; that is no promise.
care-found = It seems to hold: { $what }. Strangers could find you by it.
personal-phone = phone
personal-email = email
personal-handle = handle
personal-address = address
notice-something = Something new
notice-look-here = Please open the app

## What went wrong

told-error = error: { $message }
told-hint = hint: { $hint }
error-storage = the profile's storage failed
error-no-room = no such room in this profile
error-not-active = this device is not an active member of the room
error-not-steward = only a steward of the room can do this
error-no-message = no such message in this room
error-nobody = there is nobody in the room to say this to
error-last-admin = the last admin cannot leave: make somebody else an admin first
error-no-member = no such member in this room
error-no-invite = no such invite in this room
error-no-knock = no such knock in this room
error-knock-answered = this knock was answered already
error-being-removed = this member is being removed: decide about the knock after that
error-too-large = the room is too large for another member: remove somebody first
error-unvouched = { $have } of { $need } members vouch for this newcomer, as far as this device was told
error-no-consent = nobody is let into a mediation before both have agreed to it, by knocking
error-as-member = this room shows those who keep it who you are in its community, and you did not agree to that
error-not-of-community = this room is for members of a community that this profile is not in
error-setting = no room can have this setting: it is out of its range, or there are too many of its kind
error-guidelines = these are not the present guidelines of the room: read them again
error-card = the invite's card does not fit its link
error-expired = the invite has expired or was revoked
error-already-member = this profile is in that room already
error-relay-identity = somebody else answers at the relay's address: it did not prove the relay's key
error-route = the relay's address is not a { CMD("ws://") } or { CMD("wss://") } URL
error-onion = this relay is an onion service, which only Tor reaches, and no proxy is set: nothing was asked for
error-proxy = the proxy cannot be reached, or is no SOCKS5 proxy: nothing goes past it
error-token = the relay asks for an operator's token: set one for this relay
error-relay-protocol = the relay does not keep to the protocol
error-relay-work = the relay asks for more work than any relay may
error-unreachable = the relay cannot be reached
error-link-foreign = this is not an invite link: it must begin with { CMD("sitr://join#") }
error-link-damaged = the invite link is damaged: copy the whole of it again
error-link-version = the invite link is of a newer kind: update this program
error-patience = this is not done yet: it stays in the outbox and goes on when the relay is reached
error-file = the file is gone, or is not the one that its author named
error-closed = the profile was closed
error-forbidden-for = your role does not allow this: { $why }
error-unsaid-for = this cannot be said here: { $why }
error-no-profile = there is no profile in { $folder }
error-wrong-passphrase = wrong passphrase: type it again, or use the recovery code
error-unknown = { $kind ->
    [member] no member is called { $typed }
    [knock] no knock is called { $typed }
    [invite] no invite is called { $typed }
    [message] no message is called { $typed }
   *[room] no room is called { $typed }
}
error-no-text = there is no text to send
error-not-sent = the message cannot be sent any more

## What to do next

hint-storage = check the disk and the profile's folder; nothing was half done
hint-no-room = list the rooms to see their names and ids
hint-not-active = join the room first, or knock again with an invite link
hint-not-steward = ask an admin or moderator of the room
hint-unsaid = ask a moderator of the room, or look at its rules
hint-last-admin = give the admin role to another member, then leave
hint-no-member = list the members to see their names and ids
hint-no-knock = list the knocks to see who waits
hint-unvouched = ask members who know this newcomer to vouch, or an admin to ask for fewer vouches
hint-no-consent = wait until both have agreed; they are let in then
hint-as-member = agree to be known to those who keep the room, or do not enter; other members learn nothing
hint-not-of-community = enter the community's first room, then this one from its directory
hint-guidelines = read the guidelines again, and accept those
hint-name = choose another name
hint-too-long = send it in parts
hint-expired = ask for a new link
hint-relay-identity = do not go on: ask whoever gave you the link whether the relay has moved
hint-token = ask the relay's operator for a token
hint-unreachable = check that the relay runs and that you are online; nothing was lost
hint-link = copy the whole link again, or ask for a new one
hint-patience = leave it running, or run any command of this room later
hint-refused = ask whoever gave you the link; a new link knocks again
hint-open = if the passphrase is lost: { CMD("sitr profile recover") }
hint-usage = add { CMD("--help") } to the command to see how it is used

## What went wrong with a profile, its keys and its files

keys-missing = there is no profile in this folder: make one, or choose another folder
keys-other-way = this profile was not set up to open this way: use another way
keys-wrong-code = this recovery code is not the one of this profile: look for the newest one
keys-keyring-empty = the keyring gives no key: unlock it and try again, or use the passphrase
keys-keyring-wrong = the keyring gives a wrong key: use the passphrase, then set the keyring up again
keys-keyring-fails = the keyring does not open the profile
keys-keyring-absent = this machine has no keyring: use the passphrase or the recovery code
keys-keyring-refused = the keyring is locked or refused: unlock it, or use the passphrase
keys-keyring-forgetful = the keyring forgot the key at once: use the passphrase or the recovery code
keys-unreadable = the profile's keys cannot be read
keys-database = the profile's database does not open
keys-folder = the profile's folder cannot be read
keys-not-opened = the profile cannot be opened
keys-there-is-one = there is a profile in this folder: open it, or choose another folder
keys-no-keyring-slot = the profile gets no keyring slot: make it without one
keys-not-made = the profile's keys cannot be made
keys-not-written = the profile's keys cannot be written
keys-database-not-made = the profile's database cannot be made
keys-folder-not-written = the profile's folder cannot be written
keys-last-way = this is the last way in besides the keyring: add a passphrase or a code first
keys-no-slot = this profile has no such slot: there is nothing to change
keys-wrong-old = wrong passphrase: type the old one again
keys-same-as-duress = the passphrase and the duress one must differ: choose another one
keys-other-profile = { CMD("keys.json") } now belongs to another profile: put the right one back
keys-keyring-unchanged = the keyring slot is not changed
keys-slot-not-made = the new slot cannot be made
keys-slots-failed = the slots cannot be read or written
keys-file-missing = { CMD("keys.json") } is missing, and without it nothing opens the profile: put it back
keys-file-io = { CMD("keys.json") } cannot be read or written
keys-no-random = the operating system gives no random bytes: try again when it has started fully
keys-no-memory = the key slot cannot be computed: is there enough memory?
keys-database-damaged = { CMD("profile.db") } is damaged or belongs to another { CMD("keys.json") }: keep the folder as it is, and put back the two files that belong together or make a new profile elsewhere
keys-no-sqlcipher = this program was built without { CMD("SQLCipher") }: build it anew
keys-database-io = { CMD("profile.db") } cannot be read or written
keys-code-mistyped = the recovery code is mistyped somewhere: compare it with the paper
keys-unchanged = the profile's keys are not changed
keys-not-created = no profile can be made
keys-needs-passphrase = a key file beside the database opens this profile without a passphrase: { CMD("sitr profile passphrase") } comes first
keys-file-damaged = { CMD("keys.json") } is damaged ({ $what }): put an intact copy in its place; nothing was changed
keys-newer = { $file } is of a newer kind ({ $found }; this program knows { $known }): update the program
keys-code-length = a recovery code has { $wanted } letters and digits, this has { $found }: compare it with the paper
keys-code-sign = sign { $position } of the recovery code is not possible: compare it with the paper
system-not-found = it is not there
system-no-permission = you may not use it
system-exists = there is one already
system-no-space = the disk is full
system-says = the system says: { $what }

## What the relay refused, and why

refusal-malformed = it does not understand this program
refusal-version = it speaks no version that this program speaks
refusal-not-found = it has no such mailbox
refusal-signature = the key does not fit the mailbox
refusal-size = what was sent has not the mailbox's size
refusal-closed = the mailbox is closed, and the room has moved on
refusal-conflict = somebody else who keeps the room was first
refusal-full = the mailbox is full
refusal-gone = the mailbox has ended for good
refusal-ticket = it did not take the ticket
refusal-limit = a limit was met
refusal-busy = it is busy
relay-refused = the relay refused: { $what }
relay-refused-limit = the relay refused: { $what } ({ $limit } = { $value })
relay-refused-wait = { $said }; try again in { $seconds } s

## More of what went wrong

error-connection-lost = the connection to the relay was lost
error-name-empty = the name is empty
error-name-control = the name holds a control or direction character: leave it out
error-file-kind = files of this kind are not cleaned of what they tell about people
error-file-damaged = the file is damaged, or of another kind than its name says
error-evidence-form = this is no evidence, or it is damaged
error-evidence-altered = a message in it was not said by its author, or was altered
error-content-form = this cannot be sent: not a message of this format
error-locked = the program is locked
error-personal = this was not sent, for it seems to hold something personal
error-cannot-write = the result cannot be written
error-no-terminal = the passphrase cannot be asked for, because there is no terminal
error-relay-not-started = the relay does not start
error-empty-passphrase = the passphrase is empty
error-passphrases-differ = the two passphrases are not the same
error-not-utf8 = the text is not UTF-8
error-unfit-line = this line is too long, or not UTF-8, and was not sent
error-no-threads = the system gives this program no threads
error-no-signals = the system lets this program not hear when it is to stop
error-no-home = this platform has no data folder
error-not-admitted = the newcomer was not let in
error-role-not-given = the role was not given
error-not-removed = the member was not removed
error-two-ways = an invite is made either by { CMD("invite ROOM") } or by { CMD("invite create ROOM") }
error-no-event = this message is no event
error-no-petition = this message is no petition
error-no-poll = this message is no poll
error-no-call = no single call for help begins so: see { CMD("sitr desk") }
error-no-resource = no single resource begins so: see { CMD("sitr library list") }
error-no-entry = no single entry of the log begins so: see { CMD("sitr mod log --json") }
error-no-aside = nothing that asks for an answer begins so: see { CMD("sitr desk") }
error-not-held = nothing of this number waits any more: it was said, or taken back
error-too-late = this is too far off
error-no-wish = a wish is { CMD("story") }, { CMD("listen-only") }, { CMD("advice-welcome") } or { CMD("question") }
error-not-done = the room does not have it so
error-no-label = this is no label; { CMD("--help") } lists them
error-no-reason = this is no reason; { CMD("--help") } lists them
error-needs-end = a timeout has an end: add { CMD("--for 3d") }
error-nothing-to-lift = nothing stands against this member
error-guidelines-uneven = the files must be named by a language tag, such as { CMD("en.txt") }, and have the same number of rules
error-from-one = options are counted from 1 on
error-who = say who: the name or id of the knock
error-content-limit = this cannot be sent: too much: { $what } of at most { $max }
error-too-long = the text is longer than { $max } bytes: send it in parts
error-name-too-long = the name has more than { $max } bytes: choose a shorter one
error-too-many-invites = the room has { $max } open invites: revoke one first
error-bug = a bug: { $what }
error-backup = the backup was not made: { $why }
error-ambiguous = { $typed } could be more than one: { $found }
error-unreadable = { $path } cannot be read
error-unwritable = { $path } cannot be written
error-span = { $typed } is not a time span: write { CMD("90s") }, { CMD("30m") }, { CMD("72h") }, { CMD("7d") } or { CMD("1h30m") }
error-moment = { $typed } is neither a message id nor a time: write { CMD("2026-11-21T10:00:00Z") }, { CMD("2026-11-21") } or { CMD("2h") }
error-filter = { $typed } is not a log filter: write { CMD("debug") }, or { CMD("sitr_client=trace") }
error-value = { $value } is no value of { $setting }: { CMD("--help") } shows some
error-language = no words are there in it; choose one of: { $known }
error-proxy-address = { $typed } is no proxy: write { CMD("socks5://127.0.0.1:9050") }, with the IP address of the proxy, or { CMD("none") }

## More of what to do next

hint-no-invite = list the invites to see their ids
hint-too-many-invites = revoke an invite that is not needed any more
hint-too-large = remove a member first
hint-being-removed = wait for the removal, then decide
hint-setting = choose a smaller value, or take something away first
hint-content = say it otherwise
hint-no-message = copy the whole id of a message of this room
hint-already-member = list the rooms: this one is among them
hint-bug = please report this, with what you did before it
hint-route = give the relay as { CMD("ws://HOST:PORT/sitr/v1") } or { CMD("wss://HOST/sitr/v1") }
hint-onion = start Tor, and name its proxy: { CMD("--proxy socks5://127.0.0.1:9050") }
hint-proxy = check that Tor, or your proxy, runs and that its address is right; nothing was sent without it
hint-work = use another relay, or tell this one's operator
hint-protocol = update this program, or tell the relay's operator
hint-file = ask whoever sent it to send it again
hint-backup = name a folder that does not exist yet, on a disk with room for it
hint-strip = send a JPEG, PNG or WebP picture, or a WAV voice note; or say that it may go as it is
hint-closed = open the profile again
hint-locked = unlock it with the passphrase
hint-personal = leave it out; or add { CMD("--anyway") } if you want the room to know it
hint-create = choose another folder by { CMD("--profile DIR") }, or free this one
hint-no-keyring = leave { CMD("--keyring") } out, and choose a passphrase
hint-slots = the old keys are still good: try again
hint-code = it was shown when the profile was made: eight groups of four signs
hint-no-profile = { CMD("sitr room create") }, { CMD("sitr join") } and { CMD("sitr quickstart") } make one; { CMD("--profile DIR") } names another
hint-no-terminal = give it by { CMD("--passphrase-file FILE") }, or use { CMD("--keyring") }
hint-passphrase = choose a passphrase, and type the same one twice
hint-io = check that the path exists and that you may use it
hint-output = what was asked for may have been done all the same: look before repeating it
hint-ambiguous = write more of the name, or the id
hint-dropped = the room has changed meanwhile: look at its members and knocks
hint-nothing = there is none yet
hint-message-id = copy the id of a message, as { CMD("sitr read --json") } shows it
hint-relay-runs = it runs already: in another terminal use { CMD("sitr --profile DIR chat ROOM") }
hint-relay-port = another program has this port: choose one by { CMD("--listen 127.0.0.1:0") }
hint-relay-folder = check the folder { CMD("relay") } in the profile
hint-relay-malformed = this client and this relay disagree on the protocol: update the older one
hint-relay-version = update the client or the relay: they speak no common version
hint-relay-not-found = it expired, was burned, or never was: ask for a new link, or rejoin the room
hint-relay-signature = the key does not belong to this mailbox: catch up with the room, then try again
hint-relay-size = send a cell of the mailbox's own size
hint-relay-closed = the room has moved on: read the mailbox to its end, then send again
hint-relay-conflict = another steward was first: process the winner, then try again
hint-relay-full = it takes no more: a steward must roll the room, or make a new invite
hint-relay-gone = this mailbox has ended for good: make a new one
hint-relay-ticket = make a new ticket for the relay's present day and difficulty
hint-relay-limit = wait as long as the relay says, then try again
hint-relay-busy = send the same again: nothing was lost
hint-there-is = there is: { $found }

## What came of it

said-standing-notice = People of this room support each other. It replaces no doctor, no therapist and no emergency service.
said-locked = Locked. Press the Enter key to unlock.
said-unlocked = Unlocked.
said-send-anyway = It was not sent. { CMD("/send") } sends it as it is.
said-no-professionals = Nobody in this room bears the badge of a professional.
said-passphrase-set = The new passphrase is set.
said-duress-set = The duress passphrase is set. Whoever opens the profile with it finds an empty one.
said-destroyed = The profile is destroyed.
said-no-invites = This room has no invites.
said-doorkeeper-stops = The doorkeeper stops; knocks wait for a person again.
said-admits-everyone = This device lets in whoever knocks, as a doorkeeper that was ended by force left it. To end that: { CMD("sitr doorkeeper ROOM --policy ask") }
said-no-link = There is no invite that is still good: { CMD("sitr invite ROOM") } makes one.
said-none-listed = No room of this community is listed.
said-listed = Members of the community find it.
said-unlisted = It is listed no more.
said-invite-asked = Asked. The link comes when that device is online: { CMD("sitr desk") }
said-exported = Written. Whoever gets the file can check who said it.
said-asked = New invites ask this.
said-on-this-device = It is so on this device.
said-fetched = It is the file that its author sent.
said-kept = Kept on this device.
said-place-online = Online, or nobody said where.
said-not-checked = not checked
said-you-too = you too
said-rules-of-room = these are the room's
said-recovery-code = Its recovery code is shown this once. Write it on paper; it opens the profile when the passphrase is lost:
said-key-file = Its key lies beside it in the file { CMD("passphrase") }: that keeps out other users of this machine, but nobody who gets a copy of the disk. Set a passphrase of your own:
said-somebody = somebody
said-yes = yes
said-no = no
mark-muted = muted
mark-draft = draft
prompt-passphrase = Passphrase:
prompt-new-passphrase = New passphrase:
prompt-again = The same again:
prompt-code = Recovery code:
order-members = who is here
order-knocks = who waits to be let in
order-admit = let somebody in
order-refuse = refuse somebody
order-link = show the invite link again
order-lock = lock the screen, until the passphrase is typed
order-send = send what was held back because it seems personal
order-quit = end; so does Ctrl-C
order-say = send a line that begins with a slash
profile-made = A new profile was made in { $folder }.
profile-backed-up = The copy is in { $folder }. The same passphrase and recovery code open it. Put it to use only when this device is gone: { $command }
profile-is-in = Profile: { $folder }
room-made = Room { $room } is made: { $id }
room-known-as = { $state } as { $name }
room-safety = Safety number of { $room } at epoch { $epoch }, to be compared with other members:
invite-revoked = Invite { $id } is revoked.
knock-says = says: { $note }
message-sent = Sent: { $id }
doorkeeper-everyone = Doorkeeper of { $room }. Whoever knocks with an invite is let in, until Ctrl-C.
doorkeeper-asks = Doorkeeper of { $room }. Knocks are shown, and people decide by { CMD("sitr admit") } and { CMD("sitr refuse") }, until Ctrl-C.
chat-no-command = There is no command { $typed }. { CMD("/help") } lists them; two slashes send a line that begins with one.
quickstart-relay = Relay: { $url }
directory-renewed = The old ways in are ended, and there are new ones: { $count }.
directory-listed-by = listed by { $who }
motion-votes = { $ayes } of { $electors } vote for it
message-held = Held back as { $number }: any command that connects later sends it. To take it back: { $command }
resource-version = version { $version }
resource-checked = checked { $day }
resource-by = by { $who }
setting-set = Set: { $what }.
measure-taken = Done, and in the log: { $what }.
lineage-came-by = { $who } came by the invite of { $by }
aside-of = { $kind } of { $who }
ends-after-reading = { $seconds } s after it is read

## In short: where something stands

short-waiting = waiting
short-joined = joined
short-leaving = leaving
short-left = left
short-removed = removed
short-refused = refused
short-stuck = stuck
short-admitting = admitting
short-admitted = admitted
short-revoked = revoked
short-expired = expired
short-used-up = used up
short-good = good

## Settings of a room and of this device

setting-name = name
setting-bans = bans
setting-timeouts = timeouts
setting-guidelines = guidelines
setting-slow-mode = slow mode
setting-palette = reactions
setting-hours = open hours
setting-retention = how long messages are kept
setting-direct-messages = talking alone
setting-age = for whom
setting-votes = votes on guidelines
setting-probation = newcomers on probation
setting-open-topics = topics open to allies
setting-lock = lock
setting-locked = locked
setting-locked-topics = locked topics
setting-raid = knocks an hour
setting-quiet = quiet hours
setting-budget = minutes a day
setting-break = break
setting-filter = filters
value-always = always
value-all = everybody
value-youth = young people
value-adults = adults

## Kinds of what is said

kind-topic = topic
kind-rooms = rooms
kind-poll = poll
kind-vote = vote
kind-petition = petition
kind-signature = signature
kind-event = event
kind-resource = resource
kind-note = note on facts
kind-guidelines = guidelines
kind-proposal = proposal
kind-acceptance = acceptance
kind-answered = answered
kind-crisis-answer = call taken
kind-celebration = joy
kind-campaign = campaign
kind-direct-offer = asks to talk alone
kind-moderation = moderation
kind-report = report
kind-appeal = appeal
kind-crisis-call = call for help
kind-invite-request = asks for an invite
kind-lineage = who came by whom
kind-rsvp = answer to an event
kind-place = place of an event
kind-whisper = whisper
kind-other = other

## What a note on facts says

verdict-right = right
verdict-misleading = misleading
verdict-wrong = wrong
verdict-unproven = nobody knows
verdict-not-medical-advice = no medical advice
verdict-not-legal-advice = no legal advice

error-moving = the room has moved to another relay, and this device waits for your consent to it
error-not-moving = the room is not on its way to another relay
error-same-relay = the room is at that relay already
error-less-guarded = no route to the new relay guards you as the one to the old relay does
error-relay-limits = that relay's limits are lower than what the mailboxes of this room need
error-not-moved = the room is still where it was
hint-moving = look where it has moved to, then follow it or leave it
hint-not-moving = list the rooms to see where you stand in each
hint-same-relay = give the address of another relay
hint-less-guarded = name the route that you want to go by yourself, or leave the room
hint-relay-limits = choose another relay, or ask its operator to raise its limits
said-vouch-gone = no more of the room, or may not vouch now
short-moving = moving to another relay
setting-vouches = vouches before a probation ends
kind-vouch = vouch
lineage-vouched = { $by } vouched for { $who }

setting-last-day = the last day
setting-community = community
value-none = none
kind-mediation = offer of a mediation

error-still-kept = those who keep the room were there within { $days } days, and may be away only
error-no-offer = nobody has founded this room anew, or not by this message
error-several-offers = several members have founded this room anew: choose one by { CMD("--offer") }
hint-still-kept = ask those who keep it; if they are gone for good, say that you are sure
kind-refounding = room founded anew

## Guidelines that a room can begin with: one rule a message, the same number in every language

guidelines-kind = Be kind. Everybody here carries something.
guidelines-confidence = What is said here stays here: no names, no copies, no pictures of the screen.
guidelines-respect = Nobody is put down for race, sex and gender, orientation, religion, ability, age, nationality, belief or culture.
guidelines-listen = Listen first. Give advice where it is wanted, and none that needs a doctor or a lawyer.
guidelines-warn = Put a warning before what could hurt others. Never describe how to harm oneself.
guidelines-private = Nobody is pressed: not to answer, not to meet, not to talk alone.
guidelines-help = If something is wrong, tell a moderator. This room does not replace professional care.
state-moving = The room has moved to another relay, and this device waits for your consent to it.
event-moves = The room has moved to another relay: { $routes }. This device does not connect there before you consent: { $command }
room-moved = { $room } is at { $relay } now. Its invites have ended: make new ones.
room-followed = This device is with { $room } at { $relay } now.
event-refounded = { $who } has founded this room anew. To come along: { $command }
room-refounded = { $room } is founded anew. Its members are told, and each decides alone.

## Several devices

kind-device-request = asks for a device
device-follow = Follow this link on your other device.
device-type-code = Another device follows the link. Type the eight digits that you see on your own new device.
device-linked = Your other device is on its way into your rooms.
device-this = this device
device-removing = It is taken out as soon as a device of those who keep the room is online.
device-code = Type this into the device that shows the link: { $code }
error-too-many-devices = you have as many devices in a room as a member can have: remove one of them first
error-no-device = you have no device of this number in the room
error-last-device = this is your only device in the room: leave the room instead
error-device-code = this is not the code that the other device shows: nothing was sent to it
hint-no-device = list your devices to see their numbers, and remove one that you do not use
hint-last-device = leave the room, or bring another device in first
hint-device-code = make a new link on this device, and follow it on the other
