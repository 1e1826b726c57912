//! Help of what members do beside talking.

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

/// Ends the help of what stays here.
macro_rules! here {
    ($examples:literal) => {
        concat!(
            $examples,
            "

What the relay can learn: nothing, for it is not asked."
        )
    };
}

pub(crate) const WORDS: &str = "The text";
pub(crate) const REPORT: &str = "Show a message to those who keep the room, without your name";
pub(crate) const REPORT_REASON: &str = "Why: harassment, threat, sexual-approach, personal-data, moved-elsewhere, harmful-advice, \
     misinformation, self-harm-content, spam, race, sex-or-gender, orientation, religion, ability, age, nationality, belief, \
     culture, other";
pub(crate) const REPORT_MORE: &str = said!(
    "\
Examples:
  sitr report Friends 01b0084467 --reason threat 'he writes this to others too'

It proves who said the message. It does not reach its author, as long as somebody else keeps the
room. Members see that there was a deposit, not whose; deposits of nobody come now and then."
);
pub(crate) const WHISPER: &str = "Say something to those who keep the room, without your name";
pub(crate) const WHISPER_MORE: &str = said!(
    "\
Examples:
  sitr whisper Friends 'can somebody look at the topic Music?'"
);
pub(crate) const APPEAL: &str = "Ask another moderator to look at a measure";
pub(crate) const APPEAL_MORE: &str = said!(
    "\
Examples:
  sitr appeal Friends 01b0084467 'it was a quotation'

The message is the entry of the log, as 'sitr mod log --json' shows it."
);
pub(crate) const NEED: &str = "'I need someone now': call those of the room who answer such calls";
pub(crate) const NEED_MORE: &str = said!(
    "\
Examples:
  sitr need Friends 'please, somebody'

They are people like you, and no emergency service. Your name is not told."
);
pub(crate) const ANSWER_ASIDE: &str = "Answer what was said to you in confidence";
pub(crate) const ANSWER_ASIDE_MORE: &str = said!(
    "\
Examples:
  sitr answer Friends 01b0084467 'we are here, write to us'

Only who asked can read it; your name is in it."
);
pub(crate) const DESK: &str = "List what was said to you, or by you, in confidence";
pub(crate) const DESK_MORE: &str = "\
Examples:
  sitr desk Friends
  sitr desk Friends --json

What the relay can learn: that your IP address reads one mailbox.";

pub(crate) const POLL: &str = "Ask the room, vote, count";
pub(crate) const POLL_CREATE: &str = "Ask the room";
pub(crate) const POLL_VOTE: &str = "Vote, or vote otherwise";
pub(crate) const POLL_SHOW: &str = "Show polls and what came of them";
pub(crate) const POLL_QUESTION: &str = "What is asked";
pub(crate) const POLL_OPTION: &str = "What can be answered; 2 to 20";
pub(crate) const POLL_CHOICES: &str = "How many options one member may choose";
pub(crate) const POLL_SECRET: &str = "Only you, who ask, see who votes for what";
pub(crate) const POLL_HIDDEN: &str = "Show no result below so many votes";
pub(crate) const POLL_FOR: &str = "How long it is open, such as 3d";
pub(crate) const POLL_NUMBER: &str = "Number of an option, from 1 on; none takes the vote back";
pub(crate) const POLL_MORE: &str = said!(
    "\
Examples:
  sitr poll create Friends 'When shall we meet?' Monday Friday --hidden-below 5
  sitr poll vote Friends 01b0084467 2
  sitr poll show Friends

One member has one vote, and the last one counts."
);

pub(crate) const TOPIC: &str = "Begin a topic";
pub(crate) const TOPIC_MORE: &str = said!(
    "\
Examples:
  sitr topic Friends 'Music'"
);
pub(crate) const TOPICS: &str = "List topics, with what is unread in each";
pub(crate) const TOPICS_MORE: &str = "\
Examples:
  sitr topics Friends

What the relay can learn: that your IP address reads one mailbox.";
pub(crate) const MUTE: &str = "Hear nothing of a topic";
pub(crate) const MUTE_OFF: &str = "Hear of it again";
pub(crate) const MUTE_MORE: &str = here!(
    "\
Examples:
  sitr mute Friends 01b0084467
  sitr mute Friends 01b0084467 --off"
);
pub(crate) const SEARCH: &str = "Find words in this device's history of a room";
pub(crate) const SEARCH_MORE: &str = here!(
    "\
Examples:
  sitr search Friends 'thank you'

Case, accents and vowel marks make no difference."
);
pub(crate) const SHOW: &str =
    "Show a room as it is now: changed, taken back, folded, with reactions";
pub(crate) const SHOW_MORE: &str = here!(
    "\
Examples:
  sitr show Friends
  sitr show Friends --json"
);
pub(crate) const OPEN: &str = "Show a message that is folded";
pub(crate) const OPEN_MORE: &str = here!(
    "\
Examples:
  sitr open Friends 01b0084467

What a moderator has hidden stays hidden."
);
pub(crate) const ATTACH: &str = "Send a picture, a voice note or a file";
pub(crate) const ATTACH_FILE: &str = "A JPEG, PNG, WebP, WAV or text file, at most 4 MiB";
pub(crate) const ATTACH_ALT: &str = "What it shows, or says, for who cannot see or hear it";
pub(crate) const ATTACH_AS_IS: &str = "Send it with all that stands in it, whatever it is";
pub(crate) const ATTACH_MORE: &str = "\
Examples:
  sitr attach Friends cat.jpg --alt 'my cat asleep on a book'

Where and with what it was taken is left out.

What the relay can learn: that somebody put cells into another mailbox, whose size shows about
how large the file is, and then a cell of 2 KiB into the room's.";
pub(crate) const FETCH: &str = "Fetch the file of a message";
pub(crate) const FETCH_FILE: &str = "Where to write it; nothing that is there is overwritten";
pub(crate) const FETCH_MORE: &str = "\
Examples:
  sitr fetch Friends 01b0084467 cat.jpg

What the relay can learn: that your IP address reads a mailbox with a file.";

pub(crate) const CARE: &str = "Look after yourself: on this device, and nowhere else";
pub(crate) const CARE_CARD: &str = "Show the crisis card";
pub(crate) const CARE_JOURNAL: &str = "Write into the journal, or read it";
pub(crate) const CARE_KIT: &str = "Add to the coping kit, or look into it";
pub(crate) const CARE_QUIET: &str = "Set hours without sound";
pub(crate) const CARE_FILTER: &str = "Have words and labels folded, in every room";
pub(crate) const CARE_CHECK: &str = "See whether a text holds personal details";
pub(crate) const LANGUAGE: &str = "In which language [default: that of --lang]";
pub(crate) const KEEP_WORDS: &str = "What to keep; nothing shows what was kept";
pub(crate) const QUIET_HOURS: &str = "Such as 22:00-07:00, by this machine's clock; 'never'";
pub(crate) const FILTER_WORD: &str = "A word, or a label such as war; none for no filter";
pub(crate) const CARE_MORE: &str = here!(
    "\
Examples:
  sitr care card --language ar
  sitr care journal 'slept well'
  sitr care kit 'call Salma'
  sitr care quiet 22:00-07:00
  sitr care filter war exams
  sitr care check 'my number is +49 170 1234567'"
);
