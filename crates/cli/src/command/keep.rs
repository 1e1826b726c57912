//! `mod`: settings, measures, the log; and `guidelines`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use sitr_client::content::{Guidelines as Text, Label, MessageId};
use sitr_client::words::{first_guidelines, nearest};
use sitr_client::{
    AgeBand, Bytes32, Gap, LABELS, Move, PALETTE, Role, RoomId, Setting, Settings, Why, label_name,
    measure_name,
};

use super::mediation;
use super::messages::on;
use super::newcomers;
use crate::app::App;
use crate::args::{
    Ask, BanMember, ByRule, FoldMessage, Guidelines, InRoom, Lock, ModCommand, OnMemberUntil,
    OnMemberWhy, OnMessage, OnMessageWhy, Raid, SetGuidelines, SetSetting, SettingArg, Slow,
};
use crate::fail::Failure;
use crate::names::Names;
use crate::text::keep as said;
use crate::{safe, show, when, words};

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Does what was asked.
pub(crate) async fn run(app: &App, command: &ModCommand) -> Result<(), Failure> {
    match command {
        ModCommand::Settings(args) => settings(app, args).await,
        ModCommand::Set(args) => set(app, args).await,
        ModCommand::Guidelines(args) => set_guidelines(app, args).await,
        ModCommand::Ask(args) => ask(app, args).await,
        ModCommand::Raid(args) => raid(app, args).await,
        ModCommand::Hide(args) => on_message(app, args, Move::Hide).await,
        ModCommand::Restore(args) => on_message(app, args, Move::Restore).await,
        ModCommand::Fold(args) => fold(app, args).await,
        ModCommand::Timeout(args) => timeout(app, args).await,
        ModCommand::Ban(args) => ban(app, args).await,
        ModCommand::Lineage(args) => newcomers::lineage(app, args).await,
        ModCommand::Mediate(args) => mediation::offer(app, args).await,
        ModCommand::Queue(args) => newcomers::queue(app, args).await,
        ModCommand::Lift(args) => lift(app, args).await,
        ModCommand::Probation(args) => {
            let room = app.room(&args.of.room).await?.id;
            app.current(&room).await?;
            let who = app.member(&room, &args.of.member).await?.id;
            take(app, &room, Move::Probation(who), why(&args.by, None)).await
        }
        ModCommand::Lock(args) => lock(app, args, true).await,
        ModCommand::Unlock(args) => lock(app, args, false).await,
        ModCommand::Slow(args) => slow(app, args).await,
        ModCommand::Log(args) => log(app, args).await,
    }
}

fn why(by: &ByRule, span: Option<Duration>) -> Why {
    let today = super::invites::now() / DAY;
    let until = span.map_or(0, |span| today + span.as_secs().div_ceil(DAY));
    let until_day = u32::try_from(until).unwrap_or(u32::MAX);
    Why { rule: by.rule, until_day, reason: by.reason.clone() }
}

/// Takes a measure, and waits until the room has it.
async fn take(app: &App, room: &RoomId, what: Move, why: Why) -> Result<(), Failure> {
    let id = app.client.moderate(room, what, why).await?;
    app.settled(room).await?;
    let log = app.client.moderation_log(room).await?;
    let entry = log
        .iter()
        .find(|entry| entry.id == id)
        .ok_or_else(|| Failure::Dropped(said::NOT_DONE.as_str()))?;
    let name = measure_name(&entry.measure);
    let object = json!({
        "entry": show::message_id(&id),
        "measure": name,
        "number": entry.number,
        "hash": data_encoding::HEXLOWER.encode(&entry.hash.0),
    });
    app.out.result(&object, &said::measure(name))?;
    app.others(Some(room)).await
}

async fn on_message(
    app: &App,
    args: &OnMessageWhy,
    what: impl Fn(MessageId) -> Move,
) -> Result<(), Failure> {
    let (room, message) = on(app, &args.on).await?;
    take(app, &room, what(message), why(&args.by, None)).await
}

async fn fold(app: &App, args: &FoldMessage) -> Result<(), Failure> {
    let labels = labels(&args.labels)?;
    let (room, message) = on(app, &args.on).await?;
    take(app, &room, Move::Fold(message, labels), why(&args.by, None)).await
}

