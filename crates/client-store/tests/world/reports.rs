//! Reports: they prove who said what, or are not heard.

use rand::Rng as _;
use sitr_client_core::CoreError;
use sitr_client_core::body::Confidence;
use sitr_client_core::crypto::Secret;
use sitr_client_core::state::To;
use sitr_content::{Body, Digest, Opening, Own, Person};
use sitr_wire::Seed;

use crate::asides::{five, heard, nobody_heard_anything, report, text, to};
use crate::hand::World;

#[test]
fn a_report_proves_who_said_it() {
    // D-06
    let mut world = five();
    world.carol().says("a threat");
    world.settle();
    let said = world.people[4].messages()[0].id;
    let opening = world.erin().opens(&said).unwrap();
    assert!(matches!(world.carol().opens(&said), Err(CoreError::NoMessage)));
    world.erin().confides(to(To::Desk), report(vec![opening.clone()])).unwrap();
    world.settle();
    for who in [0, 1] {
        let (name, body) = heard(&world.people[who]).pop().unwrap();
        let Body::Own(_, Own::Report(report)) = body else { panic!("a report") };
        assert_eq!((name.as_str(), &report.messages[..]), ("", &[opening.clone()][..]));
    }
    for who in [2, 3, 4] {
        assert_eq!(heard(&world.people[who]), []);
    }
}

/// Another room, with a message in it.
fn elsewhere() -> Opening {
    let mut world = World::new(&["mallory", "niaj"]);
    for client in &mut world.people {
        client.random().next_u64(); // or they were Alice and Bob once more, in the same room
    }
    let mut world = world.gathered();
    world.of(0).says("a threat");
    world.settle();
    let said = world.people[1].messages()[0].id;
    world.of(1).opens(&said).unwrap()
}

#[test]
fn a_report_that_proves_nothing_is_not_heard() {
    // D-06
    let mut world = five();
    world.carol().says("a threat");
    world.settle();
    let said = world.people[4].messages()[0].id;
    let genuine = world.erin().opens(&said).unwrap();
    let altered = |change: &dyn Fn(&mut Opening)| {
        let mut opening = genuine.clone();
        change(&mut opening);
        opening
    };
    let dave = world.people[3].record().me.persona();
    let other_words = sitr_content::encode(&text("a worse threat"));
    // Somebody who never was in the room, made up by the reporter.
    let (seed, room) = (Seed::new([9; 32]), world.people[4].record().id);
    let made = Confidence { content: other_words.clone(), ..Confidence::default() };
    let made = made.by(&seed, &room, 1, Secret::new([3; 32])).author.remove(0);
    let self_made = Opening {
        author: Person(seed.public().0),
        epoch: 1,
        content: other_words.clone().into(),
        frank_key: Digest(*made.frank_key.expose()),
        frank: made.frank.0.to_vec().into(),
    };
    let forgeries = [
        altered(&|opening| opening.author = Person(dave.0)),
        altered(&|opening| opening.content = other_words.clone().into()),
        altered(&|opening| opening.frank_key.0[0] ^= 1),
        altered(&|opening| opening.frank[0] ^= 1),
        altered(&|opening| opening.epoch += 1),
        altered(&|opening| opening.epoch += 1000),
        elsewhere(),
        self_made,
    ];
    for forged in forgeries {
        // Beside a genuine one too.
        for messages in [vec![forged.clone()], vec![genuine.clone(), forged.clone()]] {
            let content = sitr_content::encode(&report(messages));
            world.erin().deposits(&Confidence { content, ..Confidence::default() }, &[0, 1]);
        }
    }
    world.settle();
    nobody_heard_anything(&world);
    // Carol is taken out; what she said can be reported all the same to who heard it.
    world.alice().removes(2).unwrap();
    world.settle();
    world.erin().confides(to(To::Desk), report(vec![genuine])).unwrap();
    world.settle();
    assert_eq!(heard(&world.people[0]).len(), 1);
    world.agrees();
}
