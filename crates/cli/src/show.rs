//! How things look: to programs as JSON with fields that stay, to people as a line.

use serde_json::{Map, Value, json};
use sitr_client::{
    Delivery, InviteView, KnockState, KnockView, MemberView, MessageId, MessageView, Post,
    RoomView, label_name, standing_name,
};

use crate::names::Names;
use crate::safe;
use crate::text;
use crate::when;

/// A message's id in hexadecimal.
pub(crate) fn message_id(id: &MessageId) -> String {
    data_encoding::HEXLOWER.encode(&id.0)
}

/// Reads what [`message_id`] wrote.
pub(crate) fn parse_message_id(typed: &str) -> Option<MessageId> {
    let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(typed.trim().as_bytes()).ok()?;
    bytes.try_into().ok().map(MessageId)
}

/// The first and the last id that begin so; none for what begins no id.
pub(crate) fn ids_beginning(typed: &str) -> Option<(MessageId, MessageId)> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let first = parse_message_id(&format!("{typed:0<64}"))?;
    Some((first, parse_message_id(&format!("{typed:f<64}"))?))
}

/// Where a message stands, for machines.
pub(crate) const fn delivery_name(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Queued => "queued",
        Delivery::Sealed => "sealed",
        Delivery::Sent => "sent",
        Delivery::Received => "received",
        Delivery::Failed => "failed",
    }
}

/// Where a knock stands, for machines and people.
pub(crate) const fn knock_state(state: KnockState) -> &'static str {
    match state {
        KnockState::Waiting => "waiting",
        KnockState::Admitting => "admitting",
        KnockState::Admitted => "admitted",
        KnockState::Refused => "refused",
    }
}

/// Where an invite stands at a time in seconds since 1970-01-01 UTC.
pub(crate) fn invite_state(invite: &InviteView, now: u64) -> &'static str {
    if invite.revoked {
        "revoked"
    } else if now >= invite.expires_at {
        "expired"
    } else if invite.used >= u64::from(invite.uses) {
        "used-up"
    } else {
        "good"
    }
}

/// A room.
pub(crate) fn room(room: &RoomView) -> Value {
    json!({
        "room": room.id.to_hex(),
        "name": room.name,
        "state": standing_name(room.standing),
        "as": room.pseudonym,
        "relay": room.relay,
    })
}

/// Adds a field to an object.
pub(crate) fn add(object: &mut Value, field: &str, value: Value) {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(field.to_owned(), value);
    }
}

/// A room, as a line.
pub(crate) fn room_line(room: &RoomView) -> String {
    let state = standing_name(room.standing);
    text::room(&room.name, state, &room.pseudonym, &room.relay, &room.id.to_hex())
}

/// A member.
pub(crate) fn member(member: &MemberView) -> Value {
    json!({
        "member": member.id.to_hex(),
        "name": member.name,
        "role": text::role_name(member.role),
        "me": member.is_me,
    })
}

/// A member, as a line.
pub(crate) fn member_line(member: &MemberView, names: &Names) -> String {
    let (role, mark) = (text::role_name(member.role), names.mark(&member.name, &member.id));
    text::member(&member.name, &mark, role, member.is_me, &member.id.to_hex())
}

/// A knock.
pub(crate) fn knock(knock: &KnockView) -> Value {
    json!({
        "knock": knock.id.to_hex(),
        "name": knock.name,
        "note": knock.note,
        "answers": knock.answers,
        "member": knock.member.to_hex(),
        "state": knock_state(knock.state),
        "at": when::rfc3339(knock.at_ms),
    })
}

/// A knock, as a line.
pub(crate) fn knock_line(knock: &KnockView) -> String {
    let (id, state) = (knock.id.to_hex(), knock_state(knock.state));
    let said = std::iter::once(&knock.note).chain(&knock.answers);
    let said: Vec<&str> = said.map(String::as_str).filter(|one| !one.is_empty()).collect();
    text::knock(&knock.name, &id, state, &when::shown(knock.at_ms), &said.join(" / "))
}

/// An invite.
pub(crate) fn invite(invite: &InviteView, now: u64) -> Value {
    json!({
        "invite": invite.id.to_hex(),
        "link": invite.link,
        "uses": invite.uses,
        "used": invite.used,
        "expires": when::rfc3339(invite.expires_at.saturating_mul(1000)),
        "state": invite_state(invite, now),
    })
}

/// An invite, as two lines.
pub(crate) fn invite_line(invite: &InviteView, now: u64) -> String {
    let (id, state) = (invite.id.to_hex(), invite_state(invite, now));
    let until = when::shown(invite.expires_at.saturating_mul(1000));
    text::invite(&id, state, invite.used, invite.uses, &until, &invite.link)
}

/// A message. `from` is the sender's name, which others may have too; `member` is the sender's id.
pub(crate) fn message(message: &MessageView) -> Value {
    json!({
        "message": message_id(&message.id),
        "from": message.name,
        "member": message.from.to_hex(),
        "said": message.said.name(),
        "about": message.about.as_ref().map(message_id),
        "text": message.text,
        "at": when::rfc3339(message.at_ms),
        "mine": message.is_mine(),
        "delivery": delivery_name(message.delivery),
    })
}

