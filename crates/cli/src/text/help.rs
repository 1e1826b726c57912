//! What `--help` says.

mod device;
mod gather;
mod keep;
mod more;
mod moving;
mod refound;

pub(crate) use device::*;
pub(crate) use gather::*;
pub(crate) use keep::*;
pub(crate) use more::*;
pub(crate) use moving::*;
pub(crate) use refound::*;

pub(crate) const ABOUT: &str =
    "End-to-end encrypted group chat through relays that know only mailboxes";
pub(crate) const AFTER: &str = "\
Rooms, members, knocks and invites are named by id, by name, or by the beginning of either.
Exit codes: 0 done, 1 failed, 2 wrong use, 3 relay out of reach (what was to be sent stays in the
outbox, and any later command that connects sends it), 4 refused by policy.
Start here: sitr quickstart";

pub(crate) const HEADING: &str = "Options of every command";
pub(crate) const PROFILE: &str = "Folder of your keys, rooms and messages; SITR_PROFILE says the same [default: in the platform's \
     own data folder]";
pub(crate) const PASSPHRASE_FILE: &str =
    "Read the profile's passphrase from this file (its first line) instead of asking for it";
pub(crate) const KEYRING: &str = "Open the profile by the keyring of this operating system, or make it so; the recovery code that \
     is shown when a profile is made opens it without the keyring";
pub(crate) const JSON: &str =
    "Print one JSON object a line, for programs; errors too, on standard error";
pub(crate) const TOKEN_FILE: &str =
    "File with the token of a relay's operator (its first line), for relays that ask for one";
pub(crate) const PROXY: &str = "Reach relays through this SOCKS5 proxy alone, such as socks5://127.0.0.1:9050 for Tor, which alone \
     reaches .onion addresses; the profile keeps it, 'none' takes it away, SITR_PROXY says the same";
pub(crate) const TIMEOUT: &str = "How long to wait for the relay, such as 10s or 2m";
pub(crate) const LANG: &str = "Language of what people read, such as ar or pt; SITR_LANG says the same; `sitr languages` lists them \
     [default: that of the environment, else English]";
pub(crate) const LOG: &str =
    "Write a log to standard error, filtered like 'debug' or 'sitr_client=trace'";

pub(crate) const LANGUAGES: &str =
    "In which languages this program speaks, and which of them a person has reviewed";
pub(crate) const LANGUAGES_MORE: &str = "\
Examples:
  sitr languages
  sitr --lang ar chat Friends
  SITR_LANG=pl sitr join 'sitr://join#...' --as Ola

What is printed with --json stays in English, and so do --help and logs.

What the relay can learn:
  Nothing: this command does not connect, and no other tells the relay a language.";

pub(crate) const IN_ROOM: &str = "The room: its id, its name, or the beginning of either";
pub(crate) const WHICH_MEMBER: &str = "The member: id, name, or the beginning of either";
pub(crate) const WHICH_KNOCK: &str =
    "The knock: its id, the newcomer's name, or the beginning of either";
pub(crate) const WHICH_INVITE: &str = "The invite: its id or the beginning of it";
pub(crate) const AS: &str =
    "The name by which members of this room know you; nothing ties it to your names in other rooms";

pub(crate) const QUICKSTART: &str =
    "A relay, a room, an invite link and the chat, in one command without questions";
pub(crate) const LISTEN: &str = "Address of the relay; port 0 takes any free one and keeps it \
     [default: that of the last time; at first 127.0.0.1:4480, or another port if that is taken]";
pub(crate) const PUBLIC_URL: &str = "Where friends reach this relay, such as wss://chat.example.org/sitr/v1; goes into the link; up to \
     three";
pub(crate) const QUICKSTART_ROOM: &str = "Name of the room";
pub(crate) const NO_QR: &str = "Do not draw the link as a QR code";
pub(crate) const QUICKSTART_MORE: &str = "\
Examples:
  sitr quickstart                                   a room for programs on this machine
  sitr quickstart --listen 192.168.1.20:4480        for friends in the same network
  sitr quickstart --public-url wss://chat.example.org/sitr/v1
                                                    behind a reverse proxy that speaks TLS

