//! Every rule of a mailbox, met.

use std::sync::Arc;

use proptest::prelude::*;
use sitr_wire::frame::Hello;
use sitr_wire::limit::{Limits, SUPERSEDE_DAYS, TICKET_DAY_SLACK, TOMBSTONE_DAYS};
use sitr_wire::ticket::{Difficulty, Policy, Purpose, Ticket};
use sitr_wire::{Address, CellSize, Code, Keep, Life, Mailbox, Refusal, Request, ticket};

use crate::Answer::{Appended, Behind, Burned, Closed, Joined, Opened};
use crate::session::{Session, Stop};
use crate::testing::*;
use crate::ticket::{Step, Tickets};
use crate::verify::{Asked, Bound, Reader};
use crate::{Answer, Asker, ConnId, Event, Known, Send, Write};

#[test]
fn open_is_idempotent_and_the_handle_follows_from_the_fields() {
    // M-01, M-03
    let world = check(&[(Do::Open, Some(Opened)), (Do::Open, Some(Opened))]);
    assert!(world.last.writes.is_empty());
    let other = Mailbox { capacity: 4, ..mailbox() };
    assert_ne!(Bound::of(&RELAY, other).handle(), world.bound.handle());
}

#[test]
fn a_stored_cell_answers_its_index_before_any_other_check() {
    // M-05, M-06
    let mut steps = vec![(Do::Append(1), refused(Code::NotFound)), (Do::Open, Some(Opened))];
    steps.extend([0, 1, 2].map(|n| (Do::Append(n), Some(Appended(u64::from(n))))));
    steps.extend([
        (Do::Append(9), refused(Code::Full)),
        (Do::Append(1), Some(Appended(1))),
        (Do::Close(50), Some(Closed(3))),
        (Do::Append(1), Some(Appended(1))),
        (Do::Append(9), refused(Code::Closed)),
        (Do::Reload, None),
        (Do::Append(1), Some(Appended(1))),
        (Do::Append(9), refused(Code::Closed)),
    ]);
    check(&steps);
}

#[test]
fn the_first_close_wins_and_may_be_superseded_by_name() {
    // M-09
    let mut steps = vec![
        (Do::Open, Some(Opened)),
        (Do::Append(1), Some(Appended(0))),
        (Do::Supersede(60, 1), refused(Code::Conflict)),
        (Do::Close(50), Some(Closed(1))),
        (Do::Close(50), Some(Closed(1))),
        (Do::Close(51), conflict(1, 50, None)),
        (Do::Supersede(51, 99), conflict(1, 50, None)),
        (Do::Supersede(51, 50), Some(Closed(2))),
        (Do::Supersede(51, 50), Some(Closed(2))),
        (Do::Supersede(52, 50), conflict(2, 51, None)),
    ];
    for (at, number) in (3u64..).zip(52..58u8) {
        steps.push((Do::Supersede(number, number - 1), Some(Closed(at))));
    }
    steps.push((Do::Supersede(58, 57), Some(Closed(9))));
    steps.push((Do::Supersede(59, 58), conflict(9, 58, Some(("supersedes", 8)))));
    steps.push((Do::Close(50), Some(Closed(1))));
    check(&steps);
}

#[test]
fn a_final_cell_is_superseded_for_seven_days() {
    // M-09
    let mut limits_met = vec![
        (Do::Open, Some(Opened)),
        (Do::Close(50), Some(Closed(0))),
        (Do::Days(SUPERSEDE_DAYS), None),
        (Do::Supersede(51, 50), Some(Closed(1))),
        (Do::Days(1), None),
    ];
    // `keep` of 7 days ends together with the window; a longer one shows it.
    let mut world = World::new(Mailbox { keep: Keep::Days30, ..mailbox() }, &Limits::default());
    limits_met.push((Do::Supersede(52, 51), conflict(1, 51, Some(("supersede_days", 7)))));
    for (what, expected) in limits_met {
        assert_eq!(world.step(what), expected, "{what:?}");
    }
}