/// A message, as one or more lines.
pub(crate) fn message_lines(message: &MessageView, names: &Names) -> String {
    let mark = match message.delivery {
        Delivery::Queued | Delivery::Sealed => text::MARK_QUEUED.as_str(),
        Delivery::Failed => text::MARK_FAILED.as_str(),
        Delivery::Sent | Delivery::Received => "",
    };
    let mut lines = safe::lines(&message.text);
    let what = text::said(message.said);
    match lines.first_mut() {
        Some(first) => first.insert_str(0, &what),
        None => lines.push(what),
    }
    let who = text::person(&message.name, &names.mark(&message.name, &message.from));
    text::message(&when::shown(message.at_ms), &who, &lines, mark)
}

/// A message of the past, as it is now: with the words that its author changed it to, folded where somebody warns of
/// it.
pub(crate) fn settled_lines(message: &MessageView, post: Option<&Post>, names: &Names) -> String {
    let Some(post) = post else { return message_lines(message, names) };
    let mut now = message.clone();
    now.text.clone_from(&post.text);
    if let Some(fold) = &post.fold {
        let labels: Vec<&str> = fold.labels.iter().map(|label| label_name(*label)).collect();
        now.text = text::more::fold(&labels.join(", ")).trim_end().to_owned();
    }
    let lines = message_lines(&now, names);
    if post.edited { lines + text::MARK_EDITED.as_str() } else { lines }
}

/// Something that happened: `event` says what, and the other fields say more.
pub(crate) fn event(what: &str, more: Value) -> Value {
    let mut object = Map::new();
    object.insert("event".to_owned(), what.into());
    if let Value::Object(more) = more {
        object.extend(more);
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use sitr_client::{InviteId, KnockId, MemberId, Role, RoomId, Said, Standing};

    use super::*;

    fn said(text: &str) -> MessageView {
        MessageView {
            seq: 1,
            id: MessageId([0xab; 32]),
            room: RoomId([1; 32]),
            from: MemberId([2; 8]),
            name: "ليلى".to_owned(),
            at_ms: 1_795_000_000_123,
            said: Said::Text,
            about: None,
            text: text.to_owned(),
            delivery: Delivery::Received,
        }
    }

    fn fields(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_fields_that_stay() {
        let view = RoomView {
            id: RoomId([1; 32]),
            name: "Friends".to_owned(),
            standing: Standing::Joining,
            relay: "ws://127.0.0.1:4480/sitr/v1".to_owned(),
            pseudonym: "Omar".to_owned(),
            admits_everyone: false,
        };
        let object = room(&view);
        assert_eq!(object["room"], "01".repeat(32));
        assert_eq!((&object["name"], &object["state"]), (&json!("Friends"), &json!("waiting")));

        let object = message(&said("hello"));
        assert_eq!(object["message"], "ab".repeat(32));
        assert_eq!(object["from"], "ليلى");
        assert_eq!(object["text"], "hello");
        assert!(object["at"].as_str().unwrap().ends_with(".123Z"));

        let view = MemberView {
            id: MemberId([3; 8]),
            name: "a".into(),
            role: Role::Admin,
            is_me: true,
            devices: 1,
        };
        assert_eq!(fields(&member(&view)), ["me", "member", "name", "role"]);
        assert_eq!(member(&view)["role"], "admin");

        let view = KnockView {
            id: KnockId([4; 8]),
            name: "a".into(),
            note: String::new(),
            state: KnockState::Waiting,
            at_ms: 0,
            answers: Vec::new(),
            member: MemberId([3; 8]),
        };
        assert_eq!(
            fields(&knock(&view)),
            ["answers", "at", "knock", "member", "name", "note", "state"]
        );
    }

    #[test]
    fn an_invite_says_whether_it_is_good() {
        let good = InviteView {
            id: InviteId([5; 8]),
            link: "sitr://join#x".to_owned(),
            uses: 2,
            used: 1,
            expires_at: 100,
            revoked: false,
        };
        assert_eq!(invite(&good, 99)["state"], "good");
        assert_eq!(invite(&good, 99)["link"], "sitr://join#x");
        assert_eq!(invite_state(&good, 100), "expired");
        assert_eq!(invite_state(&InviteView { used: 2, ..good.clone() }, 1), "used-up");
        assert_eq!(invite_state(&InviteView { revoked: true, ..good }, 1), "revoked");
    }

    #[test]
    fn no_text_passes_for_another_message_or_commands_the_terminal() {
        let shown = message_lines(
            &said("hi\n[10:00] \u{2068}Omar\u{2069}: yes\u{1b}[2J"),
            &Names::default(),
        );
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with("    | "));
        assert!(!shown.contains('\u{1b}'));
    }

    #[test]
    fn message_ids_are_read_back() {
        let id = MessageId([0xab; 32]);
        assert_eq!(parse_message_id(&message_id(&id)), Some(id));
        assert_eq!(parse_message_id("2h"), None);
        assert_eq!(parse_message_id("20261121"), None);
        let (first, last) = ids_beginning(" ABa ").unwrap();
        assert_eq!((first.0[..3].to_vec(), first.0[31]), (vec![0xab, 0xa0, 0], 0));
        assert_eq!((last.0[..3].to_vec(), last.0[31]), (vec![0xab, 0xaf, 0xff], 0xff));
        assert_eq!(ids_beginning(&message_id(&id)), Some((id, id)));
        for none in ["", " ", "2h", "é", &"a".repeat(65)] {
            assert_eq!(ids_beginning(none), None);
        }
    }
}