Its relay is on this machine, so it is not for a profile with a proxy.
Run again, it goes on with the same relay, room, link and history. In the chat, /help lists the
commands; newcomers knock, and you let them in by /admit NAME.

The profile stands in a folder of its own, unless --profile names another, so that `sitr join`
in a second terminal is somebody else. So that nothing is asked at the start, its passphrase is
made by chance and kept in the file 'passphrase' beside the database. That keeps other users of
this machine out, and nobody who can read your files or gets a copy of the disk: they have lock
and key. Set a passphrase of your own by `sitr --profile DIR profile passphrase`, which removes
the file.

With --json the first line is {\"listening\":..,\"room\":..,\"link\":..}, then messages and
notices follow as they come, and each line of standard input is sent, or obeyed if it begins
with '/'.

What the relay can learn: here you are its operator. It sees the IP address of everybody who
connects, which mailboxes each of them uses and when, and how many cells of which size they
take: so roughly how many people talk, and when. It has no names, no texts, no list of members.";

pub(crate) const ROOM: &str = "Make, list, check and move rooms, and found them anew";
pub(crate) const CREATE: &str = "Make a room on a relay; you are its admin";
pub(crate) const ROOM_NAME: &str = "Name of the room, which its members and invited people see";
pub(crate) const RELAY: &str =
    "The relay, as ws://HOST:PORT/sitr/v1 or wss://HOST/sitr/v1; it is remembered by its key";
pub(crate) const CREATE_MORE: &str = "\
Examples:
  sitr room create Friends --relay wss://relay.example.org/sitr/v1 --as Leila
  sitr room create Test --relay ws://127.0.0.1:4480/sitr/v1 --json

What the relay can learn: that somebody at your IP address opened a mailbox for cells of 2 KiB.
Not that it is a room, not its name, not yours.";
pub(crate) const LIST: &str = "List the rooms of this profile; asks no relay";
pub(crate) const LIST_MORE: &str = "\
Examples:
  sitr room list
  sitr room list --json

What the relay can learn: nothing, for it is not asked.";
pub(crate) const SAFETY: &str =
    "Show the number by which members see that nobody stands between them";
pub(crate) const SAFETY_MORE: &str = "\
Examples:
  sitr room safety Friends

Read the number to each other over another way, such as a phone call, while both are up to date:
it changes with every change of keys. If it differs although `sitr read` has nothing new for
either of you, then somebody shows you different rooms.

What the relay can learn: that your IP address reads one mailbox, and when.";

pub(crate) const INVITE_USAGE: &str = "sitr invite [OPTIONS] ROOM\n       \
     sitr invite create [OPTIONS] ROOM\n       sitr invite list ROOM\n       \
     sitr invite revoke ROOM INVITE";
pub(crate) const INVITE: &str = "Make an invite link, list invites, revoke one";
pub(crate) const INVITE_CREATE: &str =
    "Make an invite link; also for rooms that are called like one of these commands";
pub(crate) const INVITE_LIST: &str = "List the invites of a room";
pub(crate) const INVITE_REVOKE: &str = "End an invite before its time";
pub(crate) const USES: &str = "Knocks that it takes; who knocks again uses another";
pub(crate) const EXPIRES: &str = "How long it is good, such as 12h or 7d";
pub(crate) const QR: &str = "Draw the link as a QR code too";
pub(crate) const INVITE_MORE: &str = "\
Examples:
  sitr invite Friends
  sitr invite Friends --uses 1 --expires 12h --qr
  sitr invite create list                           to a room that is called 'list'
  sitr invite list Friends
  sitr invite revoke Friends 3fa9

Whoever has the link may knock and sees the room's name; somebody in the room decides who is let
in. Pass it on by a way that you trust.

What the relay can learn: that your IP address opened two mailboxes of 16 KiB cells, one of
which takes so many cells until a certain day. That this is an invite can be guessed; for which
room, cannot be read, but the same connection also uses the room's mailbox.";
pub(crate) const INVITE_LIST_MORE: &str = "\
Examples:
  sitr invite list Friends
  sitr invite list Friends --json

What the relay can learn: that your IP address reads the mailboxes of one room and of its
invites.";
pub(crate) const INVITE_REVOKE_MORE: &str = "\
Examples:
  sitr invite revoke Friends 3fa9

What the relay can learn: that whoever opened two mailboxes has now destroyed them.";

pub(crate) const JOIN: &str = "Follow an invite link: knock, and wait to be let in";
pub(crate) const LINK: &str = "The link, whole, in quotes; '-' reads it from standard input";
pub(crate) const NOTE: &str = "A few words to whoever decides about the knock";
pub(crate) const NO_WAIT: &str =
    "Knock and return at once; the same command later, or any that connects, goes on";
pub(crate) const JOIN_MORE: &str = "\
Examples:
  sitr join 'sitr://join#...' --as Omar
  sitr join 'sitr://join#...' --as Omar --note 'we met on Friday' --no-wait

It waits until somebody decides. Stop it when you like: the same command with the same link goes
on where it was, and does not knock twice. A refusal ends it with exit code 4.

What the relay can learn: that your IP address read a card, opened a mailbox for the answer, and
put one cell of 16 KiB into the mailbox of knocks; later, that it reads a room's mailbox. Not
your name, not the note, not the room's name.";

pub(crate) const KNOCKS: &str = "List who waits to be let in";
pub(crate) const ALL_KNOCKS: &str = "Those that were answered too";
pub(crate) const KNOCKS_MORE: &str = "\
Examples:
  sitr knocks Friends
  sitr knocks Friends --all --json

What the relay can learn: that your IP address reads the mailboxes of one room and of its
invites.";
pub(crate) const ADMIT: &str = "Let somebody in who knocked";
pub(crate) const ADMIT_MORE: &str = "\
Examples:
  sitr admit Friends Omar
  sitr admit Friends 81c07d2e

Anybody can choose any name: be sure who it is before you let somebody in.

What the relay can learn: that the room's mailbox was closed and another one opened, which
happens at every change of members or keys, and that cells were put into the newcomer's answer
mailbox.";
pub(crate) const REFUSE: &str = "Refuse somebody who knocked";
pub(crate) const REASON: &str = "Why, for the newcomer to read";
pub(crate) const REFUSE_MORE: &str = "\
Examples:
  sitr refuse Friends Omar
  sitr refuse Friends 81c07d2e --reason 'we are full'

What the relay can learn: that a cell was put into the newcomer's answer mailbox; not which
answer.";

pub(crate) const SEND: &str = "Send a message";
pub(crate) const TEXT: &str = "The text; '-' or nothing reads standard input, at most 64 KiB";
pub(crate) const SEND_MORE: &str = "\
Examples:
  sitr send Friends 'see you at eight'
  sitr send Friends -- '-5 degrees today'
  git log -1 | sitr send Friends

It returns when the relay has stored the message. If the relay is out of reach the exit code is
3, and any later command that connects sends it.

What the relay can learn: that somebody at your IP address put one cell of 2 KiB into a mailbox,
and when. A long text takes another mailbox whose size shows about how long. Not the text, and
not which member it was, but for the IP address.";
pub(crate) const ANYWAY: &str = "Also if it seems to hold a telephone number, an address or a name elsewhere; without this \
     such words are not sent";
pub(crate) const LOCK_AFTER: &str =
    "Lock the screen when nothing was typed for so long, such as 5m";
pub(crate) const WHICH_MESSAGE: &str =
    "The message: its id as 'sitr read --json' shows it, or the beginning of it";
pub(crate) const REPLY: &str = "Answer a message";
pub(crate) const REPLY_MORE: &str = "\
Examples:
  sitr reply Friends 01b0084467 'so am I'
  git log -1 | sitr reply Friends 01b0084467

What the relay can learn: what it learns of 'sitr send', and not that it is an answer.";
pub(crate) const REACT: &str = "React to a message";
pub(crate) const REACTION: &str = "One of the room's reactions: ❤️ 🤗 🙏 💪 👏 🌈 🕯️ 😊";
pub(crate) const REACT_MORE: &str = "\
Examples:
  sitr react Friends 01b0084467 🤗
  sitr delete Friends 01f3a6c8e1                    takes a reaction back, by its own id

Members drop a reaction that the room does not have.

What the relay can learn: what it learns of 'sitr send', and not that it is a reaction.";
pub(crate) const EDIT: &str = "Put other words in the place of your own message";
pub(crate) const EDIT_MORE: &str = "\
Examples:
  sitr edit Friends 01b0084467 'see you at nine'

Members see that it was changed, and their devices keep what it said before.

What the relay can learn: what it learns of 'sitr send', and not that it is a change.";
pub(crate) const DELETE: &str = "Take your own message or reaction back";
pub(crate) const DELETE_MORE: &str = "\
Examples:
  sitr delete Friends 01b0084467

Its words leave every device whose program is honest and that hears of it. Nothing can be taken
back from a person who has read it, or from a device that keeps what it should not.

What the relay can learn: what it learns of 'sitr send', and not that something was taken back. The
sealed cell stays with it until its mailbox goes.";
pub(crate) const READ: &str = "Print the messages of a room";
pub(crate) const FOLLOW: &str = "Go on with new ones as they come, until Ctrl-C";
pub(crate) const SINCE: &str = "Only those after this message, or since this time: 2026-11-21T10:00:00Z, 2026-11-21, or 2h ago \
     as '2h'";
pub(crate) const LAST: &str = "Only the last so many";
pub(crate) const READ_MORE: &str = "\
Examples:
  sitr read Friends --last 20
  sitr read Friends --since 2h
  sitr read Friends --since 2026-11-21T10:00:00Z --json
  sitr read Friends --follow

The order is that in which this device wrote or received them; the time is what each sender
claims.

What the relay can learn: that your IP address reads a mailbox, from which cell on, and for how
long it goes on. It does not learn what you saw before.";

pub(crate) const MEMBERS: &str = "List the members of a room and their roles";
pub(crate) const MEMBERS_MORE: &str = "\
Examples:
  sitr members Friends
  sitr members Friends --json

What the relay can learn: that your IP address reads one mailbox. It has no list of members.";
pub(crate) const ROLE: &str =
    "Give a member a role; only admins can, and moderators between newcomer and member";
pub(crate) const ROLE_ARG: &str = "admin: gives roles; moderator: admits and removes; doorkeeper: a device that admits, and does not speak; professional, mentor: \
     know a field, go along with others; member: reads and speaks; ally: speaks in open topics; newcomer: words only, for a while";
pub(crate) const ROLE_MORE: &str = "\
Examples:
  sitr role Friends Omar moderator
  sitr role Friends Bot doorkeeper

What the relay can learn: that the room's mailbox was closed and another one opened, as at every
change of members or keys.";
pub(crate) const REMOVE: &str = "Remove a member, who then reads nothing that comes after";
pub(crate) const REMOVE_MORE: &str = "\
Examples:
  sitr remove Friends Omar

What was read before stays read: nothing can be taken back from a device.

What the relay can learn: that the room's mailbox was closed and another one opened, as at every
change of members or keys; perhaps that one IP address fewer reads it.";
pub(crate) const LEAVE: &str = "Leave a room; its keys are deleted here";
pub(crate) const LEAVE_MORE: &str = "\
Examples:
  sitr leave Friends

It returns when the request is at the relay and the keys are gone. The room shows as 'leaving'
until somebody there has taken you off the list. History stays on this device.

What the relay can learn: that somebody at your IP address put one cell of 2 KiB into a mailbox,
as with a message, and does not read there any more.";

pub(crate) const DOORKEEPER: &str = "Stay on and answer knocks by a policy, until Ctrl-C";
pub(crate) const POLICY: &str =
    "everyone: let in whoever knocks with an invite; ask: show knocks and let people decide";
pub(crate) const DOORKEEPER_MORE: &str = "\
Examples:
  sitr doorkeeper Friends --policy everyone
  sitr doorkeeper Friends --policy ask --json

It reads the room like any member, and it could refuse to end an epoch and so delay others: run
it where you would leave your own device. With 'everyone' the link alone decides who reads the
room from then on. When it stops, knocks wait for a person again.

What the relay can learn: that your IP address reads the mailboxes of one room and of its
invites all day, and is quick to answer after a knock: that it is a doorkeeper.";
pub(crate) const CHAT: &str = "Talk: history, new messages as they come, and what you type";
pub(crate) const CHAT_MORE: &str = "\
Examples:
  sitr chat Friends
  printf 'good morning\\n' | sitr chat Friends       sends, and ends when all is sent
  sitr chat Friends --lock-after 5m                 locks itself when nothing is typed

Each line is sent. Lines that begin with '/' are commands, /help lists them; '//' sends a line
that begins with '/'. A line that seems to hold something personal waits for /send.

/lock clears the screen and shows nothing but that there is something new, without room, person or
words, until the profile is unlocked as it was opened. The duress passphrase unlocks an empty one.

What the relay can learn: that your IP address reads one mailbox for as long as this runs, and
each time that you put a cell of 2 KiB into it.";

pub(crate) const EXPORT: &str = "Write what this device keeps, one JSON object a line";
pub(crate) const EXPORT_ROOM: &str =
    "Of this room only; without it of all, and the journal with them";
pub(crate) const EXPORT_MINE: &str = "Only what you said yourself";
pub(crate) const EXPORT_MORE: &str = "\
Examples:
  sitr export > mine.jsonl
  sitr export Friends --mine

The field 'export' says what each line is: room, message, confided, journal, coping-kit, filter.
What it writes is not encrypted, and holds what others said to you: keep it as you keep the
profile. Files are named, not copied: 'sitr fetch' writes them.

What the relay can learn: nothing, for it is not asked.";

pub(crate) const PROFILE_COMMAND: &str = "Change what opens the profile, or back it up";
pub(crate) const BACKUP: &str =
    "Write an encrypted copy of the profile that can be put to use later";
pub(crate) const BACKUP_FOLDER: &str = "Folder of the copy; it is made";
pub(crate) const BACKUP_MORE: &str = "\
Examples:
  sitr profile backup /media/stick/sitr
  sitr --profile /media/stick/sitr chat Friends     puts the copy to use

The same passphrase and recovery code open it. It holds your history, what you have yet to send,
and who you are in each room, and no key with which anything could be read or said. Put to use, it
comes back into your rooms by itself, with new keys, and this device is taken out of them; who
runs a room is let in by a person, and if nobody else runs it, cannot come back. So use a copy
only when this device is gone.

What the relay can learn: nothing, for it is not asked.";
pub(crate) const PASSPHRASE: &str = "Set a new passphrase";
pub(crate) const NEW_PASSPHRASE_FILE: &str =
    "Read the new passphrase from this file (its first line) instead of asking for it";
pub(crate) const PASSPHRASE_MORE: &str = "\
Examples:
  sitr profile passphrase
  sitr --profile DIR profile passphrase             of the profile that quickstart made

A key file that lies beside the database is removed, and a new recovery code is shown then.
Copies of the folder that were made before still open the old way.

What the relay can learn: nothing, for it is not asked.";
pub(crate) const RECOVER: &str = "Open the profile by its recovery code and set a new passphrase";
pub(crate) const CODE_FILE: &str = "Read the recovery code from this file instead of asking for it";
pub(crate) const RECOVER_MORE: &str = "\
Examples:
  sitr profile recover

The recovery code was shown when the profile was made. It stays good.

What the relay can learn: nothing, for it is not asked.";
pub(crate) const DURESS: &str =
    "Set a second passphrase that destroys the profile and opens an empty one";
pub(crate) const DURESS_MORE: &str = "\
Examples:
  sitr profile duress

For somebody who may be forced to open it. Whoever types that passphrase, in any command, finds a
profile without rooms; the keys and the history that were there are gone, on this device for
good. The rooms do not hear of it. The recovery code and the keyring no longer open anything.

It does not help against somebody who copied the folder before, nor where the keyring opens the
profile without a passphrase. An empty profile made this minute can itself be noticed.

What the relay can learn: nothing, for it is not asked.";
pub(crate) const DESTROY: &str = "Destroy the profile: its keys, then its history";
pub(crate) const DESTROY_YES: &str = "Really; nothing brings it back";
pub(crate) const DESTROY_MORE: &str = "\
Examples:
  sitr profile destroy --yes

No passphrase is asked: whoever can delete the folder can do this. The keys are overwritten
before they are removed; what a disk keeps of old blocks is beyond this program. The rooms do not
hear of it: 'sitr leave' comes first where you want to be gone.

What the relay can learn: nothing, for it is not asked.";