/// Labels by their names: ascending, each once.
pub(crate) fn labels(typed: &[String]) -> Result<Vec<Label>, Failure> {
    let label = |typed: &String| {
        let known = LABELS.into_iter().find(|label| label_name(*label) == typed.trim());
        known.ok_or_else(|| Failure::Usage(said::NO_LABEL.to_owned()))
    };
    let mut labels = typed.iter().map(label).collect::<Result<Vec<_>, _>>()?;
    labels.sort_unstable();
    labels.dedup();
    Ok(labels)
}

async fn timeout(app: &App, args: &OnMemberUntil) -> Result<(), Failure> {
    if args.span.is_none() {
        return Err(Failure::Usage(said::NEEDS_END.to_owned()));
    }
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let who = app.member(&room, &args.of.member).await?.id;
    take(app, &room, Move::Timeout(who), why(&args.by, args.span)).await
}

async fn ban(app: &App, args: &BanMember) -> Result<(), Failure> {
    let BanMember { ban: args, with_invited } = args;
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    // Somebody who only knocks can be banned too.
    let who = match app.member(&room, &args.of.member).await {
        Ok(member) => member.id,
        Err(unknown) => match app.knock(&room, &args.of.member).await {
            Ok(knock) => knock.member,
            Err(_) => return Err(unknown),
        },
    };
    let came = if *with_invited { app.client.came_by(&room, who).await? } else { [].into() };
    take(app, &room, Move::Ban(who), why(&args.by, args.span)).await?;
    for newcomer in &came {
        take(app, &room, Move::Ban(*newcomer), why(&args.by, args.span)).await?;
    }
    newcomers::vouched_for(app, &room, |whom| *whom == who || came.contains(whom)).await
}

/// Ends whatever stands against somebody.
async fn lift(app: &App, args: &OnMemberWhy) -> Result<(), Failure> {
    let room = app.room(&args.of.room).await?.id;
    app.current(&room).await?;
    let settings = app.client.settings(&room).await?;
    let typed = args.of.member.trim().to_lowercase();
    let of = |persona| sitr_client::MemberId::of(persona);
    let banned = settings
        .bans
        .keys()
        .map(of)
        .find(|who| typed.len() >= 4 && who.to_hex().starts_with(&typed));
    let what = match (banned, app.member(&room, &args.of.member).await) {
        (Some(who), _) => Move::Unban(who),
        (None, Ok(member)) if settings.timeouts.keys().any(|it| of(it) == member.id) => {
            Move::EndTimeout(member.id)
        }
        (None, Ok(member)) if member.role == Role::Newcomer => Move::EndProbation(member.id),
        (None, Ok(_)) => return Err(Failure::Usage(said::NOTHING_TO_LIFT.to_owned())),
        (None, Err(unknown)) => return Err(unknown),
    };
    take(app, &room, what, why(&args.by, None)).await
}

async fn lock(app: &App, args: &Lock, locked: bool) -> Result<(), Failure> {
    let (room, what) = match &args.topic {
        Some(topic) => {
            let topic = OnMessage { room: args.room.clone(), message: topic.clone() };
            let (room, topic) = on(app, &topic).await?;
            (room, Move::LockTopic(topic, locked))
        }
        None => {
            let room = app.room(&args.room).await?.id;
            app.current(&room).await?;
            (room, Move::Lock(locked))
        }
    };
    take(app, &room, what, why(&args.by, None)).await
}

async fn slow(app: &App, args: &Slow) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let seconds = u32::try_from(args.span.as_secs()).unwrap_or(u32::MAX);
    take(app, &room, Move::SlowMode(seconds), why(&args.by, None)).await
}

async fn ask(app: &App, args: &Ask) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.client.ask_newcomers(&room, args.questions.clone()).await?;
    let object = json!({ "room": room.to_hex(), "questions": args.questions });
    app.out.result(&object, &said::ASKED)
}

async fn raid(app: &App, args: &Raid) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.client.set_raid_limit(&room, args.per_hour).await?;
    let object = json!({ "room": room.to_hex(), "per_hour": args.per_hour });
    app.out.result(&object, &said::set("raid"))
}

