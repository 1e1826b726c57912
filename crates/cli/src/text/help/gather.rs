//! Help of what members decide together and where they find each other.

pub(crate) const MOTION: &str = "Decide on the guidelines together, where the room asks for votes";
pub(crate) const MOTION_PROPOSE: &str = "Propose guidelines";
pub(crate) const MOTION_LIST: &str = "Show what was proposed, and how the votes stand";
pub(crate) const MOTION_VOTE: &str = "Vote for what was proposed, or vote otherwise";
pub(crate) const MOTION_CARRY: &str = "As an admin, set what enough members vote for";
pub(crate) const MOTION_WHY: &str = "Why";
pub(crate) const WHICH_MOTION: &str =
    "The proposal's id, or its beginning; to vote also 'as-it-is' or 'no-more-votes'";
pub(crate) const MOTION_MORE: &str = "\
Examples:
  sitr motion propose Friends en.txt ar.txt --why 'rule 3 is not clear'
  sitr motion list Friends
  sitr motion vote Friends 01b0084467
  sitr motion vote Friends as-it-is
  sitr motion carry Friends 01b0084467

'sitr mod set Friends votes yes' makes votes necessary. Then more than half of the members whose role
votes decide, and no admin without them. Your vote stands in your own entry of the member list: all
members see it. Who voted for guidelines that are set has accepted them.

What the relay can learn: that cells of 2 KiB were put into the room's mailbox, and that it was closed
and another one opened, as at every change of keys. Not that there was a vote.";

pub(crate) const DIRECTORY: &str = "Find rooms of a community and enter them; list rooms in one";
pub(crate) const COMMUNITY: &str = "The room whose members find the others: its name or id";
pub(crate) const LISTED_ROOM: &str = "The listed room's name or id";
pub(crate) const FIND_ROOM: &str = "Only rooms whose name or words hold this";
pub(crate) const LISTED_WORDS: &str = "Who meets there, and what about";
pub(crate) const LISTED_LANGUAGE: &str =
    "A language that is spoken there, such as ar; may be repeated";
pub(crate) const DIRECTORY_SHOW: &str = "Show the rooms of a community";
pub(crate) const DIRECTORY_SHOW_MORE: &str = "\
Examples:
  sitr directory show Friends
  sitr directory show Friends music --json

What the relay can learn: that your IP address reads one mailbox. It does not know that there is a list.";
pub(crate) const DIRECTORY_ENTER: &str = "Enter a room of a community, as somebody new";
pub(crate) const DIRECTORY_ENTER_MORE: &str = "\
Examples:
  sitr directory enter Friends Music --as Nour
  sitr directory enter Friends Music --as Nour --answer 'I play the oud' --accept

Nothing ties who you are there to who you are here, unless you say it.

What the relay can learn: what it learns of 'sitr join'; not from which room you come.";
pub(crate) const DIRECTORY_ADD: &str = "List a room that you keep in a community that you keep";
pub(crate) const DIRECTORY_RENEW: &str =
    "End the ways into the rooms that you list, and list new ones, as after a ban";
pub(crate) const DIRECTORY_DROP: &str = "List a room no more";
pub(crate) const DIRECTORY_ADD_MORE: &str = "\
Examples:
  sitr directory add Friends Music 'for who plays or listens' --language ar --language en
  sitr directory renew Friends
  sitr directory drop Friends Music

The list is good for 90 days and says who lists it; every member can pass the way in on. Your device
says it again whenever somebody new comes in. To drop a room ends no invite: see 'sitr invite revoke'.

What the relay can learn: that two mailboxes were opened, as for every invite, and cells of 2 KiB or
more were put into another.";

/// Ends the help of what is said.
macro_rules! said {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: what it learns of 'sitr send', and not what it is."
        )
    };
}

pub(crate) const WARN: &str =
    "Fold it under this label until a reader opens it, such as self-harm, war; may be repeated";
pub(crate) const WARN_NOTE: &str = "Your own words beside the label";
pub(crate) const EXPIRES_IN: &str =
    "Have it gone from every honest device after this time, such as 1d";
pub(crate) const WISH: &str = "What it is: story, listen-only, advice-welcome, question";
pub(crate) const IN_TOPIC: &str =
    "The topic that it belongs to: the id of the message that began it";
pub(crate) const SAID_IN: &str = "The language of the text, such as ar";
pub(crate) const AFTER_PAUSE: &str =
    "Hold it back on this device for this time; 'sitr cancel' takes it back without a trace";
pub(crate) const CANCEL: &str = "Take back what 'sitr send --after' holds";
pub(crate) const WHICH_HELD: &str = "The number that 'sitr send --after' gave";
pub(crate) const CANCEL_MORE: &str = "\
Examples:
  sitr cancel 12

