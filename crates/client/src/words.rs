//! What a person reads of what the SDK tells, in twelve languages.
//!
//! The SDK tells everything as data with stable names. [`Words`] says it: what happened by [`told`], what went wrong by
//! [`Error::message_in`], and whatever has a name in a [`Group`] by [`Words::name`].
//!
//! ```
//! use sitr_client::words::{Group, Language, Words};
//! use sitr_client::{Alarm, direction};
//!
//! let words = Words::of(Language::negotiate(["ar", "en"]));
//! let alarm = words.name(Group::Alarm, Alarm::RelaySplits.name());
//! assert_eq!(direction(&alarm).name(), "rtl");
//! assert!(!words.is_reviewed(), "which a program shows beside it");
//! ```

mod errors;

pub use errors::error_in;
pub use sitr_words::{Group, Language, Phrase, Words, balanced, isolated, phrase};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sitr_client_core::MemberId;
use sitr_content::Guidelines;

use crate::error::Error;
use crate::view::{What, standing_name};

/// How `sitr` moves a room: what to do where a relay is given up.
pub const MOVE: &str = "sitr room move ROOM --relay URL";
/// How `sitr` comes along into a room that was founded anew.
pub const ALONG: &str = "sitr room along ROOM";
/// How `sitr` follows a room that has moved.
pub const FOLLOW: &str = "sitr room follow ROOM";
/// How `sitr` shows the mediations that were offered.
pub const MEDIATIONS: &str = "sitr mediation list ROOM";

/// What happened, as a sentence; none for messages, and for what nobody needs to read.
/// `name` gives a member's name as it is to be shown, with whatever tells it from others that look alike.
#[must_use]
pub fn told(
    words: &Words,
    what: &What,
    name: impl Fn(&MemberId, &str) -> String,
) -> Option<String> {
    Some(words.say(&match what {
        What::Joined(id, who) => phrase::event_joined(&name(id, who)),
        What::Gone(id, who) => phrase::event_gone(&name(id, who)),
        What::Returned(id, who) => phrase::event_returned(&name(id, who)),
        What::DeviceCame(id, who, _) => phrase::event_device_came(&name(id, who)),
        What::DeviceGone(id, who, _) => phrase::event_device_gone(&name(id, who)),
        What::Silent(id, who, days) => phrase::event_silent(&name(id, who), *days),
        What::Role(id, who, role) => {
            phrase::event_role(&name(id, who), &words.name(Group::Role, role.name()))
        }
        What::Unsaid(id, who, why) => {
            phrase::event_unsaid(&name(id, who), &words.from_english(Group::Why, why))
        }
        What::Knock(knock) if knock.note.is_empty() => {
            phrase::event_knock(&name(&knock.member, &knock.name))
        }
        What::Knock(knock) => {
            phrase::event_knock_says(&name(&knock.member, &knock.name), &knock.note)
        }
        What::Aside(aside) if aside.is_mine => return None,
        What::Aside(aside)
            if let (Some((id, who)), Some(stands)) = (&aside.by, aside.vouches()) =>
        {
            if stands {
                phrase::event_vouches(&name(id, who))
            } else {
                phrase::event_vouches_not(&name(id, who))
            }
        }
        What::Aside(aside) if let (Some((id, who)), true) = (&aside.by, aside.is_mediation()) => {
            phrase::event_mediation(&name(id, who), MEDIATIONS)
        }
        What::Aside(aside) => {
            let said = balanced(&aside.body.words());
            match &aside.by {
                Some((id, who)) => phrase::event_aside_named(&name(id, who), &said),
                None => phrase::event_aside(&said),
            }
        }
        What::Refused(why) if why.is_empty() => return Some(words.name(Group::Said, "refused")),
        What::Refused(why) => phrase::event_refused_why(why),
        What::Dropped(why) => phrase::event_dropped(&words.from_english(Group::Why, why)),
        What::Settings(names) => phrase::event_settings(&settings_in(words, names)),
        What::Retires(Some(day)) => phrase::event_retires(&date(*day), MOVE),
        What::Retires(None) => return Some(words.name(Group::Said, "relay-stays")),
        What::Refounded(id, who, _) => phrase::event_refounded(&name(id, who), ALONG),
        What::Moves(routes) => phrase::event_moves(&routes.join(", "), FOLLOW),
        What::Standing(standing) => {
            return Some(words.name(Group::State, standing_name(*standing)));
        }
        What::Alarm(alarm) => return Some(words.name(Group::Alarm, alarm.name())),
        What::Message(_) | What::Epoch(_) | What::Ended(_) => return None,
    }))
}