#[test]
fn a_cell_that_was_appended_before_is_still_a_new_final_cell() {
    // M-09
    check(&[
        (Do::Open, Some(Opened)),
        (Do::Append(1), Some(Appended(0))),
        (Do::Close(1), Some(Closed(1))),
        (Do::Close(1), Some(Closed(1))),
        (Do::Append(1), Some(Appended(0))),
    ]);
}

#[test]
fn an_open_mailbox_lives_its_life_and_may_come_again() {
    // M-10, M-11
    let world = check(&[
        (Do::Open, Some(Opened)),
        (Do::Append(1), Some(Appended(0))),
        (Do::Days(30), None),
        (Do::Append(1), Some(Appended(0))),
        (Do::Days(1), None),
        (Do::Append(1), refused(Code::NotFound)),
        (Do::Close(1), refused(Code::NotFound)),
        (Do::Join(0), refused(Code::NotFound)),
        (Do::Burn, refused(Code::NotFound)),
        (Do::Open, Some(Opened)),
        (Do::Append(2), Some(Appended(0))),
    ]);
    assert_eq!(world.cells.len(), 1);
}

#[test]
fn a_closed_mailbox_is_kept_and_never_opens_again() {
    // M-10, M-11
    let end = World::new(mailbox(), &Limits::default()).end(0, &[50]);
    let steps = [
        (Do::Open, Some(Opened)),
        (Do::Close(50), Some(Closed(0))),
        (Do::Open, Some(Opened)),
        (Do::Days(7), None),
        (Do::Join(1), Some(Joined(Some(end)))),
        (Do::Days(1), None),
        (Do::Join(1), refused(Code::NotFound)),
        (Do::Open, refused(Code::Gone)),
        (Do::Days(TOMBSTONE_DAYS - 1), None),
        (Do::Open, refused(Code::Gone)),
        (Do::Days(1), None),
        (Do::Open, Some(Opened)),
    ];
    let world = check(&steps);
    // The stale row goes in the same transaction as the new one comes.
    assert!(matches!(world.last.writes[..], [Write::Remove { .. }, Write::Create { .. }]));
}

#[test]
fn a_burn_is_final_and_idempotent() {
    // M-11, M-12
    let world = check(&[
        (Do::BurnAgain, refused(Code::NotFound)),
        (Do::Open, Some(Opened)),
        (Do::Append(1), Some(Appended(0))),
        (Do::BurnAgain, refused(Code::Busy)),
        (Do::Burn, Some(Burned)),
        (Do::Burn, Some(Burned)),
        (Do::Reload, None),
        (Do::BurnAgain, Some(Burned)),
        (Do::Append(1), refused(Code::NotFound)),
        (Do::Open, refused(Code::Gone)),
        (Do::Days(TOMBSTONE_DAYS), None),
        (Do::Open, refused(Code::Gone)),
        (Do::Days(1), None),
        (Do::Open, Some(Opened)),
    ]);
    assert!(world.cells.is_empty());
}

#[test]
fn nobody_is_told_before_it_is_written_and_watchers_hear_all() {
    // M-04, M-08, W-08
    let mut world =
        World::new(Mailbox { cell_size: CellSize::K2, ..mailbox() }, &Limits::default());
    world.step(Do::Open);
    assert_eq!(world.step(Do::Join(0)), Some(Joined(None)));
    world.step(Do::Append(1));
    assert_eq!(world.step(Do::Join(0)), Some(Behind));
    world.step(Do::Close(50));
    let pushed: Vec<_> = world.last.sends.iter().skip(1).collect();
    assert!(matches!(
        pushed[..],
        [
            Send::Push { event: Event::Cell { index: 1, last: true, .. }, .. },
            Send::Push { event: Event::End(_), .. },
        ]
    ));
    assert_eq!(world.core.watchers(&world.handle()).count(), 1);
    assert_eq!(world.core.disconnect(ANYONE.conn), [world.handle()].into());
    assert!(!world.core.is_watched(&world.handle()));
    // What was never loaded is not decided upon.
    world.core.forget(&world.handle());
    let asked = Asked::burn_again(&world.signed_burn());
    let batch = world.core.decide(ANYONE, &asked, &[], world.now);
    assert_eq!(batch.sends, [Send::Answer { to: ANYONE, answer: refused(Code::Busy).unwrap() }]);
}

