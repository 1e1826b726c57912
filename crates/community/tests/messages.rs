//! What may be said, rule by rule. The role table has a test of its own.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod room;
mod said;

use room::{peer, policy, sanction, who};
use said::{AT_MS, TOPIC, content, own, text};
use sitr_community::{
    Accepted, Act, AgeBand, Hearing, Hours, PALETTE, Persona, Policy, Role, Settings, Unsaid,
    may_confide, may_say,
};
use sitr_content::{
    Acceptance, Body, Content, DeviceRequest, Digest, InviteRequest, Lineage, MediationOffer,
    Person, Vouch,
};

fn with(change: impl FnOnce(&mut Settings)) -> Policy {
    let mut policy = policy();
    change(&mut policy.settings);
    policy
}

fn hearing<'a>(policy: &'a Policy, speaker: &'a Persona) -> Hearing<'a> {
    Hearing { policy, speaker, accepted: None, last_at_ms: None, replaces_own: None }
}

fn says(policy: &Policy, role: Role, content: &Content) -> Result<(), Unsaid> {
    may_say(&hearing(policy, &who(role)), content)
}

/// What must be possible whatever the state of the room.
fn always_open() -> [Content; 3] {
    [content(Body::Leave), own(Acceptance { guidelines: Digest([1; 32]) }), said::retraction()]
}

#[test]
fn a_link_is_more_than_words() {
    //
    let mut beside = text("x");
    beside.warning = Some(sitr_content::Warning {
        labels: vec![sitr_content::Label::Other],
        note: "www.example.org".to_owned(),
    });
    for content in [text("https://example.org"), beside] {
        assert_eq!(says(&policy(), Role::Newcomer, &content), Err(Unsaid::Role(Act::Share)));
        assert_eq!(says(&policy(), Role::Member, &content), Ok(()));
    }
}

#[test]
fn a_timeout_reads_and_may_leave() {
    //
    let by = who(Role::Moderator);
    let room = with(|settings| {
        settings.timeouts.insert(who(Role::Member), sanction(by));
    });
    for content in [text("x"), said::reaction("🤗"), said::file()] {
        assert_eq!(says(&room, Role::Member, &content), Err(Unsaid::Timeout));
        assert_eq!(may_say(&hearing(&room, &peer(Role::Member)), &content), Ok(()));
    }
    for content in always_open() {
        assert_eq!(says(&room, Role::Member, &content), Ok(()));
    }
}

#[test]
fn the_present_guidelines_are_accepted_first() {
    //
    let room = with(|settings| settings.guidelines = Some([7; 32]));
    for role in [Role::Newcomer, Role::Member, Role::Moderator, Role::Admin] {
        let speaker = who(role);
        let by = |accepted| may_say(&Hearing { accepted, ..hearing(&room, &speaker) }, &text("x"));
        assert_eq!(by(None), Err(Unsaid::Guidelines));
        assert_eq!(by(Some(Accepted([6; 32]))), Err(Unsaid::Guidelines));
        assert_eq!(by(Some(Accepted([7; 32]))), Ok(()));
        for content in always_open() {
            assert_eq!(says(&room, role, &content), Ok(()));
        }
    }
}

#[test]
fn a_reaction_off_the_palette_is_dropped() {
    //
    for reaction in PALETTE {
        assert_eq!(says(&policy(), Role::Newcomer, &said::reaction(reaction)), Ok(()));
    }
    let own = with(|settings| settings.palette = vec!["✊".to_owned()]);
    for role in [Role::Member, Role::Admin] {
        assert_eq!(says(&policy(), role, &said::reaction("👎")), Err(Unsaid::Palette));
        assert_eq!(says(&own, role, &said::reaction("✊")), Ok(()));
        assert_eq!(says(&own, role, &said::reaction("🤗")), Err(Unsaid::Palette));
    }
}

#[test]
fn slow_mode_waits() {
    //
    let room = with(|settings| settings.slow_seconds = 30);
    let after = |role, seconds: i64| {
        let speaker = who(role);
        let last = AT_MS.checked_add_signed(-seconds * 1000);
        may_say(&Hearing { last_at_ms: last, ..hearing(&room, &speaker) }, &text("x"))
    };
    assert_eq!(says(&room, Role::Member, &text("x")), Ok(()));
    assert_eq!(after(Role::Member, 30), Ok(()));
    for seconds in [29, 0, -5] {
        assert_eq!(after(Role::Member, seconds), Err(Unsaid::TooSoon));
        assert_eq!(after(Role::Moderator, seconds), Ok(()));
    }
}