/// Settings by their names, as people call them.
#[must_use]
pub fn settings_in(words: &Words, names: &[String]) -> String {
    let said: Vec<String> = names.iter().map(|name| words.name(Group::Setting, name)).collect();
    said.join(", ")
}

/// A day counted from 1970-01-01, as `YYYY-MM-DD`.
fn date(day: u32) -> String {
    let at = Timestamp::from_second(i64::from(day) * 86_400).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::UTC).date().to_string()
}

impl Error {
    /// What went wrong, in this language, without what lies under it; see [`error_in`]. Machines read
    /// [`Error::code`].
    #[must_use]
    pub fn message_in(&self, words: &Words) -> String {
        errors::of_sdk(words, self)
    }

    /// What to do next, in this language; else in English.
    #[must_use]
    pub fn hint_in(&self, words: &Words) -> String {
        words.from_english(Group::Hint, self.hint())
    }
}

/// The language of guidelines that is nearest to this one: its own, one of the same language elsewhere, English, or
/// else the first that there is.
#[must_use]
pub fn nearest(guidelines: &Guidelines, language: Language) -> Option<&str> {
    let tags = || guidelines.texts.keys().map(String::as_str);
    let is_it = |tag: &str, of: Language| Language::of_tag(tag) == Some(of);
    tags()
        .find(|tag| *tag == language.tag())
        .or_else(|| tags().find(|tag| is_it(tag, language)))
        .or_else(|| tags().find(|tag| is_it(tag, Language::English)))
        .or_else(|| tags().next())
}

/// What a room is not: shown where somebody enters it, and beside its professionals.
#[must_use]
pub fn standing_notice(words: &Words) -> String {
    words.name(Group::Said, "standing-notice")
}

/// Guidelines that a room can begin with, in all twelve languages. A room adds its own lines, or takes others.
#[must_use]
pub fn first_guidelines() -> Guidelines {
    let texts = sitr_words::guidelines();
    Guidelines { texts: texts.into_iter().map(|(tag, rules)| (tag.to_owned(), rules)).collect() }
}

#[cfg(test)]
mod tests {
    use sitr_client_core::GUIDELINES_MAX_BYTES;
    use sitr_client_core::state::{Alarm, Standing};
    use sitr_community::{Role, Unsaid};
    use sitr_content::{Measure, Reason, Verdict};

    use super::*;
    use crate::care::Personal;
    use crate::notice::NoticeKind;
    use crate::{Direction, LABELS, direction, label_name, measure_name, verdict_name};

    /// What has a stable name here, and should have words; whoever adds one is led here by the compiler.
    fn alarms() -> Vec<Alarm> {
        let all = [
            Alarm::RelaySplits,
            Alarm::TranscriptDiffers,
            Alarm::RelayMark,
            Alarm::ForkAttempt,
            Alarm::Stuck,
            Alarm::NoStewardSecret,
            Alarm::RelayEnd,
            Alarm::RelayForgets,
            Alarm::Raid,
            Alarm::Replaced,
            Alarm::Copied,
            Alarm::RelayRestored,
            Alarm::EndMissing,
        ];
        for alarm in all {
            match alarm {
                Alarm::RelaySplits
                | Alarm::TranscriptDiffers
                | Alarm::RelayMark
                | Alarm::ForkAttempt
                | Alarm::Stuck
                | Alarm::NoStewardSecret
                | Alarm::RelayEnd
                | Alarm::RelayForgets
                | Alarm::Raid
                | Alarm::Replaced
                | Alarm::Copied
                | Alarm::RelayRestored
                | Alarm::EndMissing => {}
            }
        }
        all.to_vec()
    }

    fn standings() -> [Standing; 8] {
        [
            Standing::Joining,
            Standing::Active,
            Standing::Leaving,
            Standing::Left,
            Standing::Removed,
            Standing::Stuck,
            Standing::Refused,
            Standing::Moving,
        ]
    }

    fn measures() -> [Measure; 12] {
        [
            Measure::Nudge,
            Measure::Fold(Vec::new()),
            Measure::Hide,
            Measure::Restore,
            Measure::Lock,
            Measure::SlowMode,
            Measure::Timeout,
            Measure::Probation,
            Measure::Remove,
            Measure::Ban,
            Measure::Lift,
            Measure::Mediation,
        ]
    }

