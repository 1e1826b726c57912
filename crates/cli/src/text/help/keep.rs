//! Help of `mod` and `guidelines`.

/// Ends the help of what a commit does.
macro_rules! by_commit {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: that the room's mailbox was closed and another one opened, as at every
change of members or keys, and that a cell of 2 KiB was put into it. Not what was decided."
        )
    };
}

/// Ends the help of what a message does.
macro_rules! by_message {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: what it learns of 'sitr send', and not what it is."
        )
    };
}

/// Ends the help of what is read.
macro_rules! by_reading {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: that your IP address reads one mailbox."
        )
    };
}

/// Ends the help of what stays on the device.
macro_rules! by_nothing {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: nothing, for it is not asked."
        )
    };
}

pub(crate) const MOD: &str = "Keep a room: settings, measures, guidelines, and the log of it";
pub(crate) const RULE: &str = "Number of the guideline that it goes by; 0 if there are none";
pub(crate) const WHY: &str = "Why, in words that the member can understand; members read it";
pub(crate) const LABEL: &str = "What it is about: self-harm, suicide, abuse, sexual-violence, violence, addiction, eating, death, \
     discrimination, medical, sexuality, war, religion, politics, spoiler, other; may be repeated";
pub(crate) const UNTIL: &str = "How long, in whole days from today; a ban without it has no end";
pub(crate) const LOCK_TOPIC: &str = "Only this topic: the id of the message that began it";
pub(crate) const SLOW_SPAN: &str = "Time between two messages of one member, up to 6h; 0 for none";
pub(crate) const WHICH_SETTING: &str = "What to set";
pub(crate) const SETTING_VALUE: &str = "Its value; see the examples";
pub(crate) const GUIDELINES_FIRST: &str = "Seven rules in twelve languages to begin with; all but the English have been reviewed by nobody yet";
pub(crate) const GUIDELINES_FILE: &str = "A text file for each language, named by its tag, such as en.txt or ar.txt; each line is a rule, \
     the same number in all";
pub(crate) const QUESTION: &str = "What newcomers are asked, at most 5; none for nothing";
pub(crate) const PER_HOUR: &str = "Knocks of an hour at which the door closes; 0 for never";
pub(crate) const ACCEPT: &str = "Accept them";
pub(crate) const ALL_LANGUAGES: &str =
    "Show the guidelines in every language that they have, not in your own alone";

pub(crate) const MOD_SETTINGS: &str = "Show what the room has decided";
pub(crate) const MOD_SETTINGS_MORE: &str = by_reading!(
    "\
Examples:
  sitr mod settings Friends
  sitr mod settings Friends --json"
);
pub(crate) const MOD_SET: &str = "Set something of the room; only admins can";
pub(crate) const MOD_SET_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod set Friends palette '❤️ 🙏 🌈'            reactions; 'usual' for the usual ones
  sitr mod set Friends hours 16:00-22:00            open hours in UTC; 'always'
  sitr mod set Friends retention 30d                how long messages are kept; 0
  sitr mod set Friends direct-messages yes
  sitr mod set Friends age youth                    all, youth or adults
  sitr mod set Friends votes yes                    guidelines change by vote only
  sitr mod set Friends probation yes                who enters is a newcomer
  sitr mod set Friends vouches 2                    how many members vouch before that ends; 0 to 5
  sitr mod set Friends last-day 2027-01-31          nothing is said after it; 'none'
  sitr mod set Friends open-topic 01b0084467        allies may speak in it; close-topic
  sitr mod set Friends name 'Good friends'"
);
pub(crate) const MOD_GUIDELINES: &str =
    "Set the guidelines; everybody reads only until they have accepted them";
pub(crate) const MOD_GUIDELINES_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod guidelines Friends en.txt
  sitr mod guidelines Friends en.txt ar.txt de.txt
  sitr mod guidelines Friends --first               seven rules in twelve languages, to begin with

