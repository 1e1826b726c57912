//! What members say beyond plain text, and what nobody takes from them.

use sitr_client_core::state::{Alarm, Event};
use sitr_client_core::{CoreError, MemberId};
use sitr_community::{Act, Role, Unsaid};
use sitr_content::{
    Body, Content, Measure, MessageId, ModerationAct, Own, Person, Poll, Text, decode,
};

use crate::client::Client;
use crate::hand::World;
use crate::stewards::role_of;

fn content(body: Body) -> Content {
    Content::new([7; 16], crate::client::START_MS, body)
}

fn text(words: &str) -> Content {
    content(Body::text(words))
}

fn reply(to: MessageId, words: &str) -> Content {
    Content { reply_to: Some(to), ..text(words) }
}

fn edit(of: MessageId, words: &str) -> Content {
    Content { replaces: Some(of), ..text(words) }
}

fn deletion(of: MessageId) -> Content {
    Content { replaces: Some(of), ..content(Body::Deleted) }
}

fn reaction(to: MessageId, reaction: &str) -> Content {
    Content { reply_to: Some(to), ..content(Body::Reaction(reaction.to_owned())) }
}

fn hides(message: MessageId, whom: [u8; 32]) -> Content {
    let act = ModerationAct {
        number: 1,
        previous: None,
        measure: Measure::Hide,
        person: Some(Person(whom)),
        message: Some(message),
        rule: 1,
        until_day: 0,
        reason: String::new(),
    };
    content(Body::Own(String::new(), act.into()))
}

fn poll() -> Content {
    let options = vec!["yes".to_owned(), "no".to_owned()];
    let poll = Poll {
        question: "Shall we?".to_owned(),
        options,
        choices: 1,
        closes_at: 0,
        secret: false,
        hidden_below: 0,
    };
    content(Body::Own("en".to_owned(), poll.into()))
}

/// Everything in the history, as it stands on this device.
fn bodies(client: &Client) -> Vec<Body> {
    client.messages().iter().map(|message| decode(&message.content).unwrap().body).collect()
}

/// Who was not heard, and why.
fn unsaid(client: &Client) -> Vec<(MemberId, String)> {
    let unsaid = |event| match event {
        Event::Unsaid(who, _, why) => Some((who, why)),
        _ => None,
    };
    client.events().into_iter().filter_map(unsaid).collect()
}

/// Alice admin, Bob newcomer, Carol and Dave plain members.
fn four() -> World {
    let mut world = World::room(&["alice", "bob", "carol", "dave"]);
    world.alice().gives_role(1, Role::Newcomer).unwrap();
    world.settle();
    world
}

#[test]
fn replies_reactions_edits_and_deletions_reach_everybody() {
    let mut world = four();
    let first = world.carol().tries(text("firts")).unwrap();
    world.settle();
    let words = "canary-of-carol";
    let second = world.carol().tries(text(words)).unwrap();
    world.bob().tries(reply(first, "welcome")).unwrap();
    world.alice().tries(reaction(first, "🤗")).unwrap();
    world.carol().tries(edit(first, "first")).unwrap();
    world.carol().tries(poll()).unwrap();
    world.carol().tries(edit(second, "canary-of-carol, changed")).unwrap();
    world.settle();
    world.carol().tries(deletion(second)).unwrap();
    world.settle();
    for client in &world.people {
        let said = bodies(client);
        assert_eq!(said.len(), 8, "{}", client.name);
        for body in [
            Body::text("firts"),
            Body::text("welcome"),
            Body::text("first"),
            Body::Reaction("🤗".to_owned()),
        ] {
            assert!(said.contains(&body), "{}: {body:?}", client.name);
        }
        assert!(said.iter().any(|body| matches!(body, Body::Own(_, Own::Poll(_)))));
        // The deletion, what it took back, and the change of that.
        assert_eq!(said.iter().filter(|body| **body == Body::Deleted).count(), 3);
        let holds = |bytes: &[u8]| bytes.windows(words.len()).any(|it| it == words.as_bytes());
        assert!(!client.messages().iter().any(|message| holds(&message.content)));
        assert_eq!(unsaid(client), []);
    }
    world.agrees();
}