    fn verdicts() -> [Verdict; 6] {
        [
            Verdict::Right,
            Verdict::Misleading,
            Verdict::Wrong,
            Verdict::Unproven,
            Verdict::NotMedicalAdvice,
            Verdict::NotLegalAdvice,
        ]
    }

    #[test]
    fn whatever_has_a_stable_name_has_words() {
        let personal = [Personal::Phone, Personal::Email, Personal::Handle, Personal::Address];
        let names: Vec<(Group, &str)> = alarms()
            .into_iter()
            .map(|alarm| (Group::Alarm, alarm.name()))
            .chain(Role::ALL.into_iter().map(|role| (Group::Role, role.name())))
            .chain(standings().into_iter().map(|it| (Group::State, standing_name(it))))
            .chain(LABELS.into_iter().map(|label| (Group::Label, label_name(label))))
            .chain(measures().iter().map(|measure| (Group::Measure, measure_name(measure))))
            .chain(personal.into_iter().map(|kind| (Group::Personal, kind.name())))
            .chain(verdicts().into_iter().map(|verdict| (Group::Verdict, verdict_name(verdict))))
            .collect();
        for (group, name) in names {
            assert!(Phrase::named(group, name).is_some(), "{group:?} {name}");
        }
        assert_eq!(Group::Reason.names().len(), 19);
        assert_eq!(Reason::Culture as usize + 1, 19);
        let english = Words::of(Language::English);
        for kind in [NoticeKind::Something, NoticeKind::LookHere] {
            assert_eq!(english.name(Group::Notice, kind.name()), kind.text());
        }
    }

    #[test]
    fn what_happened_is_told_in_the_direction_of_the_language() {
        let arabic = Words::of(Language::Arabic);
        let who = MemberId([7; 8]);
        let plain = |_: &MemberId, name: &str| name.to_owned();
        let events = [
            What::Joined(who, "Omar".to_owned()),
            What::Gone(who, "Omar".to_owned()),
            What::Role(who, "Omar".to_owned(), Role::Moderator),
            What::Silent(who, "Omar".to_owned(), 11),
            What::Unsaid(who, "Omar".to_owned(), Unsaid::Palette.to_string()),
            What::Standing(Standing::Removed),
            What::Alarm(Alarm::RelaySplits),
            What::Refused(String::new()),
            What::Retires(Some(20_100)),
            What::Retires(None),
            What::Refounded(who, "Omar".to_owned(), sitr_content::MessageId([1; 32])),
            What::Moves(vec!["wss://b.example/sitr/v1".to_owned()]),
        ];
        for what in &events {
            let said = told(&arabic, what, plain).unwrap();
            assert_eq!(direction(&said), Direction::RightToLeft, "{said}");
            assert!(!said.contains("Omar") || said.contains("\u{2068}Omar\u{2069}"), "{said}");
        }
        assert_eq!(told(&arabic, &What::Epoch(3), plain), None);
    }

    #[test]
    fn a_person_reads_the_nearest_guidelines() {
        let of = |tags: &[&str]| Guidelines {
            texts: tags.iter().map(|tag| ((*tag).to_owned(), vec!["x".to_owned()])).collect(),
        };
        for (tags, language, read) in [
            (&["ar", "de", "en"][..], Language::German, Some("de")),
            (&["en", "pt-BR"], Language::Portuguese, Some("pt-BR")),
            (&["ar", "en-GB"], Language::Turkish, Some("en-GB")),
            (&["ar", "sw"], Language::Turkish, Some("ar")),
            (&[], Language::English, None),
        ] {
            assert_eq!(nearest(&of(tags), language), read, "{tags:?}");
        }
    }

    #[test]
    fn first_guidelines_fit_into_a_card() {
        let guidelines = first_guidelines();
        assert_eq!(guidelines.texts.len(), Language::ALL.len());
        let bytes: usize = guidelines.texts.values().flatten().map(String::len).sum();
        // Each text has a head of at most three bytes, each language one of four.
        let heads = guidelines.texts.values().map(|rules| 3 * rules.len() + 8).sum::<usize>();
        assert!(bytes + heads < GUIDELINES_MAX_BYTES, "{bytes}");
    }
}
