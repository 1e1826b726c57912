//! What can be said: ids that stay, and the arguments that they take.
//!
//! A phrase with arguments is made by a function of its own, so that neither its id nor an argument can be
//! misspelt. What has a stable name for machines already is found by that name, in its [`Group`].

/// Something to be said: an id and arguments, in no language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    id: String,
    args: Vec<(&'static str, Arg)>,
}

/// What stands in a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arg {
    /// What somebody wrote; isolated in every language.
    Name(String),
    /// What is copied or typed as it stands: a command, a day, a path, a word of the same language.
    Token(String),
    /// Chooses between forms.
    Key(&'static str),
    /// A count; it chooses the plural form.
    Number(u64),
}

impl Phrase {
    /// One without arguments.
    pub(crate) fn plain(id: &str) -> Self {
        Self { id: id.to_owned(), args: Vec::new() }
    }

    /// What has this stable name in a group.
    #[must_use]
    pub fn named(group: Group, name: &str) -> Option<Self> {
        let is_known = group.names().contains(&name);
        is_known.then(|| Self::plain(&format!("{}-{name}", group.prefix())))
    }

    /// Its id: lower-case words joined by hyphens. It stays.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn args(&self) -> &[(&'static str, Arg)] {
        &self.args
    }

    /// The ids of all phrases.
    pub(crate) fn ids() -> impl Iterator<Item = String> {
        let groups = Group::ALL.iter().flat_map(|group| {
            group.names().iter().map(|name| format!("{}-{name}", group.prefix()))
        });
        let plain = crate::GUIDELINES.iter().map(|id| (*id).to_owned());
        groups.chain(plain).chain(MADE.iter().map(|(id, _)| (*id).to_owned()))
    }
}

macro_rules! groups {
    ($($(#[$doc:meta])* $group:ident = $prefix:literal [$($name:literal),* $(,)?];)*) => {
        /// Kinds of things that have stable names for machines.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Group { $($(#[$doc])* $group),* }

        impl Group {
            pub(crate) const ALL: &[Self] = &[$(Self::$group),*];

            /// How the ids of its phrases begin.
            pub(crate) const fn prefix(self) -> &'static str {
                match self { $(Self::$group => $prefix),* }
            }

            /// The names that there are words for.
            #[must_use]
            pub const fn names(self) -> &'static [&'static str] {
                match self { $(Self::$group => &[$($name),*]),* }
            }
        }
    };
}

