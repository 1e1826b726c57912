//! Members vouch for newcomers, and those who keep the room know.

use sitr_client_core::state::Setting;
use sitr_client_core::{CoreError, MemberId};
use sitr_community::{Role, Unsaid};
use sitr_content::MessageId;

use crate::asides::{five, heard};
use crate::hand::{Hand, World};

impl Hand<'_> {
    fn vouches(&mut self, whom: usize, stands: bool) -> Result<MessageId, CoreError> {
        let (room, who) = (self.client().room, self.world.id_of(whom));
        self.client().core(|core| core.vouch(&room, &who, stands, "a friend"))
    }
}

/// Who vouches for whom, and whether it counts, as a device knows.
fn vouched(world: &mut World, who: usize) -> Vec<(MemberId, MemberId, bool)> {
    let room = world.people[who].room;
    let all = world.people[who].core(|core| core.vouches(&room)).unwrap();
    all.into_iter().map(|it| (it.whom, it.by, it.counts)).collect()
}

#[test]
fn members_vouch_and_those_who_keep_the_room_know() {
    //
    let mut world = five();
    world.alice().gives_role(4, Role::Newcomer).unwrap();
    let room = world.people[0].room;
    world.people[0].core(|core| core.set(&room, &Setting::Vouches(2))).unwrap();
    world.settle();
    let (erin, carol, dave) = (world.id_of(4), world.id_of(2), world.id_of(3));
    let lifts = |world: &mut World| world.bob().gives_role(4, Role::Member);
    let missing = |tried: Result<(), CoreError>| match tried {
        Err(CoreError::Unvouched { have, need }) => (have, need),
        other => panic!("{other:?}"),
    };
    assert_eq!(missing(lifts(&mut world)), (0, 2));
    // Not for a member, not by who is new.
    let refused = world.carol().vouches(3, true).unwrap_err();
    assert!(matches!(refused, CoreError::Unsaid(Unsaid::Vouch)));
    let refused = world.of(4).vouches(4, true).unwrap_err();
    assert!(matches!(refused, CoreError::Unsaid(Unsaid::Role(_))));
    world.carol().vouches(4, true).unwrap();
    world.carol().vouches(4, true).unwrap(); // twice is once
    world.of(3).vouches(4, true).unwrap();
    world.of(3).vouches(4, false).unwrap();
    world.settle();
    for who in [0, 1] {
        assert_eq!(vouched(&mut world, who), [(erin, carol, true)]);
    }
    for who in [2, 3, 4] {
        assert_eq!(vouched(&mut world, who), [], "nobody else is told");
        assert_eq!(heard(&world.people[who]), []);
    }
    assert_eq!(missing(lifts(&mut world)), (1, 2));
    // A moderator's own word is not told to the device that said it.
    world.bob().vouches(4, true).unwrap();
    world.settle();
    assert_eq!(vouched(&mut world, 0), vouched(&mut world, 1));
    // Whoever has gone vouches for nobody.
    world.alice().removes(2).unwrap();
    world.settle();
    assert_eq!(missing(lifts(&mut world)), (1, 2));
    assert_eq!(vouched(&mut world, 1)[0], (erin, carol, false));
    world.of(3).vouches(4, true).unwrap();
    world.settle();
    assert!(vouched(&mut world, 1).contains(&(erin, dave, true)));
    lifts(&mut world).unwrap();
    world.settle();
    let members = world.people[1].members();
    let lifted = members.iter().find(|member| member.id == erin).unwrap();
    assert_eq!(lifted.role, Role::Member);
    world.agrees();
}
