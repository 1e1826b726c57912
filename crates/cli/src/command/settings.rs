//! `mod settings` and `mod set`: what a room is set to.

use serde_json::json;
use sitr_client::{AgeBand, Bytes32, PALETTE, Setting, Settings};

use super::keep::DAY;
use super::messages::on;
use crate::app::App;
use crate::args::{InRoom, OnMessage, SetSetting, SettingArg};
use crate::fail::Failure;
use crate::text::keep as said;
use crate::when;

pub(super) async fn set(app: &App, args: &SetSetting) -> Result<(), Failure> {
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

pub(super) async fn settings(app: &App, args: &InRoom) -> Result<(), Failure> {
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
}
