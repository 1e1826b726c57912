//! `mod log`: what was done, by whom and why.

use std::collections::BTreeMap;

use serde_json::json;
use sitr_client::{Gap, RoomId, measure_name};

use crate::app::App;
use crate::args::InRoom;
use crate::fail::Failure;
use crate::names::Names;
use crate::text::keep as said;
use crate::{show, when};

pub(super) async fn log(app: &App, args: &InRoom) -> Result<(), Failure> {
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