#[test]
fn an_honest_client_does_not_say_what_it_may_not() {
    //
    let mut world = four();
    let hers = world.carol().tries(text("mine")).unwrap();
    world.settle();
    let refused = |tried: Result<MessageId, CoreError>| match tried {
        Err(CoreError::Unsaid(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(world.bob().tries(poll())), Unsaid::Role(Act::Start));
    assert_eq!(refused(world.bob().tries(text("https://x.example"))), Unsaid::Role(Act::Share));
    assert_eq!(refused(world.bob().tries(reaction(hers, "👎"))), Unsaid::Palette);
    assert_eq!(refused(world.bob().tries(edit(hers, "his"))), Unsaid::NotOwn);
    assert_eq!(refused(world.alice().tries(deletion(hers))), Unsaid::NotOwn);
    let nothing = world.bob().tries(reply(MessageId([1; 32]), "to whom"));
    assert!(matches!(nothing, Err(CoreError::NoMessage)));
    let empty = world.alice().tries(content(Body::Text(Vec::<Text>::new())));
    assert!(matches!(empty, Err(CoreError::Content(_))));
}

/// A dishonest client says it all the same: on every honest one nothing happens, and it is told why.
#[test]
fn a_dishonest_client_is_heard_by_nobody() {
    //
    let mut world = four();
    let hers = world.carol().tries(text("mine")).unwrap();
    world.settle();
    let alice = world.people[0].record().me.persona().0;
    let before: Vec<_> = world.people.iter().map(Client::history).collect();
    let forbidden = [
        text("https://x.example"),
        poll(),
        reaction(hers, "👎"),
        edit(hers, "his"),
        deletion(hers),
        hides(hers, alice),
    ];
    for said in &forbidden {
        world.bob().says_anyway(said);
    }
    // A plain member is no moderator either.
    world.dave().says_anyway(&hides(hers, alice));
    world.settle();
    let (bob, dave) = (world.id_of(1), world.id_of(3));
    for who in [0, 2] {
        let client = &world.people[who];
        assert_eq!(client.history(), before[who], "{}", client.name);
        assert_eq!(bodies(client), [Body::text("mine")]);
        let from: Vec<_> = unsaid(client).into_iter().map(|(from, _)| from).collect();
        assert_eq!(from, [bob, bob, bob, bob, bob, bob, dave]);
    }
    // The room goes on, with them in it.
    world.bob().says("sorry");
    world.settle();
    for client in &world.people {
        assert_eq!(client.history().last().unwrap(), "bob: sorry");
        // Another program with the keys of a profile is a copy of it.
        let dishonest = ["bob", "dave"].contains(&client.name);
        assert_eq!(client.alarms().contains(&Alarm::Copied), dishonest);
    }
    world.agrees();
}

/// What was allowed when it was written and is not when it is sent is not sent.
#[test]
fn what_was_forbidden_meanwhile_is_not_sent() {
    //
    let mut world = four();
    world.people[3].online = false;
    let said = world.dave().tries(poll()).unwrap();
    world.alice().gives_role(3, Role::Newcomer).unwrap();
    world.settle();
    world.people[3].online = true;
    world.settle();
    let state = world.people[3].messages().into_iter().find(|message| message.id == said);
    assert_eq!(state.unwrap().delivery, sitr_client_core::state::Delivery::Failed);
    for who in 0..3 {
        assert_eq!(bodies(&world.people[who]), []);
        assert_eq!(unsaid(&world.people[who]), []);
    }
}

#[test]
fn every_role_can_be_given_and_taken() {
    //
    let mut world = four();
    for role in Role::ALL {
        world.alice().gives_role(2, role).unwrap();
        world.settle();
        for who in 0..4 {
            assert_eq!(role_of(&mut world, who, 2), role, "{who}");
        }
    }
    // Newcomers leave as everybody does, and can be taken out.
    world.alice().removes(1).unwrap();
    world.settle();
    assert!(!world.people[1].is_in());
    world.agrees();
}