#[test]
fn with_each_final_cell_come_the_proofs_of_all() {
    // M-13
    let mut world = World::new(mailbox(), &Limits::default());
    world.step(Do::Open);
    world.step(Do::Append(1));
    let mut so_far = Vec::new();
    for (what, cell) in [(Do::Close(50), 50), (Do::Supersede(51, 50), 51)] {
        world.step(what);
        so_far.push(cell);
        let end = world.end(1, &so_far);
        let written = world.last.writes.iter().find_map(|write| match write {
            Write::Append { proof, .. } => *proof,
            _ => None,
        });
        assert_eq!(written.as_ref(), end.finals.last());
        let told = Send::Push { handle: world.handle(), event: Event::End(end.clone()) };
        assert_eq!(world.last.sends.last(), Some(&told));
        let hashes: Vec<_> = so_far.iter().map(|number| self::cell(*number).hash()).collect();
        assert_eq!(end.verify(&RELAY, world.bound.mailbox(), &hashes), Ok(()));
    }
    // What was loaded is what was known.
    let end = world.end(1, &so_far);
    world.step(Do::Reload);
    assert_eq!(world.step(Do::Join(3)), Some(Joined(Some(end))));
}

#[test]
fn full_pages_carry_the_chain() {
    // M-07, M-08
    let mut world = World::new(Mailbox { capacity: 64, ..mailbox() }, &Limits::default());
    world.step(Do::Open);
    let mut chain = sitr_wire::chain::Chain::start(&world.handle());
    for number in 0..33 {
        world.step(Do::Append(number));
        chain = chain.push(&cell(number).hash());
        let Some(Write::Append { page_chain, .. }) = world.last.writes.first() else { panic!() };
        assert_eq!(*page_chain, (number == 31).then(|| *chain.value()));
    }
}

#[test]
fn expired_mailboxes_tell_their_watchers() {
    let mut world = World::new(mailbox(), &Limits::default());
    world.step(Do::Open);
    world.step(Do::Join(0));
    let handle = world.handle();
    let batch = world.core.expired(&[handle, sitr_wire::Handle([1; 32])]);
    assert_eq!(batch.sends, [Send::Push { handle, event: Event::Expired }]);
    world.core.release(&handle);
    assert!(!world.core.is_watched(&handle));
}

#[test]
fn rates_of_a_mailbox() {
    let limits = Limits { appends_per_minute: 2, closes_per_hour: 1, ..Limits::default() };
    let limit = |name: &str, value, wait| Some(Answer::Refused(Refusal::limit(name, value, wait)));
    let mut world = World::new(mailbox(), &limits);
    for (what, expected) in [
        (Do::Open, Some(Opened)),
        (Do::Append(1), Some(Appended(0))),
        (Do::Append(1), Some(Appended(0))),
        (Do::Append(2), Some(Appended(1))),
        // L-01
        (Do::Append(3), limit("appends_per_minute", 2, 60)),
        (Do::Seconds(60), None),
        (Do::Append(3), Some(Appended(2))),
        (Do::Close(50), Some(Closed(3))),
        (Do::Close(50), Some(Closed(3))),
        // L-02
        (Do::Supersede(51, 50), limit("closes_per_hour", 1, 3540)),
        (Do::Seconds(3540), None),
        (Do::Supersede(51, 50), Some(Closed(4))),
    ] {
        assert_eq!(world.step(what), expected, "{what:?}");
    }
}