async fn set(app: &App, args: &SetSetting) -> Result<(), Failure> {
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    let setting = match args.setting {
        SettingArg::OpenTopic | SettingArg::CloseTopic => {
            let topic = OnMessage { room: args.room.clone(), message: args.value.clone() };
            let (_, topic) = on(app, &topic).await?;
            Setting::OpenTopic(Bytes32(topic.0), args.setting == SettingArg::OpenTopic)
        }
        _ => setting(args)?,
    };
    app.client.set(&room, setting).await?;
    app.settled(&room).await?;
    let object =
        json!({ "room": room.to_hex(), "set": name_of(args.setting), "value": args.value });
    app.out.result(&object, &said::set(name_of(args.setting)))?;
    app.others(Some(&room)).await
}

const fn name_of(setting: SettingArg) -> &'static str {
    match setting {
        SettingArg::Name => "name",
        SettingArg::Palette => "palette",
        SettingArg::Hours => "hours",
        SettingArg::Retention => "retention",
        SettingArg::DirectMessages => "direct-messages",
        SettingArg::Age => "age",
        SettingArg::Votes => "votes",
        SettingArg::Probation => "probation",
        SettingArg::Vouches => "vouches",
        SettingArg::LastDay => "last-day",
        SettingArg::OpenTopic | SettingArg::CloseTopic => "open-topics",
    }
}

/// What a value means for a setting.
fn setting(args: &SetSetting) -> Result<Setting, Failure> {
    let value = args.value.trim();
    let wrong = || Failure::Usage(said::wrong_value(name_of(args.setting), value));
    let yes = || match value {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(wrong()),
    };
    Ok(match args.setting {
        SettingArg::Name => Setting::Name(value.to_owned()),
        SettingArg::Palette if value == "usual" => Setting::Palette(Vec::new()),
        SettingArg::Palette => {
            Setting::Palette(value.split_whitespace().map(str::to_owned).collect())
        }
        SettingArg::Hours if value == "always" => Setting::Hours(None),
        SettingArg::Hours => Setting::Hours(Some(hours(value).ok_or_else(wrong)?)),
        SettingArg::Retention => {
            let span = when::span(value).map_err(Failure::Usage)?;
            let days = span.as_secs().div_ceil(DAY);
            Setting::Retention(u32::try_from(days).map_err(|_| wrong())?)
        }
        SettingArg::DirectMessages => Setting::Direct(yes()?),
        SettingArg::Age => match value {
            "all" => Setting::Age(AgeBand::All as u8),
            "youth" => Setting::Age(AgeBand::Youth as u8),
            "adults" => Setting::Age(AgeBand::Adults as u8),
            _ => return Err(wrong()),
        },
        SettingArg::Votes => Setting::Votes(yes()?),
        SettingArg::Probation => Setting::Probation(yes()?),
        SettingArg::LastDay if value == "none" => Setting::LastDay(0),
        SettingArg::LastDay => Setting::LastDay(when::day_of(value).ok_or_else(wrong)?),
        SettingArg::Vouches => Setting::Vouches(value.parse().map_err(|_| wrong())?),
        SettingArg::OpenTopic | SettingArg::CloseTopic => return Err(wrong()),
    })
}

/// `16:00-22:00` as minutes of the day.
pub(crate) fn hours(value: &str) -> Option<(u16, u16)> {
    let minute = |time: &str| {
        let (hour, minute) = time.trim().split_once(':')?;
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    };
    let (from, to) = value.split_once('-')?;
    Some((minute(from)?, minute(to)?))
}

async fn settings(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let settings = app.client.settings(&room.id).await?;
    let lines = listed(&settings);
    let object: serde_json::Map<String, serde_json::Value> =
        lines.iter().map(|(what, value)| ((*what).to_owned(), json!(value))).collect();
    let text: Vec<String> = lines.iter().map(|(what, value)| said::setting(what, value)).collect();
    app.out.result(&serde_json::Value::Object(object), &text.join("\n"))?;
    current?;
    app.others(Some(&room.id)).await
}