What the relay can learn: nothing, for it is not asked.";

pub(crate) const TITLE: &str = "Its title";
pub(crate) const ABOUT_IT: &str = "What it is about";
pub(crate) const EVENT: &str = "Meet: announce, answer, tell the place late";
pub(crate) const EVENT_CREATE: &str = "Announce an event";
pub(crate) const EVENT_LIST: &str = "List events";
pub(crate) const EVENT_RSVP: &str = "Tell the host whether you come, without your name";
pub(crate) const EVENT_ANSWERS: &str = "Count the answers to your own event";
pub(crate) const EVENT_TELL: &str = "Tell the place of your own event to those who come";
pub(crate) const EVENT_PLACE: &str = "Show where it is, if you were told";
pub(crate) const EVENT_STARTS: &str =
    "When it begins, such as 2026-12-01T18:00 by this machine's clock";
pub(crate) const EVENT_FOR: &str = "How long it lasts";
pub(crate) const EVENT_ZONE: &str =
    "The time zone of the place, such as Africa/Cairo; none for online";
pub(crate) const EVENT_AT: &str = "Where it is, for every member to read";
pub(crate) const EVENT_LATE: &str = "Where it is, told later with 'sitr event tell' to who comes; until then only this device has it";
pub(crate) const EVENT_ROOM_FOR: &str = "How many can come; 0 for any number";
pub(crate) const EVENT_COMING: &str = "Whether you come";
pub(crate) const EVENT_MORE: &str = said!(
    "\
Examples:
  sitr event create Friends 'A walk' 'slowly' --starts 2026-12-01T18:00 --late-place 'the second gate'
  sitr event list Friends
  sitr event rsvp Friends 01b0084467 yes
  sitr event answers Friends 01b0084467
  sitr event tell Friends 01b0084467
  sitr event place Friends 01b0084467

Answers reach the host alone and name nobody. The announcement holds a hash of a late place, so that
it cannot be another one when it is told."
);
pub(crate) const PETITION: &str = "Ask for something together";
pub(crate) const PETITION_CREATE: &str = "Write a petition";
pub(crate) const PETITION_SIGN: &str = "Sign a petition";
pub(crate) const PETITION_LIST: &str = "List petitions and how many signed";
pub(crate) const PETITION_WORDS: &str = "What is asked for; who signs, signs these very words";
pub(crate) const PETITION_TO: &str = "Whom it asks";
pub(crate) const PETITION_FOR: &str = "How long it is open, such as 30d";
pub(crate) const PETITION_NAME: &str = "A name that may be shown outside; none unless you give one";
pub(crate) const PETITION_MORE: &str = said!(
    "\
Examples:
  sitr petition create Friends Doors 'a door that everybody can use' --to 'the school' --for 30d
  sitr petition sign Friends 01b0084467
  sitr petition list Friends

One member signs once. Members see who signed."
);
pub(crate) const CELEBRATE: &str = "Share joy";
pub(crate) const OCCASION: &str = "What there is to celebrate";
pub(crate) const CELEBRATE_MORE: &str = said!(
    "\
Examples:
  sitr celebrate Friends joy 'I passed'
  sitr celebrate Friends milestone 'a month'

Nobody counts milestones but you."
);
pub(crate) const CAMPAIGN: &str = "Begin a campaign, or say anew how far it is";
pub(crate) const CAMPAIGN_TASK: &str = "Something that one can do; may be repeated";
pub(crate) const CAMPAIGN_DOMAIN: &str = "The only domain that its links may lead to";
pub(crate) const CAMPAIGN_REACHED: &str = "What was reached, in its unit";
pub(crate) const CAMPAIGN_GOAL: &str = "What is to be reached; 0 for no goal";
pub(crate) const CAMPAIGN_UNIT: &str = "The unit, such as flags or EUR";
pub(crate) const CAMPAIGN_MORE: &str = said!(
    "\
Examples:
  sitr campaign Friends Flags 'for the march' --task 'sew one' --reached 3 --goal 10 --unit flags

It holds no room and no person. No money goes through it."
);
pub(crate) const DIRECT: &str = "Talk alone with a member, if both want to";
pub(crate) const DIRECT_ASK: &str = "Ask a member to talk alone";
pub(crate) const DIRECT_LIST: &str = "Show who asks you";
pub(crate) const DIRECT_ACCEPT: &str =
    "Accept: enter the room of two, and read the word that came with it";
pub(crate) const DIRECT_WORD: &str = "A word, which is read by accepting only";
pub(crate) const DIRECT_MORE: &str = "\
Examples:
  sitr direct ask Friends Salma 'about yesterday' --as O
  sitr direct list Friends
  sitr direct accept Friends 01b0084467 --as S

Where the room has it. Members see that you ask, and whom; not what you say. In the room of two both are
new. Who does not accept is shown nothing.