#[test]
fn mailboxes_beyond_the_operators_maxima_do_not_open() {
    // L-06
    let limits = Limits {
        max_capacity: 2,
        max_life: Life::Days1,
        max_keep: Keep::Days7,
        ..Limits::default()
    };
    let small = Mailbox { capacity: 2, life: Life::Days1, ..mailbox() };
    for (mailbox, expected) in [
        (Mailbox { capacity: 3, ..small.clone() }, Some(("max_capacity", 2))),
        (Mailbox { life: Life::Days30, ..small.clone() }, Some(("max_life", 1))),
        (Mailbox { keep: Keep::Days90, ..small.clone() }, Some(("max_keep", 7))),
        (small.clone(), None),
    ] {
        let mut world = World::new(mailbox, &limits);
        let expected = expected
            .map_or(Opened, |(name, value)| Answer::Refused(Refusal::limit(name, value, 0)));
        assert_eq!(world.step(Do::Open), Some(expected));
    }
}

#[test]
fn only_what_verifies_can_be_asked() {
    // S-01, S-02, W-05, M-02, M-12
    let world = World::new(mailbox(), &Limits::default());
    let payment = settled(free().for_append(&world.bound, &cell(1).hash(), None, world.now));
    let code = |result: Result<Asked, Refusal>| result.unwrap_err().code;
    let append = world.signed_append(1);
    let mut forged = append.clone();
    forged.signature.0[0] ^= 1;
    assert_eq!(code(Asked::append(&world.bound, forged, &payment)), Code::Signature);
    let mut swapped = append.clone();
    swapped.cell = cell(2);
    assert_eq!(code(Asked::append(&world.bound, swapped, &payment)), Code::Signature);
    let mut large = append.clone();
    large.cell = sitr_wire::Cell::new(vec![0; CellSize::K16.bytes()].into()).unwrap();
    assert_eq!(code(Asked::append(&world.bound, large, &payment)), Code::Size);
    let mut elsewhere = append;
    elsewhere.handle.0[0] ^= 1;
    assert_eq!(code(Asked::append(&world.bound, elsewhere, &payment)), Code::NotFound);
    let mut close = world.signed_close(1, None);
    close.supersedes = Some(cell(2).hash());
    assert_eq!(code(Asked::close(&world.bound, close)), Code::Signature);
    let mut unsigned = world.signed_burn();
    unsigned.signature.0[0] ^= 1;
    assert_eq!(code(Asked::burn(&world.bound, &unsigned)), Code::Signature);
    let unburnable = Bound::of(&RELAY, Mailbox { burn_key: None, ..mailbox() });
    let mut burn = world.signed_burn();
    assert_eq!(code(Asked::burn(&unburnable, &burn)), Code::NotFound);
    burn.handle = *unburnable.handle();
    assert_eq!(code(Asked::burn(&unburnable, &burn)), Code::Signature);
    let wrong = Reader::new(Arc::clone(&world.bound), &world.handle(), &Address::new([5; 32]));
    assert_eq!(wrong.unwrap_err(), Refusal::new(Code::NotFound));
}

const EASY: Difficulty = Difficulty { gate_bits: 4, argon_kib: 8, argon_bits: 2 };