Open invites show the guidelines as they were, and are revoked. All languages together have at
most 12 KiB."
);
pub(crate) const MOD_ASK: &str = "Have new invites ask newcomers something";
pub(crate) const MOD_ASK_MORE: &str = by_nothing!(
    "\
Examples:
  sitr mod ask Friends 'How did you hear of us?' 'What do you hope for?'
  sitr mod ask Friends                              ask nothing

It holds for invites that this device makes from now on."
);
pub(crate) const MOD_RAID: &str = "Set how many knocks of an hour close the door";
pub(crate) const MOD_RAID_MORE: &str = by_nothing!(
    "\
Examples:
  sitr mod raid Friends --per-hour 50
  sitr mod raid Friends --per-hour 0                never

When so many knocked within an hour, this device lets nobody in unseen any more and revokes the
open invites. Nobody who waits is lost. A new invite opens the door again."
);
pub(crate) const MOD_HIDE: &str = "Hide a message from everybody";
pub(crate) const MOD_HIDE_MORE: &str = by_message!(
    "\
Examples:
  sitr mod hide Friends 01b0084467 --rule 2 --reason 'names a person'

Honest programs show it no more. Whoever read it has read it."
);
pub(crate) const MOD_FOLD: &str = "Fold a message under a content warning";
pub(crate) const MOD_FOLD_MORE: &str = by_message!(
    "\
Examples:
  sitr mod fold Friends 01b0084467 --label self-harm
  sitr mod fold Friends 01b0084467 --label war --label death --rule 4"
);
pub(crate) const MOD_RESTORE: &str = "Show a hidden or folded message as it was";
pub(crate) const MOD_RESTORE_MORE: &str = by_message!(
    "\
Examples:
  sitr mod restore Friends 01b0084467 --reason 'on appeal'"
);
pub(crate) const MOD_TIMEOUT: &str = "Let a member read and not speak for some days";
pub(crate) const MOD_TIMEOUT_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod timeout Friends Omar --for 3d --rule 1 --reason 'insults'

The member may leave, take back what it said, and accept guidelines. After the last day the
device of a moderator ends it."
);
pub(crate) const MOD_BAN: &str = "Take somebody out who stays out";
pub(crate) const MOD_BAN_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod ban Friends Omar --rule 3 --reason 'threats'
  sitr mod ban Friends Omar --for 30d --rule 3

It is the persona that is banned, by whatever invite it knocks. A person can come with a new one:
let in whom somebody knows. Ending a ban is for an admin, or for another moderator."
);
pub(crate) const MOD_LIFT: &str = "End a timeout, a ban or a probation before its time";
pub(crate) const MOD_LIFT_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod lift Friends Omar --reason 'on appeal'"
);
pub(crate) const MOD_PROBATION: &str = "Make a member a newcomer again: words only";
pub(crate) const MOD_PROBATION_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod probation Friends Omar --rule 5 --reason 'links to shops'"
);
pub(crate) const MOD_LOCK: &str = "Let only moderators and admins speak, in the room or a topic";
pub(crate) const MOD_UNLOCK: &str = "Let everybody speak again, in the room or a topic";
pub(crate) const MOD_LOCK_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod lock Friends --reason 'a break for tonight'
  sitr mod lock Friends --topic 01b0084467
  sitr mod unlock Friends"
);
pub(crate) const MOD_SLOW: &str = "Set how long a member waits between two messages";
pub(crate) const MOD_SLOW_MORE: &str = by_commit!(
    "\
Examples:
  sitr mod slow Friends 30s
  sitr mod slow Friends 0                           no waiting

It goes by the times that members' devices claim."
);
pub(crate) const MOD_LOG: &str = "Show what moderators and admins did; every member can";
pub(crate) const MOD_LOG_MORE: &str = by_reading!(
    "\
Examples:
  sitr mod log Friends
  sitr mod log Friends --json

Each entry names its author's entry before: where one is missing or was changed, the next says
so."
);

pub(crate) const GUIDELINES: &str = "Show the room's guidelines, and accept them";
pub(crate) const GUIDELINES_MORE: &str = by_commit!(
    "\
Examples:
  sitr guidelines Friends
  sitr guidelines Friends --accept
  sitr guidelines Friends --all-languages

Who has not accepted the present guidelines reads and does not speak."
);

pub(crate) const ANSWER: &str =
    "An answer to a question of the room, in their order; may be repeated";
pub(crate) const ACCEPT_AT_DOOR: &str =
    "Accept the guidelines that the room shows at its door; without it you read only";
pub(crate) const DOOR: &str = "Show what a room asks and expects, before you knock";
pub(crate) const DOOR_MORE: &str = "\
Examples:
  sitr door 'sitr://join#...'

Whoever has the link sees the same. Nothing is said by looking.

What the relay can learn: that your IP address reads one mailbox of one cell, as before a knock.";