#[test]
fn a_closed_room_is_quiet() {
    //
    let at = |hour: u64, minute: u64| {
        let mut content = text("x");
        content.at_ms = ((20_000 * 24 + hour) * 60 + minute) * 60_000 + 999;
        content
    };
    let day = with(|settings| settings.hours = Some(Hours { from: 8 * 60, to: 20 * 60 }));
    let night = with(|settings| settings.hours = Some(Hours { from: 20 * 60, to: 8 * 60 }));
    for (hour, minute, by_day) in [(7, 59, false), (8, 0, true), (19, 59, true), (20, 0, false)] {
        let said = at(hour, minute);
        let expected = |open: bool| if open { Ok(()) } else { Err(Unsaid::Closed) };
        assert_eq!(says(&day, Role::Member, &said), expected(by_day));
        assert_eq!(says(&night, Role::Member, &said), expected(!by_day));
        assert_eq!(says(&day, Role::Admin, &said), Ok(()));
    }
}

#[test]
fn a_lock_leaves_the_word_to_those_who_keep_the_room() {
    //
    let mut topical = text("x");
    topical.topic = Some(TOPIC);
    let room = with(|settings| settings.locked = true);
    let topic = with(|settings| settings.locked_topics = [TOPIC.0].into());
    for role in Role::ALL {
        let keeper = matches!(role, Role::Moderator | Role::Admin);
        if keeper {
            assert_eq!(says(&room, role, &text("x")), Ok(()));
            assert_eq!(says(&topic, role, &topical), Ok(()));
        } else if role != Role::Doorkeeper {
            assert_eq!(says(&room, role, &text("x")), Err(Unsaid::Locked));
            assert_eq!(says(&topic, role, &topical), Err(Unsaid::Locked));
        }
    }
    assert_eq!(says(&topic, Role::Member, &text("x")), Ok(()));
}

#[test]
fn direct_messages_are_for_rooms_that_allow_them_and_for_no_young_people() {
    //
    assert_eq!(says(&policy(), Role::Member, &said::offer()), Err(Unsaid::Direct));
    for (age, expected) in
        [(AgeBand::All, Ok(())), (AgeBand::Adults, Ok(())), (AgeBand::Youth, Err(Unsaid::Direct))]
    {
        let room = with(|settings| (settings.direct, settings.age) = (true, age));
        for role in [Role::Member, Role::Mentor, Role::Professional] {
            assert_eq!(says(&room, role, &said::offer()), expected);
        }
    }
}

#[test]
fn one_changes_ones_own_words() {
    //
    let room = policy();
    let me = who(Role::Admin);
    let by = |replaces_own, content: &Content| {
        may_say(&Hearing { replaces_own, ..hearing(&room, &me) }, content)
    };
    let mut edit = text("better");
    edit.replaces = Some(TOPIC);
    for content in [edit, said::retraction()] {
        assert_eq!(by(Some(true), &content), Ok(()));
        assert_eq!(by(None, &content), Ok(()));
        assert_eq!(by(Some(false), &content), Err(Unsaid::NotOwn));
    }
    // What is counted or logged is said anew, and never changed.
    for mut content in said::everything() {
        let fixed = matches!(content.body, Body::Own(..) | Body::Stewards(_) | Body::Leave);
        content.replaces = Some(TOPIC);
        let aside = Act::of(&content) == Act::Confide;
        if fixed && !aside && Role::Admin.may(Act::of(&content)) {
            assert_eq!(by(Some(true), &content), Err(Unsaid::NotOwn));
        }
    }
}

#[test]
fn nobody_moderates_oneself() {
    //
    for role in [Role::Moderator, Role::Admin] {
        assert_eq!(says(&policy(), role, &said::hides(&who(role))), Err(Unsaid::Peer));
    }
}

/// A whisper needs no name, a vote does; neither belongs to a topic, and a timeout forbids the vote alone.
#[test]
fn what_is_said_to_a_few() {
    // D-05, A-20, A-21
    let room = policy();
    let member = who(Role::Member);
    let vote = own(sitr_content::Vote { poll: TOPIC, choices: vec![0] });
    let nameless = [text("a whisper"), own(said::call_for_help())];
    for content in &nameless {
        assert_eq!(may_confide(&room, None, content), Ok(()));
        assert_eq!(may_confide(&room, Some(&member), content), Ok(()));
        let topical = Content { topic: Some(TOPIC), ..content.clone() };
        let changing = Content { replaces: Some(TOPIC), ..content.clone() };
        for content in [topical, changing] {
            assert_eq!(may_confide(&room, None, &content), Err(Unsaid::Manner));
        }
    }
    assert_eq!(may_confide(&room, None, &vote), Err(Unsaid::Manner));
    assert_eq!(may_confide(&room, Some(&member), &vote), Ok(()));
    let newcomer = who(Role::Newcomer);
    assert_eq!(may_confide(&room, Some(&newcomer), &vote), Err(Unsaid::Role(Act::Vote)));
    let silenced = with(|settings| {
        settings.timeouts.insert(who(Role::Member), sanction(who(Role::Moderator)));
    });
    assert_eq!(may_confide(&silenced, Some(&member), &vote), Err(Unsaid::Timeout));
    assert_eq!(may_confide(&silenced, Some(&member), &nameless[1]), Ok(()));
    for content in [said::reaction("🤗"), said::file(), said::hides(&member), content(Body::Leave)]
    {
        assert_eq!(may_confide(&room, Some(&who(Role::Admin)), &content), Err(Unsaid::Manner));
    }
}