#[test]
fn a_ticket_pays_for_one_request_on_its_day() {
    // T-01, T-03
    let mut world = World::new(Mailbox { append_cost: 2, ..mailbox() }, &Limits::default());
    let tickets = Tickets::new(RELAY, Policy::Work(EASY), Default::default());
    let (handle, today) = (world.handle(), world.now.day().0);
    let work = |day| ticket::work(&RELAY, &handle, Purpose::Open, day, &EASY, 0).unwrap();
    let open = |ticket: Option<&Ticket>| {
        let payment = settled(tickets.for_open(&world.bound, ticket, EASY.argon_bits, world.now));
        Asked::open(Arc::clone(&world.bound), &payment)
    };
    let far = TICKET_DAY_SLACK + 1;
    let unpaid = [open(None), open(Some(&work(today - far))), open(Some(&work(today + far)))];
    let token = open(Some(&Ticket::Token(vec![1; 16])));
    let paid = open(Some(&work(today + TICKET_DAY_SLACK)));
    for asked in unpaid.into_iter().chain([token]) {
        assert_eq!(Some(world.decide(&asked)), refused(Code::Ticket));
    }
    assert_eq!(world.decide(&paid), Opened);
    // A payment for an Open pays for no Append, nor one cell for another.
    let open_payment = settled(free().for_open(&world.bound, None, 0, world.now));
    let asked = Asked::append(&world.bound, world.signed_append(1), &open_payment).unwrap();
    assert_eq!(Some(world.decide(&asked)), refused(Code::Ticket));
    let hash = cell(1).hash();
    let work = ticket::work(&RELAY, &handle, Purpose::Append(&hash), today, &EASY, 0).unwrap();
    let payment = settled(tickets.for_append(&world.bound, &hash, Some(&work), world.now));
    let other = Asked::append(&world.bound, world.signed_append(2), &payment).unwrap();
    assert_eq!(Some(world.decide(&other)), refused(Code::Ticket));
    let asked = Asked::append(&world.bound, world.signed_append(1), &payment).unwrap();
    assert_eq!(world.decide(&asked), Appended(0));
    // Who passes the gate alone has not paid.
    let dear = Difficulty { argon_bits: 16, ..EASY };
    let tickets_for = Tickets::new(RELAY, Policy::Work(dear.clone()), Default::default());
    let cheap = Mailbox { append_cost: 16, ..mailbox() };
    let bound = Bound::of(&RELAY, cheap);
    let gate = Difficulty { argon_bits: 0, ..EASY };
    let half =
        ticket::work(&RELAY, bound.handle(), Purpose::Append(&hash), today, &gate, 0).unwrap();
    let step = tickets_for.for_append(&bound, &hash, Some(&half), world.now);
    assert!(matches!(step, Step::Work(_)), "the gate is passed");
    assert!(!settled(step).covers(bound.handle(), Some(&hash)));
    // Nothing dear is done for what fails the gate.
    let closed = Difficulty { gate_bits: 24, ..EASY };
    let strict = Tickets::new(RELAY, Policy::Work(closed), Default::default());
    assert!(matches!(
        strict.for_append(&world.bound, &hash, Some(&work), world.now),
        Step::Settled(_)
    ));
}

#[test]
fn tokens_are_those_that_were_given_out() {
    // T-04
    let world = World::new(mailbox(), &Limits::default());
    let tokens = [b"one".to_vec(), b"two".to_vec()].into();
    let tickets = Tickets::new(RELAY, Policy::Token(EASY), tokens);
    for (token, good) in [("one", true), ("two", true), ("tw", false), ("", false)] {
        let ticket = Ticket::Token(token.into());
        let payment = settled(tickets.for_open(&world.bound, Some(&ticket), 0, world.now));
        assert_eq!(payment.covers(&world.handle(), None), good, "{token}");
    }
}

#[test]
fn a_session_holds_a_connection_to_its_limits() {
    let limits =
        Limits { requests_in_flight: 3, watches: 1, opens_per_minute: 1, ..Limits::default() };
    let world = World::new(mailbox(), &limits);
    let mut session = Session::new(&limits);
    let burn = Request::Burn(world.signed_burn());
    let (handle, address) = (world.handle(), address());
    let watch = Request::Watch(sitr_wire::frame::Watch { handle, address, from_page: 0 });
    let open = Request::Open(sitr_wire::frame::Open { mailbox: mailbox(), ticket: None });
    // W-04
    let ends = |code| Err(Stop::End(Refusal::new(code)));
    assert_eq!(session.admit(1, &burn, world.now), ends(Code::Version));
    let hello = |versions| Hello { versions, nonce: [0; 32] };
    assert_eq!(session.greet(&hello(vec![2, 3])), Err(Refusal::new(Code::Version)));
    assert_eq!(session.greet(&hello(vec![2, 1])), Ok(1));
    assert_eq!(session.greet(&hello(vec![1])), Err(Refusal::new(Code::Malformed)));
    let again = Request::Hello(hello(vec![1]));
    assert_eq!(session.admit(1, &again, world.now), ends(Code::Malformed));
    let limit = |name: &str, value, wait| Err(Stop::Refuse(Refusal::limit(name, value, wait)));
    assert_eq!(session.admit(1, &open, world.now), Ok(()));
    // L-03
    assert_eq!(session.admit(2, &open, world.now), limit("opens_per_minute", 1, 60));
    assert_eq!(session.admit(3, &watch, world.now), Ok(()));
    // L-05
    assert_eq!(session.admit(4, &watch, world.now), limit("watches", 1, 0));
    // W-07
    assert_eq!(session.admit(3, &burn, world.now), ends(Code::Malformed));
    assert_eq!(session.admit(5, &burn, world.now), Ok(()));
    // L-04
    assert_eq!(session.admit(6, &burn, world.now), limit("requests_in_flight", 3, 1));
    session.answered();
    assert_eq!(session.admit(6, &burn, world.now), Ok(()));
    session.unwatched(3);
    assert!(!session.watches_are_full());
}