What the relay can learn: that a room was made and somebody knocked there, as for any room; and what
it learns of 'sitr send'.";
pub(crate) const TAKE: &str = "Take a call for help, so that nobody waits and nobody is overrun";
pub(crate) const TAKE_BACK: &str = "Give it back";
pub(crate) const TAKE_MORE: &str = said!(
    "\
Examples:
  sitr take Friends 01b0084467
  sitr take Friends 01b0084467 --back

Members see that you took a call, not whose or what about. Answer it with 'sitr answer'."
);

pub(crate) const LIBRARY: &str = "What the room knows: resources with versions, and evidence";
pub(crate) const LIBRARY_LIST: &str = "Show the newest version of each resource";
pub(crate) const LIBRARY_PUBLISH: &str = "Publish a resource, or its next version";
pub(crate) const LIBRARY_EXPORT: &str =
    "Write messages of others into a file, with the proof of who said them";
pub(crate) const LIBRARY_CHECK: &str = "Check such a file";
pub(crate) const LIBRARY_FILE: &str = "A text file with what it says";
pub(crate) const LIBRARY_OF: &str = "The resource of which it is the next version";
pub(crate) const LIBRARY_LANGUAGE: &str = "A language that it exists in; may be repeated";
pub(crate) const LIBRARY_WHERE: &str = "Where it holds, as an ISO 3166 code; everywhere without it";
pub(crate) const LIBRARY_REVIEWED: &str = "You have checked it today";
pub(crate) const SOURCE: &str = "Where it comes from; may be repeated";
pub(crate) const DRAFT: &str = "Leave it for somebody who may publish it";
pub(crate) const EXPORT_FILE: &str = "Where to write it; nothing that is there is overwritten";
pub(crate) const EXPORT_MESSAGES: &str = "Messages of others";
pub(crate) const CHECK_FILE: &str = "The file";
pub(crate) const LIBRARY_MORE: &str = said!(
    "\
Examples:
  sitr library list Friends
  sitr library publish Friends 'Your rights' rights.txt --language de --jurisdiction DE --reviewed
  sitr library publish Friends 'Your rights' rights2.txt --of 5c1f
  sitr library export Friends complaint.sitr 01b0084467 77aa01c2ff

Professionals, moderators and admins publish; mentors write drafts. A version names the one before, so
none takes another's place unseen. An export names the room's id and the authors' personas to whoever
gets the file, and cannot say what else was said."
);
pub(crate) const LIBRARY_CHECK_MORE: &str = "\
Examples:
  sitr library check complaint.sitr

One altered byte, and nothing of it is shown.

What the relay can learn: nothing, for it is not asked.";
pub(crate) const NOTE_ON: &str = "Write a note on facts beside a message";
pub(crate) const VERDICT: &str = "What it says of the message";
pub(crate) const WHY_SO: &str = "Why";
pub(crate) const NOTE_ON_MORE: &str = said!(
    "\
Examples:
  sitr note Friends 01b0084467 wrong 'see page 3' --source https://example.org/study
  sitr note Friends 01b0084467 not-medical-advice"
);
pub(crate) const PROFESSIONALS: &str =
    "List who bears the badge of a professional, and what they keep in the library";
pub(crate) const PROFESSIONALS_MORE: &str = "\
Examples:
  sitr professionals Friends

An admin attests it with 'sitr role ROOM NAME professional'; whoever gets another role is not listed
any more. A room replaces no care by professionals, with or without them.

What the relay can learn: what it learns of 'sitr members'.";
pub(crate) const QUESTIONS: &str = "List questions that wait for an answer";
pub(crate) const QUESTIONS_MORE: &str = "\
Examples:
  sitr questions Friends

What the relay can learn: nothing, for it is not asked.";
pub(crate) const ANSWERED: &str = "Mark your own question as answered";
pub(crate) const ANSWERED_BY: &str = "The message that helped";
pub(crate) const ANSWERED_MORE: &str = said!(
    "\
Examples:
  sitr answered Friends 01b0084467 --by 77aa01c2ff"
);

pub(crate) const CARE_BUDGET: &str = "Set how many minutes a day are enough; 0 for no limit";
pub(crate) const CARE_BREAK: &str = "Take a break: no notices for this time; 0 ends it";
pub(crate) const BUDGET_MINUTES: &str = "Minutes a day after which a program tells you";
pub(crate) const BREAK_FOR: &str = "How long, such as 2h or 3d";

pub(crate) const INVITE_ASK: &str = "As a member, ask one who keeps the room for an invite";
pub(crate) const INVITE_FROM: &str = "A moderator or admin, whose device makes it";
pub(crate) const INVITE_ASK_USES: &str =
    "How many may knock by it: a member has 2 open, a mentor 5";