groups! {
    /// Roles of members.
    Role = "role" [
        "admin", "moderator", "doorkeeper", "professional", "mentor", "member", "ally", "newcomer",
    ];
    /// Where this device stands in a room, as a sentence.
    State = "state" ["joined", "waiting", "leaving", "left", "removed", "refused", "stuck", "moving"];
    /// What a person should know at once.
    Alarm = "alarm" [
        "relay-splits", "transcript-differs", "relay-end", "relay-mark", "fork-attempt", "stuck", "raid",
        "relay-forgets",
        "relay-restored", "replaced", "copied-profile", "no-steward-secret", "end-missing",
    ];
    /// What a message is beside its words.
    Mark = "mark" [
        "reply", "edit", "reaction", "deletion", "deleted", "file", "folded", "queued", "failed", "you",
        "muted", "draft",
    ];
    /// What a folded message is about.
    Label = "label" [
        "other", "self-harm", "suicide", "abuse", "sexual-violence", "violence", "addiction", "eating",
        "death", "discrimination", "medical", "sexuality", "war", "religion", "politics", "spoiler",
    ];
    /// Why a message is reported.
    Reason = "reason" [
        "other", "harassment", "threat", "sexual-approach", "personal-data", "moved-elsewhere",
        "harmful-advice", "misinformation", "self-harm-content", "spam", "race", "sex-or-gender",
        "orientation", "religion", "ability", "age", "nationality", "belief", "culture",
    ];
    /// What moderators do.
    Measure = "measure" [
        "nudge", "fold", "hide", "restore", "lock", "slow-mode", "timeout", "probation", "remove", "ban",
        "lift", "mediation",
    ];
    /// Personal details that words seem to hold.
    Personal = "personal" ["phone", "email", "handle", "address"];
    /// What may stand on a locked screen.
    Notice = "notice" ["something", "look-here"];
    /// Why everybody drops a message, or a commit.
    Why = "why" [
        "role", "timeout", "guidelines", "palette", "too-soon", "closed", "locked", "direct", "not-own",
        "peer", "manner", "steward", "remove-rank", "policy-rank", "no-admin", "banned", "keeper-rank",
        "lift-rank", "vote", "vouch", "over",
    ];
    /// What went wrong.
    Error = "error" [
        "storage", "no-room", "not-active", "not-steward", "no-message", "nobody", "last-admin",
        "no-member", "no-invite", "no-knock", "knock-answered", "being-removed", "too-large", "setting",
        "guidelines", "card", "expired", "already-member", "no-consent", "as-member",
        "not-of-community", "relay-identity", "route", "onion", "proxy", "token",
        "relay-protocol", "relay-work", "unreachable", "link-foreign", "link-damaged", "link-version",
        "patience", "file", "closed", "wrong-passphrase", "no-text", "not-sent",
        "connection-lost", "name-empty", "name-control", "file-kind", "file-damaged",
        "evidence-form", "evidence-altered", "content-form", "locked", "personal", "cannot-write",
        "no-terminal", "relay-not-started", "empty-passphrase", "passphrases-differ", "not-utf8",
        "unfit-line", "no-threads", "no-signals", "no-home", "not-admitted", "role-not-given",
        "not-removed", "two-ways", "no-event", "no-petition", "no-poll", "no-call", "no-resource",
        "no-entry", "no-aside", "not-held", "too-late", "no-wish", "not-done", "no-label",
        "no-reason", "needs-end", "nothing-to-lift", "guidelines-uneven", "from-one", "who",
        "moving", "not-moving", "same-relay", "less-guarded", "relay-limits", "too-many-devices", "no-device", "last-device", "device-code", "not-moved", "no-offer", "several-offers",
    ];
    /// What to do next.
    Hint = "hint" [
        "storage", "no-room", "not-active", "not-steward", "unsaid", "last-admin", "no-member", "no-knock",
        "guidelines", "name", "too-long", "expired", "relay-identity", "token", "unreachable", "link",
        "patience", "refused", "open", "usage", "unvouched", "no-consent", "as-member", "not-of-community",
        "no-device", "last-device", "device-code",
        "no-invite", "too-many-invites", "too-large", "being-removed", "setting", "content",
        "no-message", "already-member", "bug", "route", "onion", "proxy", "work", "protocol", "file", "backup",
        "strip", "closed", "locked", "personal", "create", "no-keyring", "slots", "code",
        "no-profile", "no-terminal", "passphrase", "io", "output", "ambiguous", "dropped",
        "nothing", "message-id", "relay-runs", "relay-port", "relay-folder", "relay-malformed",
        "relay-version", "relay-not-found", "relay-signature", "relay-size", "relay-closed",
        "relay-conflict", "relay-full", "relay-gone", "relay-ticket", "relay-limit", "relay-busy",
        "moving", "not-moving", "same-relay", "less-guarded", "relay-limits", "still-kept",
    ];
    /// What went wrong with a profile, its keys and its files.
    Keys = "keys" [
        "missing", "other-way", "wrong-code", "keyring-empty", "keyring-wrong", "keyring-fails",
        "keyring-absent", "keyring-refused", "keyring-forgetful", "unreadable", "database",
        "folder", "not-opened", "there-is-one", "no-keyring-slot", "not-made", "not-written",
        "database-not-made", "folder-not-written", "last-way", "no-slot", "wrong-old",
        "same-as-duress", "other-profile", "keyring-unchanged", "slot-not-made", "slots-failed",
        "file-missing", "file-io", "no-random", "no-memory", "database-damaged", "no-sqlcipher",
        "database-io", "code-mistyped", "unchanged", "not-created", "needs-passphrase",
    ];
    /// What the system says of a file.
    System = "system" [
        "not-found", "no-permission", "exists", "no-space",
    ];
    /// Why a relay refuses.
    Refusal = "refusal" [
        "malformed", "version", "not-found", "signature", "size", "closed", "conflict", "full",
        "gone", "ticket", "limit", "busy",
    ];
    /// What is asked for at a terminal.
    Prompt = "prompt" [
        "passphrase", "new-passphrase", "again", "code",
    ];
    /// What the orders of a chat do.
    Order = "order" [
        "members", "knocks", "admit", "refuse", "link", "lock", "send", "quit", "say",
    ];
    /// Where something stands, in a word or two.
    Short = "short" [
        "waiting", "joined", "leaving", "left", "removed", "refused", "stuck", "admitting",
        "admitted", "revoked", "expired", "used-up", "good", "moving",
    ];
    /// Settings of a room and of a device.
    Setting = "setting" [
        "name", "bans", "timeouts", "guidelines", "slow-mode", "palette", "hours", "retention",
        "direct-messages", "age", "votes", "probation", "open-topics", "lock", "locked",
        "locked-topics", "raid", "quiet", "budget", "break", "filter", "vouches", "last-day", "community",
    ];
    /// Values of settings.
    Value = "value" [
        "always", "all", "youth", "adults", "none",
    ];
    /// Kinds of what is said.
    Kind = "kind" [
        "topic", "rooms", "poll", "vote", "petition", "signature", "event", "resource", "note",
        "guidelines", "proposal", "acceptance", "answered", "crisis-answer", "celebration",
        "campaign", "direct-offer", "moderation", "report", "appeal", "crisis-call",
        "invite-request", "lineage", "rsvp", "place", "whisper", "other", "vouch", "mediation", "refounding", "device-request",
    ];
    /// What is said where one device brings another in.
    Device = "device" ["follow", "type-code", "linked", "this", "removing"];
    /// What a note on facts says.
    Verdict = "verdict" [
        "right", "misleading", "wrong", "unproven", "not-medical-advice", "not-legal-advice",
    ];
    /// What was confided, and to whom.
    Confided = "confided" ["report", "whisper", "appeal", "call", "answer", "vote", "vouch", "mediation"];
    /// What is said at a room's door, and before anything is there.
    Said = "said" [
        "relay-stays",
        "vote-stands",
        "proposed",
        "no-motions",
        "rsvp",
        "asked-alone",
        "cancelled",
        "place-unknown",
        "on-your-way",
        "reviewed",
        "not-reviewed",
        "offline", "online", "refused", "log-empty", "join-stop", "answers-wanted", "accept-wanted",
        "no-guidelines", "guidelines-elsewhere", "accepted", "not-accepted", "acceptance-waits",
        "quickstart-link", "quickstart-loopback", "quickstart-ip", "no-rooms", "no-knocks",
        "care-not-reviewed", "care-nothing-found", "no-newcomers", "as-member-wanted", "tied", "untied",
        "standing-notice", "locked", "unlocked", "send-anyway", "no-professionals",
        "passphrase-set", "duress-set", "destroyed", "no-invites", "doorkeeper-stops",
        "admits-everyone", "no-link", "none-listed", "listed", "unlisted", "invite-asked",
        "exported", "asked", "on-this-device", "fetched", "kept", "place-online", "not-checked",
        "you-too", "rules-of-room", "vouch-gone", "recovery-code", "key-file", "somebody", "yes", "no",
    ];
}