fn any_step() -> impl Strategy<Value = Do> {
    prop_oneof![
        3 => Just(Do::Open),
        6 => (0u8..8).prop_map(Do::Append),
        3 => (40u8..44).prop_map(Do::Close),
        3 => (40u8..52, 40u8..52).prop_map(|(cell, by)| Do::Supersede(cell, by)),
        1 => Just(Do::Burn),
        2 => (0u64..12).prop_map(Do::Join),
        1 => (1u32..40).prop_map(Do::Days),
        2 => Just(Do::Reload),
    ]
}

proptest! {
    #[test]
    fn whatever_is_asked_a_mailbox_keeps_its_promises(
        steps in proptest::collection::vec(any_step(), 1..60),
    ) {
        let mut world = World::new(mailbox(), &Limits::default());
        let mut ended_for_good = None;
        for what in steps {
            let answer = world.step(what);
            let ordinary = world.cells.iter().filter(|(_, is_final)| !is_final).count();
            // M-06
            prop_assert!(ordinary <= 3);
            // M-09: finals stand at the end, and are bounded.
            prop_assert!(world.cells.is_sorted_by_key(|(_, is_final)| *is_final));
            prop_assert!(world.cells.len() - ordinary <= 9);
            // M-11: what was closed or burned does not come back within 120 days.
            let is_new = world.last.writes.iter().any(|w| matches!(w, Write::Create { .. }));
            if let (Do::Open, true, Some(day)) = (what, is_new, ended_for_good) {
                prop_assert!(world.now.day().0 > day);
                ended_for_good = None;
            }
            match &world.disk {
                Known::Here(head) if head.closing.is_some() => {
                    ended_for_good = Some(head.expires().0 + 120);
                }
                Known::Gone(tombstone) => ended_for_good = Some(tombstone.day.0 + 120),
                _ => {}
            }
            // The head in memory says what the disk says.
            if let (Known::Here(disk), Some(Known::Here(head))) =
                (&world.disk, world.core.heads.get_mut(world.bound.handle()))
            {
                prop_assert_eq!(&disk.chain, &head.chain);
                prop_assert_eq!(&disk.closing, &head.closing);
            }
            // M-05: asked twice, answered alike, and nothing is written again.
            if let (Do::Append(_) | Do::Close(_), Some(Appended(_) | Closed(_))) = (what, &answer) {
                prop_assert_eq!(world.step(what), answer);
                prop_assert!(world.last.writes.is_empty());
            }
        }
    }
}

#[test]
fn watchers_leave_one_by_one() {
    let mut world = World::new(mailbox(), &Limits::default());
    let handle = world.handle();
    for request in 0..3 {
        world.core.join(handle, Asker { conn: ConnId(1), request });
    }
    world.core.leave(&handle, Asker { conn: ConnId(1), request: 1 });
    let left: Vec<_> = world.core.watchers(&handle).map(|watcher| watcher.request).collect();
    assert_eq!(left, [0, 2]);
}
