//! What a lying steward tells the others.

use sitr_client_core::body::{InviteKeys, StewardNote};
use sitr_client_core::{CoreError, INVITES_MAX, Store, USES_MAX};
use sitr_community::Role;
use sitr_wire::{Address, CellSize, Handle, Keep, RelayId, Seed};

use crate::hand::World;

/// Alice admin, Bob a moderator, and the keys of an invite that Bob's own program made.
fn with_invite() -> (World, InviteKeys) {
    let mut world = World::room(&["alice", "bob"]);
    world.alice().gives_role(1, Role::Moderator).unwrap();
    world.settle();
    world.bob().invites(8);
    let room = world.people[1].room;
    let keys = world.people[1].store(|store| store.invites(&room)).pop().unwrap().keys;
    (world, keys)
}

/// The same under another id.
fn another(keys: &InviteKeys, number: u8) -> InviteKeys {
    let mut keys = keys.clone();
    keys.link.card = Handle([number; 32]);
    keys
}

fn known(world: &World) -> usize {
    let client = &world.people[0];
    client.store(|store| store.invites(&client.room)).len()
}

#[test]
fn an_invite_that_no_honest_steward_makes_is_not_served() {
    // J-09
    let (mut world, keys) = with_invite();
    world.settle();
    let before = known(&world);
    let mut lies: Vec<_> = (0..14).map(|number| another(&keys, number)).collect();
    lies[0].link.relay.id = RelayId([1; 32]);
    lies[1].link.relay.routes = vec!["file:///etc/passwd".to_owned()];
    lies[2].link.version = 2;
    lies[3].expires_at = u64::MAX;
    lies[4].expires_at += 181 * 86_400;
    lies[5].expires_at = 1;
    lies[6].uses = USES_MAX + 1;
    lies[6].knocks.capacity = USES_MAX + 1;
    lies[7].uses = 0;
    lies[7].knocks.capacity = 0;
    lies[8].knocks.capacity += 1;
    lies[9].knocks_address = Address::new([9; 32]);
    lies[10].burn_seed = Seed::new([9; 32]);
    lies[11].knocks.cell_size = CellSize::K256;
    lies[12].knocks.keep = Keep::Days90;
    lies[13].knocks.append_cost = 0;
    for lie in lies {
        world.bob().tells_stewards(&StewardNote::Invite(Box::new(lie), 0));
    }
    let read_too_far = Box::new(another(&keys, 20));
    world.bob().tells_stewards(&StewardNote::Invite(read_too_far, 9));
    world.settle();
    assert_eq!(known(&world), before);
    let honest = Box::new(another(&keys, 21));
    world.bob().tells_stewards(&StewardNote::Invite(honest, 8));
    world.settle();
    assert_eq!(known(&world), before + 1);
    world.agrees();
}

#[test]
fn a_room_has_so_many_open_invites_and_no_more() {
    // J-09
    let (mut world, keys) = with_invite();
    for number in 0..40 {
        let more = Box::new(another(&keys, number));
        world.bob().tells_stewards(&StewardNote::Invite(more, 0));
    }
    world.settle();
    assert_eq!(known(&world), INVITES_MAX);
    let room = world.people[0].room;
    let refused = world.people[0].core(|core| core.create_invite(&room, 1, 2_000_000_000));
    assert!(matches!(refused, Err(CoreError::TooManyInvites)));
    // One that ended makes room for another.
    let first = world.people[0].store(|store| store.invites(&room)).remove(0).keys.link;
    world.alice().revokes(&first);
    world.alice().invites(1);
    world.settle();
    world.agrees();
}