fn listed(settings: &Settings) -> Vec<(&'static str, String)> {
    let yes = |is| if is { "yes" } else { "no" }.to_owned();
    let palette = match settings.palette.as_slice() {
        [] => PALETTE.join(" "),
        own => own.join(" "),
    };
    let hours = settings.hours.map_or_else(
        || "always".to_owned(),
        |hours| {
            let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            format!("{}-{}", time(hours.from), time(hours.to))
        },
    );
    let last_day = match settings.last_day {
        0 => "none".to_owned(),
        day => when::day(day),
    };
    let age = match settings.age {
        AgeBand::All => "all",
        AgeBand::Youth => "youth",
        AgeBand::Adults => "adults",
    };
    let bans: Vec<String> =
        settings.bans.keys().map(|it| sitr_client::MemberId::of(it).to_hex()).collect();
    let timeouts: Vec<String> =
        settings.timeouts.keys().map(|it| sitr_client::MemberId::of(it).to_hex()).collect();
    vec![
        ("guidelines", yes(settings.guidelines.is_some())),
        ("slow-mode", format!("{}s", settings.slow_seconds)),
        ("palette", palette),
        ("hours", hours),
        ("retention", format!("{}d", settings.retention_days)),
        ("direct-messages", yes(settings.direct)),
        ("age", age.to_owned()),
        ("votes", yes(settings.votes_required)),
        ("probation", yes(settings.probation)),
        ("vouches", settings.vouches.to_string()),
        ("last-day", last_day),
        ("locked", yes(settings.locked)),
        ("locked-topics", settings.locked_topics.len().to_string()),
        ("open-topics", settings.open_topics.len().to_string()),
        ("timeouts", timeouts.join(" ")),
        ("bans", bans.join(" ")),
    ]
}

async fn log(app: &App, args: &InRoom) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let log = app.client.moderation_log(&room.id).await?;
    let names = member_names(app, &room.id).await;
    if log.is_empty() {
        app.out.text(&said::NO_LOG)?;
    }
    for entry in &log {
        let whom = entry.whom.map(|who| names.get(&who).cloned().unwrap_or_else(|| who.to_hex()));
        let until = match entry.until_day {
            0 => String::new(),
            day => when::day(day),
        };
        let is_missing = entry.gap == Gap::Missing;
        let object = json!({
            "entry": show::message_id(&entry.id),
            "by": entry.name,
            "member": entry.by.to_hex(),
            "number": entry.number,
            "measure": measure_name(&entry.measure),
            "whom": entry.whom.map(|who| who.to_hex()),
            "about": entry.about.map(|about| show::message_id(&about)),
            "rule": entry.rule,
            "until": until,
            "reason": entry.reason,
            "at": when::rfc3339(entry.at_ms),
            "hash": data_encoding::HEXLOWER.encode(&entry.hash.0),
            "gap": match entry.gap {
                Gap::None => "none",
                Gap::Before => "before",
                Gap::Missing => "missing",
            },
        });
        let line = said::entry(&said::Entry {
            at: &when::shown(entry.at_ms),
            by: &entry.name,
            number: entry.number,
            measure: measure_name(&entry.measure),
            whom: whom.as_deref().unwrap_or_default(),
            rule: entry.rule,
            until: &until,
            reason: &entry.reason,
            is_missing,
        });
        app.out.result(&object, &line)?;
    }
    current?;
    app.others(Some(&room.id)).await
}

pub(crate) async fn member_names(
    app: &App,
    room: &RoomId,
) -> BTreeMap<sitr_client::MemberId, String> {
    let members = app.client.members(room).await.unwrap_or_default();
    let names = Names::of(&members);
    let shown = |member: &sitr_client::MemberView| {
        format!("{}{}", member.name, names.mark(&member.name, &member.id))
    };
    members.iter().map(|member| (member.id, shown(member))).collect()
}

// ----- guidelines -----

