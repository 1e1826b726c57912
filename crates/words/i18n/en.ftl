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
error-setting = no room can have this setting: it is out of its range, or there are too many of its kind
error-guidelines = these are not the present guidelines of the room: read them again
error-card = the invite's card does not fit its link
error-expired = the invite has expired or was revoked
error-already-member = this profile is in that room already
error-relay-identity = somebody else answers at the relay's address: it did not prove the relay's key
error-route = the relay's address is not a { CMD("ws://") } or { CMD("wss://") } URL
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