pub(crate) const INVITE_FOR: &str = "A few words for the moderator";
pub(crate) const INVITE_ASK_MORE: &str = said!(
    "\
Examples:
  sitr invite ask Friends --from Alice
  sitr invite ask Friends --from Alice --uses 2 --note 'my sisters'

It waits for the link until the timeout; later 'sitr desk Friends' shows it. Those who keep the room can
see who came by your invite."
);
pub(crate) const MOD_LINEAGE: &str = "Show who came by whose invite, and who vouched for whom";
pub(crate) const MOD_LINEAGE_MORE: &str = "\
Examples:
  sitr mod lineage Friends

As far as this device was told; members do not see it.

What the relay can learn: that your IP address reads one mailbox.";
pub(crate) const WITH_INVITED: &str =
    "Ban those too who came by their invites, and by the invites of these";

pub(crate) const MOD_QUEUE: &str = "Show who is on probation, and who vouches for them";
pub(crate) const MOD_QUEUE_MORE: &str = "\
Examples:
  sitr mod queue Friends
  sitr mod lift Friends Omar                        and Omar is a member

As far as this device was told. Nobody becomes a member by a count: you decide.

What the relay can learn: that your IP address reads one mailbox.";
pub(crate) const VOUCH: &str = "Tell those who keep the room that you stand for a newcomer";
pub(crate) const VOUCH_WORDS: &str = "How you know them";
pub(crate) const VOUCH_WITHDRAW: &str = "Stand for them no more";
pub(crate) const VOUCH_MORE: &str = said!(
    "\
Examples:
  sitr vouch Friends Omar 'we met at the group on Tuesdays'
  sitr vouch Friends Omar --withdraw

Moderators and admins see your name beside it, now and if Omar is banned later; other members do not
see it, nor Omar."
);

pub(crate) const MOD_MEDIATE: &str = "Offer two members to talk, the three of you, for some days";
pub(crate) const MEDIATE_OTHER: &str = "The other member";
pub(crate) const MEDIATE_WORDS: &str = "What it is to be about; both read it";
pub(crate) const MEDIATE_FOR: &str = "How long anything can be said there, in days";
pub(crate) const MEDIATE_KEEP: &str = "How long devices keep what is said there, in days";
pub(crate) const MOD_MEDIATE_MORE: &str = "\
Examples:
  sitr mod mediate Friends Omar Salma 'about last night' --as Mediator
  sitr mod mediate Friends Omar Salma --as Mediator --for 5d --keep 2d

Each of the two is asked by something that nobody else can read, and agrees by knocking at a room of
three, as somebody new. Both are let in when both have agreed, by your device when it is online; then
the log of Friends says that a mediation was opened, and not between whom. After the last day nothing
that is said there counts. They have a week to agree. There is none in a room for young people.

What the relay can learn: that a room was opened with two invites, as by 'sitr room create' and 'sitr
invite', and two cells more in the first one.";
pub(crate) const MEDIATION: &str = "Talk with another member and one who keeps the room";
pub(crate) const MEDIATION_LIST: &str = "Show what mediations you are offered";
pub(crate) const MEDIATION_ACCEPT: &str = "Agree to a mediation, and knock as somebody new";
pub(crate) const MEDIATION_MORE: &str = "\
Examples:
  sitr mediation list Friends
  sitr mediation accept Friends 01b0084467 --as Reed

You are let in when the other has agreed too. To say no, do nothing, or answer in words that only who
asked can read: sitr answer Friends 01b0084467 'not now'.

What the relay can learn: that your IP address reads one mailbox, and for accept that it knocks
somewhere.";

pub(crate) const AS_MEMBER: &str =
    "Show those who keep the room which member of its community you are, where it asks for that";
pub(crate) const DIRECTORY_TIE: &str =
    "Let who enters a room show its stewards who they are in the community";
pub(crate) const DIRECTORY_WHO: &str = "Show who members of a room are in its community";
pub(crate) const TIE_REMOVES: &str = "Take out who is banned in the community, without asking";
pub(crate) const TIE_OFF: &str = "Ask nobody any more";
pub(crate) const DIRECTORY_TIE_MORE: &str = "\
Examples:
  sitr directory tie Friends Music
  sitr directory tie Friends Music --remove-banned
  sitr directory tie Friends Music --off
  sitr directory who Music
  sitr directory enter Friends Music --as B --as-member

Who keeps Music learns who in it is who in Friends, by their knocks, and nobody else does. Who is
banned in Friends is let in no more; with --remove-banned they are also taken out, by the device of a
moderator who is in both. Members of Music who are in Friends can guess who that was by the time.
Whoever is in already is asked nothing.

What the relay can learn: that the room's mailbox was closed and another one opened, as at every change,
and that invites ended and others were made.";
