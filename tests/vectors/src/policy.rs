//! The policy in the GroupContext (rule G-02), and the names in it (rule C-03).

use sitr_community::{
    AgeBand, Community, Hours, NAME_MAX_BYTES, Name, Persona, Policy, Role, Sanction, Settings,
};

use crate::Vector;
use crate::json::{Json, hex, object};
use crate::kit::{bytes, relay};

pub(crate) const NOTE: &str = "The data of GroupContext extension 0xF0A1: deterministic CBOR \
    `[1, name, relay, {persona: role}, steward hash, settings]`. Roles: 2 doorkeeper, 3 moderator, 4 admin, \
    5 newcomer, 6 ally, 7 mentor, 8 professional. Settings are a map of what differs from the defaults. Any \
    other encoding is no policy.";

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = vec![encoded("one admin", &[("a", Role::Admin)])];
    let four =
        [("a", Role::Admin), ("b", Role::Moderator), ("c", Role::Doorkeeper), ("d", Role::Admin)];
    all.push(encoded("four stewards", &four));
    all.push(encoded("nobody with a role", &[]));
    let others = [
        ("a", Role::Admin),
        ("e", Role::Newcomer),
        ("f", Role::Ally),
        ("g", Role::Mentor),
        ("h", Role::Professional),
    ];
    all.push(encoded("every other role", &others));
    all.extend(settings());
    all.extend(refused());
    all.extend(names());
    all
}

fn policy(roles: &[(&str, Role)]) -> Policy {
    Policy {
        name: Name::new("غرفة").unwrap(),
        relay: relay().0,
        roles: roles.iter().map(|(who, role)| (Persona(bytes(who)), *role)).collect(),
        steward_hash: bytes("steward hash"),
        settings: Settings::default(),
    }
}

fn encoded(name: &str, roles: &[(&str, Role)]) -> Vector {
    vector(name, "Personas stand in the order of their bytes.", &policy(roles))
}

fn vector(name: &str, note: &'static str, policy: &Policy) -> Vector {
    let text = policy.encode();
    assert_eq!(Policy::decode(&text).as_ref(), Ok(policy));
    let bare = Policy { settings: Settings::default(), ..policy.clone() }.encode();
    let listed = policy.roles.iter().map(|(persona, role)| {
        object([("persona", hex(persona.0)), ("role", (*role as u8).into())])
    });
    Vector::new(name, note)
        .given("name", policy.name.as_str())
        .given("relay", hex(policy.relay))
        .given("roles", listed.collect::<Vec<Json>>())
        .given("steward_hash", hex(policy.steward_hash))
        .given("settings", hex(&text[bare.len() - 1..]))
        .gives("policy", hex(text))
}

/// Each setting alone, and all of them.
fn settings() -> Vec<Vector> {
    let sanction = || Sanction { by: Persona(bytes("a")), rule: 3, until_day: 20_000 };
    let mut all = Settings::default();
    let mut vectors = Vec::new();
    let mut each = |name: &str, set: &dyn Fn(&mut Settings)| {
        let mut one = policy(&[("a", Role::Admin)]);
        set(&mut one.settings);
        set(&mut all);
        vectors.push(setting(name, &one));
    };
    each("a ban", &|it| {
        it.bans.insert(Persona(bytes("x")), sanction());
    });
    each("a timeout", &|it| {
        it.timeouts.insert(Persona(bytes("y")), sanction());
    });
    each("guidelines", &|it| it.guidelines = Some(bytes("guidelines")));
    each("slow mode", &|it| it.slow_seconds = 300);
    each("a palette", &|it| it.palette = vec!["✊".to_owned(), "❤️".to_owned()]);
    each("hours", &|it| it.hours = Some(Hours { from: 1200, to: 60 }));
    each("retention", &|it| it.retention_days = 30);
    each("direct messages", &|it| it.direct = true);
    each("an age band", &|it| it.age = AgeBand::Youth);
    each("votes", &|it| it.votes_required = true);
    each("probation", &|it| it.probation = true);
    each("topics open to allies", &|it| it.open_topics = [bytes("t"), bytes("u")].into());
    each("a lock", &|it| it.locked = true);
    each("locked topics", &|it| it.locked_topics = [bytes("t")].into());
    each("vouches", &|it| it.vouches = 2);
    each("a last day", &|it| it.last_day = 20_000);
    each("a community", &|it| {
        it.community = Some(Community { room: bytes("community"), removes: true });
    });
    let mut whole = policy(&[("a", Role::Admin)]);
    whole.settings = all;
    vectors.push(setting("everything", &whole));
    vectors
}

fn setting(name: &str, policy: &Policy) -> Vector {
    vector(&format!("a setting: {name}"), "What is set, and nothing else.", policy)
}

fn refused() -> Vec<Vector> {
    let good = policy(&[("a", Role::Admin), ("b", Role::Moderator)]).encode();
    let name = good.iter().position(|byte| *byte == 0x68).unwrap();
    // Behind the head of the array, the version, the name, the relay and the head of the map.
    let first = name + 9 + 34 + 1;
    let (one, two) = (good[first..first + 35].to_vec(), good[first + 35..first + 70].to_vec());
    let swapped = [&good[..first], &two, &one, &good[first + 70..]].concat();
    let twice = [&good[..first], &one, &one, &good[first + 70..]].concat();
    let mut member = good.clone();
    member[first + 34] = 1;
    let mut version = good.clone();
    version[1] = 2;
    let wide = [&[0x98, 6], &good[1..]].concat();
    let settings = |map: &[u8]| [&good[..good.len() - 1], map].concat();
    [
        ("roles out of order", swapped),
        ("a persona twice", twice),
        ("a plain member with a role", member),
        ("another version", version),
        ("a length in more bytes than it needs", wide),
        ("a setting that nobody knows", settings(&[0xa1, 0x18, 0xff, 0xf5])),
        ("a default written out", settings(&[0xa1, 0x03, 0x00])),
        ("settings out of order", settings(&[0xa2, 0x0b, 0xf5, 0x08, 0xf5])),
        ("hours that are none", settings(&[0xa1, 0x05, 0x82, 0x05, 0x05])),
        ("something behind it", [good.as_slice(), &[0]].concat()),
        ("cut off", good[..good.len() - 1].to_vec()),
    ]
    .into_iter()
    .map(|(name, bytes)| {
        assert!(Policy::decode(&bytes).is_err(), "{name}");
        Vector::new(format!("refused: {name}"), "No policy.")
            .given("policy", hex(bytes))
            .gives("decodes", false)
    })
    .collect()
}

fn names() -> Vec<Vector> {
    let longest = "x".repeat(NAME_MAX_BYTES);
    let long = "x".repeat(NAME_MAX_BYTES + 1);
    let texts = [
        ("plain", "Layla"),
        ("white space goes", "  ليلى "),
        ("a zero-width non-joiner stays", "می\u{200c}نا"),
        ("the longest", &longest),
        ("too long", &long),
        ("empty", " \t"),
        ("a line break", "a\nb"),
        ("an override", "a\u{202e}b"),
        ("an isolate", "a\u{2066}b"),
        ("a byte order mark", "\u{feff}a"),
        ("an escape", "a\u{1b}[2Jb"),
    ];
    let make = |(name, text): (&str, &str)| {
        let made = Name::new(text);
        let vector = Vector::new(format!("name: {name}"), "C-03, of personas and rooms alike.")
            .given("text", text);
        match made {
            Ok(name) => vector.gives("name", name.as_str()),
            Err(error) => vector.gives("refused", format!("{error:?}").to_lowercase()),
        }
    };
    texts.into_iter().map(make).collect()
}