macro_rules! phrases {
    ($($make:ident = $id:literal ($($arg:ident: $type:ty as $kind:ident),+);)*) => {
        $(
            #[doc = concat!("The phrase `", $id, "`.")]
            #[must_use]
            pub fn $make($($arg: $type),+) -> Phrase {
                let args = vec![$((stringify!($arg), Arg::$kind($arg.into()))),+];
                Phrase { id: $id.to_owned(), args }
            }
        )*

        /// Those that are made by functions, with their arguments.
        pub(crate) const MADE: &[(&str, &[&str])] = &[$(($id, &[$(stringify!($arg)),+])),*];

        /// The arguments that are counts, each with its phrase.
        #[cfg(test)]
        pub(crate) fn phrases_of_numbers() -> Vec<(&'static str, &'static str)> {
            let all = [$($(($id, stringify!($arg), stringify!($kind))),+),*];
            all.into_iter().filter(|(.., kind)| *kind == "Number").map(|(id, arg, _)| (id, arg)).collect()
        }
    };
}

phrases! {
    event_joined = "event-joined" (who: &str as Name);
    event_gone = "event-gone" (who: &str as Name);
    event_returned = "event-returned" (who: &str as Name);
    event_device_came = "event-device-came" (who: &str as Name);
    event_device_gone = "event-device-gone" (who: &str as Name);
    device_code = "device-code" (code: &str as Token);
    event_role = "event-role" (who: &str as Name, role: &str as Token);
    event_silent = "event-silent" (who: &str as Name, days: u32 as Number);
    event_knock = "event-knock" (who: &str as Name);
    event_knock_says = "event-knock-says" (who: &str as Name, note: &str as Name);
    event_unsaid = "event-unsaid" (who: &str as Name, why: &str as Token);
    event_aside = "event-aside" (words: &str as Token);
    event_aside_named = "event-aside-named" (who: &str as Name, words: &str as Token);
    event_mediation = "event-mediation" (who: &str as Name, command: &str as Token);
    mediation_offer = "mediation-offer" (who: &str as Name, with: &str as Name, day: &str as Token, days: u32 as Number);
    event_vouches = "event-vouches" (who: &str as Name);
    event_vouches_not = "event-vouches-not" (who: &str as Name);
    tied_to = "tied-to" (here: &str as Name, there: &str as Name);
    tied_banned = "tied-banned" (here: &str as Name, there: &str as Name);
    newcomer_vouches = "newcomer-vouches" (have: u32 as Number, need: u32 as Number);
    event_dropped = "event-dropped" (why: &str as Name);
    event_settings = "event-settings" (settings: &str as Token);
    event_retires = "event-retires" (day: &str as Token, command: &str as Token);
    event_refounded = "event-refounded" (who: &str as Name, command: &str as Token);
    event_moves = "event-moves" (routes: &str as Name, command: &str as Token);
    event_answers = "event-answers" (yes: u32 as Number, maybe: u32 as Number, no: u32 as Number);
    place_told = "place-told" (count: u64 as Number);
    direct_asks = "direct-asks" (who: &str as Name);
    event_refused_why = "event-refused-why" (why: &str as Name);
    mark_folded_for = "mark-folded-for" (labels: &str as Token);
    log_missing = "log-missing" (who: &str as Name);
    log_rule = "log-rule" (number: u16 as Number);
    log_until = "log-until" (day: &str as Token);
    join_waiting = "join-waiting" (room: &str as Name, name: &str as Name);
    join_knocked = "join-knocked" (room: &str as Name);
    join_in = "join-in" (room: &str as Name, command: &str as Token);
    guidelines_also = "guidelines-also" (tags: &str as Token, option: &str as Token);
    door_shows = "door-shows" (room: &str as Name);
    chat_begins = "chat-begins" (room: &str as Name);
    chat_knock = "chat-knock" (who: &str as Name);
    chat_knock_says = "chat-knock-says" (who: &str as Name, note: &str as Name);
    quickstart_join = "quickstart-join" (command: &str as Token);
    knock_admitted = "knock-admitted" (who: &str as Name);
    knock_refused = "knock-refused" (who: &str as Name);
    member_removed = "member-removed" (who: &str as Name);
    room_left = "room-left" (room: &str as Name);
    room_leaving = "room-leaving" (room: &str as Name);
    room_refounded = "room-refounded" (room: &str as Name);
    room_moved = "room-moved" (room: &str as Name, relay: &str as Token);
    room_followed = "room-followed" (room: &str as Name, relay: &str as Token);
    topic_unread = "topic-unread" (count: u32 as Number);
    invite_used = "invite-used" (used: u64 as Number, uses: u32 as Number);
    care_found = "care-found" (what: &str as Token);
    told_error = "told-error" (message: &str as Token);
    told_hint = "told-hint" (hint: &str as Token);
    error_forbidden_for = "error-forbidden-for" (why: &str as Token);
    error_unsaid_for = "error-unsaid-for" (why: &str as Token);
    error_unvouched = "error-unvouched" (have: u32 as Number, need: u32 as Number);
    error_no_profile = "error-no-profile" (folder: &str as Token);
    error_unknown = "error-unknown" (kind: &'static str as Key, typed: &str as Name);
    keys_file_damaged = "keys-file-damaged" (what: &str as Token);
    keys_newer = "keys-newer" (file: &str as Token, found: &str as Token, known: &str as Token);
    keys_code_length = "keys-code-length" (wanted: u64 as Number, found: u64 as Number);
    keys_code_sign = "keys-code-sign" (position: u64 as Number);
    system_says = "system-says" (what: &str as Name);
    relay_refused = "relay-refused" (what: &str as Token);
    relay_refused_limit = "relay-refused-limit" (what: &str as Token, limit: &str as Token, value: u64 as Number);
    relay_refused_wait = "relay-refused-wait" (said: &str as Token, seconds: u64 as Number);
    error_content_limit = "error-content-limit" (what: &str as Token, max: u64 as Number);
    error_still_kept = "error-still-kept" (days: u64 as Number);
    error_too_long = "error-too-long" (max: u64 as Number);
    error_name_too_long = "error-name-too-long" (max: u64 as Number);
    error_too_many_invites = "error-too-many-invites" (max: u64 as Number);
    error_bug = "error-bug" (what: &str as Token);
    error_backup = "error-backup" (why: &str as Token);
    error_ambiguous = "error-ambiguous" (typed: &str as Name, found: &str as Token);
    error_unreadable = "error-unreadable" (path: &str as Token);
    error_unwritable = "error-unwritable" (path: &str as Token);
    error_span = "error-span" (typed: &str as Name);
    error_moment = "error-moment" (typed: &str as Name);
    error_filter = "error-filter" (typed: &str as Name);
    error_value = "error-value" (value: &str as Name, setting: &str as Token);
    error_proxy_address = "error-proxy-address" (typed: &str as Name);
    error_language = "error-language" (known: &str as Token);
    hint_there_is = "hint-there-is" (found: &str as Token);
    profile_made = "profile-made" (folder: &str as Token);
    profile_backed_up = "profile-backed-up" (folder: &str as Token, command: &str as Token);
    profile_is_in = "profile-is-in" (folder: &str as Token);
    room_made = "room-made" (room: &str as Name, id: &str as Token);
    room_known_as = "room-known-as" (state: &str as Token, name: &str as Name);
    room_safety = "room-safety" (room: &str as Name, epoch: u64 as Number);
    invite_revoked = "invite-revoked" (id: &str as Token);
    knock_says = "knock-says" (note: &str as Name);
    message_sent = "message-sent" (id: &str as Token);
    doorkeeper_everyone = "doorkeeper-everyone" (room: &str as Name);
    doorkeeper_asks = "doorkeeper-asks" (room: &str as Name);
    chat_no_command = "chat-no-command" (typed: &str as Name);
    quickstart_relay = "quickstart-relay" (url: &str as Token);
    directory_renewed = "directory-renewed" (count: u64 as Number);
    directory_listed_by = "directory-listed-by" (who: &str as Name);
    motion_votes = "motion-votes" (ayes: u64 as Number, electors: u64 as Number);
    message_held = "message-held" (number: &str as Token, command: &str as Token);
    resource_version = "resource-version" (version: u32 as Number);
    resource_checked = "resource-checked" (day: &str as Token);
    resource_by = "resource-by" (who: &str as Name);
    setting_set = "setting-set" (what: &str as Token);
    measure_taken = "measure-taken" (what: &str as Token);
    lineage_came_by = "lineage-came-by" (who: &str as Name, by: &str as Name);
    lineage_vouched = "lineage-vouched" (by: &str as Name, who: &str as Name);
    aside_of = "aside-of" (kind: &str as Token, who: &str as Name);
    ends_after_reading = "ends-after-reading" (seconds: u64 as Number);
}