/// Rules from files that are called by their language, a rule a line.
pub(crate) fn guidelines_in(files: &[PathBuf]) -> Result<Text, Failure> {
    let mut texts = BTreeMap::new();
    for path in files {
        let cannot = |error| Failure::Io(crate::text::cannot_read(path), error);
        let rules = std::fs::read_to_string(path).map_err(cannot)?;
        let rules = rules.lines().map(str::trim).filter(|line| !line.is_empty());
        let tag = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        texts.insert(tag.to_owned(), rules.map(str::to_owned).collect::<Vec<_>>());
    }
    let mut counts = texts.values().map(Vec::len);
    let first = counts.next().unwrap_or(0);
    if first == 0 || counts.any(|count| count != first) {
        return Err(Failure::Usage(said::GUIDELINES_UNEVEN.to_owned()));
    }
    Ok(Text { texts })
}

async fn set_guidelines(app: &App, args: &SetGuidelines) -> Result<(), Failure> {
    let text = if args.first { first_guidelines() } else { guidelines_in(&args.files)? };
    let rules = text.texts.values().next().map_or(0, Vec::len);
    let room = app.room(&args.room).await?.id;
    app.current(&room).await?;
    app.client.set_guidelines(&room, text).await?;
    app.settled(&room).await?;
    let hash = app.client.settings(&room).await?.guidelines;
    let object = json!({
        "room": room.to_hex(),
        "guidelines": hash.map(|hash| data_encoding::HEXLOWER.encode(&hash)),
        "rules": rules,
    });
    app.out.result(&object, &said::set("guidelines"))?;
    app.others(Some(&room)).await
}

/// `guidelines`: shows them, and accepts them.
pub(crate) async fn guidelines(app: &App, args: &Guidelines) -> Result<(), Failure> {
    let room = app.room(&args.room).await?;
    let current = app.current(&room.id).await;
    let present = app.client.settings(&room.id).await?.guidelines;
    let text = app.client.guidelines(&room.id).await?;
    if let (true, Some(text)) = (args.accept, &text) {
        app.client.accept_guidelines(&room.id, text.hash()).await?;
        app.settled(&room.id).await?;
    }
    let accepted = app.client.has_accepted(&room.id).await?;
    show_guidelines(app, text.as_ref(), args.all_languages)?;
    let state = match (present, &text, accepted) {
        (None, ..) => &said::NO_GUIDELINES,
        (Some(_), None, _) => &said::GUIDELINES_ELSEWHERE,
        (Some(_), Some(_), true) => &said::ACCEPTED,
        (Some(_), Some(_), false) if args.accept => &said::ACCEPTANCE_WAITS,
        (Some(_), Some(_), false) => &said::NOT_ACCEPTED,
    };
    let object = json!({
        "room": room.id.to_hex(),
        "guidelines": present.map(|hash| data_encoding::HEXLOWER.encode(&hash)),
        "accepted": accepted,
        "texts": text.map(|text| text.texts),
    });
    app.out.result(&object, state)?;
    current?;
    app.others(Some(&room.id)).await
}

/// The rules for people: in the own language or the nearest that there is, or in all.
pub(crate) fn show_guidelines(app: &App, text: Option<&Text>, all: bool) -> Result<(), Failure> {
    let Some(text) = text else { return Ok(()) };
    let own = nearest(text, words::words().language());
    let (shown, others): (Vec<_>, Vec<_>) =
        text.texts.iter().partition(|(tag, _)| all || own == Some(tag.as_str()));
    for (tag, rules) in shown {
        app.out.text(&format!("[{}]", safe::line(tag)))?;
        for (at, rule) in rules.iter().enumerate() {
            app.out.text(&said::guideline(at + 1, rule))?;
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    let tags: Vec<&str> = others.into_iter().map(|(tag, _)| tag.as_str()).collect();
    app.out.text(&said::also_in(&tags.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_minutes_of_the_day() {
        assert_eq!(hours("16:00-22:30"), Some((960, 1350)));
        assert_eq!(hours("22:00-02:00"), Some((1320, 120)));
        for wrong in ["", "16-22", "24:00-01:00", "16:60-17:00", "16:00"] {
            assert_eq!(hours(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn labels_are_known_by_name() {
        let typed = ["war".to_owned(), "abuse".to_owned(), "war".to_owned()];
        assert_eq!(labels(&typed).unwrap(), [Label::Abuse, Label::War]);
        assert!(labels(&["wars".to_owned()]).is_err());
    }
}