#[test]
fn a_device_asks_in_its_personas_name_whatever_its_role_and_mood() {
    // R-25, D-05
    let asks = own(DeviceRequest { request: vec![1].into() });
    let mut room = policy();
    let newcomer = who(Role::Newcomer);
    room.settings.timeouts.insert(newcomer, sanction(who(Role::Moderator)));
    assert_eq!(may_confide(&room, Some(&newcomer), &asks), Ok(()));
    assert_eq!(may_confide(&room, None, &asks), Err(Unsaid::Manner), "it has a name");
}

#[test]
fn a_member_asks_for_as_many_invites_as_its_role_has() {
    //
    let ask = |uses| own(InviteRequest { uses, words: String::new() });
    let mut room = policy();
    for (role, most) in [(Role::Member, 2), (Role::Mentor, 5), (Role::Newcomer, 0), (Role::Ally, 0)]
    {
        let author = who(role);
        for uses in 1..=6 {
            let expected = if uses <= most { Ok(()) } else { Err(Unsaid::Invites) };
            assert_eq!(may_confide(&room, Some(&author), &ask(uses)), expected, "{role:?} {uses}");
        }
    }
    assert_eq!(may_confide(&room, None, &ask(1)), Err(Unsaid::Manner), "it has a name");
    let tells = own(Lineage { invite: vec![1; 8].into(), by: Person([2; 32]) });
    let (moderator, member) = (who(Role::Moderator), who(Role::Member));
    assert_eq!(may_confide(&room, Some(&moderator), &tells), Ok(()));
    assert_eq!(may_confide(&room, Some(&member), &tells), Err(Unsaid::Role(Act::Moderate)));
    room.settings.timeouts.insert(member, sanction(moderator));
    assert_eq!(may_confide(&room, Some(&member), &ask(1)), Err(Unsaid::Timeout));
}

#[test]
fn members_vouch_for_newcomers_by_name() {
    //
    let mut room = policy();
    let for_whom =
        |whom: Persona| own(Vouch { whom: Person(whom.0), stands: true, words: String::new() });
    let newcomer = for_whom(peer(Role::Newcomer));
    for role in Role::ALL {
        let expected = if role.may(Act::Vote) { Ok(()) } else { Err(Unsaid::Role(Act::Vote)) };
        assert_eq!(may_confide(&room, Some(&who(role)), &newcomer), expected, "{role:?}");
        // For nobody else, and for nobody who is not there.
        let whom = for_whom(peer(role));
        let expected = if role == Role::Newcomer { Ok(()) } else { Err(Unsaid::Vouch) };
        assert_eq!(may_confide(&room, Some(&who(Role::Member)), &whom), expected, "{role:?}");
    }
    let member = who(Role::Member);
    assert_eq!(may_confide(&room, Some(&member), &for_whom(room::STRANGER)), Err(Unsaid::Vouch));
    assert_eq!(may_confide(&room, None, &newcomer), Err(Unsaid::Manner), "it has a name");
    room.settings.timeouts.insert(member, sanction(who(Role::Moderator)));
    assert_eq!(may_confide(&room, Some(&member), &newcomer), Err(Unsaid::Timeout));
}

#[test]
fn those_who_keep_the_room_mediate_among_its_grown_people() {
    //
    let offer = own(MediationOffer {
        with: Person(who(Role::Member).0),
        link: "sitr://join#x".to_owned(),
        words: String::new(),
        last_day: 20_000,
        kept_days: 7,
    });
    let young = with(|settings| settings.age = AgeBand::Youth);
    for role in Role::ALL {
        let author = who(role);
        let (expected, among_young) = match role {
            Role::Moderator | Role::Admin => (Ok(()), Err(Unsaid::Direct)),
            _ => (Err(Unsaid::Role(Act::Moderate)), Err(Unsaid::Role(Act::Moderate))),
        };
        assert_eq!(may_confide(&policy(), Some(&author), &offer), expected, "{role:?}");
        assert_eq!(may_confide(&young, Some(&author), &offer), among_young, "{role:?}");
    }
    assert_eq!(may_confide(&policy(), None, &offer), Err(Unsaid::Manner), "it has a name");
}

#[test]
fn nothing_is_said_after_the_last_day() {
    //
    let today = u32::try_from(AT_MS / 86_400_000).unwrap();
    for role in [Role::Newcomer, Role::Member, Role::Moderator, Role::Admin] {
        for (last_day, expected) in
            [(0, Ok(())), (today + 1, Ok(())), (today, Ok(())), (today - 1, Err(Unsaid::Over))]
        {
            let room = with(|settings| settings.last_day = last_day);
            assert_eq!(says(&room, role, &text("x")), expected, "{role:?} {last_day}");
            for content in always_open() {
                assert_eq!(says(&room, role, &content), Ok(()));
            }
        }
    }
}
