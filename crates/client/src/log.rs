//! The moderation log, as members read it.

use std::collections::BTreeMap;

use sitr_client_core::state::{Delivery, Message};
use sitr_client_core::{MemberId, entry_hash};
use sitr_community::Persona;
use sitr_content::{Body, Digest, Label, Measure, MessageId, Own, Verdict};

/// Whether something is missing before an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gap {
    /// Nothing: it names its author's entry before, and that is here.
    None,
    /// Its author kept a log before this device came.
    Before,
    /// An entry of its author is missing or another one than was said.
    Missing,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The message that tells it.
    pub id: MessageId,
    /// Who did it.
    pub by: MemberId,
    /// Under which pseudonym.
    pub name: String,
    /// When, by its author's claim, in milliseconds since 1970-01-01 UTC.
    pub at_ms: u64,
    /// Its number in its author's log.
    pub number: u32,
    /// What was done; see [`measure_name`].
    pub measure: Measure,
    /// To whom.
    pub whom: Option<MemberId>,
    /// The message that it is about.
    pub about: Option<MessageId>,
    /// The number of the rule; 0 if the room has no guidelines.
    pub rule: u16,
    /// The day after which it ends, in days since 1970-01-01; 0 where it has no end.
    pub until_day: u32,
    /// Why.
    pub reason: String,
    /// What an appeal names it by.
    pub hash: Digest,
    /// Whether something is missing before it.
    pub gap: Gap,
}

/// A stable name of a measure, for machines.
#[must_use]
pub const fn measure_name(measure: &Measure) -> &'static str {
    match measure {
        Measure::Nudge => "nudge",
        Measure::Fold(_) => "fold",
        Measure::Hide => "hide",
        Measure::Restore => "restore",
        Measure::Lock => "lock",
        Measure::SlowMode => "slow-mode",
        Measure::Timeout => "timeout",
        Measure::Probation => "probation",
        Measure::Remove => "remove",
        Measure::Ban => "ban",
        Measure::Lift => "lift",
        Measure::Mediation => "mediation",
    }
}

/// A stable name of what a note on facts says, for machines.
#[must_use]
pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Misleading => "misleading",
        Verdict::Wrong => "wrong",
        Verdict::Unproven => "unproven",
        Verdict::NotMedicalAdvice => "not-medical-advice",
        Verdict::NotLegalAdvice => "not-legal-advice",
    }
}

/// A stable name of a label, for machines.
#[must_use]
pub const fn label_name(label: Label) -> &'static str {
    match label {
        Label::Other => "other",
        Label::SelfHarm => "self-harm",
        Label::Suicide => "suicide",
        Label::Abuse => "abuse",
        Label::SexualViolence => "sexual-violence",
        Label::Violence => "violence",
        Label::Addiction => "addiction",
        Label::Eating => "eating",
        Label::Death => "death",
        Label::Discrimination => "discrimination",
        Label::Medical => "medical",
        Label::Sexuality => "sexuality",
        Label::War => "war",
        Label::Religion => "religion",
        Label::Politics => "politics",
        Label::Spoiler => "spoiler",
    }
}

/// All labels.
pub const LABELS: [Label; 16] = [
    Label::Other,
    Label::SelfHarm,
    Label::Suicide,
    Label::Abuse,
    Label::SexualViolence,
    Label::Violence,
    Label::Addiction,
    Label::Eating,
    Label::Death,
    Label::Discrimination,
    Label::Medical,
    Label::Sexuality,
    Label::War,
    Label::Religion,
    Label::Politics,
    Label::Spoiler,
];

/// Reads the log from a room's messages.
pub(crate) fn read_log(messages: &[Message]) -> Vec<LogEntry> {
    let mut last: BTreeMap<MemberId, (u32, Digest)> = BTreeMap::new();
    let mut log = Vec::new();
    for message in messages.iter().filter(|message| message.delivery != Delivery::Failed) {
        let Ok(content) = sitr_content::decode(&message.content) else { continue };
        let Body::Own(_, Own::ModerationAct(act)) = content.body else { continue };
        let gap = match last.get(&message.from) {
            None if act.number == 1 => Gap::None,
            None => Gap::Before,
            Some((number, hash)) => {
                let follows =
                    number.checked_add(1) == Some(act.number) && act.previous == Some(*hash);
                if follows { Gap::None } else { Gap::Missing }
            }
        };
        let hash = entry_hash(&act);
        last.insert(message.from, (act.number, hash));
        log.push(LogEntry {
            id: message.id,
            by: message.from,
            name: message.name.clone(),
            at_ms: message.at_ms,
            number: act.number,
            measure: act.measure,
            whom: act.person.map(|person| MemberId::of(&Persona(person.0))),
            about: act.message,
            rule: act.rule,
            until_day: act.until_day,
            reason: act.reason,
            hash,
            gap,
        });
    }
    log
}
